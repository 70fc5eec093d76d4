"""When a feed is polled next. Pure: times and random draws are passed in.

A feed with an interval of its own is polled at just that. The others adapt: the interval shrinks while polls
bring much that is new and grows while they bring nothing, between a floor and a ceiling, and what the publisher
asks for is respected up to that ceiling.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.contracts.feed import FeedState
from services.runtime.backoff import exponential

MUCH_NEWS = 1 / 3
"""Where this share of a document is new, the next one may already have pushed entries out of the list."""

SHRINK, GROW = 0.6, 1.25
"""Down in two or three polls when news breaks, up again over a dozen."""

JITTER = 0.1
"""Adaptive polls are spread by this share to either side: feeds that started together drift apart."""

LONGEST_BACKOFF = timedelta(hours=6)
LONGEST_BACKOFF_EXPLICIT = timedelta(hours=1)
LONGEST_BACKOFF_INTERVALS = 12
"""Who sets an interval wants the feed back soon: at most an hour or so many intervals, whichever is less."""

GONE_CHECK = timedelta(days=1)
"""Also a withdrawn feed is looked at now and then: they do come back."""

LONGEST_START_SPREAD = timedelta(minutes=10)
"""A hundred thousand begin closer together than that, or the last would wait for longer than a round."""

RETRY_SPREAD = 0.25
LONGEST_RETRY_SPREAD = timedelta(minutes=10)
"""Whom a server turned away together must not come back together: up to a quarter of the wait later."""


@dataclass(frozen=True)
class Pace:
    """The operator's bounds."""

    floor: timedelta
    default: timedelta
    ceiling: timedelta
    start_spread: timedelta = timedelta(milliseconds=20)
    """At a start, feeds that are due begin this far apart: a handful at once, ten thousand over three minutes."""
    push_backup: timedelta = timedelta(hours=6)
    """How seldom a feed is polled while its hub pushes."""

    def adaptive(self, interval: timedelta) -> timedelta:
        """An interval brought within the bounds. The floor wins where they contradict each other."""
        return max(min(interval, self.ceiling), self.floor)


def own_interval(state: FeedState, pace: Pace) -> timedelta | None:
    """The feed's explicit interval, or None if it adapts."""
    if state.interval_seconds is None:
        return None
    return max(timedelta(seconds=state.interval_seconds), pace.floor)


def current_interval(state: FeedState, pace: Pace) -> timedelta:
    """The interval at which the feed is polled while all is well."""
    explicit = own_interval(state, pace)
    if explicit is not None:
        return explicit
    adapted = state.adaptive_interval_seconds
    return pace.adaptive(pace.default if adapted is None else timedelta(seconds=adapted))


def adapted_interval(state: FeedState, pace: Pace, *, listed: int, new: int) -> timedelta:
    """The adaptive interval after a poll that found `new` of `listed` entries new."""
    interval = current_interval(state, pace)
    if state.last_success_at is None:  # everything is new the first time, which says nothing
        return interval
    if new == 0:
        return pace.adaptive(interval * GROW)
    if new >= listed * MUCH_NEWS:
        return pace.adaptive(interval * SHRINK)
    return interval


def wait_after_success(
    state: FeedState, pace: Pace, interval: timedelta, patience: timedelta | None, draw: float
) -> timedelta:
    """How long until the next poll when all is well; `patience` is what the publisher asks for."""
    explicit = own_interval(state, pace)
    if explicit is not None:
        return explicit
    wait = pace.adaptive(max(interval, patience or timedelta(0)))
    return max(wait * (1 + JITTER * (2 * draw - 1)), pace.floor)


def is_pushed(state: FeedState, now: datetime) -> bool:
    """Whether its hub pushes what is new, so that polls are only a backup. An interval of its own holds all the same.

    Pushes change nothing in when the next poll is: however many come, the backup has its turn.
    """
    return state.interval_seconds is None and state.push_until is not None and state.push_until > now


def wait_after_failure(
    state: FeedState, pace: Pace, *, failures: float, is_gone: bool, retry_after: timedelta | None, draw: float
) -> timedelta:
    """How long until the next try after `failures` failures in a row, weighted: four busy name servers are one.

    What the server asks for is a floor.
    """
    explicit = own_interval(state, pace)
    interval = current_interval(state, pace)
    tries = max(1, math.ceil(failures))
    if explicit is not None:
        longest = max(min(explicit * LONGEST_BACKOFF_INTERVALS, LONGEST_BACKOFF_EXPLICIT), explicit)
        wait = longest if is_gone else exponential(tries, first=explicit, ceiling=longest, jitter=0)
    elif is_gone:
        wait = GONE_CHECK
    else:
        wait = exponential(tries, first=interval, ceiling=max(LONGEST_BACKOFF, interval), jitter=JITTER, draw=draw)
    if retry_after is not None:
        wait = max(wait, retry_after + min(retry_after * RETRY_SPREAD, LONGEST_RETRY_SPREAD) * draw)
    return max(wait, pace.floor)


def resumed_check(state: FeedState, pace: Pace, now: datetime) -> datetime:
    """When a feed known from an earlier run is due: as planned, but in line with today's interval and clock."""
    due = state.next_check_at
    explicit = own_interval(state, pace)
    if explicit is not None and state.last_checked_at is not None and state.consecutive_failures == 0:
        due = state.last_checked_at + explicit
    return min(due, now + max(GONE_CHECK, current_interval(state, pace)))


def spread(states: Sequence[FeedState], pace: Pace, now: datetime) -> list[FeedState]:
    """The states with those that are due already moved a little apart, the longest overdue first."""
    due = sorted((state for state in states if state.next_check_at <= now), key=lambda state: state.next_check_at)
    later = [state for state in states if state.next_check_at > now]
    apart = min(pace.start_spread, LONGEST_START_SPREAD / max(len(due), 1))
    moved = [state.model_copy(update={"next_check_at": now + apart * place}) for place, state in enumerate(due)]
    return moved + later
