"""How far a withdrawal has come, by the words around the word of leaving."""

from dataclasses import dataclass

from services.classify.cues import (
    BEARING_BEFORE,
    bearing,
    behind_verb,
    distance,
    governing,
    inner_denial,
    is_future,
    is_lost,
    is_negated,
    nearest,
)
from services.classify.sentences import Sentence
from services.classify.terms import Mention
from services.contracts.vocabulary import Realis, Stage

_RUNG_OF_BODY = {
    "body.parliament": Stage.PARLIAMENT_APPROVED,
    "body.president": Stage.SIGNED_INTO_LAW,
    "body.government": Stage.GOVERNMENT_DECISION,
    "body.committee": Stage.RECOMMENDED,
    "body.ministers": Stage.RECOMMENDED,
}
_BODIES = tuple(_RUNG_OF_BODY)
BODY_REACH = 80
AFTER_NOUN = 45
"""How far behind a noun its verb may stand: "the exit is being weighed"."""
DENIED_AFTER_NOUN = 60
"""The same of a denial, which closes the sentence in many languages: "a motion to leave was ... voted down"."""
DENIED_AFTER_VERB = 30
NO_LONGER_REACH = 45
VOTED_ON = 16
"""A day may stand between the vote and what was voted on."""
SUPPOSED_REACH = 12
ASKING_REACH = 70
PROPOSED_REACH = 30
TIMED_REACH = 3
LIKENESS = "likeness"
"""The value of a trigger that only tells of a step like one told before."""
UNTOLD = "named without a stage"
LOST = "a vote was lost"
OVER = "told as done"
TO_COME = "told as under way or to come"
_ENDING_ACTS = frozenset({"denounce", "de_ratify"})


@dataclass(frozen=True)
class Read:
    """A stage, how real it is, the rule that found it and the sign it stands on."""

    stage: Stage
    realis: Realis
    rule: str
    sign: Mention
    is_firm: bool = True


def stage_of(sentence: Sentence, trigger: Mention) -> Read:
    """The stage of the exit that `trigger` tells of."""
    if trigger.family == "stay":
        return _stayed(sentence, trigger)
    for rule in (_denied, _suspended, _done_step, _weighed, _tense):
        found = rule(sentence, trigger)
        if found is not None:
            return found
    recalled = bearing(sentence, trigger, ("mood.background",), 0, AFTER_NOUN)
    if trigger.value == "withdraw" and recalled is not None:
        return Read(Stage.IN_EFFECT, Realis.ACTUAL, "recalled as over", recalled, is_firm=False)
    return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, UNTOLD, trigger, is_firm=False)


def _stayed(sentence: Sentence, trigger: Mention) -> Read:
    """What remaining in the treaty says of an exit: that it is weighed, or that it is rejected."""
    if is_negated(sentence, trigger):
        return Read(Stage.GOVERNMENT_DECISION, Realis.PLANNED, "will not remain", trigger, is_firm=False)
    sign = bearing(sentence, trigger, ("step.considered", "mood.possible"), BEARING_BEFORE)
    if sign is not None:
        return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "whether to remain is weighed", sign, is_firm=False)
    return Read(Stage.REJECTED, Realis.NEGATED, "remains in the treaty", trigger)


def _denied(sentence: Sentence, trigger: Mention) -> Read | None:
    if trigger.kind == "exit.past" and _is_no_longer(sentence, trigger):
        return None
    lost = next((vote for vote in sentence.kind("step.lost") if is_lost(sentence, vote)), None)
    if lost is not None:
        return Read(Stage.REJECTED, Realis.NEGATED, LOST, lost)
    after = DENIED_AFTER_NOUN if trigger.kind == "exit.noun" else DENIED_AFTER_VERB
    sign = bearing(sentence, trigger, ("step.rejected", "denial"), BEARING_BEFORE, after)
    sign = sign or inner_denial(sentence, trigger, "step.rejected")
    sign = sign or governing(sentence, trigger, (*sentence.of("denial"), *sentence.kind("step.rejected")))
    if sign is None and is_negated(sentence, trigger):
        sign = trigger
    if sign is None or _is_left_open(sentence):
        return None
    if (advice := _advice_against(sentence)) is not None:
        return Read(Stage.OPPOSED, Realis.NEGATED, "advised against", advice, is_firm=False)
    return Read(Stage.REJECTED, Realis.NEGATED, "the exit is denied", sign)


def _advice_against(sentence: Sentence) -> Mention | None:
    """What tells that the denial is only advice: "should not leave"."""
    denials = sentence.kind("mood.negation")
    objections = sentence.kind("step.opposed")
    return next((word for word in objections if any(word.covers(denial) for denial in denials)), None)


def _is_left_open(sentence: Sentence) -> bool:
    """Whether the denial is of a denial: "has not ruled out"."""
    denials = (*sentence.kind("mood.negation", "step.rejected"), *sentence.of("denial"))
    return any(word.covers(denial) for word in sentence.kind("step.considered") for denial in denials)


def is_of_a_void(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the exit is told as the treaty's: "it no longer applies to Poland"."""
    return any(trigger.start <= sign.start and sign.end <= trigger.end for sign in sentence.of("void"))


def _is_no_longer(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the denial near the exit is the exit itself: "is no longer a party", "no longer applies"."""
    if is_of_a_void(sentence, trigger):
        return True
    clause = sentence.clause(trigger.start)
    return any(
        sentence.clause(sign.start) == clause and distance(sign, trigger) <= NO_LONGER_REACH
        for sign in sentence.of("no_longer")
    )


def _suspended(sentence: Sentence, trigger: Mention) -> Read | None:
    if trigger.value != "suspend":
        return None
    weighed = _weighed(sentence, trigger)
    return weighed or Read(Stage.SUSPENDED, Realis.ACTUAL, "the treaty is suspended", trigger)


def _signs(sentence: Sentence, trigger: Mention, kind: str) -> list[Mention]:
    """The sentence's signs of a kind, without those of a clause that has an exit of its own.

    A likeness takes those of its own clause alone: the others are of the step it is like.
    """
    own = sentence.clause(trigger.start)
    if trigger.value == LIKENESS:
        return [sign for sign in sentence.kind(kind) if sentence.clause(sign.start) == own]
    taken = {sentence.clause(other.start) for other in sentence.of("exit")} - {own}
    return [sign for sign in sentence.kind(kind) if sentence.clause(sign.start) not in taken]


def _done_step(sentence: Sentence, trigger: Mention) -> Read | None:
    """The furthest formal step that the sentence tells as done."""
    weighed = _weighed(sentence, trigger)
    if _is_over(sentence, trigger) and weighed is None:
        return Read(Stage.IN_EFFECT, Realis.ACTUAL, OVER, trigger)
    for kind, stage in (("step.effect", Stage.IN_EFFECT), ("step.notified", Stage.NOTIFIED)):
        for sign in _signs(sentence, trigger, kind):
            if weighed is not None and abs(weighed.sign.start - trigger.start) < abs(sign.start - trigger.start):
                continue
            if is_negated(sentence, sign) or _is_supposed(sentence, sign):
                continue
            if not (is_future(sentence, sign) or (kind == "step.effect" and _is_timed(sentence, sign))):
                return Read(stage, Realis.ACTUAL, f"told as done: {kind}", sign)
            if kind == "step.effect":
                is_firm = _is_noticed_before(sentence, sign)
                return Read(Stage.NOTIFIED, Realis.PLANNED, "the effect lies ahead", sign, is_firm)
    return (
        _signed(sentence, trigger)
        or _recommended(sentence, trigger)
        or _tabled(sentence, trigger)
        or (None if weighed else _voted(sentence, trigger))
    )


def _is_timed(sentence: Sentence, effect: Mention) -> bool:
    """Whether the time it takes stands right behind the effect, which so lies ahead: "takes effect in six months"."""
    behind = (sign for sign in sentence.kind("mood.future") if 0 < sign.start - effect.end <= TIMED_REACH)
    return any(" " in sentence.text[sign.start - sentence.start : sign.end - sentence.start] for sign in behind)


def _is_supposed(sentence: Sentence, sign: Mention) -> bool:
    """Whether the step is only thought of: "if the deputies agree, the notice could be deposited"."""
    return bearing(sentence, sign, ("mood.possible",), SUPPOSED_REACH) is not None


def _is_noticed_before(sentence: Sentence, effect: Mention) -> bool:
    """Whether the notice that sets the clock running is told too; without it the effect may be a mere rule."""
    return any(
        notice.end <= effect.start and not is_future(sentence, notice) and not is_negated(sentence, notice)
        for notice in sentence.kind("step.notified")
    )


def _is_over(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the state has left: a notice in the same sentence is then how it left."""
    return trigger.kind == "exit.past" and trigger.value == "withdraw" and not is_future(sentence, trigger)


def _signed(sentence: Sentence, trigger: Mention) -> Read | None:
    for sign in _signs(sentence, trigger, "step.signed"):
        if is_future(sentence, sign) or is_negated(sentence, sign):
            continue
        if sentence.kind("step.decreed"):
            return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "a decree was signed", sign)
        if sentence.kind("body.president"):
            return Read(Stage.SIGNED_INTO_LAW, Realis.ACTUAL, "the president signed", sign)
    return None


def _recommended(sentence: Sentence, trigger: Mention) -> Read | None:
    for sign in _signs(sentence, trigger, "step.recommended"):
        if not is_future(sentence, sign):
            return Read(Stage.RECOMMENDED, Realis.ACTUAL, "the deciders were asked", sign)
    for sign in _signs(sentence, trigger, "plea.asking"):
        if _asks_the_deciders(sentence, sign) and not _asks_for_a_study(sentence, sign, trigger):
            return Read(Stage.RECOMMENDED, Realis.ACTUAL, "a committee asks the deciders", sign)
    return None


def _asks_the_deciders(sentence: Sentence, sign: Mention) -> bool:
    """Whether a committee, and nobody else, makes the call; whom it is made to goes without saying."""
    if is_future(sentence, sign) or is_negated(sentence, sign):
        return False
    before = [body for body in sentence.of("body") if body.end <= sign.start and sign.start - body.end <= ASKING_REACH]
    kinds = {body.kind for body in before}
    return "body.committee" in kinds and "body.organisation" not in kinds


def _asks_for_a_study(sentence: Sentence, sign: Mention, trigger: Mention) -> bool:
    """Whether what is asked for is only that the exit be looked into."""
    weighing = sentence.kind("step.considered", "mood.possible")
    return any(sign.end <= word.start <= trigger.start for word in weighing)


def _tabled(sentence: Sentence, trigger: Mention) -> Read | None:
    for sign in _signs(sentence, trigger, "step.proposed_bill"):
        if not (is_future(sentence, sign) or is_negated(sentence, sign)):
            return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "a bill was tabled", sign)
    for sign in _signs(sentence, trigger, "plea.asking"):
        is_before = sign.end <= trigger.start and not _asks_for_a_study(sentence, sign, trigger)
        if is_before and _is_the_governments(sentence, sign):
            return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "the government proposes it", sign)
    return None


def _is_the_governments(sentence: Sentence, sign: Mention) -> bool:
    """Whether the government, and nobody before it in the sentence, makes the proposal."""
    if is_future(sentence, sign) or is_negated(sentence, sign):
        return False
    before = [body for body in sentence.of("body") if body.end <= sign.start]
    is_near = bool(before) and sign.start - before[-1].end <= PROPOSED_REACH
    return is_near and {body.kind for body in before} == {"body.government"}


def _voted(sentence: Sentence, trigger: Mention) -> Read | None:
    for sign in _signs(sentence, trigger, "step.voted"):
        body = nearest(sentence.kind(*_BODIES), sign.start)
        if body is None or distance(body, sign) > BODY_REACH or is_negated(sentence, sign):
            continue
        if is_future(sentence, sign):
            return Read(Stage.GOVERNMENT_DECISION, Realis.PLANNED, "a vote lies ahead", sign, is_firm=False)
        if body.kind == "body.president" and _is_to_come(sentence, trigger):
            continue  # "confirmed that the state will leave": told, not signed
        if body.kind == "body.president" and sentence.kind("step.decreed"):
            return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "decided by decree", sign)
        return Read(_RUNG_OF_BODY[body.kind], Realis.ACTUAL, f"{body.kind} agreed", sign)
    if trigger.value in _ENDING_ACTS and trigger.kind in ("exit.past", "exit.present"):
        body = bearing(sentence, trigger, ("body.parliament", "body.president"), BEARING_BEFORE)
        if body is not None:
            return Read(_RUNG_OF_BODY[body.kind], Realis.ACTUAL, f"{body.kind} ended it", trigger)
    return None


def _is_to_come(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the leaving that is told of lies ahead; many languages make their future of a past form."""
    told = (trigger,) if trigger.family == "exit" else sentence.of("exit")
    return any(word.kind == "exit.future" or (word.kind == "exit.past" and is_future(sentence, word)) for word in told)


def _weighed(sentence: Sentence, trigger: Mention) -> Read | None:
    after = AFTER_NOUN if trigger.kind == "exit.noun" else behind_verb(sentence)
    sign = bearing(sentence, trigger, ("mood.possible", "step.considered"), BEARING_BEFORE, after)
    if sign is None and trigger.kind != "exit.past":
        sign = governing(sentence, trigger, sentence.kind("step.considered"))
    if sign is None or _is_part_of_a_vote(sentence, sign):
        return None
    decided = bearing(sentence, trigger, ("step.decided",), BEARING_BEFORE, 45)
    if decided is not None and distance(decided, trigger) <= distance(sign, trigger):
        return None
    return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "the exit is weighed", sign)


def _is_part_of_a_vote(sentence: Sentence, sign: Mention) -> bool:
    """Whether the weighing is what was voted on: "approved the proposal"."""
    return any(
        vote.start <= sign.start
        and (sign.end <= vote.end or 0 <= sign.start - vote.end <= (VOTED_ON if vote.kind == "step.voted" else 1))
        for vote in sentence.kind("step.voted", "step.decided")
    )


def _tense(sentence: Sentence, trigger: Mention) -> Read | None:
    if sentence.kind("step.decreed"):
        return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "a decree", sentence.kind("step.decreed")[0])
    if trigger.kind == "exit.past" and not is_future(sentence, trigger):
        stage = Stage.GOVERNMENT_DECISION if trigger.value == "unsign" else Stage.IN_EFFECT
        return Read(stage, Realis.ACTUAL, OVER, trigger)
    if trigger.kind in ("exit.present", "exit.future") or is_future(sentence, trigger):
        return Read(Stage.GOVERNMENT_DECISION, Realis.PLANNED, TO_COME, trigger)
    if decided := _signs(sentence, trigger, "step.decided"):
        return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "decided or announced", decided[0])
    if opposed := sentence.kind("step.opposed"):
        return Read(Stage.OPPOSED, Realis.ACTUAL, "objected to", opposed[0], is_firm=False)
    return None
