"""What an answer means for a feed: the rules of HTTP and of good manners as pure functions."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from services.contracts.feed import FeedState, FeedStatus
from services.ingest.errors import HARD, SOFT
from services.ingest.fetch import Answer, Validators

LONGEST_RETRY_AFTER = timedelta(days=1)
"""A server that asks for more silence than this has misspelt it, or would be forgotten."""

FULL_FETCH_EVERY = timedelta(days=1)
"""Some servers say “unchanged” of a feed that is not: once a day the whole document is fetched, whatever they say."""

_MAX_VALIDATOR_CHARACTERS = 1024  # honest ones have 20 to 100; they are kept for every feed and sent at every poll


@dataclass(frozen=True)
class Failed:
    """Nothing to read, and why, in plain words."""

    words: str
    weight: float = HARD
    status: FeedStatus = FeedStatus.FAILING
    retry_after: timedelta | None = None

    @property
    def is_gone(self) -> bool:
        """The server says that the feed is withdrawn for good."""
        return self.status is FeedStatus.GONE


@dataclass(frozen=True)
class Unchanged:
    """The feed is well and there is nothing new in it."""

    etag: str | None
    last_modified: str | None
    patience: timedelta | None = None


@dataclass(frozen=True)
class Changed:
    """A body that is not the one read last."""

    body_hash: str
    etag: str | None
    last_modified: str | None
    patience: timedelta | None = None


def validators_of(state: FeedState, now: datetime) -> Validators | None:
    """What to send so that the server can say “unchanged”; None when there is nothing, or no good body behind it.

    Nothing either when the last whole document is a day old.
    """
    if state.body_hash is None or not (state.etag or state.last_modified):
        return None
    if state.full_fetch_at is None or now - state.full_fetch_at >= FULL_FETCH_EVERY:
        return None
    return Validators(state.final_url or state.feed.url, state.etag, state.last_modified)


def judge(answer: Answer, state: FeedState, now: datetime) -> Failed | Unchanged | Changed:
    """What the answer means for a feed in that state."""
    if answer.status == HTTPStatus.NOT_MODIFIED:
        if not answer.is_conditional:
            return Failed("the server says “304 Not Modified” although nothing was asked about")
        # A 304 may bring fresh validators (RFC 9111 4.3.4), each on its own; what it does not bring stays.
        etag, last_modified = _validators_in(answer.headers)
        if answer.headers.get("expires", "").strip() != "0":
            etag, last_modified = etag or state.etag, last_modified or state.last_modified
        return Unchanged(etag, last_modified, freshness(answer.headers, now))
    refused = refusal(answer, now)
    if refused is not None:
        return refused
    etag, last_modified = _validators_in(answer.headers)
    body_hash = hashlib.sha256(answer.body).hexdigest()
    if body_hash == state.body_hash:
        return Unchanged(etag, last_modified, freshness(answer.headers, now))
    return Changed(body_hash, etag, last_modified, freshness(answer.headers, now))


def refusal(answer: Answer, now: datetime) -> Failed | None:
    """Why the answer holds nothing to read; None for a 200."""
    status = answer.status
    if status == HTTPStatus.OK:
        return None
    name = f"{status} {_phrase(status)}".strip()
    wait = retry_after(answer.headers, now)
    if answer.headers.get("cf-mitigated", "").lower() == "challenge":
        words = f"Cloudflare asks for a browser check that a feed reader cannot pass ({name})"
        return Failed(words, status=FeedStatus.CHALLENGED, retry_after=wait)
    if status == HTTPStatus.GONE:
        return Failed(f"the publisher has withdrawn the feed for good ({name})", status=FeedStatus.GONE)
    words, weight = _reading_of(status)
    return Failed(words.replace("NAME", name), weight, retry_after=wait)


def _reading_of(status: int) -> tuple[str, float]:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "the server asks us to come less often (NAME)", SOFT
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return "the server refuses us (NAME)", HARD
    if status == HTTPStatus.NOT_FOUND:
        return "there is nothing at this address (NAME)", SOFT  # whole platforms have answered 404 for hours
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "the server is in trouble (NAME)", SOFT
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return "the server redirects without saying where to (NAME)", HARD
    return "the server answers NAME instead of the document", HARD


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _validators_in(headers: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The two validators as they were sent. None when the server says that nothing it sends may be kept: such ones
    have been seen to call changed feeds unchanged.
    """
    if headers.get("expires", "").strip() == "0":
        return None, None
    kept = (headers.get("etag"), headers.get("last-modified"))
    etag, last_modified = (value if value and len(value) <= _MAX_VALIDATOR_CHARACTERS else None for value in kept)
    return etag, last_modified


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the server asks us to stay away: seconds, or a date seen from the server's own clock."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        wait = timedelta(seconds=min(int(value[:10]), LONGEST_RETRY_AFTER.total_seconds()))
    else:
        until = _date(value)
        if until is None:
            return None
        wait = until - (_date(headers.get("date", "")) or now)
    return min(max(wait, timedelta(0)), LONGEST_RETRY_AFTER)


def freshness(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the server says that its answer stays fresh (`max-age`, else `Expires`); None if it does not say."""
    for directive in headers.get("cache-control", "").lower().split(","):
        name, _, value = directive.strip().partition("=")
        value = value.strip('" ')
        if name == "max-age" and value.isascii() and value.isdigit():
            age = headers.get("age", "")
            spent = int(age[:10]) if age.isascii() and age.isdigit() else 0
            return timedelta(seconds=max(0, min(int(value[:10]), 365 * 86400) - spent))
    expires = _date(headers.get("expires", ""))
    if expires is None:
        return None
    return max(expires - (_date(headers.get("date", "")) or now), timedelta(0))


def _date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
