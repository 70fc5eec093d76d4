"""The article as the reading sees it: its sentences, its language and its day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from services.classify.dates import DATELINE_CHARACTERS, dateline_on, stated_dates, tells_a_day_again
from services.classify.language_data import language
from services.classify.normalise import Plain
from services.classify.sentences import Part, Sentence
from services.classify.stated_date import StatedDate
from services.classify.terms import Mention

if TYPE_CHECKING:
    from services.classify.date_roles import ToldDate

MAX_LEAD_INDEX = 2
MIN_LETTERS = 2
"""A name may be spelled as elsewhere, so one letter tells no spelling."""
MAX_DATELINE_PIECES = 4
MAX_DATELINE_WORDS = 4
"""A town with its day, an agency with one: full stops part them from the report."""
_OF_DATELINES = frozenset({"state", "frame", "mood"})


@dataclass(frozen=True)
class Document:
    """One article, ready to be read. Nothing here decides; it answers questions about the text."""

    plain: Plain
    language: str
    published_on: date | None
    sentences: tuple[Sentence, ...]

    @cached_property
    def title(self) -> Sentence | None:
        """The title, where there is one."""
        first = self.sentences[0] if self.sentences else None
        return first if first is not None and first.part is Part.TITLE else None

    @cached_property
    def lead_index(self) -> int:
        """The number of the first sentence of the body, its dateline left out: "CAIRO.", "Feb 22 (Interfax)."."""
        body = [sentence for sentence in self.sentences if sentence.part is Part.BODY]
        opening = body[:MAX_DATELINE_PIECES] if language(self.language).has_word_boundaries else ()
        told = next((sentence for sentence in opening if not _is_dateline(sentence)), None)
        first = told or next(iter(body), None)
        return first.index if first is not None else 0

    def is_lead(self, sentence: Sentence) -> bool:
        """Whether the sentence is among the first of the body."""
        return sentence.part is Part.BODY and sentence.index < self.lead_index + MAX_LEAD_INDEX

    def opens_with(self, sentence: Sentence) -> bool:
        """Whether it is the title or among the first of the body."""
        return sentence.part is Part.TITLE or self.is_lead(sentence)

    @cached_property
    def home(self) -> str | None:
        """The state that news in this language and spelling means where it names none."""
        making = language(self.language).making
        letters = set(self.plain.text) if making.homes_by_letter else set()
        found = [state for state, own in making.homes_by_letter.items() if len(letters & set(own)) >= MIN_LETTERS]
        return found[0] if found else making.home

    @cached_property
    def object_follows_verb(self) -> bool:
        """Whether the language's word order puts what is made behind the word of making."""
        return language(self.language).object_follows_verb

    @cached_property
    def is_historical(self) -> bool:
        """Whether the article opens with times long past."""
        return any(
            sentence.kind("mood.long_ago") or sentence.of("making_history")
            for sentence in self.sentences
            if self.is_lead(sentence)
        )

    def before(self, sentence: Sentence, count: int) -> tuple[Sentence, ...]:
        """Up to `count` body sentences before `sentence`, nearest first; then the title."""
        earlier = [other for other in self.sentences[: sentence.index] if other.part is Part.BODY]
        nearest = tuple(reversed(earlier[-count:]))
        return (*nearest, self.title) if self.title is not None and sentence is not self.title else nearest

    @cached_property
    def _dates(self) -> dict[int, list[StatedDate]]:
        return {}

    @cached_property
    def reference_on(self) -> date | None:
        """The day that days without a year are told from: that of publication, or the one the dateline gives."""
        body = next((sentence.start for sentence in self.sentences if sentence.part is Part.BODY), None)
        if self.published_on is not None or body is None:
            return self.published_on
        return dateline_on(self.plain.text[body : body + DATELINE_CHARACTERS], self.language)

    @cached_property
    def told_dates(self) -> "dict[int, list[ToldDate]]":
        """The dates that were read with their roles, by the number of the sentence: they are asked for often."""
        return {}

    def dates(self, sentence: Sentence) -> list[StatedDate]:
        """The dates the sentence states."""
        if sentence.index not in self._dates:
            day = self._day_before(sentence) if tells_a_day_again(sentence.text, self.language) else None
            found = stated_dates(sentence.text, self.language, self.reference_on, sentence.start, day)
            self._dates[sentence.index] = found
        return self._dates[sentence.index]

    def _day_before(self, sentence: Sentence) -> date | None:
        """The last day that the sentence before states."""
        if not sentence.index:
            return None
        found = stated_dates(self.sentences[sentence.index - 1].text, self.language, self.reference_on)
        return found[-1].day if found else None

    @cached_property
    def families(self) -> Counter[str]:
        """How often each family of terms is found, headings left out."""
        return Counter(
            mention.family
            for sentence in self.sentences
            if sentence.part is not Part.HEADING
            for mention in sentence.mentions
        )

    @cached_property
    def states(self) -> frozenset[str]:
        """The states that are named, headings left out; several in one word under all their codes."""
        return frozenset(
            mention.value
            for sentence in self.sentences
            if sentence.part is not Part.HEADING
            for mention in sentence.of("state")
        )

    @cached_property
    def namesakes(self) -> frozenset[str]:
        """The treaties whose names stand for something else here."""
        return frozenset(mention.value for sentence in self.sentences for mention in sentence.of("namesake"))

    @cached_property
    def weapon_words(self) -> int:
        """How often the article names something that only a weapon can be."""
        return sum(
            mention.value != "bare"
            for sentence in self.sentences
            if sentence.part is not Part.HEADING
            for mention in sentence.of("mine", "product", "treaty")
        )

    def treaty_near(self, sentence: Sentence, count: int, told: frozenset[int] = frozenset()) -> Mention | None:
        """The arms treaty that the `count` sentences before still speak of: the one last named, or the title's.

        `told` are the sentences that were read as telling of an exit, though they may not name the treaty.
        """
        nearby = self.before(sentence, count)
        if not any(other.of("treaty", "treaty_word") or other.index in told for other in nearby):
            return None
        for other in self.before(sentence, len(self.sentences)):
            named = other.of("treaty")
            if named:
                return named[-1]
        return None


def _is_dateline(sentence: Sentence) -> bool:
    """Whether the sentence is too short to report anything, and names nothing but a place."""
    is_short = len(sentence.text.split()) <= MAX_DATELINE_WORDS
    return is_short and all(mention.family in _OF_DATELINES for mention in sentence.mentions)
