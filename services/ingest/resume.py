"""The states to begin a run with: the feeds file as it is today, with what was known of each feed. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from services.contracts.feed import FeedState
from services.ingest.feeds_file import ListedFeed
from services.ingest.schedule import Pace, resumed_check, spread


def resumed(listed: Iterable[ListedFeed], kept: Mapping[str, FeedState], pace: Pace, now: datetime) -> list[FeedState]:
    """One state for each listed feed: a new feed is due now, a known one when it was planned."""
    return spread([_state(feed, kept.get(feed.feed.id), pace, now) for feed in listed], now)


def _state(listed: ListedFeed, kept: FeedState | None, pace: Pace, now: datetime) -> FeedState:
    if kept is None:
        return FeedState(feed=listed.feed, interval_seconds=listed.interval_seconds, next_check_at=now)
    # A title that the feeds file does not give was learnt from the feed itself.
    feed = listed.feed.model_copy(update={"title": listed.feed.title or kept.feed.title})
    state = kept.model_copy(update={"feed": feed, "interval_seconds": listed.interval_seconds})
    return state.model_copy(update={"next_check_at": resumed_check(state, pace, now)})
