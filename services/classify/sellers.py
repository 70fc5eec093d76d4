"""States named in a purchase only because who sells is theirs, and those that a maker signs with."""

from services.classify.document import Document
from services.classify.parties import Party
from services.classify.sentences import Sentence
from services.classify.terms import Mention
from services.reference.producers import producer

PARTNER_REACH = 12
SEAT_REACH = 4
"""Between a firm and the state it sits in stands no more than "in"."""
BESIDE = 3
BODY_REACH = 20
OWNER_REACH = 4
UNSPACED_NAME = 12


def is_partner(sentence: Sentence, group: Party, makers: tuple[Mention, ...]) -> bool:
    """Whether the state, or a body of it, stands behind "with" or "to", as one that a maker signs with or sells to."""
    gaps = [group.start - sign.end for sign in sentence.of("partners") if 0 <= group.start - sign.end <= PARTNER_REACH]
    if not gaps:
        return False
    if makers and min(gaps) <= BESIDE:
        return True
    return any(-BODY_REACH <= body.start - group.end <= BODY_REACH for body in sentence.of("body", "arms"))


def only_sells(sentence: Sentence, group: Party) -> bool:
    """Whether the state is only that of the firm that one signs with: "ordered mines from a Spanish maker"."""
    firms, signs = sentence.kind("company.word", "company.after"), sentence.of("partners")
    if any(0 <= firm.start - group.end <= 1 or 0 <= group.start - firm.end <= 1 for firm in firms):
        return any(0 <= group.start - sign.end <= PARTNER_REACH * 2 for sign in signs)
    is_named = any(0 < firm.start - group.end <= UNSPACED_NAME for firm in sentence.kind("company.after"))
    return is_named and any(group.start == sign.end for sign in signs)  # "with Spain's X company", without spaces


def is_where_the_seller_sits(sentence: Sentence, group: Party) -> bool:
    """Whether the state only says where the firm that sells has its seat: "bought from a company in Finland"."""
    if not group.is_place or not sentence.has("company"):
        return False
    firms = sentence.kind("company.word", "company.after")
    return any(0 <= group.start - firm.end <= SEAT_REACH for firm in firms)


def is_a_sellers(document: Document, group: Party) -> bool:
    """Whether a firm stands right behind the state, which then tells where that is: "a deal with a Finnish firm"."""
    firms = (firm for sentence in document.sentences for firm in sentence.kind("company.word"))
    return any(0 <= firm.start - group.end <= 1 for firm in firms)


def _has_joint(sentence: Sentence, gap: str) -> bool:
    """Whether state and maker stand in one list: "Latvia and Dynamit Nobel Defence signed"."""
    marks = sentence.kind("frame.joining")
    return gap.strip() in {sentence.text[mark.start - sentence.start : mark.end - sentence.start] for mark in marks}


def _is_in_brackets_behind(sentence: Sentence, group: Party, maker: Mention) -> bool:
    """Whether the state stands in brackets behind the name, which elsewhere only a particle parts from a buyer's."""
    return sentence.text[maker.end - sentence.start : group.start - sentence.start] == "("


def owns_a_maker(sentence: Sentence, group: Party, makers: tuple[Mention, ...]) -> bool:
    """Whether the state only says whose maker it is: "Germany's Dynamit Nobel Defence", "the Turkish firm X"."""
    for maker in makers:
        gap = sentence.text[group.end - sentence.start : maker.start - sentence.start]
        is_before = 0 <= maker.start - group.end <= OWNER_REACH and "," not in gap and not _has_joint(sentence, gap)
        is_before &= not any(group.end <= body.start < maker.start for body in sentence.of("body"))
        if gap == " " and producer(maker.value).country not in group.states and not sentence.of("company"):
            is_before = False  # "has Canberra Rheinmetall .. commissioned": the one gives the other an order
        is_behind = 0 <= group.start - maker.end <= 1 and not sentence.signs_follow_verb
        if is_before or is_behind or (sentence.signs_follow_verb and _is_in_brackets_behind(sentence, group, maker)):
            return True
    firms = [firm for firm in sentence.kind("company.word") if 0 <= firm.start - group.end <= OWNER_REACH]
    return any(0 <= maker.start - firm.end <= OWNER_REACH for firm in firms for maker in makers)
