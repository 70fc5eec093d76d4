"""Who makes and who buys: the state a deed belongs to, and the makers it names."""

from services.classify.claims import Claim
from services.classify.deeds import Deed
from services.classify.document import Document
from services.classify.making_stages import IMPORTS
from services.classify.sentences import Sentence
from services.classify.subjects import Party, parties, subject_of
from services.classify.terms import Mention
from services.reference.producers import producer

PLACE_REACH = 60
APPOSITION_REACH = 5
MANY_STATES = 3


def makers_of(sentence: Sentence) -> tuple[Mention, ...]:
    """The makers a sentence names, without those that only say whose arm or whose product another is."""
    found: list[Mention] = []
    for maker in sentence.of("producer"):
        if (
            found
            and 0 <= maker.start - found[-1].end <= APPOSITION_REACH
            and "," in _between(sentence, found[-1], maker)
        ):
            if not sentence_joins(sentence, found[-1], maker):
                continue
        if any(other.value == maker.value for other in found) or _owns_a_product(sentence, maker):
            continue
        found.append(maker)
    return tuple(found)


def sentence_joins(sentence: Sentence, left: Mention, right: Mention) -> bool:
    """Whether two names stand in one list: only a comma or a joining word is between them."""
    between = _between(sentence, left, right).strip(" ,")
    joints = {
        sentence.text[mark.start - sentence.start : mark.end - sentence.start]
        for mark in sentence.kind("frame.joining")
    }
    return not between or between in joints


def _between(sentence: Sentence, left: Mention, right: Mention) -> str:
    return sentence.text[left.end - sentence.start : right.start - sentence.start]


def _owns_a_product(sentence: Sentence, maker: Mention) -> bool:
    return any(
        0 < product.start - maker.end <= 3 and "'" in _between(sentence, maker, product)
        for product in sentence.of("product")
    )


def party_of(document: Document, sentence: Sentence, deed: Deed, claims: list[Claim]) -> Party | None:
    """The state where the deed's mines are made, or that buys them."""
    groups = parties(sentence)
    makers = makers_of(sentence)
    acting = [group for group in groups if not _owns_a_maker(group, makers)]
    if deed.trigger.value in IMPORTS:
        found = _recipient(acting) or subject_of(sentence, deed.trigger, acting)
        return _in_focus(document, found) if found else _from_context(document, sentence, makers, claims)
    found = _place(sentence, deed, acting) or subject_of(sentence, deed.trigger, acting)
    if found is not None:
        return _in_focus(document, found)
    buyer = next((claim for claim in reversed(claims) if claim.is_import), None)
    if makers and buyer is None:
        return _home(makers[0])
    return _from_context(document, sentence, makers, claims)


def _recipient(groups: list[Party]) -> Party | None:
    return next((group for group in groups if group.is_recipient), None)


def _place(sentence: Sentence, deed: Deed, groups: list[Party]) -> Party | None:
    clause = sentence.clause(deed.trigger.start)
    places = [
        group
        for group in groups
        if group.is_place
        and sentence.clause(group.start) == clause
        and abs(group.start - deed.trigger.start) <= PLACE_REACH
    ]
    return min(places, key=lambda group: abs(group.start - deed.trigger.start), default=None)


def _in_focus(document: Document, party: Party) -> Party:
    """Of many states that act together only those the title is about."""
    if len(party.states) < MANY_STATES or document.title is None:
        return party
    titled = {code for group in parties(document.title) if group.is_subject for code in group.states}
    kept = tuple(code for code in party.states if code in titled)
    return Party(kept, party.start, party.end, party.is_subject) if kept else party


def _from_context(
    document: Document, sentence: Sentence, makers: tuple[Mention, ...], claims: list[Claim]
) -> Party | None:
    if claims:
        span = next(span for span in claims[-1].spans if span.field == "country")
        return Party((claims[-1].country,), span.start, span.end, True)
    behind = document.sentences[sentence.index + 1 : sentence.index + 3]
    for other in (*document.before(sentence, 2), *behind):
        named = [
            group for group in parties(other) if group.is_subject and not _owns_a_maker(group, other.of("producer"))
        ]
        if named:
            return named[0]
    return _home(makers[0]) if makers else None


def _home(maker: Mention) -> Party:
    return Party((producer(maker.value).country,), maker.start, maker.end, True)


def _owns_a_maker(group: Party, makers: tuple[Mention, ...]) -> bool:
    """Whether the state only says whose maker it is: "Germany's Dynamit Nobel Defence"."""
    return any(0 <= maker.start - group.end <= 4 for maker in makers)
