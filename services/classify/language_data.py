"""What a language file must hold. Adding a language is adding one file under `languages/`."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, Field, field_validator

from services.classify.normalise import LETTER_FOLDS
from services.contracts.vocabulary import MineType
from services.reference.schemas import Alpha2, Record

Terms = tuple[str, ...]
Sign = tuple[str, str, Terms]
"""A kind, a value, and the terms that are signs of it."""

LANGUAGES = files("services.classify") / "languages"


class Forms(Record):
    """One act by how far its words say it has come. Infinitives, gerunds and nouns say nothing: `noun`."""

    past: Terms = ()
    present: Terms = ()
    future: Terms = ()
    noun: Terms = ()
    passive: Terms = ()
    """Done to the thing, so that the thing may stand before it."""

    def signs(self, family: str, value: str = "") -> Iterator[Sign]:
        """The forms as signs of `family.past`, `family.present` and so on."""
        for form in ("past", "present", "future", "noun", "passive"):
            yield f"{family}.{form}", value, getattr(self, form)


class Exits(Record):
    """The ways out of a treaty."""

    withdraw: Forms
    denounce: Forms
    """Words for ending a treaty that a parliament or president can be the subject of."""
    suspend: Forms
    de_ratify: Forms
    unsign: Forms
    echo: Forms = Forms()
    """Words that repeat an exit told before: "did so", "followed suit"."""
    stay: Terms = ()
    """Words for remaining in a treaty, which beside its name tell of an exit weighed or rejected: "stays in"."""
    ending: Forms = Forms()
    """Verbs that end whatever they are about: with what binds a state, an exit ("ends .. its participation")."""
    pausing: Forms = Forms()
    """Verbs that halt for a time: with what a treaty asks, a suspension ("stops .. the implementation")."""
    lapsed: Terms = ()
    """Verbs of what has ended by itself: with what binds a state, or the procedure of leaving, an exit that is over."""
    procedure: Terms = ()
    """What runs from the notice to the exit: procedure, period."""
    doubting: Terms = ()
    """Verbs that put in question what binds a state: "rethinks .. its membership"."""
    no_longer: Terms = ()
    """With a word for being bound, an exit that is over: "is no longer .. a party"."""
    membership: Terms = ()
    """What binds a state: participation, membership, adherence."""
    party: Terms = ()
    """What a bound state is: a party, a member, bound."""
    signature: Terms = ()
    ratification: Terms = ()
    performance: Terms = ()
    """What a treaty asks: implementation, obligations."""


class Steps(Record):
    """Signs of how far a withdrawal has come."""

    considered: Terms
    proposed_bill: Terms
    recommended: Terms
    asking: Terms = ()
    """Verbs of asking for something: where a committee asks for the exit, it is recommended."""
    decided: Terms
    voted: Terms
    """Signs of a vote won; whose vote it was, the bodies say."""
    signed: Terms
    decreed: Terms
    notified: Terms
    telling: Terms = ()
    """Verbs done that make a notice together with who gets it or the paper it is: "handed .. to the depositary"."""
    receivers: Terms = ()
    papers: Terms = ()
    bills: Terms = ()
    """With a verb of tabling, the government's step of bringing the exit before parliament."""
    tabling: Terms = ()
    motions: Terms = ()
    """What is put to the vote; with a verb of falling, an exit rejected, whatever the motion asked for."""
    falling: Terms = ()
    """Signs of a vote lost: "fell", "was voted down"."""
    effect: Terms
    rejected: Terms
    opposed: Terms


class Bodies(Record):
    """Who acts for a state."""

    parliament: Terms
    government: Terms
    president: Terms
    committee: Terms
    ministers: Terms
    organisation: Terms
    """Those who speak but cannot decide: organisations, experts, opposition."""


class Modality(Record):
    """Signs of how real a step is. They stand before the word they bear on."""

    future: Terms
    possible: Terms
    negation: Terms
    background: Terms
    """Signs that something is recalled, not reported."""
    long_ago: Terms
    """Signs of a time that is over."""


class Frame(Record):
    """Small words that give the names around them their part in the sentence."""

    not_subject: Terms
    """Before a state: it is not the one that acts."""
    place: Terms
    """Before a state: where a thing is made."""
    agent: Terms = ()
    """Before a state that acts in a noun or a passive: "exit by", "withdrawal of"."""
    recipient: Terms = ()
    """Before a state: it is the one that gets what is sold."""
    benefit: Terms = ()
    """Before a state: what is made is for it, so that it buys and does not make."""
    benefit_after: Terms = ()
    """The same behind a state."""
    not_actor: Terms = ()
    """After a state: not the state acts but what is named here ("Belarusian outlet")."""
    speech: Terms = ()
    """Verbs of telling: a date beside one is the day of the telling."""
    either: Terms = ()
    """Signs that a sentence leaves open which of several steps each state took."""
    joining: Terms
    """Between names: they stand in one list."""
    articles: Terms = ()
    """Of the joining words those that join nothing by themselves: "in Maputo the United States"."""
    clause: Terms
    """Words that open a new clause."""
    relative: Terms = ()
    """Words that open a clause about the name before them; what such a clause tells is known already."""


class Making(Record):
    """Signs of each step of production and purchase."""

    make: Forms
    begin: Forms
    works: Terms
    """Plants and lines: nouns that stand for production."""
    expand: Forms
    halt: Forms
    buy: Forms
    contract: Forms
    deliver: Forms
    history: Terms
    """Signs that what is told is no new making: makers of old, mines given from stocks."""
    refusal: Terms = ()
    """Signs that what was thought of is dropped."""
    growing: Forms = Forms()
    """Verbs of growth: with a word for capacity, or a yearly figure, they tell of more production."""
    capacity: Terms = ()
    """What grows or stops: output, capacity, a line."""
    stopping: Forms = Forms()
    """Verbs of stopping: with a word for capacity, production that has stopped."""
    sealing: Forms = Forms()
    """Verbs that seal a deal, in whatever order and however far they stand from it."""
    deals: Terms = ()
    """What is sealed: contracts, orders. Memoranda are none."""
    denial: Terms = ()
    """Signs that what is told behind them, in whatever tense, is denied: "denied that it was making"."""
    companies: Terms = ()
    """Before a name: it is a company's ("the firm X")."""
    companies_after: Terms = ()
    """The same behind a name: "X şirketi"."""
    partners: Terms = ()
    """Between a contract and a name: it is the one that sells ("signed with X")."""
    titles: Terms = ()
    """Before a name: it is a person's ("minister X")."""
    owners: Terms = ()
    """Before a maker: it only owns the one named before ("X, owned by Y")."""
    name_endings: Terms = ()
    """What may hang on a name without being a part of it, in scripts without capitals: Korean particles."""
    home: Alpha2 | None = None
    """The state that news in this language means by "the army" or "the ministry" where it names none."""
    is_home_shared: bool = False
    """Whether other states' news is in this language too, so that a government which is not named may be theirs."""


class Traps(Record):
    """Words that look like a treaty's or a mine's and are not."""

    other_treaties: Terms
    namesakes: dict[str, Terms] = Field(default_factory=dict)
    """By treaty: words in whose company its name is that of something else, as "open skies" among airlines."""
    joining_treaty: Terms
    gear: Terms
    """Things with the mine in their name that are no mine: detectors, hunters, protected vehicles, mortar bombs."""
    ore: Terms
    """Signs of the mining industry."""
    masks: Terms
    """Phrases whose words must not be read one by one."""
    ban: Terms
    """Verbs of forbidding."""
    use: Terms = ()
    """What is done with mines other than making or buying them."""
    other_goods: Terms = ()
    """What else makers make, which a sentence without mines may go on about: shells, drones, vehicles."""
    ban_list: Terms
    """What treaties forbid beside production."""
    left_out: Terms = ()
    """Beside mines: they are none of what is made: "are not included"."""


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


class Language(Record):
    """One language: every word the reading knows of it."""

    code: str = Field(pattern=r"^[a-z]{2}$")
    name: str
    has_word_boundaries: bool = True
    uses_iso_names: bool = False
    """Whether the English names of ISO 3166 are names of this language, for the states the file leaves out."""
    object_follows_verb: bool = False
    """Whether word order alone tells what is made from who makes it."""
    nouns_are_capital: bool = False
    """Whether every noun has a capital, so that one alone makes no name."""
    endings_tell_subjects: bool = False
    """Whether the ending of a name tells its part in the sentence, so that its file lists the subject's forms only."""
    signs_follow_verb: bool = False
    """Whether denial, possibility and time to come are told behind the word they bear on."""
    glued: Terms = ()
    """Small words that stand before a word without a space: Hebrew and Arabic "and", "the", "from"."""
    common_words: Terms = Field(min_length=10)
    abbreviations: Terms = ()
    states: dict[Alpha2, Terms]
    """Names, inflections, adjectives, capitals, leaders."""
    groups: dict[str, Terms] = Field(default_factory=dict)
    """Terms for several states, under their codes: "EE LV LT"."""
    parliaments: dict[Alpha2, Terms] = Field(default_factory=dict)
    treaties: dict[str, Terms]
    treaty_words: Terms
    exits: Exits
    steps: Steps
    bodies: Bodies
    modality: Modality
    frame: Frame
    mines: dict[MineType, Terms]
    class_words: dict[MineType, Terms] = Field(default_factory=dict)
    """Classes apart from the word for a mine, which stands behind or before another: "mines, antitank and X"."""
    class_stems: dict[MineType, Terms] = Field(default_factory=dict)
    """The same as the first half of a word, with a hyphen in its place: "X- and antitank mines"."""
    arms_words: Terms = ()
    """Words in whose company a bare mine is a weapon."""
    bare_mines: Terms
    """The word for a mine alone, which may as well be a pit."""
    making: Making
    traps: Traps
    figures: Figures
    calendar: Calendar
    dates: DateWords = DateWords()

    @field_validator("groups")
    @classmethod
    def _are_codes(cls, groups: dict[str, Terms]) -> dict[str, Terms]:
        for codes in groups:
            if not all(len(code) == 2 and code.isupper() for code in codes.split()):
                raise ValueError(f"{codes!r} is not a list of alpha-2 codes")
        return groups


@cache
def language_codes() -> tuple[str, ...]:
    """The languages there is a file for."""
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in LANGUAGES.iterdir() if entry.name[-5:] == ".toml")
    )


@cache
def language(code: str) -> Language:
    """The language file `code`; raises `FileNotFoundError` where there is none."""
    written = (LANGUAGES / f"{code}.toml").read_text(encoding="utf-8")
    # One letter after the other is ten times as fast as a table over a whole file, and start-up reads every file.
    for letter, fold in ((ord("İ"), "I"), *LETTER_FOLDS.items()):
        written = written.replace(chr(letter), fold)
    return Language.model_validate(tomllib.loads(written))


def words_of(value: BaseModel | Mapping[Any, Any] | Iterable[Any] | str) -> Iterator[str]:
    """Every term of a language file, or of a part of one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from words_of(getattr(value, name))
    elif isinstance(value, Mapping):
        yield from (term for entry in value.values() for term in words_of(entry))
    elif isinstance(value, Iterable):
        for entry in value:
            if isinstance(entry, str):  # most of a file is lists of words
                yield entry
            else:
                yield from words_of(entry)
