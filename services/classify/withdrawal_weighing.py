"""Exits that are only weighed, or that hang on a condition."""

from services.classify.cues import (
    BEARING_BEFORE,
    THAT_CLAUSE_REACH,
    bearing,
    behind_verb,
    condition_ahead,
    condition_behind,
    distance,
    governing,
    is_future,
)
from services.classify.exit_signs import is_to_come
from services.classify.sentences import Sentence
from services.classify.stage_read import Read
from services.classify.terms import Mention
from services.classify.withdrawal_votes import is_part_of_a_vote
from services.contracts.vocabulary import Realis, Stage

AFTER_NOUN = 45
"""How far behind a noun its verb may stand: "the exit is being weighed"."""
DECIDED_AFTER = 45
"""How far behind the exit a decision may stand, which beats what weighs it farther off."""


def weighed_exit(sentence: Sentence, trigger: Mention) -> Read | None:
    """The exit as considered; None where nothing weighs it, or where what is weighed has been decided."""
    after = AFTER_NOUN if trigger.kind == "exit.noun" else behind_verb(sentence)
    sign = bearing(sentence, trigger, ("mood.possible", "step.considered"), BEARING_BEFORE, after)
    if sign is None and (condition := _condition(sentence, trigger)) is not None:
        return _hanging(condition)
    if sign is None and trigger.kind != "exit.past":
        sign = governing(sentence, trigger, sentence.kind("step.considered"))
    if sign is None and (wish := _wish_of_others(sentence, trigger)) is not None:
        return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "others than the state ask for it", wish)
    if sign is None or is_part_of_a_vote(sentence, sign):
        return None
    decided = bearing(sentence, trigger, ("step.decided",), BEARING_BEFORE, DECIDED_AFTER)
    if decided is not None and distance(decided, trigger) <= distance(sign, trigger):
        return None if not _is_only_said_of_a_condition(sentence, sign, decided) else _hanging(sign)
    return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "the exit is weighed", sign)


def _hanging(condition: Mention) -> Read:
    return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "the exit hangs on a condition", condition)


def _is_only_said_of_a_condition(sentence: Sentence, sign: Mention, decided: Mention) -> bool:
    """Whether what looks like a decision only tells of the condition, as in "stated that, if .., it leaves"."""
    if not any(word.start == sign.start for word in sentence.kind("frame.conditions")):
        return False
    return any(verb.start == decided.start for verb in sentence.kind("frame.speech"))


def _condition(sentence: Sentence, trigger: Mention) -> Mention | None:
    """What an exit that lies ahead hangs on, behind it or at the head of its sentence."""
    if not (is_future(sentence, trigger) if trigger.kind == "exit.noun" else is_to_come(sentence, trigger)):
        return None
    return condition_behind(sentence, trigger) or condition_ahead(sentence, trigger)


def _wish_of_others(sentence: Sentence, trigger: Mention) -> Mention | None:
    """What asks that a state leave, where neither a state nor a body of one does: "the party wants Norway to leave"."""
    return next(
        (
            sign
            for sign in sentence.kind("plea.asking")
            if governing(sentence, trigger, (sign,)) is not None or _holds_an_opener(sentence, sign, trigger)
            if not any(word.end <= sign.start for word in sentence.of("state", "body"))
        ),
        None,
    )


def _holds_an_opener(sentence: Sentence, sign: Mention, trigger: Mention) -> bool:
    """Whether the word that opens the clause is the last of the sign itself: "wants that"."""
    is_near = 0 <= trigger.start - sign.end <= THAT_CLAUSE_REACH
    return is_near and any(sign.start < word.start and word.end == sign.end for word in sentence.kind("frame.clause"))
