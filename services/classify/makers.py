"""Who makes what a deed tells of: makers of the list, and names that their place in the sentence makes a maker's."""

from functools import cache

from services.classify.companies import companies
from services.classify.document import Document
from services.classify.doers import doers
from services.classify.romanise import romanised
from services.classify.sentences import Sentence
from services.classify.terms import Mention, expand
from services.reference.producers import all_producers, producer

APPOSITION_REACH = 5
OWNER_REACH = 3
OWNED_REACH = 20
"""Of an adjective between an owner and the word for what it owns: "Y's German subsidiary X"."""
MIN_STEM = 4
MAX_INFLECTION = 4
"""How many letters an ending may put behind a listed name's stem."""
_VOWELS = "aeiouyąęáéíóúýäöüāēīūėõ"


def makers_of(sentence: Sentence) -> tuple[Mention, ...]:
    """The listed makers a sentence names, without those that only say whose arm or whose product another is."""
    found: list[Mention] = []
    for maker in sentence.of("producer"):
        if found and _is_apposition(sentence, found[-1], maker):
            continue
        if any(other.value == maker.value for other in found) or _owns_a_product(sentence, maker):
            continue
        found.append(maker)
    owned = tuple(maker for maker in found if not _is_owner(sentence, maker)) or tuple(found)
    works = _works(owned)
    return works if any(not producer(maker.value).is_holding for maker in works) else works[:1]


def _works(makers: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The makers, without a group where works of its own state are named beside it."""
    own = {producer(maker.value).country for maker in makers if not producer(maker.value).is_holding}
    listed = ((maker, producer(maker.value)) for maker in makers)
    return tuple(maker for maker, known in listed if not known.is_holding or known.country not in own)


def makers_in(document: Document, sentence: Sentence, trigger: Mention) -> tuple[Mention, ...]:
    """The makers of a deed: those of its clause, or where it has none, the sentence's; one in no list comes last."""
    makers = makers_of(sentence)
    clause = sentence.clause(trigger.start)
    listed = tuple(maker for maker in makers if sentence.clause(maker.start) == clause) or makers
    if all(producer(maker.value).is_holding for maker in listed):
        return unlisted(document, sentence, trigger) or listed
    return _works(listed)


def unlisted(document: Document, sentence: Sentence, trigger: Mention | None = None) -> tuple[Mention, ...]:
    """The first maker that only the sentence's words make one; what turns out to be a listed name gets its value."""
    found = companies(document, sentence)
    if not found and trigger is not None:
        found = doers(document, sentence, trigger)
    for name in found:
        known = listed_as(romanised(document.plain.quote(name.start, name.end), document.language))
        return (Mention("maker", known or "", name.start, name.end, "maker"),)
    return ()


def maker_name(document: Document, maker: Mention) -> str:
    """The maker's name: the list's, or as the article writes it, in Latin letters where its script allows."""
    if maker.value:
        return producer(maker.value).name
    return romanised(document.plain.quote(maker.start, maker.end), document.language)


@cache
def listed_as(name: str) -> str | None:
    """The listed maker that a name in Latin letters is, though it may carry an ending of its language."""
    wanted = name.casefold()
    for key, maker_id in _stems():
        if wanted.startswith(key) and len(wanted) - len(key) <= MAX_INFLECTION and " " not in wanted[len(key) :]:
            return maker_id
    return None


@cache
def _stems() -> tuple[tuple[str, str], ...]:
    """The names of the list without a last vowel, the longest first."""
    stems = {
        spelling.removesuffix("*").casefold().rstrip(_VOWELS): maker.id
        for maker in all_producers()
        for term in (maker.name, *maker.names)
        for spelling in expand(term)
        if not spelling.isupper()
    }
    return tuple(sorted(((key, value) for key, value in stems.items() if len(key) >= MIN_STEM), key=_by_length))


def _by_length(stem: tuple[str, str]) -> int:
    return -len(stem[0])


def _is_apposition(sentence: Sentence, left: Mention, right: Mention) -> bool:
    """Whether the second name only explains the first ("X, a Y arm"): close by, but not in one list with it."""
    if not 0 <= right.start - left.end <= APPOSITION_REACH or "," not in between(sentence, left, right):
        return False
    space = between(sentence, left, right).strip(" ,")
    joints = {
        sentence.text[mark.start - sentence.start : mark.end - sentence.start]
        for mark in sentence.kind("frame.joining")
    }
    return bool(space) and space not in joints


def _is_owner(sentence: Sentence, maker: Mention) -> bool:
    """Whether words around the name say that it only owns the works: "X, a subsidiary of Y", "Y's subsidiary X"."""
    if any(0 <= maker.start - sign.end <= OWNER_REACH for sign in sentence.of("owners")):
        return True
    if sentence.text[maker.end - sentence.start :][:2] not in ("'s", "' "):
        return False
    works = (word for word in sentence.kind("company.word") if 0 < word.start - maker.end <= OWNED_REACH)
    others = sentence.of("producer")
    return any(0 <= other.start - word.end <= OWNER_REACH for word in works for other in others)


def between(sentence: Sentence, left: Mention, right: Mention) -> str:
    """What stands between two mentions."""
    return sentence.text[left.end - sentence.start : right.start - sentence.start]


def _owns_a_product(sentence: Sentence, maker: Mention) -> bool:
    return any(
        0 < product.start - maker.end <= 3 and "'" in between(sentence, maker, product)
        for product in sentence.of("product")
    )
