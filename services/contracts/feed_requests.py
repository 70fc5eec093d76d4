"""What people ask of ingest, as NATS requests: a subject and a model for each, and one shape of reply.

Any replica of ingest answers (they share a queue group). A request changes the list of feeds, which every replica
watches; nothing is asked of one replica that another could not answer.
"""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StrictInt, StringConstraints

from services.contracts.article import MAX_URL_CHARACTERS
from services.contracts.feed import FeedCheck, FeedState, ListedFeed
from services.contracts.message import UtcDatetime, Value
from services.contracts.request import Request
from services.contracts.vocabulary import FeedKind

SUBJECT_PREFIX = "ingest.v1.feeds"
REPLY_SECONDS = 75.0
"""Adding a feed may take two whole fetches."""

MAX_IMPORT = 500
"""Feeds in one import request: far below NATS's 1 MB."""

MAX_INTERVAL_SECONDS = 7 * 86400

MAX_BACKFILL_PAGES = 100


FeedId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
"""What may be the key of a bucket, and no path in one."""


class NewFeed(Value):
    """A feed that somebody wants polled."""

    url: str = Field(max_length=MAX_URL_CHARACTERS)
    """Of the feed, or of a site that names one."""
    title: str | None = Field(None, min_length=1, max_length=300)
    language: str | None = Field(None, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$")
    country: str | None = Field(None, pattern=r"^([A-Z]{2}|INT)$")
    kind: FeedKind | None = None
    interval_seconds: StrictInt | None = Field(None, ge=1, le=MAX_INTERVAL_SECONDS)


class AddFeed(Request):
    """Fetch the address, find the feed in it or named by it, and put it on the list."""

    subject: ClassVar[str] = f"{SUBJECT_PREFIX}.add"

    feed: NewFeed


class ImportFeeds(Request):
    """Put these on the list as they are; their first polls show which are no feeds."""

    subject: ClassVar[str] = f"{SUBJECT_PREFIX}.import"

    feeds: tuple[NewFeed, ...] = Field(max_length=MAX_IMPORT)


class PreviewFeed(Request):
    """Fetch the address and tell what would be added."""

    subject: ClassVar[str] = f"{SUBJECT_PREFIX}.preview"

    url: str = Field(max_length=MAX_URL_CHARACTERS)


class RemoveFeed(Request):
    """Poll it no more. What was published stays."""

    subject: ClassVar[str] = f"{SUBJECT_PREFIX}.remove"

    feed_id: FeedId


class PauseFeed(Request):
    """Do not poll it for the time being."""

    subject: ClassVar[str] = f"{SUBJECT_PREFIX}.pause"

    feed_id: FeedId


class ResumeFeed(Request):
    """Poll it again."""

    subject: ClassVar[str] = f"{SUBJECT_PREFIX}.resume"

    feed_id: FeedId


class SetInterval(Request):
    """Poll it at just this period; None gives it back to the feeds file's interval, or lets it adapt."""

    subject: ClassVar[str] = f"{SUBJECT_PREFIX}.set_interval"

    feed_id: FeedId
    interval_seconds: StrictInt | None = Field(None, ge=1, le=MAX_INTERVAL_SECONDS)


class CheckFeed(Request):
    """Poll it now, and show every decision."""

    subject: ClassVar[str] = f"{SUBJECT_PREFIX}.check"

    feed_id: FeedId


class BackfillFeed(Request):
    """Read the older documents that the feed names (RFC 5005), and publish what was not seen before."""

    subject: ClassVar[str] = f"{SUBJECT_PREFIX}.backfill"

    feed_id: FeedId
    pages: StrictInt = Field(10, ge=1, le=MAX_BACKFILL_PAGES)
    """Documents to read at most."""
    from_url: str | None = Field(None, max_length=MAX_URL_CHARACTERS)
    """Where an earlier one stopped; without it, the feed's newest document."""
    seconds: float = Field(120.0, gt=0, le=3600)
    """No document is begun later than this."""


class RefusalKind(StrEnum):
    """Why a request was not done."""

    UNKNOWN_FEED = "unknown_feed"
    ALREADY_LISTED = "already_listed"
    NOT_A_FEED = "not_a_feed"
    INVALID = "invalid"
    BUSY = "busy"
    """The replica that polls it does not answer; ask again in a moment."""


class Refusal(Value):
    """Why a request was not done, for programs and in plain words."""

    kind: RefusalKind
    words: str
    feed_id: str | None = None
    """The feed that is in the way."""


class Candidate(Value):
    """A feed that an address was found to name."""

    url: str
    title: str | None = None
    found: str
    """How it was found, in plain words."""


class PreviewEntry(Value):
    """One entry of a feed that is not on the list yet."""

    title: str
    url: str | None = None
    published_at: UtcDatetime | None = None


class FeedReply(Value):
    """What ingest answers to any of the requests; what does not belong to one stays empty."""

    refusal: Refusal | None = None
    listed: ListedFeed | None = None
    state: FeedState | None = None
    check: FeedCheck | None = None
    candidates: tuple[Candidate, ...] = ()
    """Every feed that the address names, the one that was (or would be) taken first."""
    entries: tuple[PreviewEntry, ...] = ()
    added: int = 0
    skipped: int = 0
    """Of an import: those that were listed already."""
    pages: int = 0
    """Of a backfill: documents read."""
    published: int = 0
    older_url: str | None = None
    """Of a backfill that was stopped by its limits: where it would go on."""
    steps: tuple[str, ...] = ()
    """What was tried, in plain words."""
