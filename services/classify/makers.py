"""Who makes and who buys: the state a deed belongs to, and the makers it names."""

from services.classify.claims import Claim
from services.classify.companies import companies
from services.classify.deeds import Deed
from services.classify.document import Document
from services.classify.language_data import language
from services.classify.making_stages import IMPORTS
from services.classify.sentences import Sentence
from services.classify.subjects import Party, parties, subject_of
from services.classify.terms import Mention
from services.reference.producers import producer

PLACE_REACH = 60
APPOSITION_REACH = 5
MANY_STATES = 3
_ACTORS = ("body", "company", "works")


def makers_of(sentence: Sentence) -> tuple[Mention, ...]:
    """The makers a sentence names, without those that only say whose arm or whose product another is."""
    found: list[Mention] = []
    for maker in sentence.of("producer"):
        if found and _is_apposition(sentence, found[-1], maker):
            continue
        if any(other.value == maker.value for other in found) or _owns_a_product(sentence, maker):
            continue
        found.append(maker)
    works = tuple(maker for maker in found if not producer(maker.value).is_holding)
    return works or tuple(found[:1])


def makers_in(document: Document, sentence: Sentence, trigger: Mention) -> tuple[Mention, ...]:
    """The makers of a deed: those of its clause, or where it has none, the sentence's; one in no list comes last."""
    makers = makers_of(sentence)
    clause = sentence.clause(trigger.start)
    listed = tuple(maker for maker in makers if sentence.clause(maker.start) == clause) or makers
    return listed or companies(document, sentence)[:1]


def maker_name(document: Document, maker: Mention) -> str:
    """The maker's name: the list's, or as the article writes it."""
    return producer(maker.value).name if maker.value else document.plain.quote(maker.start, maker.end)


def _is_apposition(sentence: Sentence, left: Mention, right: Mention) -> bool:
    """Whether the second name only explains the first ("X, a Y arm"): close by, but not in one list with it."""
    if not 0 <= right.start - left.end <= APPOSITION_REACH or "," not in _between(sentence, left, right):
        return False
    between = _between(sentence, left, right).strip(" ,")
    joints = {
        sentence.text[mark.start - sentence.start : mark.end - sentence.start]
        for mark in sentence.kind("frame.joining")
    }
    return bool(between) and between not in joints


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
        found = _recipient(acting) or _subject(document, sentence, deed, acting)
        return _in_focus(document, found) if found else _from_context(document, sentence, makers, claims)
    found = _place(sentence, deed, acting) or _subject(document, sentence, deed, acting)
    if found is not None:
        return _in_focus(document, found)
    buyer = next((claim for claim in reversed(claims) if claim.is_import), None)
    if makers and (buyer is None or len(acting) < len(groups)):
        return _home(makers[0])
    return _from_context(document, sentence, makers, claims)


def _subject(document: Document, sentence: Sentence, deed: Deed, groups: list[Party]) -> Party | None:
    return subject_of(sentence, deed.trigger, groups, free_order=not document.object_follows_verb)


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
        last = [claim for claim in claims if claim.sentence is claims[-1].sentence]
        span = next(span for span in last[0].spans if span.field == "country")
        return Party(tuple(dict.fromkeys(claim.country for claim in last)), span.start, span.end, True)
    behind = document.sentences[sentence.index + 1 : sentence.index + 3]
    around = [
        group
        for other in (*document.before(sentence, 2), *behind)
        for group in parties(other)
        if not _owns_a_maker(group, other.of("producer"))
    ]
    acting = [group for group in around if group.is_subject] or [group for group in around if group.is_place]
    if acting:
        return acting[0]
    return _home(makers[0]) if makers else _at_home(document, sentence)


def _at_home(document: Document, sentence: Sentence) -> Party | None:
    """The state of the article's language, where it speaks of its own army, works or ministry and names no state."""
    home = language(document.language).making.home
    actors = sentence.of(*_ACTORS)
    if home is None or not actors or document.families["state"]:
        return None
    return Party((home,), actors[0].start, actors[0].end, True)


def _home(maker: Mention) -> Party:
    return Party((producer(maker.value).country,), maker.start, maker.end, True)


def _owns_a_maker(group: Party, makers: tuple[Mention, ...]) -> bool:
    """Whether the state only says whose maker it is: "Germany's Dynamit Nobel Defence"."""
    return any(0 <= maker.start - group.end <= 4 for maker in makers)
