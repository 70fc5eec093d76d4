"""What happened on a day: whether the words around a date make it the day of the notice, of the effect, or of else."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from services.classify.cues import is_future, is_negated
from services.classify.dates import StatedDate
from services.classify.document import Document
from services.classify.language_data import language
from services.classify.normalise import Plain
from services.classify.sentences import Sentence
from services.classify.terms import Mention, TermTree

SIGN_REACH = 140
CLAUSE_STEP = 40
"""How much further off a sign is for each clause between it and the date, in characters."""
COMMA_STEP = 15
NOUN_STEP = 25
"""A noun for leaving is a weaker sign of the effect than a verb: notices and votes are of an exit, too."""
SINCE_STEP = 30
SPEECH_REACH = 30
_COMMAS = ",،、，"
_DATE_WORDS = ("notice", "effect", "others", "since", "since_after")
_OTHER_STEPS = (
    "step.considered",
    "step.proposed_bill",
    "step.recommended",
    "step.decided",
    "step.voted",
    "step.signed",
    "step.opposed",
    "step.decreed",
)


class Role(Enum):
    """What a day is to a withdrawal."""

    NOTICE = "notified_on"
    EFFECT = "effective_on"
    OTHER = "other"


@dataclass(frozen=True)
class ToldDate:
    """A date with its role and the word it has it from."""

    stated: StatedDate
    role: Role
    sign: Mention
    is_since: bool
    """Whether a word says that something holds from that day on."""
    is_ahead: bool
    """Whether what the word tells is told as to come."""


@cache
def _words(code: str) -> TermTree:
    words = language(code).dates
    tree = TermTree(has_word_boundaries=language(code).has_word_boundaries)
    for name in _DATE_WORDS:
        tree.add(f"date.{name}", "", getattr(words, name))
    for span, months in words.spans.items():
        tree.add("date.span", str(months), (span,))
    tree.close()
    return tree


def date_words(document: Document, sentence: Sentence) -> list[Mention]:
    """The words of a sentence that count only where dates are read."""
    text = sentence.text
    found = _words(document.language).find(Plain(text, range(len(text)), text))
    at = sentence.start
    return [Mention(word.kind, word.value, word.start + at, word.end + at, word.family) for word in found]


def told_dates(document: Document, sentence: Sentence) -> list[ToldDate]:
    """The dates of a sentence that some word gives a role."""
    dates = document.dates(sentence)
    if not dates:
        return []
    words = date_words(document, sentence)
    signs = list(_signs(sentence, words))
    told = (_told(sentence, stated, signs, words) for stated in dates)
    return [each for each in told if each is not None]


def _signs(sentence: Sentence, words: list[Mention]) -> Iterator[tuple[Role, Mention]]:
    yield from ((Role.NOTICE, sign) for sign in sentence.kind("step.notified"))
    yield from ((Role.EFFECT, sign) for sign in (*sentence.kind("step.effect"), *sentence.of("exit")))
    yield from ((Role.OTHER, sign) for sign in (*sentence.kind(*_OTHER_STEPS, "frame.speech"), *sentence.of("joined")))
    roles = {"date.notice": Role.NOTICE, "date.effect": Role.EFFECT, "date.others": Role.OTHER}
    yield from ((roles[word.kind], word) for word in words if word.kind in roles)


def _told(
    sentence: Sentence, stated: StatedDate, signs: list[tuple[Role, Mention]], words: list[Mention]
) -> ToldDate | None:
    since = _since(stated, words)
    best: tuple[float, Role, Mention] | None = None
    for role, sign in signs:
        gap = _distance(sentence, sign, stated)
        if sign.kind == "frame.speech" and (gap > SPEECH_REACH or _commas_between(sentence, sign, stated)):
            continue
        gap += SINCE_STEP if since is not None and role is not Role.EFFECT else 0
        if gap <= SIGN_REACH and (best is None or gap < best[0]):
            best = (gap, role, sign)
    if best is None:
        return None
    _, role, sign = best
    is_ahead = sign.kind == "exit.future" or is_future(sentence, sign)
    if is_negated(sentence, sign) and sign.family == "exit":
        return None
    return ToldDate(stated, role, sign, since is not None, is_ahead)


def _since(stated: StatedDate, words: list[Mention]) -> Mention | None:
    for word in words:
        if word.kind == "date.since" and 0 <= stated.start - word.end <= 4:
            return word
        if word.kind == "date.since" and word.start <= stated.start and word.end >= stated.end:
            return word
        if word.kind == "date.since_after" and -6 <= word.start - stated.end <= 8:
            return word
    return None


def _distance(sentence: Sentence, sign: Mention, stated: StatedDate) -> float:
    gap = float(max(stated.start - sign.end, sign.start - stated.end, 0))
    gap += CLAUSE_STEP * abs(sentence.clause(sign.start) - sentence.clause(stated.start))
    gap += COMMA_STEP * _commas_between(sentence, sign, stated)
    return gap + (NOUN_STEP if sign.kind == "exit.noun" else 0)


def _commas_between(sentence: Sentence, sign: Mention, stated: StatedDate) -> int:
    low, high = min(sign.end, stated.end), max(sign.start, stated.start)
    between = sentence.text[max(0, low - sentence.start) : max(0, high - sentence.start)]
    return sum(between.count(comma) for comma in _COMMAS)
