"""The dates a text states, in plain text. A date without a year takes it from the day of publication."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from services.classify.language_data import Calendar, language

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_YEAR = r"(?:19|20)\d\d"


@dataclass(frozen=True)
class StatedDate:
    """A date as the text states it, and where."""

    day: date
    start: int
    end: int
    has_year: bool
    """Whether the text itself names the year."""


@dataclass(frozen=True)
class _Patterns:
    named: re.Pattern[str]
    months: dict[str, int]
    weekdays: re.Pattern[str]
    weekday_numbers: dict[str, int]
    relative: re.Pattern[str] | None
    years: tuple[tuple[re.Pattern[str], int], ...]


@cache
def _patterns(code: str) -> _Patterns:
    calendar = language(code).calendar
    months = {name.lower(): number for number, names in enumerate(calendar.months, 1) for name in names}
    weekdays = {name.lower(): number for number, names in enumerate(calendar.weekdays) for name in names}
    month = _alternatives(months)
    ending = _alternatives((".", *calendar.ordinal_endings))
    link = "".join(f"(?:{re.escape(word)} )?" for word in calendar.day_links)
    day_first = rf"(?P<day>\d{{1,2}})(?:{ending})? {link}(?P<month>{month})"
    month_first = rf"(?P<month2>{month})\.? (?P<day2>\d{{1,2}})(?:{ending})?"
    named = re.compile(rf"\b(?:{day_first}|{month_first})(?!\d)(?:,? (?P<year>{_YEAR})(?!\d))?")
    relative = re.compile(rf"\b(?:{_alternatives(calendar.relative_days)})\b") if calendar.relative_days else None
    return _Patterns(
        named, months, re.compile(rf"\b(?:{_alternatives(weekdays)})\b"), weekdays, relative, _year_words(calendar)
    )


def _year_words(calendar: Calendar) -> tuple[tuple[re.Pattern[str], int], ...]:
    groups = ((calendar.this_year, 0), (calendar.last_year, -1), (calendar.next_year, 1))
    return tuple((re.compile(rf"[ ,]*(?:{_alternatives(terms)})\b"), shift) for terms, shift in groups if terms)


def _alternatives(words: "dict[str, int] | tuple[str, ...]") -> str:
    return "|".join(re.escape(word.lower()) for word in sorted(words, key=len, reverse=True))


def stated_dates(text: str, code: str, published_on: date | None, offset: int = 0) -> list[StatedDate]:
    """The dates in `text`, in order; `offset` is added to their places."""
    patterns = _patterns(code)
    found = [*_named(text, patterns, published_on), *_numeric(text)]
    if published_on is not None:
        found.extend(_relative(text, code, patterns, published_on))
    found.sort(key=lambda stated: stated.start)
    return [StatedDate(stated.day, stated.start + offset, stated.end + offset, stated.has_year) for stated in found]


def _named(text: str, patterns: _Patterns, published_on: date | None) -> Iterator[StatedDate]:
    for match in patterns.named.finditer(text):
        day = int(match["day"] or match["day2"])
        month = patterns.months[match["month"] or match["month2"]]
        year, end, has_year = _year(text, match, patterns, published_on, month, day)
        made = _date(year, month, day) if year is not None else None
        if made is not None:
            yield StatedDate(made, match.start(), end, has_year)


def _year(
    text: str, match: "re.Match[str]", patterns: _Patterns, published_on: date | None, month: int, day: int
) -> tuple[int | None, int, bool]:
    if match["year"]:
        return int(match["year"]), match.end(), True
    if published_on is None:
        return None, match.end(), False
    for words, shift in patterns.years:
        found = words.match(text, match.end())
        if found:
            return published_on.year + shift, found.end(), True
    return _nearest_year(published_on, month, day), match.end(), False


def _nearest_year(published_on: date, month: int, day: int) -> int:
    """The year that puts the day nearest to publication: January news speaks of last December."""
    candidates = [published_on.year - 1, published_on.year, published_on.year + 1]

    def distance(year: int) -> int:
        made = _date(year, month, day)
        return abs((made - published_on).days) if made else 10_000

    return min(candidates, key=distance)


def _numeric(text: str) -> Iterator[StatedDate]:
    for match in _ISO.finditer(text):
        made = _date(int(match[1]), int(match[2]), int(match[3]))
        if made:
            yield StatedDate(made, match.start(), match.end(), True)
    for match in _NUMERIC.finditer(text):
        made = _date(int(match[3]), int(match[2]), int(match[1]))
        if made:
            yield StatedDate(made, match.start(), match.end(), True)


def _relative(text: str, code: str, patterns: _Patterns, published_on: date) -> Iterator[StatedDate]:
    for match in patterns.weekdays.finditer(text):
        back = (published_on.weekday() - patterns.weekday_numbers[match.group()]) % 7
        weekday = _shifted(published_on, -back)
        if weekday:
            yield StatedDate(weekday, match.start(), match.end(), False)
    if patterns.relative is not None:
        for match in patterns.relative.finditer(text):
            shift = language(code).calendar.relative_days[match.group()]
            made = _shifted(published_on, shift)
            if made:
                yield StatedDate(made, match.start(), match.end(), False)


def _shifted(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
