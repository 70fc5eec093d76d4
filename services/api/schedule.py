"""When a failed delivery is tried again. Pure."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

JITTER = 0.2
"""What failed together must not return together; a fifth spreads a burst without bending the schedule."""

LONGEST_RETRY_AFTER = timedelta(days=1)
"""A receiver may ask for patience, but not for silence."""

THROTTLED_WAIT = timedelta(minutes=1)
"""The least wait after 429, 502 or 504 without Retry-After: the receiver is overloaded, not mistaken."""


def next_attempt_at(
    attempts: int,
    *,
    now: datetime,
    waits_seconds: Sequence[float],
    not_before: timedelta | None = None,
    draw: float | None = None,
) -> datetime | None:
    """When to try again after `attempts` failed tries, or None when the schedule is at its end.

    `not_before` is the least wait that the receiver asked for; `draw` in [0, 1) replaces the random number.
    """
    if attempts > len(waits_seconds):
        return None
    share = random.random() if draw is None else draw  # noqa: S311 - spreads load, keeps no secret
    wait = timedelta(seconds=waits_seconds[attempts - 1] * (1 + JITTER * (2 * share - 1)))
    if not_before is not None:
        wait = max(wait, min(not_before, LONGEST_RETRY_AFTER) * (1 + JITTER * share))
    return now + wait


def retry_after(value: str | None, *, now: datetime) -> timedelta | None:
    """The wait that a Retry-After header asks for, in seconds or as a date; None for none or for nonsense."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:12]), LONGEST_RETRY_AFTER.total_seconds()))
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)  # HTTP dates are always GMT
        return max(moment - now, timedelta())
    except (ValueError, TypeError, OverflowError):
        return None
