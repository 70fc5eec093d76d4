"""The tables of a language file around figures and dates."""

from pydantic import Field

from services.classify.language_words import Terms
from services.reference.schemas import Record


class Figures(Record):
    """Signs of what a number counts."""

    mine_units: Terms
    per_year: Terms
    ordered: Terms
    not_an_order: Terms
    """Need, stock, mines to lay, destroyed mines, casualties, money."""
    scales: dict[str, int]
    """Stems of number words, with what they multiply by."""
    number_words: dict[str, float] = Field(default_factory=dict)
    adds_hundreds: bool = False
    """Whether hundreds in figures stand behind a thousand in letters: "85 bin 500"."""
    number_joints: Terms = ()
    """What may stand between the words of one number."""
    prefixes: Terms = ()
    """Small words that are written as one with the number behind them."""
    part: Terms = ()
    """Signs that a number is only a part of an order: "the first 3,500"."""
    total: Terms = ()
    """Signs that a number is the whole of an order: "in all"."""
    of_them: Terms = ()
    """Behind a number: it counts the things told of before."""
    indefinite_endings: Terms = ()
    """Behind a word for thousand: many thousands, no number, "Zehntausende"."""
    per_other: Terms = ()
    """Times shorter than a year, and others than an order's: "a month", "per hour"."""
    designations: Terms = ()
    """Before a number: it is a part of what a weapon is called, "type 15"."""
    decimal_mark: str = "."


class Calendar(Record):
    """Names of months and days, and words for days near the day of publication."""

    months: tuple[Terms, ...] = Field(min_length=12, max_length=12)
    weekdays: tuple[Terms, ...] = Field(min_length=7, max_length=7)
    ordinal_endings: Terms = ()
    """What may stand behind the day: "20th". A full stop always may."""
    day_links: Terms = ()
    """What may stand between day and month: "20 of February"."""
    day_marks: Terms = ()
    """Behind a number that stands alone: it is a day of the month."""
    not_days: Terms = ()
    """Behind such a mark: the number counts days instead."""
    this_year: Terms = ()
    last_year: Terms = ()
    next_year: Terms = ()
    relative_days: dict[str, int] = Field(default_factory=dict)


class DateWords(Record):
    """Words that tell which day is meant and what happened on it; they count only around dates of a withdrawal."""

    since: Terms = ()
    """Before a day: what is told holds from then on."""
    since_after: Terms = ()
    """The same behind a day."""
    notice: Terms = ()
    """Signs of the notice, looser than `steps.notified`: beside a date in news of an exit there is little else."""
    effect: Terms = ()
    """Signs of the effect, as loose."""
    others: Terms = ()
    """Signs of what else has a date: votes, signatures, meetings, wars."""
    just_past: Terms = ()
    """Beside a day: the last such day, "le 27 juin dernier"."""
    coming: Terms = ()
    """Beside a day: the next such day."""
    counting: Terms = ()
    """Before a weekday's name: it means months or weeks, as Romanian "luni" does."""
    verb_final: bool = False
    """Whether what happened on a day is told by the last word of the clause."""
    quoted_endings: Terms = ()
    """Endings of a verb that only says what a later one tells: "that it leaves, it notified"."""
    month_first: bool = False
    """Whether "2/8/2019" may be the 8th of February."""
    solar_hijri: bool = False
    """Whether news also dates by the calendar of Iran."""
    year_word_first: bool = False
    """Whether "last year" may stand before the day and month."""
    year_links: Terms = ()
    """What may stand between month and year."""
    eras: dict[str, int] = Field(default_factory=dict)
    """Names before a year that is not counted as ours, with the year before their first."""
    short: str = ""
    """The marks between day and month in figures, where no year follows."""
    month_words: dict[str, int] = Field(default_factory=dict)
    """Before a day of the month: how many months off it is, "先月22日"."""
    spans: dict[str, int] = Field(default_factory=dict)
    """How long a notice runs, in months."""
    anaphors: dict[str, int] = Field(default_factory=dict)
    """Words for a day told before, with how many days lie between."""
