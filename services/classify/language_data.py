"""What a language file must hold. Adding a language is adding one file under `languages/`."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, Field, field_validator

from services.classify.language_numbers import Calendar, DateWords, Figures
from services.classify.language_words import Bodies, Exits, Frame, Making, Modality, Steps, Terms, Traps
from services.classify.normalise import LETTER_FOLDS
from services.contracts.vocabulary import MineType
from services.reference.schemas import Alpha2, Record

LANGUAGES = files("services.classify") / "languages"


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
    mines_are_arms: bool = False
    """Whether no pit is ever called a mine, so that arms named anywhere in the article make a bare mine a weapon."""
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
    counts: dict[str, Terms] = Field(default_factory=dict)
    """What counts states that were named before, under how many they are: "both", "the four ministers"."""
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
