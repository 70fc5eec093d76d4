"""The dates a text states, in plain text. A date without a year takes it from the day of publication."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from services.classify.date_patterns import WORD_REACH, YEAR, DatePatterns, date_patterns, plain
from services.classify.solar_hijri import SOLAR_MONTHS, gregorian, solar_year
from services.classify.stated_date import StatedDate, day_of, shifted

PAST_HANDICAP_DAYS = 5
"""News of a date half a year off more often speaks of the one to come."""
SAME_DAY_REACH = 8
"""A weekday this near to a full date only repeats it: "on Friday, 27 June", "sexta-feira (27)"."""
DATELINE_CHARACTERS = 90
DATELINE_START = 40
_DATELINE_END = re.compile(r"[^\w\n]{0,4}(?:\(|\)|\u2013|-|:|/)")
_FIGURES = re.compile(r"(?<![\d./-])(\d{1,4})([./-]) ?(\d{1,2})\2 ?(\d{4}|\d{1,2})(?![\d-])")
_YEARS = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_SOLAR_NUMBERS = {plain(name): number for number, name in enumerate(SOLAR_MONTHS, 1)}
_CJK_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}


def names_a_day(text: str, code: str) -> bool:
    """Whether the text names a day of a month, even if nobody can tell the year."""
    return date_patterns(code).named.search(text) is not None


def names_a_time(text: str, code: str) -> bool:
    """Whether the text names a month, with or without its day."""
    return names_a_day(text, code) or date_patterns(code).month.search(text) is not None


def names_a_weekday(text: str, code: str, reach: int) -> bool:
    """Whether the text names a weekday with no more than a small word before it."""
    found = date_patterns(code).weekdays.search(text)
    return found is not None and found.start() <= reach


def opens_with_a_month(text: str, code: str) -> bool:
    """Whether nothing but a small word stands before a month: "'s in May"."""
    return date_patterns(code).month.match(text) is not None


def dateline_on(opening: str, code: str) -> date | None:
    """The full date that an article opens with, as agencies write it: "VILNIUS, 7 March 2025 (BNS) -"."""
    for stated in stated_dates(opening, code, None)[:1]:
        if stated.start <= DATELINE_START and _DATELINE_END.match(opening, stated.end):
            return stated.day
    return None


def tells_a_day_again(text: str, code: str) -> bool:
    """Whether a word stands for a day told before: "the same day"."""
    return date_patterns(code).anaphor.search(text) is not None


def stated_dates(
    text: str, code: str, published_on: date | None, offset: int = 0, told_before: date | None = None
) -> list[StatedDate]:
    """The dates in `text`, in order; `offset` is added to their places, "the same day" is the one `told_before`."""
    patterns = date_patterns(code)
    found = [*_named(text, patterns, published_on), *_in_figures(text, patterns, published_on)]
    found.extend(_solar(text, patterns, published_on))
    if published_on is not None:
        found.extend(_without(found, _in_short(text, patterns, published_on)))
        found.extend(_without(found, _by_number(text, patterns, published_on)))
        found.extend(_without(found, _weekdays(text, patterns, published_on), SAME_DAY_REACH))
        found.extend(_without(found, _relative(text, patterns, published_on), SAME_DAY_REACH))
    found.sort(key=lambda stated: stated.start)
    found.extend(_without(found, _again(text, patterns, found, told_before)))
    found.sort(key=lambda stated: stated.start)
    return [replace(stated, start=stated.start + offset, end=stated.end + offset) for stated in found]


def _without(found: list[StatedDate], others: Iterator[StatedDate], reach: int = 0) -> list[StatedDate]:
    """The others that neither overlie what is found nor stand beside it."""
    return [
        other
        for other in others
        if not any(stated.start - reach <= other.end and other.start <= stated.end + reach for stated in found)
    ]


def _named(text: str, patterns: DatePatterns, published_on: date | None) -> Iterator[StatedDate]:
    for match in patterns.named.finditer(text):
        day = _day_number(match["day"] or match["day2"])
        month = patterns.months[match["month"] or match["month2"]]
        start, end = match.start("day") if match["day"] else match.start("month2"), match.end()
        written = match["year"] or match["year_before"]
        if written or match["era"]:
            year = int(written) if written else patterns.eras[match["era"]] + _era_year(match["era_year"])
            yield from _made(year, month, day, match.start(), end, has_year=True)
        elif published_on is None:
            earlier = _YEARS.findall(text, 0, match.start())
            if earlier:
                yield from _made(int(earlier[-1]), month, day, start, end, has_year=True)
        else:
            yield from _nearest(text, patterns, published_on, month, day, start, end)


def _nearest(
    text: str, patterns: DatePatterns, published_on: date, month: int, day: int, start: int, end: int
) -> Iterator[StatedDate]:
    """The day in the year that the words beside it say, or else in the one that puts it nearest to publication."""
    shift, stop = _told_beside(text, start, end, patterns.year_before, patterns.year_after)
    if shift is not None:
        yield from _made(published_on.year + shift, month, day, start, stop, has_year=True)
        return
    side, stop = _told_beside(text, start, end, patterns.side_before, patterns.side_after)
    for stated in _made(_nearest_year(published_on, month, day), month, day, start, stop, has_year=False):
        if side is None:
            yield stated
        else:
            turned = stated.before(published_on) if side < 0 else stated.after(published_on)
            yield replace(turned, has_year=True)


def _told_beside(
    text: str,
    start: int,
    end: int,
    before: tuple[tuple[re.Pattern[str], int], ...],
    after: tuple[tuple[re.Pattern[str], int], ...],
) -> tuple[int | None, int]:
    for words, value in after:
        found = words.match(text, end)
        if found:
            return value, found.end()
    ahead = text[max(0, start - WORD_REACH) : start]
    return next((value for words, value in before if words.search(ahead)), None), end


def _nearest_year(published_on: date, month: int, day: int) -> int:
    """The year that puts the day nearest to publication: January news speaks of last December."""
    candidates = [published_on.year - 1, published_on.year, published_on.year + 1]

    def distance(year: int) -> int:
        made = day_of(year, month, day)
        days = (made - published_on).days if made else 10_000
        return days if days >= 0 else PAST_HANDICAP_DAYS - days

    return min(candidates, key=distance)


def _day_number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    tens, ten, units = written.replace("廿", "二十").rpartition("十")
    return (10 * _CJK_DIGITS.get(tens, 1) if ten else 0) + _CJK_DIGITS.get(units, 0)


def _era_year(written: str) -> int:
    return int(written) if written.isdecimal() else 1


def _in_figures(text: str, patterns: DatePatterns, published_on: date | None) -> Iterator[StatedDate]:
    for match in _FIGURES.finditer(text):
        first, middle, last = int(match[1]), int(match[3]), int(match[4])
        if len(match[1]) == 4:
            yield from _made(first, middle, last, match.start(), match.end(), has_year=True)
        elif len(match[1]) <= 2 and len(match[4]) == 4:
            days = [(middle, first), (first, middle)] if match[2] == "/" and patterns.month_first else [(middle, first)]
            made = [day for month, number in days if (day := day_of(last, month, number))]
            if made:
                day = min(made, key=lambda each: abs((each - published_on).days)) if published_on else made[-1]
                yield StatedDate(day, match.start(), match.end(), has_year=True)


def _in_short(text: str, patterns: DatePatterns, published_on: date) -> Iterator[StatedDate]:
    for match in patterns.short.finditer(text):
        found = match.groupdict()
        day = int(found.get("day") or found.get("day3") or 0)
        month = int(found.get("month") or found.get("month2") or found.get("month3") or 0)
        if (day, month) != (24, 7):  # round the clock
            yield from _nearest(text, patterns, published_on, month, day, match.start(), match.end())


def _solar(text: str, patterns: DatePatterns, published_on: date | None) -> Iterator[StatedDate]:
    for match in patterns.solar.finditer(text):
        month, day = _SOLAR_NUMBERS[match["month"]], int(match["day"])
        if match["year"]:
            years = [int(match["year"])]
        elif published_on is not None:
            years = [solar_year(published_on) + shift for shift in (-1, 0, 1)]
        else:
            continue
        made = [found for year in years if (found := gregorian(year, month, day))]
        if made:
            nearest = min(made, key=lambda each: abs((each - published_on).days) if published_on else 0)
            yield StatedDate(nearest, match.start(), match.end(), has_year=match["year"] is not None)


def _by_number(text: str, patterns: DatePatterns, published_on: date) -> Iterator[StatedDate]:
    """Days of the month that news tells by their number alone: the last such day."""
    for match in patterns.bare_day.finditer(text):
        day = int(match["day"])
        told, _ = _told_beside(text, match.start(), match.end(), patterns.month_before, ())
        index = 12 * published_on.year + published_on.month - 1 + (-(day > published_on.day) if told is None else told)
        made = day_of(index // 12, index % 12 + 1, day)
        if made is not None:
            yield StatedDate(made, match.start(), match.end(), has_year=True, is_bare=told is None)


def _weekdays(text: str, patterns: DatePatterns, published_on: date) -> Iterator[StatedDate]:
    """Weekdays, each as the last one up to the day of publication, unless a word turns it to the next."""
    for match in patterns.weekdays.finditer(text):
        if patterns.counting.search(text, max(0, match.start() - WORD_REACH), match.start()):
            continue
        back = (published_on.weekday() - patterns.weekday_numbers[match.group()]) % 7
        side, end = _told_beside(text, match.start(), match.end(), patterns.side_before, patterns.side_after)
        if side is not None:
            back = (back or 7) if side < 0 else back - 7
        weekday = shifted(published_on, -back)
        if weekday:
            yield StatedDate(weekday, match.start(), end, side is not None, is_relative=True, is_weekday=True)


def _relative(text: str, patterns: DatePatterns, published_on: date) -> Iterator[StatedDate]:
    for match in patterns.relative.finditer(text):
        made = shifted(published_on, patterns.relative_days[match.group()])
        if made:
            yield StatedDate(made, match.start(), match.end(), has_year=False, is_relative=True)


def _again(
    text: str, patterns: DatePatterns, found: list[StatedDate], told_before: date | None
) -> Iterator[StatedDate]:
    """Days told from the one named before them: "the same day", "a day later"."""
    for match in patterns.anaphor.finditer(text):
        earlier = [stated.day for stated in found if stated.end <= match.start()]
        day = earlier[-1] if earlier else told_before
        made = shifted(day, patterns.anaphor_days[match.group()]) if day else None
        if made:
            yield StatedDate(made, match.start(), match.end(), has_year=True)


def _made(year: int, month: int, day: int, start: int, end: int, *, has_year: bool) -> Iterator[StatedDate]:
    made = day_of(year, month, day)
    if made is not None:
        yield StatedDate(made, start, end, has_year)
