"""Which mine a sentence speaks of, and whether it is a weapon at all."""

from services.classify.cues import distance
from services.classify.document import Document
from services.classify.language_data import language
from services.classify.sentences import Part, Sentence
from services.classify.terms import Mention
from services.contracts.vocabulary import MineType
from services.reference.producers import producer

OPEN_CLASSES = frozenset({"bare", MineType.UNSPECIFIED.value})
CONTEXT_SENTENCES = 2
LIST_REACH = 30
"""How far behind a minelayer the mines stand that it is bought with."""
JOINT_LENGTH = 8
BESIDE = 2
"""Between two names of one mine."""
_LAYER = MineType.MINELAYER.value
_SHIPPED = MineType.NAVAL.value
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
    if sentence is document.title and _are_gear(document):
        named = tuple(mine for mine in named if mine_class(mine) not in OPEN_CLASSES)
    for mine in named:
        if mine.value == "bare" and (ore or not (document.weapon_words or _is_of_war(document, sentence))):
            continue
        if not _is_shadowed_by_gear(sentence, mine):
            found.append(mine)
    return tuple(found)


def _are_gear(document: Document) -> bool:
    """Whether the body opens with what is no mine, and names no other: "mines" of the title are that too."""
    body = [other for other in document.sentences if other.part is Part.BODY]
    if not any(document.is_lead(other) and other.of("gear") for other in body):
        return False
    return all(_is_shadowed_by_gear(other, mine) for other in body for mine in other.of("mine", "product"))


def _is_of_war(document: Document, sentence: Sentence) -> bool:
    """Whether the sentence, or of a title the lead, names arms, or a maker known for its mines.

    Where no pit is called a mine, arms named anywhere in the article are enough.
    """
    if sentence is document.title:
        lead = [other for other in document.sentences if document.is_lead(other)]
        if not any(other.of("gear", "ore") for other in lead) and any(_is_of_war(document, other) for other in lead):
            return True
    if document.families["arms"] and language(document.language).mines_are_arms:
        return True
    return bool(sentence.of("arms")) or any(producer(maker.value).products for maker in sentence.of("producer"))


def _is_shadowed_by_gear(sentence: Sentence, mine: Mention) -> bool:
    clause = sentence.clause(mine.start)
    return any(
        sentence.clause(gear.start) == clause
        and not (_are_two_things(sentence, mine, gear) or _are_bought_apart(sentence, mine, gear))
        for gear in sentence.of("gear")
    )


def _are_two_things(sentence: Sentence, mine: Mention, gear: Mention) -> bool:
    """Whether the mine is named by the gear, or stands in one list with it: "rockets, mines and mortar rounds"."""
    if mine.family == "product" and 0 <= mine.start - gear.end <= BESIDE:
        return True  # "the mine thrower 'Skorpion 2'"
    first, last = (mine, gear) if mine.start < gear.start else (gear, mine)
    if not 0 < last.start - first.end <= JOINT_LENGTH:
        return False
    between = sentence.text[first.end - sentence.start : last.start - sentence.start].strip(" ,")
    joints = sentence.kind("frame.joining")
    return between in {sentence.text[j.start - sentence.start : j.end - sentence.start] for j in joints}


def _are_bought_apart(sentence: Sentence, mine: Mention, gear: Mention) -> bool:
    """Whether a list of purchases names naval mines and ships against mines side by side."""
    if mine_class(mine) != _SHIPPED:
        return False
    first, last = sorted((mine, gear), key=lambda mention: mention.start)
    between = sentence.text[first.end - sentence.start : last.start - sentence.start]
    links = sentence.kind("frame.relative", "frame.clause")
    return "," in between and not any(
        first.end <= word.start and word.end <= last.start for word in (*links, *sentence.of("use", "exit"))
    )


def mine_class(mention: Mention) -> str:
    """The mine type a mention stands for; "bare" and "unspecified" leave it open."""
    return mention.value.partition(" ")[0]


def classes_near(document: Document, sentence: Sentence, mines: tuple[Mention, ...]) -> list[tuple[str, Mention]]:
    """The mine types meant by `mines`, each with its mention; open words take the class named before."""
    named = {mine_class(mine): mine for mine in mines if mine_class(mine) not in OPEN_CLASSES}
    if named:
        found = list(_without_broader(named).items())
        return [*found, *_laid_by(document, sentence, mines)] if set(named) == {_LAYER} else found
    if not mines:
        return []
    earlier = class_before(document, sentence)
    return [(earlier or MineType.UNSPECIFIED.value, mines[0])]


def _laid_by(document: Document, sentence: Sentence, mines: tuple[Mention, ...]) -> list[tuple[str, Mention]]:
    """The mines that go with a minelayer in one list: "24 minelaying vehicles and a supply of mines"."""
    layers = [mine for mine in mines if mine_class(mine) == _LAYER]
    for mine in mines:
        layer = next((one for one in reversed(layers) if one.end <= mine.start), None)
        if layer is None or mine_class(mine) not in OPEN_CLASSES or mine.start - layer.end > LIST_REACH:
            continue
        joints = sentence.kind("frame.joining")
        articles = {article.start for article in sentence.kind("frame.articles")}
        is_listed = any(layer.end <= j.start and j.end <= mine.start and j.start not in articles for j in joints)
        is_used = any(layer.end <= use.start and use.end <= mine.start for use in sentence.of("use"))
        if is_listed and not is_used:
            return [(_class_around(document, sentence) or MineType.UNSPECIFIED.value, mine)]
    return []


def _class_around(document: Document, sentence: Sentence) -> str | None:
    """The only type of mine, minelayers aside, that the sentences around name."""
    around = document.sentences[max(sentence.index - 1, 0) : sentence.index + 2]
    named = {mine_class(mine) for other in around for mine in other.of("mine", "product")} - OPEN_CLASSES - {_LAYER}
    return named.pop() if len(named) == 1 else None


def _without_broader(named: dict[str, Mention]) -> dict[str, Mention]:
    """The classes of one mine as one: what fires sideways at tanks is against tanks, at men it is directional.

    Beside the name of a mine whose class is known, "directional" in turn only says how that one works.
    """
    directional = named.get(MineType.DIRECTIONAL.value)
    if directional is None:
        return named
    others = {name: mine for name, mine in named.items() if mine is not directional}
    if any(mine.family == "product" and distance(mine, directional) <= 1 for mine in others.values()):
        return others
    against_tanks = named.get(MineType.ANTITANK.value)
    if against_tanks is not None and distance(against_tanks, directional) <= BESIDE:
        return others
    return {name: mine for name, mine in named.items() if mine is directional or distance(mine, directional) > 1}


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
