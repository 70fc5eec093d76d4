"""Exits that are over, in effect or notified, told from those whose effect lies ahead."""

from services.classify.cues import bearing, distance, is_future, is_negated
from services.classify.exit_signs import signs_of
from services.classify.sentences import Sentence
from services.classify.stage_read import Read
from services.classify.terms import Mention
from services.classify.withdrawal_votes import voted_exit
from services.contracts.vocabulary import Realis, Stage

SUPPOSED_REACH = 12
TIMED_REACH = 3
WORD = 10
"""Where the verb comes first, "the decision" stands between it and its time."""
FORMAL_REACH = 12
VERB_REACH = 4
OVER = "told as done"
"""The rule of an exit told by a verb in the past, which may be a loose word for a vote."""
FORMALLY_OVER = "told as done, and formally"


def told_effect(sentence: Sentence, trigger: Mention, weighed: Read | None) -> Read | None:
    """The exit as over, in effect or notified; `weighed` is what the sentence tells of it as only considered."""
    if _is_over(sentence, trigger) and weighed is None:
        is_formal = any(distance(sign, trigger) <= FORMAL_REACH for sign in signs_of(sentence, trigger, "step.effect"))
        return Read(Stage.IN_EFFECT, Realis.ACTUAL, FORMALLY_OVER if is_formal else OVER, trigger)
    for effect in signs_of(sentence, trigger, "step.effect"):
        if _is_unreal(sentence, trigger, effect, weighed) or _is_of_a_law(sentence, effect):
            continue
        if is_future(sentence, effect) or _is_timed(sentence, effect):
            return _ahead(sentence, trigger, effect, weighed)
        return Read(Stage.IN_EFFECT, Realis.ACTUAL, "told as done: step.effect", effect)
    for notice in signs_of(sentence, trigger, "step.notified"):
        if not (_is_unreal(sentence, trigger, notice, weighed) or _is_to_be_sent(sentence, trigger, notice)):
            return Read(Stage.NOTIFIED, Realis.ACTUAL, "told as done: step.notified", notice)
    return None


def _ahead(sentence: Sentence, trigger: Mention, effect: Mention, weighed: Read | None) -> Read:
    """What an effect that lies ahead tells: a notice, or the vote that it is to follow."""
    is_firm = _is_noticed_before(sentence, effect)
    voted = None if is_firm or weighed else voted_exit(sentence, trigger)
    if voted is not None and voted.is_firm:
        return voted  # "voted to leave, which takes effect half a year after the notice"
    return Read(Stage.NOTIFIED, Realis.PLANNED, "the effect lies ahead", effect, is_firm)


def _is_unreal(sentence: Sentence, trigger: Mention, sign: Mention, weighed: Read | None) -> bool:
    """Whether the step is denied or only thought of, or farther from the exit than what weighs that."""
    is_weighed = weighed is not None and abs(weighed.sign.start - trigger.start) < abs(sign.start - trigger.start)
    if is_weighed and not _is_described(sentence, trigger, sign):
        return True
    return is_negated(sentence, sign) or _is_supposed(sentence, sign)


def _is_over(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the state has left: a notice in the same sentence is then how it left."""
    return trigger.kind == "exit.past" and trigger.value == "withdraw" and not is_future(sentence, trigger)


def _is_to_be_sent(sentence: Sentence, trigger: Mention, notice: Mention) -> bool:
    """Whether the notice lies ahead, and not only the exit before it: "that it leaves in six months, it has told"."""
    if is_announced(sentence, notice):
        return True
    if not is_future(sentence, notice):
        return False
    ahead = bearing(sentence, notice, ("mood.future",), FORMAL_REACH * 4)
    return ahead is None or not (ahead.end <= trigger.start and trigger.end <= notice.start)


def is_announced(sentence: Sentence, notice: Mention) -> bool:
    """Whether a noun tells of the notice, and the verb right behind it puts that ahead: "a notice will be sent"."""
    if not any(paper.start == notice.start for paper in sentence.kind("notice.papers")):
        return False
    return any(0 <= sign.start - notice.end <= VERB_REACH for sign in sentence.kind("mood.future"))


def _is_described(sentence: Sentence, trigger: Mention, sign: Mention) -> bool:
    """Whether the step is told of the exit in a clause of its own: "hopes that the exit, which took effect, ..."."""
    clause = sentence.clause(sign.start)
    return any(
        trigger.end <= word.start and word.end <= sign.start and sentence.clause(word.start) == clause
        for word in sentence.kind("frame.relative")
    )


def _is_of_a_law(sentence: Sentence, effect: Mention) -> bool:
    """Whether what takes effect is a decree, or the law on the exit."""
    return bool(sentence.kind("step.decreed")) or any(law.covers(effect) for law in sentence.kind("step.signed"))


def _is_supposed(sentence: Sentence, sign: Mention) -> bool:
    """Whether the step is only thought of: "if the deputies agree, the notice could be deposited"."""
    return bearing(sentence, sign, ("mood.possible",), SUPPOSED_REACH) is not None


def _is_timed(sentence: Sentence, effect: Mention) -> bool:
    """Whether the time it takes stands right behind the effect, which so lies ahead: "takes effect in six months".

    Behind a comma it is the time that it took: "is effective since Monday, six months after the notice".
    """
    said = sentence.text[effect.end - sentence.start :]
    is_apart = said.startswith(",")
    decisions = (word for word in sentence.kind("step.decided") if effect.end < word.end <= effect.end + WORD)
    subject = next(decisions, effect)
    behind = (sign for sign in sentence.kind("mood.future") if 0 < sign.start - subject.end <= TIMED_REACH)
    return not is_apart and any(" " in said[sign.start - effect.end : sign.end - effect.end] for sign in behind)


def _is_noticed_before(sentence: Sentence, effect: Mention) -> bool:
    """Whether the notice that sets the clock running is told too; without it the effect may be a mere rule."""
    return any(
        notice.end <= effect.start and not is_future(sentence, notice) and not is_negated(sentence, notice)
        for notice in sentence.kind("step.notified")
    )
