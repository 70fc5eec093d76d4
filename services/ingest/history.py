"""The figures of a feed that grow with every poll: how much it brings, how often, and how long it is usually silent.

Pure. Everything is a running value, so that a feed costs the same after ten polls and after ten thousand.
"""

import math
from datetime import datetime, timedelta
from typing import Any

from services.contracts.feed import FeedState

WEEK = timedelta(days=7)
_SHARE_WEIGHT = 0.1
"""Of the newest document in the share of duplicates: the last ten or twenty documents matter."""

_SILENCE_WEIGHT = 0.2


def after_reading(state: FeedState, *, listed: int, new: int, now: datetime) -> dict[str, Any]:
    """The figures after a poll that found `new` of `listed` entries new; none of either when nothing had changed."""
    if state.measured_since is None:
        # Everything is new the first time, which says nothing of the feed's pace.
        return {"measured_since": now, "last_new_at": now if new else None}
    figures: dict[str, Any] = {"recent_articles": faded(state, now) + new}
    if listed:
        known = (listed - new) / listed
        before = known if state.duplicate_share is None else state.duplicate_share
        figures["duplicate_share"] = round(before + _SHARE_WEIGHT * (known - before), 4)
    if new:
        figures |= {"last_new_at": now, "usual_silence_seconds": _usual_silence(state, now)}
    return figures


def faded(state: FeedState, now: datetime) -> float:
    """The new articles of the last week at `now`: each counts less the longer it is ago."""
    if state.last_checked_at is None:
        return state.recent_articles
    return state.recent_articles * math.exp(-max((now - state.last_checked_at) / WEEK, 0.0))


def _usual_silence(state: FeedState, now: datetime) -> float | None:
    """A mean of silences weighted by themselves: a feed that publishes by day is used to its nights."""
    if state.last_new_at is None:
        return state.usual_silence_seconds
    silence = (now - state.last_new_at).total_seconds()
    before = state.usual_silence_seconds
    if before is None:
        return round(silence, 1)
    weight = _SILENCE_WEIGHT if silence >= before else _SILENCE_WEIGHT * 0.1
    return round(before + weight * (silence - before), 1)
