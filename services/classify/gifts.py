"""Mines that one state gives another from what it has: neither made nor bought."""

from services.classify.deeds import Deed
from services.classify.document import Document
from services.classify.parties import Party, parties
from services.classify.sentences import Sentence

_OF_TRADE = ("producer", "company", "works", "product")
_ORDERED = frozenset({"buy", "contract", "make", "expand"})
BESIDE = 8
"""An article may stand between."""


def is_gift(document: Document, sentence: Sentence, deed: Deed) -> bool:
    """Whether a state is told to deliver mines to another, in an article without maker, purchase or product."""
    if deed.trigger.value != "deliver" or any(document.families[family] for family in _OF_TRADE):
        return False
    if any(_is_of_trade(other) for other in document.sentences):
        return False
    clause = sentence.clause(deed.trigger.start)
    groups = [
        group
        for group in parties(sentence)
        if sentence.clause(group.start) == clause and not is_of_the_mines(document, sentence, group)
    ]
    marks = ("frame.benefit",) if deed.trigger.kind == "making.past" else ("frame.benefit", "partners")
    takers = [group for group in groups if _can_take(sentence, group, marks)]
    return any(not set(giver.states) & set(taker.states) for giver in groups if giver.is_subject for taker in takers)


def is_of_the_mines(document: Document, sentence: Sentence, group: Party) -> bool:
    """Whether the state, an adjective and so written small, only says whose make the mines behind it are."""
    if document.plain.is_capital(group.start):
        return False
    mines = sentence.of("mine", "product")
    return any(0 <= mine.start - group.end <= 1 or 0 <= group.start - mine.end <= 1 for mine in mines)


def _is_of_trade(sentence: Sentence) -> bool:
    """Whether the sentence tells of buying or making; what a treaty bans is neither."""
    return not sentence.of("ban") and any(sign.value in _ORDERED for sign in sentence.of("making"))


def _can_take(sentence: Sentence, group: Party, marks: tuple[str, ...]) -> bool:
    """Whether the state may be the one that gets something: bare, as datives are, or behind "to" or "for".

    Among the words for partners is "from" too, beside which a verb in the past may tell of what was received.
    """
    if group.is_subject or group.is_recipient or group.is_given_to:
        return True
    return any(0 <= group.start - sign.end <= BESIDE for sign in sentence.kind(*marks))
