"""What happened on a day: whether the words around a date make it the day of the notice, of the effect, or of else."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from services.classify.cues import is_future, is_negated
from services.classify.document import Document
from services.classify.language_data import Language, language
from services.classify.normalise import Plain
from services.classify.sentences import Sentence
from services.classify.stated_date import StatedDate
from services.classify.terms import Mention, TermTree

SIGN_REACH = 140
CLAUSE_STEP = 40
"""How much further off a sign is for each clause between it and the date, in characters."""
COMMA_STEP = 15
NOUN_STEP = 35
"""A noun for leaving is a weaker sign of the effect than a verb: notices and votes are of an exit, too."""
SINCE_STEP = 30
SINCE_REACH = 8
SPEECH_REACH = 30
EMBEDDED_STEP = 60
QUOTED_REACH = 4
JOINT_STEP = 30
"""An "and" behind the date opens what is told next: "was handed over on 1 May and takes effect ..."."""
SPAN_STEP = 30
"""A length of time between the date and the word: "on 8 November, six months after it told the UN"."""
STATE_STEP = 25
"""A new state between the date and the word: "on 27 June, and a second state left"."""
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
    is_spoken: bool
    """Whether it is the day on which somebody told of the step."""


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


_BEHIND_A_COMMA = re.compile(r",\s(?:\w{1,4}\s)?$")
"""A small word may stand before the day: ", on 5 May"."""


def date_words(document: Document, sentence: Sentence) -> list[Mention]:
    """The words of a sentence that count only where dates are read."""
    text = sentence.text
    found = _words(document.language).find(Plain(text, range(len(text)), text))
    at = sentence.start
    return [Mention(word.kind, word.value, word.start + at, word.end + at, word.family) for word in found]


def told_dates(document: Document, sentence: Sentence) -> list[ToldDate]:
    """The dates of a sentence that some word gives a role."""
    if sentence.index not in document.told_dates:
        document.told_dates[sentence.index] = _told_dates(document, sentence)
    return document.told_dates[sentence.index]


def _told_dates(document: Document, sentence: Sentence) -> list[ToldDate]:
    dates = document.dates(sentence)
    if not dates:
        return []
    words = date_words(document, sentence)
    signs = list(_signs(sentence, words))
    stops = [*(stated.start for stated in dates[1:]), sentence.end]
    data = language(document.language)
    told = (_told(sentence, stated, signs, words, stop, data) for stated, stop in zip(dates, stops, strict=True))
    return [each for each in told if each is not None]


def _signs(sentence: Sentence, words: list[Mention]) -> list[tuple[Role, Mention]]:
    notices = (*sentence.kind("step.notified"), *(word for word in words if word.kind == "date.notice"))
    noticed = {sentence.clause(sign.start) for sign in notices}
    signs = [(Role.NOTICE, sign) for sign in sentence.kind("step.notified")]
    for sign in (*sentence.kind("step.effect"), *sentence.of("exit", "no_longer")):
        if sign.value == "echo" and notices:
            signs.append((Role.NOTICE, sign))  # "and a second state did so" repeats the notice
        elif sign.kind != "exit.noun" or sentence.clause(sign.start) not in noticed:
            signs.append((Role.EFFECT, sign))  # beside a notice a noun only says what the notice is of
    signs += [(Role.OTHER, sign) for sign in (*sentence.kind(*_OTHER_STEPS, "frame.speech"), *sentence.of("joined"))]
    roles = {"date.notice": Role.NOTICE, "date.effect": Role.EFFECT, "date.others": Role.OTHER}
    nouns = {mention.start for mention in sentence.kind("exit.noun")}
    own = [word for word in words if word.kind in roles and word.start not in nouns and not _is_part(word, signs)]
    kept = [each for each in signs if not any(word.start <= each[1].start and each[1].end <= word.end for word in own)]
    return kept + [(roles[word.kind], word) for word in own]


def _is_part(word: Mention, signs: list[tuple[Role, Mention]]) -> bool:
    """Whether a word for something else is only a part of a sign of notice or effect: "told the UN"."""
    return word.kind == "date.others" and any(
        role is not Role.OTHER and sign.start <= word.start and word.end <= sign.end for role, sign in signs
    )


def _told(
    sentence: Sentence,
    stated: StatedDate,
    signs: list[tuple[Role, Mention]],
    words: list[Mention],
    stop: int,
    data: Language,
) -> ToldDate | None:
    since = _since(stated, words, SINCE_REACH if data.has_word_boundaries else 2)
    is_last = data.dates.verb_final and since is None
    governing = _last_before(sentence, stated, signs, stop) if is_last else None
    found = governing or _nearest(sentence, stated, signs, words, since, data) or _around(sentence, stated, signs)
    role, sign = found or (Role.OTHER, None)
    if sign is None or (sign.family == "exit" and is_negated(sentence, sign)):
        return None
    if since is not None and sign.family == "step" and role is Role.OTHER:
        role, sign = Role.EFFECT, since  # "as of 8 May, a decree says": what is decided holds from then on
    is_ahead = sign.kind == "exit.future" or is_future(sentence, sign)
    return ToldDate(stated, role, sign, since is not None, is_ahead, sign.kind == "frame.speech")


def _last_before(
    sentence: Sentence, stated: StatedDate, signs: list[tuple[Role, Mention]], stop: int
) -> tuple[Role, Mention] | None:
    """The last sign behind the date, before the next date, the next clause, or the next part of the sentence."""
    marked = sentence.text.find(";", stated.end - sentence.start)
    stops = [word.start for word in sentence.kind("frame.clause") if word.start >= stated.end]
    stop = min([stop, *stops, *([sentence.start + marked] if marked >= 0 else [])])
    behind = [(role, sign) for role, sign in signs if stated.end <= sign.start < stop and sign.kind != "frame.speech"]
    return max(behind, key=lambda each: each[1].start, default=None)


def _nearest(
    sentence: Sentence,
    stated: StatedDate,
    signs: list[tuple[Role, Mention]],
    words: list[Mention],
    since: Mention | None,
    data: Language,
) -> tuple[Role, Mention] | None:
    """The sign that stands nearest, counting what parts it from the date."""
    spans = [word for word in words if word.kind == "date.span"]
    best: tuple[float, Role, Mention] | None = None
    for role, sign in signs:
        if max(stated.start - sign.end, sign.start - stated.end) > (SIGN_REACH if best is None else best[0]):
            continue
        gap = _distance(sentence, sign, stated)
        if sign.kind == "frame.speech" and (gap > SPEECH_REACH or _commas_between(sentence, sign, stated)):
            continue
        gap += SINCE_STEP if since is not None and role is not Role.EFFECT else 0
        gap += EMBEDDED_STEP if _is_embedded(sentence, sign, signs, data.dates.quoted_endings) else 0
        gap += SPAN_STEP if any(_is_between(span, sign, stated) for span in spans) else 0
        is_tie = best is not None and gap == best[0] and sign.start < best[2].start  # "votes on Friday on leaving"
        if gap <= SIGN_REACH and (best is None or gap < best[0] or is_tie):
            best = (gap, role, sign)
    return best[1:] if best else None


def _around(sentence: Sentence, stated: StatedDate, signs: list[tuple[Role, Mention]]) -> tuple[Role, Mention] | None:
    """The sign ahead of a clause that a comma closes before the date: "leaves the treaty, which bans .., on 5 May"."""
    if not _BEHIND_A_COMMA.search(sentence.text[: stated.start - sentence.start]):
        return None
    openers = [word.start for word in sentence.kind("frame.clause") if word.end < stated.start]
    opener = max(openers, default=sentence.start)
    ahead = [each for each in signs if each[1].end <= opener <= each[1].end + SIGN_REACH]
    return max(ahead, key=lambda each: each[1].start, default=None)


def _is_between(word: Mention, sign: Mention, stated: StatedDate) -> bool:
    return stated.end <= word.start < sign.start or sign.end <= word.start < stated.start


def _is_embedded(
    sentence: Sentence, sign: Mention, signs: list[tuple[Role, Mention]], endings: tuple[str, ...]
) -> bool:
    """Whether, where verbs come last, the word only says what a later one tells: "that it leaves, it notified"."""
    written = sentence.text[sign.start - sentence.start : sign.end - sentence.start + QUOTED_REACH]
    if not any(ending in written for ending in endings):
        return False
    return any(later.start > sign.end and later.kind != "frame.speech" for _, later in signs)


def _since(stated: StatedDate, words: list[Mention], reach: int) -> Mention | None:
    for word in words:
        if word.kind == "date.since" and 0 <= stated.start - word.end <= 4:
            return word
        if word.kind == "date.since" and word.start <= stated.start and word.end >= stated.end:
            return word
        if word.kind == "date.since_after" and -6 <= word.start - stated.end <= reach:
            return word
    return None


def _distance(sentence: Sentence, sign: Mention, stated: StatedDate) -> float:
    gap = float(max(stated.start - sign.end, sign.start - stated.end, 0))
    gap += CLAUSE_STEP * abs(sentence.clause(sign.start) - sentence.clause(stated.start))
    gap += COMMA_STEP * _commas_between(sentence, sign, stated)
    gap += COMMA_STEP * sum(_is_between(word, sign, stated) for word in sentence.kind("frame.clause"))
    if any(joint.start == stated.end + 1 and joint.end <= sign.start for joint in sentence.kind("frame.joining")) and (
        sentence.text[stated.end - sentence.start] == " "
    ):
        gap += JOINT_STEP
    gap += STATE_STEP * sum(stated.end <= state.start < sign.start for state in sentence.of("state"))
    return gap + (NOUN_STEP if sign.kind == "exit.noun" else 0)


def _commas_between(sentence: Sentence, sign: Mention, stated: StatedDate) -> int:
    low, high = min(sign.end, stated.end), max(sign.start, stated.start)
    between = sentence.text[max(0, low - sentence.start) : max(0, high - sentence.start)]
    return sum(between.count(comma) for comma in _COMMAS)
