"""The state of a feed after a poll. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.contracts.feed import FeedState, FeedStatus
from services.contracts.operations import FeedFailing
from services.ingest import history, schedule
from services.ingest.schedule import Pace
from services.ingest.verdict import Failed
from services.ingest.words import in_words, reason_after_failure, reason_after_success
from services.runtime.identifiers import stable_id

MAX_ERROR_CHARACTERS = 500

MOVED_AFTER = 5
"""A permanent redirect is believed once this many polls in a row were sent there and found the feed: captive
portals, expired domains and slips of a configuration say “moved permanently” as well."""

MOVED_BACK_AFTER = 3
"""A new address that fails this often is given up for the one that was listed."""


@dataclass(frozen=True)
class Success:
    """What a poll that went well tells of the feed."""

    etag: str | None
    last_modified: str | None
    body_hash: str | None
    final_url: str
    patience: timedelta | None
    title: str | None = None
    listed: int = 0
    new: int = 0
    published: int = 0
    happened: str = "nothing has changed"
    is_full: bool = False
    """The whole document came."""
    moved_to: str | None = None
    """Where permanent redirects, and no others, led to."""
    document_patience: timedelta | None = None
    frozen: int | None = None
    """Listed articles whose edits are left out; None when that was not looked at."""
    polled_by: str | None = None


def polled_url(state: FeedState) -> str:
    """The address that is asked."""
    return state.moved_url or state.feed.url


def succeeded(state: FeedState, success: Success, pace: Pace, now: datetime, draw: float) -> FeedState:
    """The state after a poll that went well."""
    interval = schedule.adapted_interval(state, pace, listed=success.listed, new=success.new)
    patience = _longer(success.patience, success.document_patience)
    wait = schedule.wait_after_success(state, pace, interval, patience, draw)
    reason = reason_after_success(state, pace, interval, patience)
    if schedule.is_pushed(state, now):
        wait = max(wait, pace.push_backup)
        reason = f"its hub pushes what is new; a poll every {in_words(pace.push_backup)} is the backup"
    is_adaptive = state.interval_seconds is None
    document_patience = success.document_patience
    return state.model_copy(
        update={
            "feed": state.feed.model_copy(update={"title": state.feed.title or success.title}),
            "status": FeedStatus.OK,
            "adaptive_interval_seconds": round(interval.total_seconds()) if is_adaptive else None,
            "next_check_at": now + wait,
            "next_check_reason": reason,
            "last_checked_at": now,
            "last_success_at": now,
            "last_error": None,
            "what_happened": success.happened,
            "consecutive_failures": 0,
            "failure_weight": 0.0,
            "failing_since": None,
            "told_failing_at": None,
            "etag": success.etag,
            "last_modified": success.last_modified,
            "body_hash": success.body_hash,
            "final_url": success.final_url,
            "full_fetch_at": now if success.is_full else state.full_fetch_at,
            "polls": state.polls + 1,
            "articles": state.articles + success.published,
            "listed_entries": success.listed or state.listed_entries,
            "patience_seconds": None if document_patience is None else int(document_patience.total_seconds()),
            "frozen_articles": state.frozen_articles if success.frozen is None else success.frozen,
            "polled_by": success.polled_by,
            **history.after_reading(state, listed=success.listed, new=success.new, now=now),
            **_after_redirects(state, success.moved_to),
        }
    )


def failed(
    state: FeedState, failure: Failed, pace: Pace, now: datetime, draw: float, polled_by: str | None = None
) -> FeedState:
    """The state after a poll that brought nothing. What is known of the last good body is kept."""
    failures = state.consecutive_failures + 1
    weight = state.failure_weight + failure.weight
    wait = schedule.wait_after_failure(
        state, pace, failures=weight, is_gone=failure.is_gone, retry_after=failure.retry_after, draw=draw
    )
    words = failure.words[:MAX_ERROR_CHARACTERS]
    return state.model_copy(
        update={
            "status": failure.status,
            "next_check_at": now + wait,
            "next_check_reason": reason_after_failure(failures, failure),
            "last_checked_at": now,
            "last_error": words,
            "what_happened": words,
            "consecutive_failures": failures,
            "failure_weight": weight,
            "failing_since": state.failing_since or now,
            "polls": state.polls + 1,
            "recent_articles": history.faded(state, now),
            "moved_url": None if failures >= MOVED_BACK_AFTER else state.moved_url,
            "redirect_confirmations": 0,
            "polled_by": polled_by,
        }
    )


def is_to_be_told(state: FeedState, tell_after: int) -> bool:
    """Whether operators should be told that this feed keeps failing, now and not again until it works."""
    if state.failing_since is None or state.told_failing_at is not None:
        return False
    return state.status is FeedStatus.GONE or state.consecutive_failures >= tell_after


def failing_of(state: FeedState, now: datetime) -> FeedFailing:
    """What operators are told of it. The id is made of when the failures began, so that telling twice is once."""
    since = state.failing_since or now
    return FeedFailing(
        alert_id=stable_id("alr", "feed.failing", state.feed.id, since.isoformat()),
        raised_at=now,
        feed=state.feed,
        error=state.last_error or "",
        failures=state.consecutive_failures,
        failing_since=since,
        last_success_at=state.last_success_at,
        next_check_at=state.next_check_at,
    )


def _longer(one: timedelta | None, other: timedelta | None) -> timedelta | None:
    return max(one or timedelta(0), other or timedelta(0)) or None


def _after_redirects(state: FeedState, moved_to: str | None) -> dict[str, Any]:
    if moved_to is None:
        return {"redirect_url": None, "redirect_confirmations": 0}
    confirmations = state.redirect_confirmations + 1 if moved_to == state.redirect_url else 1
    if confirmations < MOVED_AFTER:
        return {"redirect_url": moved_to, "redirect_confirmations": confirmations}
    return {"redirect_url": None, "redirect_confirmations": 0, "moved_url": moved_to}
