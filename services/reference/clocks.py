"""When the law says a withdrawal takes effect, counted from the notice the depositary received."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from services.reference.schemas import Clock
from services.reference.treaties import treaty


@dataclass(frozen=True)
class ClockRule:
    """A treaty's rule, for people who check the date."""

    treaty: str
    article: str
    rule: str
    source: str


def computed_effective_on(treaty_id: str, notified_on: date) -> date | None:
    """The day a withdrawal notified on `notified_on` takes effect.

    None where no such day follows: the treaty has no withdrawal clause, is not in force, or ends before the
    notice would run out. A hold for armed conflict is not counted here: it is a reviewer's word, never inferred.
    """
    subject = treaty(treaty_id)
    if subject.clock is None or not subject.in_force:
        return None
    effective_on = _after(subject.clock, notified_on)
    if subject.ended_on is not None and (effective_on is None or effective_on > subject.ended_on):
        return None
    return effective_on


def clock_rule(treaty_id: str) -> ClockRule | None:
    """The rule behind `computed_effective_on`, or None where the treaty has no withdrawal clause."""
    clock = treaty(treaty_id).clock
    if clock is None:
        return None
    return ClockRule(treaty_id, clock.article, clock.rule, clock.source)


def add_months(day: date, months: int) -> date:
    """The same day `months` later; a day the month does not have becomes its last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _after(clock: Clock, notified_on: date) -> date | None:
    try:
        if clock.months is not None:
            return add_months(notified_on, clock.months)
        if clock.days is not None:
            return notified_on + timedelta(days=clock.days)
        return notified_on + timedelta(days=(clock.full_days or 0) + 1)
    except (ValueError, OverflowError):
        return None  # past the last year a date can hold
