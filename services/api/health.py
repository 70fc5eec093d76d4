"""How a receiver is doing, and what that means for the next deliveries. Pure.

A circuit breaker whose state stands in the subscription's row: all replicas see the same, and a restart forgets
nothing. After a few failures in a row nothing is sent for a while, then one delivery probes whether it is over.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

OPENS_AT = 5
"""Failures in a row; fewer are the accidents of every day."""

FIRST_HOLD = timedelta(seconds=5)
LONGEST_HOLD = timedelta(minutes=5)
"""A receiver that comes back is noticed so soon; the deliveries' own schedules are longer anyhow."""

LONGEST_ASKED_HOLD = timedelta(hours=1)
"""For the whole subscription. The one delivery that was answered with Retry-After waits up to a day."""


@dataclass(frozen=True)
class Health:
    """What is remembered of a receiver."""

    consecutive_failures: int = 0
    failing_since: datetime | None = None
    held_until: datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended, as far as the receiver's health is concerned."""

    at: datetime
    is_success: bool
    asked_wait: timedelta | None = None
    """The receiver said that it is overloaded, and for how long it wants no more."""


def after(health: Health, outcome: Outcome) -> Health:
    """The health after one more attempt."""
    if outcome.is_success:
        return Health()
    failures = health.consecutive_failures + 1
    holds = [until for until in (health.held_until,) if until is not None and until > outcome.at]
    if failures >= OPENS_AT:
        doublings = min(failures - OPENS_AT, 20)
        holds.append(outcome.at + min(FIRST_HOLD * 2**doublings, LONGEST_HOLD))
    if outcome.asked_wait is not None:
        holds.append(outcome.at + min(outcome.asked_wait, LONGEST_ASKED_HOLD))
    return replace(
        health,
        consecutive_failures=failures,
        failing_since=health.failing_since or outcome.at,
        held_until=max(holds, default=None),
    )


def is_given_up(health: Health, *, now: datetime, patience: timedelta) -> bool:
    """Whether nothing but failures came for so long that the subscription is to be disabled."""
    return health.failing_since is not None and now - health.failing_since >= patience


_MINUTE = timedelta(minutes=1)

BURST = timedelta(seconds=10)
"""So much of the allowance may be used at once."""


def allowance(full_until: datetime | None, *, now: datetime, per_minute: int) -> int:
    """How many deliveries may begin now under a limit of so many a minute."""
    used = max(full_until - now, timedelta()) if full_until is not None else timedelta()
    # Counted in minutes and not in intervals: rounded to whole microseconds, many of them are short by one and more.
    return max(int((max(BURST, _interval(per_minute)) - used) / _MINUTE * per_minute), 0)


def full_until_after(full_until: datetime | None, taken: int, *, now: datetime, per_minute: int) -> datetime:
    """When the allowance is whole again after `taken` more."""
    begin = max(full_until, now) if full_until is not None else now
    return begin + timedelta(minutes=taken / per_minute)


def next_allowed_at(full_until: datetime, *, per_minute: int) -> datetime:
    """When there is an allowance for one more."""
    interval = _interval(per_minute)
    return full_until - max(BURST, interval) + interval


def _interval(per_minute: int) -> timedelta:
    """From one delivery to the next, rounded up to whole microseconds: then there is room for one."""
    return timedelta(microseconds=math.ceil(60_000_000 / per_minute))
