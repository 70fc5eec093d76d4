"""The dates a text states, in plain text. A date without a year takes it from the day of publication."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from services.classify.language_data import Calendar, language

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_YEAR = r"(?:19|20)\d\d"
YEAR_REACH = 7
"""How far before the day and month their year may stand: "2025. gada 27. jūnijā"."""
PAST_HANDICAP_DAYS = 5
"""News of a date half a year off more often speaks of the one to come."""
_YEARS = re.compile(rf"(?<!\d){_YEAR}(?!\d)")


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

    def before(self, published_on: date | None) -> "StatedDate":
        """The same day in the last year in which it is over by the day of publication."""
        if self._is_fixed or published_on is None or self.day <= published_on:
            return self
        return self._in_year(self.day.year - 1)

    def after(self, published_on: date | None) -> "StatedDate":
        """The same day in the first year in which it is still to come on the day of publication."""
        if self._is_fixed or published_on is None or self.day >= published_on:
            return self
        return self._in_year(self.day.year + 1)

    @property
    def _is_fixed(self) -> bool:
        return self.has_year or self.is_relative

    def _in_year(self, year: int) -> "StatedDate":
        made = _date(year, self.day.month, self.day.day)
        return self if made is None else replace(self, day=made)


@dataclass(frozen=True)
class _Patterns:
    named: re.Pattern[str]
    months: dict[str, int]
    weekdays: re.Pattern[str]
    weekday_numbers: dict[str, int]
    bare_day: re.Pattern[str] | None
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
    gap = r"(?!)" if language(code).has_word_boundaries else ""
    edge = r"(?<![^\W_])" if language(code).has_word_boundaries else r"(?<!\d)"
    day_first = rf"(?P<day>\d{{1,2}})(?:{ending})? {link}(?P<month>{month})"
    month_first = rf"(?P<month2>{month})(?:\.? |{gap})(?P<day2>\d{{1,2}})(?:{ending})?"
    named = re.compile(
        rf"(?:(?<!\d)(?P<year_before>{_YEAR})[^\d,;:()]{{1,{YEAR_REACH}}})?"
        rf"{edge}(?:{day_first}|{month_first})(?!\d)(?:,? (?P<year>{_YEAR})(?!\d))?"
    )
    word = r"\b" if language(code).has_word_boundaries else ""
    relative = rf"{word}(?:{_alternatives(calendar.relative_days)}){word}" if calendar.relative_days else None
    return _Patterns(
        named,
        months,
        re.compile(rf"{word}(?:{_alternatives(weekdays)}){word}"),
        weekdays,
        _bare_day(calendar),
        re.compile(relative) if relative else None,
        _year_words(calendar),
    )


def _bare_day(calendar: Calendar) -> re.Pattern[str] | None:
    """Days told by their number alone, with the mark that makes the number a day."""
    if not calendar.day_marks:
        return None
    no_day = rf"(?!{_alternatives(calendar.not_days)})" if calendar.not_days else ""
    return re.compile(rf"(?<![\d./-])(?P<day>\d{{1,2}}) ?(?:{_alternatives(calendar.day_marks)}){no_day}")


def _year_words(calendar: Calendar) -> tuple[tuple[re.Pattern[str], int], ...]:
    groups = ((calendar.this_year, 0), (calendar.last_year, -1), (calendar.next_year, 1))
    return tuple((re.compile(rf"[ ,]*(?:{_alternatives(terms)})\b"), shift) for terms, shift in groups if terms)


def _alternatives(words: "dict[str, int] | tuple[str, ...]") -> str:
    return "|".join(re.escape(word.lower()) for word in sorted(words, key=len, reverse=True))


def names_a_day(text: str, code: str) -> bool:
    """Whether the text names a day of a month, even if nobody can tell the year."""
    return _patterns(code).named.search(text) is not None


def stated_dates(text: str, code: str, published_on: date | None, offset: int = 0) -> list[StatedDate]:
    """The dates in `text`, in order; `offset` is added to their places."""
    patterns = _patterns(code)
    found = [*_named(text, patterns, published_on), *_numeric(text)]
    if published_on is not None:
        found.extend(_by_number(text, patterns, published_on, found))
        found.extend(_relative(text, code, patterns, published_on))
    found.sort(key=lambda stated: stated.start)
    return [replace(stated, start=stated.start + offset, end=stated.end + offset) for stated in found]


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
    if match["year"] or match["year_before"]:
        return int(match["year"] or match["year_before"]), match.end(), True
    if published_on is None:
        earlier = _YEARS.findall(text, 0, match.start())
        return (int(earlier[-1]) if earlier else None), match.end(), bool(earlier)
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
        days = (made - published_on).days if made else 10_000
        return days if days >= 0 else PAST_HANDICAP_DAYS - days

    return min(candidates, key=distance)


def _by_number(text: str, patterns: _Patterns, published_on: date, found: list[StatedDate]) -> Iterator[StatedDate]:
    """Days of the month that news tells by their number alone: the last such day."""
    for match in patterns.bare_day.finditer(text) if patterns.bare_day else ():
        if any(stated.start <= match.start() <= stated.end for stated in found):
            continue
        day = int(match["day"])
        month = published_on if day <= published_on.day else published_on.replace(day=1) - timedelta(days=1)
        made = _date(month.year, month.month, day)
        if made is not None:
            yield StatedDate(made, match.start(), match.end(), has_year=True)


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
            yield StatedDate(weekday, match.start(), match.end(), has_year=False, is_relative=True, is_weekday=True)
    if patterns.relative is not None:
        for match in patterns.relative.finditer(text):
            shift = language(code).calendar.relative_days[match.group()]
            made = _shifted(published_on, shift)
            if made:
                yield StatedDate(made, match.start(), match.end(), has_year=False, is_relative=True)


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
