"""The states to begin a run with: the list of feeds as it is today, with what was known of each feed. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from services.contracts.feed import FeedState, ListedFeed
from services.ingest.schedule import Pace, resumed_check, spread


def resumed(listed: Iterable[ListedFeed], kept: Mapping[str, FeedState], pace: Pace, now: datetime) -> list[FeedState]:
    """One state for each listed feed: a new feed is due now, a known one when it was planned."""
    return spread([taken_up(feed, kept.get(feed.feed.id), pace, now) for feed in listed], pace, now)


def taken_up(listed: ListedFeed, kept: FeedState | None, pace: Pace, now: datetime) -> FeedState:
    """The state to go on from with one feed: what is known of it, with what the list says of it today."""
    if kept is None:
        return FeedState(feed=listed.feed, interval_seconds=listed.own_interval_seconds, next_check_at=now)
    # A title that the feeds file does not give was learnt from the feed itself.
    feed = listed.feed.model_copy(update={"title": listed.feed.title or kept.feed.title})
    state = kept.model_copy(update={"feed": feed, "interval_seconds": listed.own_interval_seconds})
    return state.model_copy(update={"next_check_at": resumed_check(state, pace, now)})
