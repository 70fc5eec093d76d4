"""The calendar of Iran: its months, and the day of ours that one of its days is."""

from datetime import date, timedelta

SOLAR_MONTHS = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
SOLAR_YEARS = range(1350, 1450)
"""The years the press writes of; over these the cycle of 33 years gives the leap years of the official calendar."""
_LONG_MONTHS = 6
_LEAP_YEARS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_KNOWN_YEAR, _ITS_FIRST_DAY = 1400, date(2021, 3, 21)


def gregorian(year: int, month: int, day: int) -> date | None:
    """Our date for a day of the Solar Hijri calendar; None where there is no such day."""
    if year not in SOLAR_YEARS or not 1 <= month <= len(SOLAR_MONTHS) or not 1 <= day <= _length(year, month):
        return None
    days = sum(_length(year, each) for each in range(1, month)) + day - 1
    return _first_day(year) + timedelta(days=days)


def solar_year(day: date) -> int:
    """The year of the Solar Hijri calendar that the day lies in."""
    year = day.year - 621
    return year if year in SOLAR_YEARS and day >= _first_day(year) else year - 1


def _first_day(year: int) -> date:
    low, high = sorted((year, _KNOWN_YEAR))
    days = sum(365 + _is_leap(each) for each in range(low, high))
    return _ITS_FIRST_DAY + timedelta(days=days if year >= _KNOWN_YEAR else -days)


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP_YEARS


def _length(year: int, month: int) -> int:
    if month <= _LONG_MONTHS:
        return 31
    return 30 if month < len(SOLAR_MONTHS) or _is_leap(year) else 29
