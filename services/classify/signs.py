"""An article as the kinds of signs it holds: what the learned second opinion weighs.

Kinds are the same in every language ("making.past contract", "exit.noun"), so what is learned from one language's news
serves all of them. No name of a state, a treaty or a maker is among them: they would be learned by heart.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from services.classify.document import Document
from services.classify.language_data import language
from services.classify.parties import Party, parties
from services.classify.sentences import Part, Sentence
from services.classify.terms import Mention

ANYWHERE = "any"
_TELLING_VALUES = frozenset({"exit", "making", "mine_class"})
"""Families whose values tell what is done; those of others name a state, a maker or a treaty."""
_WITH_ACT = frozenset({"making", "exit"})
_LEFT_OUT = frozenset({"frame", "figure", "state"})
_BEFORE = frozenset({"frame.not_subject", "frame.agent", "frame.relative", "frame.clause", "frame.not_actor"})
BESIDE = 3
_PARTS = ("is_subject", "is_place", "is_recipient", "is_agent", "is_attribute")
MANY = 3
OFTEN = 4
CROWD = 5


def article_signs(document: Document) -> frozenset[str]:
    """The kinds of signs in the title, the lead and the rest of the article, and anywhere in these."""
    found: set[str] = set()
    seen: set[tuple[str, str, str]] = set()
    for sentence in document.sentences:
        place = place_of(document, sentence)
        for mention in sentence.mentions:
            one = (place, mention.kind, _value(mention))
            if one not in seen:
                seen.add(one)
                for name in _names(mention, one[2]):
                    found.add(f"{place} {name}")
                    if sentence.part is not Part.HEADING:  # a page's furniture speaks of other things
                        found.add(f"{ANYWHERE} {name}")
    return frozenset(found)


def place_of(document: Document, sentence: Sentence) -> str:
    """The part of the article a sentence stands in: title, heading, lead or rest."""
    if sentence.part is not Part.BODY:
        return str(sentence.part.value)
    return "lead" if document.is_lead(sentence) else "rest"


def _value(mention: Mention) -> str:
    if mention.family == "mine":
        return "bare" if mention.value == "bare" else "weapon"
    return mention.value if mention.family in _TELLING_VALUES else ""


def _names(mention: Mention, value: str) -> Iterator[str]:
    yield mention.kind
    if mention.family != mention.kind:
        yield mention.family
    if value:
        yield f"{mention.kind} {value}"
        if mention.family != mention.kind:
            yield f"{mention.family} {value}"


@dataclass(frozen=True)
class Naming:
    """One place where a state is named, alone or in a group."""

    sentence: Sentence
    party: Party
    place: str


@dataclass(frozen=True)
class States:
    """Where the states of an article are named, and with what signs around them."""

    document: Document

    @cached_property
    def namings(self) -> dict[str, list[Naming]]:
        """Every naming by its state, in the order in which the states come first."""
        found: dict[str, list[Naming]] = {}
        for sentence in self.document.sentences:
            place = place_of(self.document, sentence)
            for party in parties(sentence):
                for state in party.states:
                    found.setdefault(state, []).append(Naming(sentence, party, place))
        return found

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter({state: len(namings) for state, namings in self.namings.items()})

    def signs(self, state: str, treaty: str) -> frozenset[str]:
        """The signs of what the article tells of this state and this treaty."""
        found: set[str] = set()
        for naming in self.namings.get(state, ()):
            found.update(self._part(naming, treaty))
            found.update(self._around(naming))
        found.update(self._standing(state))
        return frozenset(found)

    def _part(self, naming: Naming, treaty: str) -> Iterator[str]:
        sentence, party, place = naming.sentence, naming.party, naming.place
        is_of_treaty = any(mention.value == treaty for mention in sentence.of("treaty"))
        company = f"treaty {'yes' if is_of_treaty else 'no'}, exit {'yes' if sentence.has('exit') else 'no'}"
        for part in [name for name in _PARTS if getattr(party, name)] or ["plain"]:
            yield f"state {part}"
            yield f"state {part} in {place}"
            yield f"state {part}, {company}"
        yield f"states together {min(len(party.states), MANY)}"
        yield f"state in {place}"
        yield f"state with {company}"
        yield f"state in {place} with {company}"

    def _around(self, naming: Naming) -> Iterator[str]:
        sentence, party = naming.sentence, naming.party
        clause = sentence.clause(party.start)
        for mention in sentence.mentions:
            if mention.family in _LEFT_OUT:
                if mention.kind in _BEFORE and 0 <= party.start - mention.end <= BESIDE:
                    yield f"before state {mention.kind}"
                continue
            name = f"{mention.kind} {mention.value}" if mention.family in _WITH_ACT else mention.kind
            yield f"sentence {name}"
            if sentence.clause(mention.start) == clause:
                yield f"clause {name}"
                if mention.start >= party.end:
                    yield f"behind state {name}"

    def _standing(self, state: str) -> Iterator[str]:
        order = list(self._counts)
        yield f"state named {min(self._counts[state], OFTEN)}"
        yield f"states in all {min(len(order), CROWD)}"
        yield f"state comes {min(order.index(state) if state in self._counts else CROWD, OFTEN)}"
        is_most = bool(self._counts[state]) and self._counts[state] == max(self._counts.values())
        yield "state named most" if is_most else "state named less than another"
        if language(self.document.language).making.home == state:
            yield "state is home"
