"""Which mine a sentence speaks of, and whether it is a weapon at all."""

from services.classify.document import Document
from services.classify.sentences import Part, Sentence
from services.classify.terms import Mention
from services.contracts.vocabulary import MineType
from services.reference.producers import producer

OPEN_CLASSES = frozenset({"bare", MineType.UNSPECIFIED.value})
CONTEXT_SENTENCES = 2
BANNED = {"ottawa": MineType.ANTIPERSONNEL.value}
"""The mines that a treaty is about: "left the treaty .. may make such mines again"."""


def weapons(document: Document, sentence: Sentence) -> tuple[Mention, ...]:
    """The sentence's mines that are weapons: a bare "mine" counts only where the article shows that it is one."""
    named = sentence.of("mine", "product")
    if not named:
        return ()
    pits = document.families["ore"]
    ore = bool(sentence.of("ore")) or (pits > 0 and pits >= document.weapon_words)
    found: list[Mention] = []
    for mine in named:
        if mine.value == "bare" and (ore or not (document.weapon_words or _is_of_war(sentence))):
            continue
        if not _is_shadowed_by_gear(sentence, mine):
            found.append(mine)
    return tuple(found)


def _is_of_war(sentence: Sentence) -> bool:
    """Whether the sentence names arms, or a maker known for its mines."""
    return bool(sentence.of("arms")) or any(producer(maker.value).products for maker in sentence.of("producer"))


def _is_shadowed_by_gear(sentence: Sentence, mine: Mention) -> bool:
    clause = sentence.clause(mine.start)
    return any(sentence.clause(gear.start) == clause for gear in sentence.of("gear"))


def mine_class(mention: Mention) -> str:
    """The mine type a mention stands for; "bare" and "unspecified" leave it open."""
    return mention.value.partition(" ")[0]


def classes_near(document: Document, sentence: Sentence, mines: tuple[Mention, ...]) -> list[tuple[str, Mention]]:
    """The mine types meant by `mines`, each with its mention; open words take the class named before."""
    named = {mine_class(mine): mine for mine in mines if mine_class(mine) not in OPEN_CLASSES}
    if named:
        return list(_without_broader(named).items())
    if not mines:
        return []
    earlier = class_before(document, sentence)
    return [(earlier or MineType.UNSPECIFIED.value, mines[0])]


def _without_broader(named: dict[str, Mention]) -> dict[str, Mention]:
    """The classes, without one that only says what a directional mine beside it is aimed at."""
    directional = named.get(MineType.DIRECTIONAL.value)
    if directional is None:
        return named
    return {
        name: mine
        for name, mine in named.items()
        if mine is directional or max(directional.start - mine.end, mine.start - directional.end) > 1
    }


def class_before(document: Document, sentence: Sentence) -> str | None:
    """The mine type last named before this sentence, or in the title; of the title, the one that its body names."""
    if sentence is document.title:
        return _class_of_lead(document)
    for other in document.before(sentence, CONTEXT_SENTENCES):
        for mine in reversed(other.of("mine", "product", "treaty")):
            if mine.family == "treaty" and mine.value in BANNED:
                return BANNED[mine.value]
            if mine.family != "treaty" and mine_class(mine) not in OPEN_CLASSES:
                return mine_class(mine)
    return None


def _class_of_lead(document: Document) -> str | None:
    """The mine type that the first sentence of the body to name one names, if it names one alone."""
    for other in document.sentences:
        if other.part is Part.BODY and document.is_lead(other):
            named = {mine_class(mine) for mine in other.of("mine", "product")} - OPEN_CLASSES
            if named:
                return named.pop() if len(named) == 1 else None
    return None
