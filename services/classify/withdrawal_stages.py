"""How far a withdrawal has come, by the words around the word of leaving."""

from services.classify.cues import (
    BEARING_BEFORE,
    bearing,
    behind_verb,
    condition_behind,
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
from services.classify.withdrawal_proposals import first_reading, recommended, signs_of, tabled
from services.classify.withdrawal_read import Read
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
SPOKEN_REACH = 1
TIMED_REACH = 3
FORMAL_REACH = 12
UNTOLD = "named without a stage"
LOST = "a vote was lost"
OVER = "told as done"
FORMALLY_OVER = "told as done, and formally"
TO_COME = "told as under way or to come"
_ENDING_ACTS = frozenset({"denounce", "de_ratify"})


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
    if trigger.value == "unsign" and any(word.start == trigger.start for word in sentence.kind("mood.negation")):
        return None  # "does not intend to become a party": the denial is the step
    lost = next((vote for vote in sentence.kind("step.lost") if is_lost(sentence, vote)), None)
    if lost is not None:
        return Read(Stage.REJECTED, Realis.NEGATED, LOST, lost)
    after = DENIED_AFTER_NOUN if trigger.kind == "exit.noun" else DENIED_AFTER_VERB
    sign = bearing(sentence, trigger, ("step.rejected", "denial"), BEARING_BEFORE, after)
    if sign is not None and _is_of_a_later_exit(sentence, trigger, sign):
        return None
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


def _is_of_a_later_exit(sentence: Sentence, trigger: Mention, denial: Mention) -> bool:
    """Whether the denial behind is that of another exit: "said that its exit is a loss and Norway will not leave"."""
    return denial.start > trigger.start and any(
        trigger.end < other.start and denial.start <= other.start <= denial.end + 1 for other in sentence.of("exit")
    )


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
    asked = recommended(sentence, trigger) or _weighed(sentence, trigger)
    return asked or Read(Stage.SUSPENDED, Realis.ACTUAL, "the treaty is suspended", trigger)


def _done_step(sentence: Sentence, trigger: Mention) -> Read | None:
    """The furthest formal step that the sentence tells as done."""
    weighed = _weighed(sentence, trigger)
    if _is_over(sentence, trigger) and weighed is None:
        is_formal = any(distance(sign, trigger) <= FORMAL_REACH for sign in signs_of(sentence, trigger, "step.effect"))
        return Read(Stage.IN_EFFECT, Realis.ACTUAL, FORMALLY_OVER if is_formal else OVER, trigger)
    for kind, stage in (("step.effect", Stage.IN_EFFECT), ("step.notified", Stage.NOTIFIED)):
        for sign in signs_of(sentence, trigger, kind):
            away = abs(sign.start - trigger.start)
            is_weighed = weighed is not None and abs(weighed.sign.start - trigger.start) < away
            if is_weighed and not _is_described(sentence, trigger, sign):
                continue
            if is_negated(sentence, sign) or _is_supposed(sentence, sign):
                continue
            if kind == "step.effect" and _is_of_a_law(sentence, sign):
                continue  # the decree is what takes effect
            if not (is_future(sentence, sign) or (kind == "step.effect" and _is_timed(sentence, sign))):
                return Read(stage, Realis.ACTUAL, f"told as done: {kind}", sign)
            if kind == "step.effect":
                is_firm = _is_noticed_before(sentence, sign)
                voted = None if is_firm or weighed else _voted(sentence, trigger)
                if voted is not None and voted.is_firm:
                    return voted  # "voted to leave, which takes effect half a year after the notice"
                return Read(Stage.NOTIFIED, Realis.PLANNED, "the effect lies ahead", sign, is_firm)
    return (
        _signed(sentence, trigger)
        or recommended(sentence, trigger)
        or _passed(sentence, trigger, weighed)
        or tabled(sentence, trigger)
        or (None if weighed else _voted(sentence, trigger))
    )


def _is_of_a_law(sentence: Sentence, effect: Mention) -> bool:
    """Whether what takes effect is a decree, or the law on the exit."""
    return bool(sentence.kind("step.decreed")) or any(law.covers(effect) for law in sentence.kind("step.signed"))


def _is_described(sentence: Sentence, trigger: Mention, sign: Mention) -> bool:
    """Whether the step is told of the exit in a clause of its own: "hopes that the exit, which took effect, ..."."""
    clause = sentence.clause(sign.start)
    return any(
        trigger.end <= word.start and word.end <= sign.start and sentence.clause(word.start) == clause
        for word in sentence.kind("frame.relative")
    )


def _is_timed(sentence: Sentence, effect: Mention) -> bool:
    """Whether the time it takes stands right behind the effect, which so lies ahead: "takes effect in six months".

    Behind a comma it is the time that it took: "is effective since Monday, six months after the notice".
    """
    said = sentence.text[effect.end - sentence.start :]
    is_apart = said.startswith(",")
    behind = (sign for sign in sentence.kind("mood.future") if 0 < sign.start - effect.end <= TIMED_REACH)
    return not is_apart and any(" " in said[sign.start - effect.end : sign.end - effect.end] for sign in behind)


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
    for sign in signs_of(sentence, trigger, "step.signed"):
        if is_future(sentence, sign) or is_negated(sentence, sign):
            continue
        if sentence.kind("step.decreed"):
            return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "a decree was signed", sign)
        if sentence.kind("body.president"):
            return Read(Stage.SIGNED_INTO_LAW, Realis.ACTUAL, "the president signed", sign)
    return None


def _voters(sentence: Sentence, vote: Mention) -> tuple[Mention, ...]:
    """Those who may have voted: of the vote's own clause, or of any but for a president, who signs."""
    bodies = tuple(body for body in sentence.kind(*_BODIES) if not _only_speaks(sentence, body, vote))
    own = tuple(body for body in bodies if sentence.clause(body.start) == sentence.clause(vote.start))
    return own or tuple(body for body in bodies if body.kind != "body.president")


def _voted(sentence: Sentence, trigger: Mention) -> Read | None:
    for sign in signs_of(sentence, trigger, "step.voted"):
        body = nearest(_voters(sentence, sign), sign.start)
        if body is None or distance(body, sign) > BODY_REACH or is_negated(sentence, sign):
            continue
        if is_future(sentence, sign):
            return Read(Stage.GOVERNMENT_DECISION, Realis.PLANNED, "a vote lies ahead", sign, is_firm=False)
        is_quoted = _is_to_come(sentence, trigger) or governing(sentence, trigger, (sign,)) is not None
        if body.kind == "body.president" and is_quoted:
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


def _only_speaks(sentence: Sentence, body: Mention, vote: Mention) -> bool:
    """Whether the body tells of the vote, or of what follows it: "has decided to leave, a lawmaker wrote"."""
    if body.start > vote.start and sentence.clause(body.start) > sentence.clause(vote.start):
        return True
    return any(0 <= verb.start - body.end <= SPOKEN_REACH for verb in sentence.kind("frame.speech"))


def _passed(sentence: Sentence, trigger: Mention, weighed: Read | None) -> Read | None:
    """A vote of parliament, which stands above the tabling of the bill that it passed."""
    voted = None if weighed or first_reading(sentence, trigger) else _voted(sentence, trigger)
    is_passed = voted is not None and voted.stage is Stage.PARLIAMENT_APPROVED and voted.sign is not trigger
    return voted if is_passed else None


def _weighed(sentence: Sentence, trigger: Mention) -> Read | None:
    after = AFTER_NOUN if trigger.kind == "exit.noun" else behind_verb(sentence)
    sign = bearing(sentence, trigger, ("mood.possible", "step.considered"), BEARING_BEFORE, after)
    if sign is None and trigger.kind != "exit.noun" and _is_to_come(sentence, trigger):
        condition = condition_behind(sentence, trigger)
        if condition is not None:
            return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "the exit hangs on a condition", condition)
    if sign is None and trigger.kind != "exit.past":
        sign = governing(sentence, trigger, sentence.kind("step.considered"))
    if sign is None or _is_part_of_a_vote(sentence, sign):
        return None
    decided = bearing(sentence, trigger, ("step.decided",), BEARING_BEFORE, 45)
    if decided is not None and distance(decided, trigger) <= distance(sign, trigger):
        return None
    return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "the exit is weighed", sign)


def _is_part_of_a_vote(sentence: Sentence, sign: Mention) -> bool:
    """Whether the weighing is what was voted on: "approved the proposal"; who only speaks has no vote."""
    return any(
        vote.start <= sign.start
        and not _is_only_spoken(sentence, vote)
        and (
            sign.end <= vote.end
            or (sign.start - vote.end <= VOTED_ON if vote.kind == "step.voted" else 0 <= sign.start - vote.end <= 1)
        )
        for vote in sentence.kind("step.voted", "step.decided")
    )


def _is_only_spoken(sentence: Sentence, vote: Mention) -> bool:
    """Whether nobody who decides stands before the verb: "a deputy spoke out for leaving"."""
    before = [body for body in sentence.of("body") if body.end <= vote.start]
    return bool(before) and all(body.kind == "body.organisation" for body in before)


def _approved(sentence: Sentence, trigger: Mention) -> Mention | None:
    """A vote right beside the exit, with nobody named who voted: "five states have approved leaving"."""
    if trigger.family != "exit" or sentence.kind(*_BODIES):
        return None
    return next(
        (
            vote
            for vote in signs_of(sentence, trigger, "step.voted")
            if distance(vote, trigger) <= VOTED_ON and not is_negated(sentence, vote)
        ),
        None,
    )


def _tense(sentence: Sentence, trigger: Mention) -> Read | None:
    if sentence.kind("step.decreed"):
        return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "a decree", sentence.kind("step.decreed")[0])
    if trigger.kind == "exit.past" and not is_future(sentence, trigger):
        stage = Stage.GOVERNMENT_DECISION if trigger.value == "unsign" else Stage.IN_EFFECT
        return Read(stage, Realis.ACTUAL, OVER, trigger)
    if trigger.kind in ("exit.present", "exit.future") or is_future(sentence, trigger):
        return Read(Stage.GOVERNMENT_DECISION, Realis.PLANNED, TO_COME, trigger)
    if decided := signs_of(sentence, trigger, "step.decided"):
        return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "decided or announced", decided[0])
    if (approved := _approved(sentence, trigger)) is not None:
        return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "approved, and not told by whom", approved)
    if opposed := sentence.kind("step.opposed"):
        return Read(Stage.OPPOSED, Realis.ACTUAL, "objected to", opposed[0], is_firm=False)
    return None
