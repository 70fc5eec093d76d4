"""Exits told in two parts: "ends .. its participation", "pulls .. its signature", "is no longer .. a party".

The parts stand in any order and with any words between them, so they are listed apart and put together here, in every
language alike.
"""

from collections.abc import Iterator
from itertools import product

from services.classify.sentences import Sentence
from services.classify.terms import Mention

_VALUE_OF_TIE = {
    "tie.membership": "withdraw",
    "tie.signature": "unsign",
    "tie.ratification": "de_ratify",
    "tie.performance": "suspend",
    "tie.performing": "suspend",
}
_ENDED_BY = {
    "ending": ("tie.membership", "tie.signature", "tie.ratification", "tie.performing"),
    "pausing": ("tie.performance", "tie.performing"),
}
ENDING_REACH = 60
_CLOSING = frozenset({"", ",", ".", ";", ":", "!", "?"})
ENDED_NEXT = 12
"""What is ended stands right behind the verb, but for an article: "revokes the .. Convention"."""
PERFORMED_REACH = 40
PARTICLE_REACH = 6
"""Where verbs come last, particles stand between the treaty and the verb."""
NO_LONGER_REACH = 110
BEFORE_NO_LONGER = 90
NOTICE_REACH = 80
BILL_REACH = 70
DOUBTING_REACH = 40
PLACE_REACH = 16
"""Between "no longer" and the treaty stand a preposition and an article."""
LAPSED_REACH = 100
"""The name of the treaty and the state may stand between: "the procedure for .. was completed"."""
LEFT_TO_PROCEDURE = 70
FALLING_REACH = 130
DESCRIPTION_LENGTH = 90
_BANNED_MINES = frozenset({"antipersonnel", "unspecified", "bare"})


def composed(sentence: Sentence) -> Sentence:
    """The sentence with the exits that its parts make together."""
    if not sentence.has("tie", "ending", "pausing", "notice", "ban", "bill", "lapsing", "motion", "void", "no_longer"):
        return sentence
    exits = sentence.of("exit")
    found = [made for made in _made(sentence) if not any(_overlap(made, other) for other in exits)]
    found.extend(_notices(sentence))
    found.extend(_tabled_bills(sentence))
    found.extend(_finished(sentence))
    found.extend(_lost_votes(sentence))
    found.extend(_described_treaties(sentence))
    if not found:
        return sentence
    return sentence.with_mentions((*sentence.mentions, *found))


def _made(sentence: Sentence) -> Iterator[Mention]:
    for family, kinds in _ENDED_BY.items():
        for verb in sentence.of(family):
            reach = ENDING_REACH + _longest_name(sentence)
            tie = _closest(_ties(sentence, *kinds), verb, reach, reach)
            if tie is not None:
                form = verb.kind.partition(".")[2]
                yield Mention(f"exit.{form}", _VALUE_OF_TIE[tie.kind], verb.start, verb.end, "exit")
    for verb in sentence.of("pausing"):
        if any(_is_object(sentence, name, verb) for name in sentence.of("treaty")):
            yield Mention(f"exit.{verb.kind.partition('.')[2]}", "suspend", verb.start, verb.end, "exit")
    halted = {verb.start for verb in sentence.of("pausing", "ending") if _is_of_duties(sentence, verb)}
    for verb in sentence.of("ending"):
        if verb.start not in halted and any(_is_object(sentence, name, verb) for name in sentence.of("treaty")):
            yield Mention(f"exit.{verb.kind.partition('.')[2]}", "denounce", verb.start, verb.end, "exit")
    for verb in sentence.of("doubting"):
        if _closest(sentence.kind("tie.membership", "tie.signature"), verb, DOUBTING_REACH, DOUBTING_REACH):
            yield Mention("exit.noun", "withdraw", verb.start, verb.end, "exit")
            yield Mention("mood.possible", "", verb.start, verb.end, "mood")
    for period in _running_out(sentence):
        yield Mention("exit.noun", "withdraw", period.start, period.end, "exit")
    for verb in sentence.kind("lapsing.lapsed"):
        if _closest(_in_clause(sentence, sentence.kind("tie.membership"), verb), verb, ENDING_REACH, ENDING_REACH):
            yield Mention("exit.past", "withdraw", verb.start, verb.end, "exit")
    if sentence.of("state") and not sentence.of("exit"):
        named = sentence.of("treaty", "treaty_word")
        for sign in sentence.of("void"):
            if _closest(named, sign, ENDING_REACH, ENDING_REACH):
                yield Mention("exit.past", "withdraw", sign.start, sign.end, "exit")
    for sign in sentence.of("no_longer"):
        if _is_of_a_place(sentence, sign):
            yield Mention("exit.past", "withdraw", sign.start, sign.end, "exit")
        ties = _ties(sentence, "tie.membership", "tie.party", "tie.performing")
        tie = _closest(ties, sign, BEFORE_NO_LONGER, NO_LONGER_REACH)
        if tie is not None:
            start, end = min(sign.start, tie.start), max(sign.end, tie.end)
            yield Mention("exit.past", _VALUE_OF_TIE.get(tie.kind, "withdraw"), start, end, "exit")


def _is_of_duties(sentence: Sentence, verb: Mention) -> bool:
    """Whether not the treaty ends but only what it asks: "stops .. the implementation"."""
    reach = ENDING_REACH + _longest_name(sentence)
    return _closest(_ties(sentence, "tie.performance", "tie.performing"), verb, reach, reach) is not None


def _ties(sentence: Sentence, *kinds: str) -> tuple[Mention, ...]:
    """What binds a state; of words for carrying out only those beside a treaty: not "observes a moratorium"."""
    return tuple(
        tie for tie in sentence.kind(*kinds) if tie.kind != "tie.performing" or _is_beside_a_treaty(sentence, tie)
    )


def _is_beside_a_treaty(sentence: Sentence, tie: Mention) -> bool:
    for name in sentence.of("treaty", "treaty_word"):
        low, high = min(name.end, tie.end), max(name.start, tie.start)
        between = sentence.text[low - sentence.start : high - sentence.start]
        if len(between) <= PERFORMED_REACH and "," not in between:
            return True
    return False


def _is_of_a_place(sentence: Sentence, sign: Mention) -> bool:
    """Whether the treaty is what a state is no longer in: "is no longer in the .. Treaty"."""
    return any(
        sign.end <= place.start and name.start - place.end > 0 and name.start - sign.end <= PLACE_REACH
        for place in sentence.kind("frame.place")
        for name in sentence.of("treaty")
    )


def _running_out(sentence: Sentence) -> Iterator[Mention]:
    """The period of notice that a treaty asks for, named right beside it and told to end: leaving, in other words."""
    if not (sentence.of("ending") or sentence.kind("lapsing.lapsed", "step.effect")):
        return
    names = sentence.of("treaty")
    for period in sentence.kind("lapsing.procedure"):
        if " " in sentence.text[period.start - sentence.start : period.end - sentence.start] and any(
            0 <= name.start - period.end <= 1 for name in names
        ):
            yield period


def _longest_name(sentence: Sentence) -> int:
    """The length of the longest treaty's name, which may stand between a verb and what it ends."""
    return max((name.end - name.start for name in sentence.of("treaty")), default=0)


def _is_object(sentence: Sentence, name: Mention, verb: Mention) -> bool:
    """Whether the treaty stands right behind the verb, inside it, or right before one that closes its clause."""
    if verb.start < name.start and name.end < verb.end:  # "gives .. up"
        return True
    gap = verb.start - name.end
    if sentence.signs_follow_verb and 0 <= gap <= PARTICLE_REACH:
        return True
    closes = sentence.text[verb.end - sentence.start :].lstrip()[:1] in _CLOSING
    return 0 <= name.start - verb.end <= ENDED_NEXT or (closes and 0 < gap <= 1)


def _notices(sentence: Sentence) -> Iterator[Mention]:
    """A telling to the treaty's keeper, or of its papers, is a notice."""
    known = sentence.kind("step.notified")
    others = sentence.kind("notice.receivers", "notice.papers")
    for verb in sentence.kind("notice.telling"):
        clause = sentence.clause(verb.start)
        beside = tuple(other for other in others if sentence.clause(other.start) == clause)
        if _closest(beside, verb, NOTICE_REACH, NOTICE_REACH) and not any(_overlap(verb, one) for one in known):
            yield Mention("step.notified", "", verb.start, verb.end, "step")


def _tabled_bills(sentence: Sentence) -> Iterator[Mention]:
    """A bill and a verb of tabling: "sent .. to parliament .. a draft law"."""
    bills = sentence.kind("bill.bills")
    for verb in sentence.kind("bill.tabling"):
        if bills and _closest(bills, verb, BILL_REACH, BILL_REACH):
            yield Mention("step.proposed_bill", "", verb.start, verb.end, "step")


def _finished(sentence: Sentence) -> Iterator[Mention]:
    """The procedure of leaving and a verb of its end: "the process of withdrawal .. was completed at midnight"."""
    periods = tuple(_running_out(sentence))
    exits = (*sentence.of("exit"), *periods)  # "the procedure by which it leaves", too
    for verb in sentence.kind("ending.present", "ending.future"):
        if periods and _closest(periods, verb, LAPSED_REACH, LAPSED_REACH):
            yield Mention("step.effect", "", verb.start, verb.end, "step")
    for verb in sentence.kind("lapsing.lapsed"):
        procedure = _closest(
            _in_clause(sentence, sentence.kind("lapsing.procedure"), verb), verb, LAPSED_REACH, LAPSED_REACH
        )
        if procedure and _closest(exits, procedure, LEFT_TO_PROCEDURE, LEFT_TO_PROCEDURE):
            yield Mention("step.effect", "", verb.start, verb.end, "step")


def _lost_votes(sentence: Sentence) -> Iterator[Mention]:
    """A motion and a verb of its fall, whatever stands between: "rejected, by 14 votes to 10, a motion"."""
    motions, reach = sentence.kind("motion.motions"), FALLING_REACH + _longest_name(sentence)
    for verb in sentence.kind("motion.falling"):
        if _closest(motions, verb, reach, reach):
            yield Mention("step.lost", "", verb.start, verb.end, "step")


def _in_clause(sentence: Sentence, signs: tuple[Mention, ...], verb: Mention) -> tuple[Mention, ...]:
    clause = sentence.clause(verb.start)
    return tuple(sign for sign in signs if sentence.clause(sign.start) == clause)


def _described_treaties(sentence: Sentence) -> Iterator[Mention]:
    """The Ottawa Convention, told by what it does: "the accord of 1997 that outlaws landmines"."""
    if sentence.of("treaty", "other_treaty"):
        return
    mines = [mine for mine in sentence.of("mine") if mine.value in _BANNED_MINES]
    for word, ban, mine in product(sentence.of("treaty_word"), sentence.of("ban"), mines):
        start, end = min(word.start, ban.start, mine.start), max(word.end, ban.end, mine.end)
        if end - start <= DESCRIPTION_LENGTH and not _overlap(word, mine):
            yield Mention("treaty", "ottawa", start, end, "treaty")
            return


def _closest(ties: tuple[Mention, ...], sign: Mention, before: int, after: int) -> Mention | None:
    """The tie nearest to the sign, whichever side of it."""
    distances = [
        (max(tie.start - sign.end, sign.start - tie.end, 0), tie)
        for tie in ties
        if tie.start - sign.end <= after and sign.start - tie.end <= before
    ]
    return min(distances, key=lambda pair: pair[0])[1] if distances else None


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end
