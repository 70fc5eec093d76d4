"""How a language writes days, as patterns over plain text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from services.classify.language_data import language
from services.classify.normalise import normalise
from services.classify.solar_hijri import SOLAR_MONTHS
from services.classify.terms import expand

YEAR = r"(?:19|20)\d\d"
YEAR_REACH = 7
"""How far before the day and month their year may stand: "2025. gada 27. jūnijā"."""
WORD_REACH = 24
"""How far before the day and month a word for their year may begin."""
_CJK_DAY = "[一二三四五六七八九十廿]{1,3}(?=[日号號])"
_NEVER = r"(?!)"
_NOTHING = re.compile(_NEVER)


@dataclass(frozen=True)
class DatePatterns:
    """Everything one language needs to find its dates."""

    named: re.Pattern[str]
    month: re.Pattern[str]
    """Months without a day, with the small word before them."""
    months: dict[str, int]
    weekdays: re.Pattern[str]
    weekday_numbers: dict[str, int]
    counting: re.Pattern[str]
    bare_day: re.Pattern[str]
    relative: re.Pattern[str]
    relative_days: dict[str, int]
    anaphor: re.Pattern[str]
    anaphor_days: dict[str, int]
    year_after: tuple[tuple[re.Pattern[str], int], ...]
    year_before: tuple[tuple[re.Pattern[str], int], ...]
    month_before: tuple[tuple[re.Pattern[str], int], ...]
    """Words before a day of the month that tell how many months off it is."""
    side_before: tuple[tuple[re.Pattern[str], int], ...]
    """Words before a day that turn it to the past (-1) or to what is coming (1)."""
    side_after: tuple[tuple[re.Pattern[str], int], ...]
    eras: dict[str, int]
    short: re.Pattern[str]
    solar: re.Pattern[str]
    month_first: bool


@cache
def date_patterns(code: str) -> DatePatterns:
    """The patterns of one language; built once, at its first date."""
    data = language(code)
    calendar, words = data.calendar, data.dates
    months = {plain(name): number for number, names in enumerate(calendar.months, 1) for name in names}
    weekdays = {plain(name): number for number, names in enumerate(calendar.weekdays) for name in names}
    relative = {plain(word): days for term, days in calendar.relative_days.items() for word in expand(term)}
    anaphors = {plain(word): days for term, days in words.anaphors.items() for word in expand(term)}
    open_, close = (r"(?<![^\W_])", r"(?![^\W_])") if data.has_word_boundaries else ("", "")
    groups = ((calendar.this_year, 0), (calendar.last_year, -1), (calendar.next_year, 1))
    sides = ((words.just_past, -1), (words.coming, 1))
    return DatePatterns(
        named=_named(code, months),
        month=re.compile(rf"(?:'s)? ?(?:\w{{1,4}} )?{open_}(?:{either(months)}){close}")
        if data.has_word_boundaries
        else _NOTHING,
        months=months,
        weekdays=re.compile(f"{open_}(?:{either(weekdays)}){close}"),
        weekday_numbers=weekdays,
        counting=re.compile(rf"(?:\d|{open_}(?:{either(map(plain, words.counting))})) ?$")
        if words.counting
        else _NOTHING,
        bare_day=_bare_day(code),
        relative=re.compile(f"{open_}(?:{either(relative)}){close}"),
        relative_days=relative,
        anaphor=re.compile(f"{open_}(?:{either(anaphors)}){close}"),
        anaphor_days=anaphors,
        year_after=_behind(groups, close),
        year_before=_ahead(groups, open_) if words.year_word_first else (),
        month_before=_ahead(tuple(((word,), months) for word, months in words.month_words.items()), open_),
        side_before=_ahead(sides, open_),
        side_after=_behind(sides, close),
        eras={plain(name): year for name, year in words.eras.items()},
        short=_short(words.short),
        month_first=words.month_first,
        solar=_solar() if words.solar_hijri else _NOTHING,
    )


def plain(word: str) -> str:
    """A word of a data file in the spelling of plain text."""
    return normalise(word).text


def either(words: Iterable[str]) -> str:
    """One of the words, the longest that fits; nothing where there are none."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or _NEVER


def _named(code: str, months: dict[str, int]) -> re.Pattern[str]:
    data = language(code)
    calendar, words = data.calendar, data.dates
    is_spaced = data.has_word_boundaries
    month, ending = either(months), either(plain(word) for word in (".", *calendar.ordinal_endings))
    links = either(plain(word) for word in calendar.day_links)
    edge, close = (r"(?<![^\W_])", r"(?:'\w{1,5})?(?![^\W_])") if is_spaced else (r"(?<!\d)", "")
    day = r"\d{1,2}" if is_spaced else rf"\d{{1,2}}|{_CJK_DAY}"
    ordinal = rf"(?:{ending}|[.\-]?[ºª°]|\.-?[^\W\d_]{{1,5}}|-?[^\W\d_]{{1,5}})?"
    space = " ?" if is_spaced else " "
    day_first = rf"(?P<day>{day}){ordinal}{space}(?:(?:{links}) )?(?P<month>{month}){close}"
    gap = r"\.? " if is_spaced else r"\.? ?"
    month_first = rf"(?P<month2>{month}){gap}(?P<day2>{day})(?:{ending})?"
    era = either(plain(name) for name in words.eras)
    year_first = (
        rf"(?:(?<!\d)(?P<year_before>{YEAR})[^\d,;:()]{{1,{YEAR_REACH}}}|(?P<era>{era}) ?(?P<era_year>\d{{1,3}}|元)年)"
    )
    year_links = either(plain(word) for word in words.year_links)
    year_last = rf"(?:[,.]{{0,2}} ?(?:(?:{year_links}) )?(?<!\d)(?P<year>{YEAR})(?!\d))?"
    return re.compile(rf"{year_first}?{edge}(?:{day_first}|{month_first})(?!\d|[.,]\d){year_last}")


def _bare_day(code: str) -> re.Pattern[str]:
    """Days told by their number alone, with the mark that makes the number a day."""
    calendar = language(code).calendar
    no_day = rf"(?!{either(calendar.not_days)})" if calendar.not_days else ""
    free = r"(?<![\d./-])(?<![\d一二三四五六七八九十][月월])(?<!\d[月월] )"
    return re.compile(rf"{free}(?P<day>\d{{1,2}}) ?(?:{either(calendar.day_marks)}){no_day}")


def _behind(groups: Iterable[tuple[tuple[str, ...], int]], close: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    told = [(either(plain(word) for term in terms for word in expand(term)), way) for terms, way in groups if terms]
    return tuple((re.compile(rf"[ ,.]*(?:{words}){close}"), way) for words, way in told)


def _ahead(groups: Iterable[tuple[tuple[str, ...], int]], open_: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    told = [(either(plain(word) for term in terms for word in expand(term)), way) for terms, way in groups if terms]
    return tuple((re.compile(rf"{open_}(?:{words})[ の,]*$"), way) for words, way in told)


def _short(marks: str) -> re.Pattern[str]:
    """Day and month in figures: "20.02.", "20. 2.", "2/8". Two points, or two figures for the month, make it a date."""
    ways = []
    if "." in marks:
        ways.append(r"(?P<day>\d{1,2})\. ?(?:(?P<month>\d{1,2})\.(?!\d)|(?P<month2>[01]\d)(?![\d%]|[.,]\d))")
    if "/" in marks:
        ways.append(r"(?P<day3>\d{1,2})/(?P<month3>\d{1,2})(?![\d/%]|[.,]\d)")
    return re.compile(rf"(?<![\d.,/:-])(?:{'|'.join(ways) or _NEVER})")


def _solar() -> re.Pattern[str]:
    months = either(map(plain, SOLAR_MONTHS))
    day, year = r"(?<!\d)(?P<day>\d{1,2})", r"(?: (?:سال )?(?P<year>1[34]\d\d))?"
    return re.compile(rf"{day} (?:ماه )?(?P<month>{months})(?: ?ماه)?(?![^\W\d_]){year}")
