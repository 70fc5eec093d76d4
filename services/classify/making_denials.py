"""Production and purchase that are stopped, denied, refused or forbidden, and what is merely not done."""

from collections.abc import Sequence

from services.classify.cues import bearing, is_negated
from services.classify.making_moods import MOOD_REACH
from services.classify.making_triggers import DONE_FORMS, IMPORTS, act_of, form_of
from services.classify.own_bans import own_ban
from services.classify.sentences import Sentence
from services.classify.stage_read import Read
from services.classify.terms import Mention
from services.contracts.vocabulary import Realis, Stage

REFUSAL_REACH = 120
"""A denial or refusal may stand at the other end of a sentence."""
UNTOLD_REACH = 40
USE_REACH = 12
"""Between a refusal and the laying or use that it is of, as in "no intention of laying"."""
ENDED_REACH = 12
"""How far from its verb "no longer" stands."""
LACKING_REACH = 32
"""Whose order it is and a word for "so far" may stand before the denial."""
BESIDE = 4
RECALLED_REACH = 40


def ended_deed(sentence: Sentence, trigger: Mention) -> Read | None:
    """Production that a state forbids itself, or that has stopped."""
    ban = own_ban(sentence, trigger)
    if ban is not None:
        return Read(Stage.REJECTED, Realis.NEGATED, "a state itself forbids it", ban)
    if act_of(trigger) == "halt":
        return Read(Stage.HALTED, Realis.ACTUAL, "production stopped", trigger)
    is_made = form_of(trigger) == "present" and act_of(trigger) == "make"
    if is_made and bearing(sentence, trigger, ("no_longer",), ENDED_REACH, ENDED_REACH):
        return Read(Stage.HALTED, Realis.ACTUAL, "it is made no longer", trigger)
    return None


def is_only_not_done(sentence: Sentence, trigger: Mention, mines: Sequence[Mention]) -> bool:
    """Whether the deed is denied and nothing decided: who does not make mines, or is asked not to, plans nothing."""
    if _is_untold(sentence, trigger):
        return True
    act, form = act_of(trigger), form_of(trigger)
    if act == "contract" and form == "noun" and bearing(sentence, trigger, ("mood.negation",), 0, LACKING_REACH):
        return True  # "an order from the ministry there is not yet"
    if not _is_denied(sentence, trigger, mines):
        return False
    if (form == "past" and act in IMPORTS | {"make"}) or (form == "noun" and act == "contract"):
        return True
    if form == "present" and act != "halt":
        return not _is_put_ahead(sentence, trigger)
    return form == "noun" and (_is_asked_for(sentence, trigger) or _is_beside_what_is_not_made(sentence, trigger))


def _is_put_ahead(sentence: Sentence, trigger: Mention) -> bool:
    """Whether a small word makes a future of the present: Romanian "nu vor produce" is a decision."""
    return bearing(sentence, trigger, ("mood.future",), ENDED_REACH) is not None


def denied_deed(sentence: Sentence, trigger: Mention, mines: Sequence[Mention]) -> Read | None:
    """Production or purchase that is decided against: denied where it is told, in a report of it, or turned down."""
    is_unmade = trigger.family == "works" and _is_unmade(sentence, trigger)
    if _is_denied(sentence, trigger, mines) or is_unmade:
        lifted = _lifted(sentence, trigger)
        if lifted is not None:
            return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "what forbade it is given up", lifted)
        return Read(Stage.REJECTED, Realis.NEGATED, "production is denied", trigger)
    denied = next((sign for sign in sentence.of("denial") if _is_denied_by(sentence, trigger, sign)), None)
    if denied is not None:
        return Read(Stage.REJECTED, Realis.NEGATED, "what is told is denied", denied)
    refused = _refusal(sentence, trigger)
    if refused is not None:
        return Read(Stage.REJECTED, Realis.NEGATED, "production or purchase is refused", refused)
    return None


def _lifted(sentence: Sentence, trigger: Mention) -> Mention | None:
    """The verb that gives up a rule of which a clause tells what it forbade: "dropped the order under which it .."."""
    relatives = [word for word in sentence.kind("frame.relative") if word.end <= trigger.start]
    if not relatives or form_of(trigger) != "noun":
        return None
    denials = [sign for sign in sentence.kind("mood.negation") if relatives[0].end <= sign.start < trigger.start]
    verbs = (verb for verb in sentence.kind("ending.past", "ending.present") if verb.end <= relatives[0].start)
    return next(verbs, None) if denials else None


def is_resumed(sentence: Sentence, halt: Mention) -> bool:
    """Whether what has stopped is what begins again: "will resume the production that was halted in the 1980s"."""
    clause, joints = sentence.clause(halt.start), sentence.kind("frame.joining")
    for begin in sentence.of("making"):
        is_ahead = begin.value == "make" and begin.kind == "making.future"  # one sign in some languages
        if not (is_ahead or begin.value == "begin") or sentence.clause(begin.start) != clause:
            continue
        if is_negated(sentence, begin):
            continue
        first, last = sorted((begin, halt), key=lambda sign: sign.start)
        between = sentence.text[first.end - sentence.start : max(last.start, first.end) - sentence.start]
        if "," not in between and not any(first.end <= joint.start and joint.end <= last.start for joint in joints):
            return True
    return False


def _is_untold(sentence: Sentence, trigger: Mention) -> bool:
    """Whether of the plan nothing was said: "has not announced plans to make mines", which denies none either."""
    if form_of(trigger) not in ("noun", "future"):
        return False
    clause = sentence.clause(trigger.start)
    signs = (sign for sign in sentence.of("untold") if sentence.clause(sign.start) == clause)
    return any(sign.start <= trigger.end + UNTOLD_REACH and trigger.start <= sign.end + UNTOLD_REACH for sign in signs)


def _is_denied(sentence: Sentence, trigger: Mention, mines: Sequence[Mention]) -> bool:
    """Whether a denial bears on the word of making, stands within it, or before what it takes."""
    return is_negated(sentence, trigger) or _holds_a_denial(sentence, trigger) or _lacks(sentence, mines)


def _is_asked_for(sentence: Sentence, trigger: Mention) -> bool:
    """Whether somebody only asks that it be not done: "urged Finland not to make mines"."""
    return bearing(sentence, trigger, ("plea.asking",), MOOD_REACH) is not None


def _is_beside_what_is_not_made(sentence: Sentence, trigger: Mention) -> bool:
    """Whether it stands in one breath with what is not being made: "does not produce, import or export"."""
    clause = sentence.clause(trigger.start)
    return any(
        verb.value == "make"
        and sentence.clause(verb.start) == clause
        and 0 <= trigger.start - verb.end <= MOOD_REACH
        and (_holds_a_denial(sentence, verb) or is_negated(sentence, verb))
        for verb in sentence.kind("making.present")
    )


def _holds_a_denial(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the words of making frame their own denial: "gaat geen mijnen produceren"."""
    return any(trigger.start <= sign.start and sign.end < trigger.end for sign in sentence.kind("mood.negation"))


def _lacks(sentence: Sentence, mines: Sequence[Mention]) -> bool:
    """Whether a denial stands right before each of the mines: "will make no mines"."""
    denials = sentence.kind("mood.negation")
    return bool(mines) and all(any(0 <= mine.start - sign.end <= 1 for sign in denials) for mine in mines)


def _is_unmade(sentence: Sentence, works: Mention) -> bool:
    """Whether the works are only where something is not made: "will not make mines in its plants"."""
    clause = sentence.clause(works.start)
    verbs = [verb for verb in sentence.of("making") if verb.value == "make" and sentence.clause(verb.start) == clause]
    return any(is_negated(sentence, verb) for verb in verbs)


def _is_denied_by(sentence: Sentence, trigger: Mention, sign: Mention) -> bool:
    """Whether the denial is about the deed: ahead of it, or, where verbs come last, behind it."""
    if sign.end <= trigger.start:
        return trigger.start - sign.end <= REFUSAL_REACH
    return sentence.signs_follow_verb and 0 <= sign.start - trigger.end <= REFUSAL_REACH


def _has_its_own_plan(sentence: Sentence, trigger: Mention, refusal: Mention) -> bool:
    """Whether the deed is planned in a clause behind the refusal's: "will not make such mines, but will buy others"."""
    clause = sentence.clause(trigger.start)
    if refusal.end > trigger.start or sentence.clause(refusal.start) == clause:
        return False
    opener = next((word for word in reversed(sentence.kind("frame.clause")) if word.end <= trigger.start), None)
    if opener is None:
        return False
    return any(opener.start <= sign.start and sign.end <= trigger.start for sign in sentence.kind("mood.future"))


def _refusal(sentence: Sentence, trigger: Mention) -> Mention | None:
    """What turns down a deed that is only named: "asked whether it would buy mines, the minister dropped the idea"."""
    if form_of(trigger) in DONE_FORMS:
        return None
    weighed = sentence.kind("mood.possible")
    near = (
        sign
        for sign in sentence.of("refusal")
        if abs(sign.start - trigger.start) <= REFUSAL_REACH
        and not _has_its_own_plan(sentence, trigger, sign)
        and not any(left.start <= sign.start < left.end for left in weighed)  # "does not rule out"
        and not any(0 <= use.start - sign.end <= USE_REACH for use in sentence.of("use"))  # "no intention of laying"
    )
    told = (sign for sign in near if bearing(sentence, sign, ("mood.negation",), BESIDE) is None)
    return next((sign for sign in told if not _is_recalled(sentence, trigger, sign)), None)


def _is_recalled(sentence: Sentence, trigger: Mention, refusal: Mention) -> bool:
    """Whether a clause of its own tells of the refusal as long past: "buys mines, which it once gave up"."""
    if sentence.clause(refusal.start) == sentence.clause(trigger.start):
        return False
    return bearing(sentence, refusal, ("mood.background",), RECALLED_REACH, RECALLED_REACH) is not None
