"""A date as a text states it: the day it means, and what is left open about it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True)
class StatedDate:
    """A date as the text states it, and where."""

    day: date
    start: int
    end: int
    has_year: bool
    """Whether the text itself names the year."""
    is_relative: bool = False
    """Told from the day of publication: "today", "on Friday"."""
    is_weekday: bool = False
    is_bare: bool = False
    """Told by the day of the month alone: "20日"."""

    def before(self, published_on: date | None) -> "StatedDate":
        """The same day in the last year in which it is over by the day of publication."""
        if self._is_fixed or published_on is None or self.day <= published_on:
            return self
        return self._in_year(self.day.year - 1)

    def after(self, published_on: date | None) -> "StatedDate":
        """The same day in the first year in which it is still to come on the day of publication."""
        if published_on is None or self.day >= published_on:
            return self
        if self.is_weekday and not self.has_year:
            coming = shifted(self.day, 7)
            return self if coming is None else replace(self, day=coming)
        if self.is_bare:
            coming = _next_with_day(published_on, self.day.day)
            return self if coming is None else replace(self, day=coming)
        return self if self._is_fixed else self._in_year(self.day.year + 1)

    @property
    def _is_fixed(self) -> bool:
        return self.has_year or self.is_relative

    def _in_year(self, year: int) -> "StatedDate":
        made = day_of(year, self.day.month, self.day.day)
        return self if made is None else replace(self, day=made)


def _next_with_day(after: date, day: int) -> date | None:
    first = shifted(after.replace(day=28), 7)
    return day_of(first.year, first.month, day) if first else None


def shifted(day: date, days: int) -> date | None:
    """The day so many days off; None beyond the ends of the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def day_of(year: int, month: int, day: int) -> date | None:
    """The date with these numbers; None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
