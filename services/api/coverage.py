"""Who is being heard: the proof that silence means silence. Pure functions over the states of the feeds."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from pydantic import BaseModel

from services.contracts.feed import FeedState, FeedStatus

DAY, WEEK = timedelta(days=1), timedelta(days=7)

SILENT_AFTER_USUAL = 4
"""Times the silence that a feed is used to; its nights and weekends are part of what it is used to."""

SOONEST_SILENT = timedelta(hours=3)
_MEASURED_FOR = timedelta(hours=6)
"""A rate of articles from a shorter time than this says more of the hour than of the feed."""

_UNWELL = (FeedStatus.FAILING, FeedStatus.CHALLENGED, FeedStatus.GONE)
_UNTOLD = "unknown"


class FeedsHeard(BaseModel):
    """All feeds in a few figures. A feed is heard when its document could be read, new or not."""

    listed: int
    heard_last_day: int
    heard_last_week: int
    never_heard: int
    silent: int
    failing: int
    paused: int


class GroupHeard(BaseModel):
    """The feeds of one language or country."""

    code: str
    """`unknown` for feeds of which nobody said it."""
    feeds: int
    heard_last_day: int
    heard_last_week: int
    articles_per_day: float
    last_heard_at: datetime | None


class SilentFeed(BaseModel):
    """A feed that is read without fault and has said nothing for longer than it is used to."""

    id: str
    url: str
    title: str | None
    language: str | None
    country: str | None
    last_new_at: datetime | None
    usual_silence_seconds: float
    silent_for_seconds: float


class FailingFeed(BaseModel):
    """A feed that cannot be read."""

    id: str
    url: str
    title: str | None
    status: FeedStatus
    last_error: str | None
    failing_since: datetime | None
    next_check_at: datetime


class Coverage(BaseModel):
    """Who is being heard, and who is not and since when."""

    at: datetime
    feeds: FeedsHeard
    languages: list[GroupHeard]
    countries: list[GroupHeard]
    silent: list[SilentFeed]
    failing: list[FailingFeed]


def coverage(states: Iterable[FeedState], now: datetime) -> Coverage:
    """Who is being heard at `now`."""
    known = list(states)
    silent = [state for state in known if is_silent(state, now)]
    failing = [state for state in known if state.status in _UNWELL]
    return Coverage(
        at=now,
        feeds=FeedsHeard(
            listed=len(known),
            heard_last_day=_heard(known, now - DAY),
            heard_last_week=_heard(known, now - WEEK),
            never_heard=sum(state.last_success_at is None for state in known),
            silent=len(silent),
            failing=len(failing),
            paused=sum(state.status is FeedStatus.PAUSED for state in known),
        ),
        languages=_groups(known, lambda state: (state.feed.language or "").partition("-")[0].lower(), now),
        countries=_groups(known, lambda state: state.feed.country or "", now),
        silent=sorted((_silent(state, now) for state in silent), key=lambda one: -one.silent_for_seconds),
        failing=sorted((_failing(state) for state in failing), key=lambda one: (one.failing_since or now, one.id)),
    )


def is_silent(state: FeedState, now: datetime) -> bool:
    """Whether a feed that is read without fault has brought nothing new for longer than it is used to."""
    if state.status is not FeedStatus.OK or state.last_new_at is None or state.usual_silence_seconds is None:
        return False
    usual = timedelta(seconds=state.usual_silence_seconds)
    return now - state.last_new_at > max(usual * SILENT_AFTER_USUAL, SOONEST_SILENT)


def articles_per_day(state: FeedState, now: datetime) -> float | None:
    """New articles a day of late; None while the feed was not watched for long enough to say."""
    if state.measured_since is None or now - state.measured_since < _MEASURED_FOR:
        return None
    # The running figure forgets with a week's half-life of sorts; it was filled only since `measured_since`.
    filled = 1 - math.exp(-((now - state.measured_since) / WEEK))
    since = max((now - state.last_checked_at) / WEEK, 0.0) if state.last_checked_at is not None else 0.0
    return round(state.recent_articles * math.exp(-since) / (7 * filled), 2)


def _heard(states: Iterable[FeedState], since: datetime) -> int:
    return sum(state.last_success_at is not None and state.last_success_at >= since for state in states)


def _groups(states: Iterable[FeedState], code_of: Callable[[FeedState], str], now: datetime) -> list[GroupHeard]:
    members: defaultdict[str, list[FeedState]] = defaultdict(list)
    for state in states:
        members[code_of(state) or _UNTOLD].append(state)
    return [
        GroupHeard(
            code=code,
            feeds=len(some),
            heard_last_day=_heard(some, now - DAY),
            heard_last_week=_heard(some, now - WEEK),
            articles_per_day=round(sum(articles_per_day(state, now) or 0.0 for state in some), 2),
            last_heard_at=max((state.last_success_at for state in some if state.last_success_at), default=None),
        )
        for code, some in sorted(members.items())
    ]


def _silent(state: FeedState, now: datetime) -> SilentFeed:
    return SilentFeed(
        id=state.feed.id,
        url=state.feed.url,
        title=state.feed.title,
        language=state.feed.language,
        country=state.feed.country,
        last_new_at=state.last_new_at,
        usual_silence_seconds=state.usual_silence_seconds or 0.0,
        silent_for_seconds=round((now - (state.last_new_at or now)).total_seconds()),
    )


def _failing(state: FeedState) -> FailingFeed:
    return FailingFeed(
        id=state.feed.id,
        url=state.feed.url,
        title=state.feed.title,
        status=state.status,
        last_error=state.last_error,
        failing_since=state.failing_since,
        next_check_at=state.next_check_at,
    )
