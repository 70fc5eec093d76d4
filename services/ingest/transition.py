"""The state of a feed after a poll. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.contracts.feed import FeedState, FeedStatus
from services.ingest import schedule
from services.ingest.schedule import Pace
from services.ingest.verdict import Failed

MAX_ERROR_CHARACTERS = 500


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


def succeeded(state: FeedState, success: Success, pace: Pace, now: datetime, draw: float) -> FeedState:
    """The state after a poll that went well."""
    interval = schedule.adapted_interval(state, pace, listed=success.listed, new=success.new)
    wait = schedule.wait_after_success(state, pace, interval, success.patience, draw)
    is_adaptive = state.interval_seconds is None
    return state.model_copy(
        update={
            "feed": state.feed.model_copy(update={"title": state.feed.title or success.title}),
            "status": FeedStatus.OK,
            "adaptive_interval_seconds": round(interval.total_seconds()) if is_adaptive else None,
            "next_check_at": now + wait,
            "last_checked_at": now,
            "last_success_at": now,
            "last_error": None,
            "consecutive_failures": 0,
            "etag": success.etag,
            "last_modified": success.last_modified,
            "body_hash": success.body_hash,
            "final_url": success.final_url,
            "polls": state.polls + 1,
            "articles": state.articles + success.published,
        }
    )


def failed(state: FeedState, failure: Failed, pace: Pace, now: datetime, draw: float) -> FeedState:
    """The state after a poll that brought nothing. What is known of the last good body is kept."""
    failures = state.consecutive_failures + 1
    wait = schedule.wait_after_failure(
        state, pace, failures=failures, is_gone=failure.is_gone, retry_after=failure.retry_after, draw=draw
    )
    return state.model_copy(
        update={
            "status": FeedStatus.GONE if failure.is_gone else FeedStatus.FAILING,
            "next_check_at": now + wait,
            "last_checked_at": now,
            "last_error": failure.words[:MAX_ERROR_CHARACTERS],
            "consecutive_failures": failures,
            "polls": state.polls + 1,
        }
    )
