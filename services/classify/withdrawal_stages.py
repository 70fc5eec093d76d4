"""How far a withdrawal has come, by the words around the word of leaving."""

from services.classify.asides import is_premise
from services.classify.cues import BEARING_BEFORE, bearing, is_future, is_negated
from services.classify.exit_signs import LIKENESS, signs_of
from services.classify.parties import parties
from services.classify.sentences import Sentence
from services.classify.stage_read import Read
from services.classify.terms import Mention
from services.classify.withdrawal_denials import denied_exit
from services.classify.withdrawal_effects import OVER, told_effect
from services.classify.withdrawal_proposals import recommended, tabled
from services.classify.withdrawal_votes import DECIDED_BY_DECREE, approval_by_unnamed, passed_exit, voted_exit
from services.classify.withdrawal_weighing import AFTER_NOUN, weighed_exit
from services.contracts.vocabulary import Realis, Stage

UNTOLD = "named without a stage"
TO_COME = "told as under way or to come"
DECREE, DECREE_SIGNED = "a decree", "a decree was signed"
DECREES = frozenset({DECREE, DECREE_SIGNED, DECIDED_BY_DECREE})
OPPOSED_NEXT = 4
"""No more than a blank stands between, or an article: "opposes leaving", "against the exit"."""
RECENT_NEXT = 1
"""No more than a blank stands between: "condemned the recent exit"."""
SUSPENDED_NEXT = 8
"""An article or a possessive stands between the suspending and the exit."""
SIGNED_SUSPENSION = "the suspension was signed"


def stage_of(sentence: Sentence, trigger: Mention) -> Read:
    """The stage of the exit that `trigger` tells of."""
    if trigger.family == "stay":
        return _stayed(sentence, trigger)
    for rule in (denied_exit, _suspended, _done_step, weighed_exit, _tense):
        found = rule(sentence, trigger)
        if found is not None:
            return found
    recalled = bearing(sentence, trigger, ("mood.background",), 0, AFTER_NOUN)
    if trigger.value == "withdraw" and recalled is not None:
        return Read(Stage.IN_EFFECT, Realis.ACTUAL, "recalled as over", recalled, is_firm=False)
    if trigger.kind == "exit.noun" and trigger.value == "withdraw" and is_premise(sentence, trigger):
        return Read(Stage.IN_EFFECT, Realis.ACTUAL, "told as what came before", trigger, is_firm=False)
    return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, UNTOLD, trigger, is_firm=False)


def _stayed(sentence: Sentence, trigger: Mention) -> Read:
    """What remaining in the treaty says of an exit: that it is weighed, or that it is rejected."""
    sign = bearing(sentence, trigger, ("step.considered", "mood.possible", "plea.asking"), BEARING_BEFORE)
    if sign is not None:
        return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "whether to remain is weighed", sign, is_firm=False)
    if is_negated(sentence, trigger):
        return Read(Stage.GOVERNMENT_DECISION, Realis.PLANNED, "will not remain", trigger, is_firm=False)
    return Read(Stage.REJECTED, Realis.NEGATED, "remains in the treaty", trigger)


def _suspended(sentence: Sentence, trigger: Mention) -> Read | None:
    """The suspension of a treaty: asked for, before parliament as a bill, or done."""
    if trigger.value != "suspend":
        return None
    if _is_of_the_exit(sentence, trigger):
        return Read(Stage.REJECTED, Realis.NEGATED, "the exit is suspended, not the treaty", trigger)
    weighed = weighed_exit(sentence, trigger)
    on_its_way = _on_its_way(sentence, trigger)
    asked = recommended(sentence, trigger) or (weighed and on_its_way) or weighed
    if asked is not None:
        return asked
    if (signed := _signed(sentence, trigger)) is not None:
        return Read(Stage.SUSPENDED, Realis.ACTUAL, SIGNED_SUSPENSION, signed.sign)
    is_only_voted = bool(sentence.kind("bill.bills"))  # the bill that suspends it waits for its signature
    voted = passed_exit(sentence, trigger, None) if is_only_voted else None
    return voted or on_its_way or Read(Stage.SUSPENDED, Realis.ACTUAL, "the treaty is suspended", trigger)


def _is_of_the_exit(sentence: Sentence, trigger: Mention) -> bool:
    """Whether what is suspended is a withdrawal: "suspends its withdrawal", not "suspends and withdraws"."""
    return any(
        word.value == "withdraw"
        and 0 < word.start - trigger.end <= SUSPENDED_NEXT
        and "," not in sentence.text[trigger.end - sentence.start : word.start - sentence.start]
        and not any(trigger.end <= joint.start < word.start for joint in sentence.kind("frame.joining"))
        for word in sentence.kind("exit.noun")
    )


def _on_its_way(sentence: Sentence, trigger: Mention) -> Read | None:
    """The bill on a suspension, and the vote for one that is told as to come; a law that is passed is the thing."""
    if sentence.kind("step.effect", "step.decreed", "step.notified") or _signed(sentence, trigger):
        return None
    is_ahead = trigger.kind == "exit.future" or (trigger.kind != "exit.past" and is_future(sentence, trigger))
    return (passed_exit(sentence, trigger, None) if is_ahead else None) or tabled(sentence, trigger)


def _done_step(sentence: Sentence, trigger: Mention) -> Read | None:
    """The furthest formal step that the sentence tells as done."""
    weighed = weighed_exit(sentence, trigger)
    return (
        told_effect(sentence, trigger, weighed)
        or _signed(sentence, trigger)
        or recommended(sentence, trigger)
        or passed_exit(sentence, trigger, weighed)
        or tabled(sentence, trigger)
        or (None if weighed else voted_exit(sentence, trigger))
    )


def _signed(sentence: Sentence, trigger: Mention) -> Read | None:
    """What was signed: the government's decree, or the law by the president."""
    for sign in signs_of(sentence, trigger, "step.signed"):
        if is_future(sentence, sign) or is_negated(sentence, sign):
            continue
        if sentence.kind("step.decreed"):
            return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, DECREE_SIGNED, sign)
        if sentence.kind("body.president") and not _is_another_states(sentence, trigger, sign):
            return Read(Stage.SIGNED_INTO_LAW, Realis.ACTUAL, "the president signed", sign)
    return None


def _is_another_states(sentence: Sentence, trigger: Mention, sign: Mention) -> bool:
    """Whether the president of a second state signs: "after A told of its exit, B's president signed the law"."""
    if sign.start < trigger.end:
        return False
    acting = [group for group in parties(sentence) if group.is_subject]
    leaver = next((group for group in reversed(acting) if group.end <= trigger.start), None)
    signer = next((group for group in reversed(acting) if trigger.end <= group.start < sign.start), None)
    return leaver is not None and signer is not None and not set(leaver.states) & set(signer.states)


def _tense(sentence: Sentence, trigger: Mention) -> Read | None:
    """The stage by the tense of the leaving, where no formal step is told; else what was decided or objected to."""
    if sentence.kind("step.decreed"):
        return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, DECREE, sentence.kind("step.decreed")[0])
    if trigger.kind == "exit.past" and not is_future(sentence, trigger):
        stage = Stage.GOVERNMENT_DECISION if trigger.value == "unsign" else Stage.IN_EFFECT
        return Read(stage, Realis.ACTUAL, OVER, trigger)
    is_new = bearing(sentence, trigger, ("mood.background",), RECENT_NEXT) is not None
    if trigger.kind == "exit.noun" and trigger.value == "withdraw" and is_new and not is_future(sentence, trigger):
        return Read(Stage.IN_EFFECT, Realis.ACTUAL, "told as what was done lately", trigger, is_firm=False)
    if trigger.kind == "exit.noun" and (opposed := _opposed(sentence, trigger, OPPOSED_NEXT)) is not None:
        return Read(Stage.OPPOSED, Realis.ACTUAL, "objected to", opposed, is_firm=False)
    if trigger.kind in ("exit.present", "exit.future") or is_future(sentence, trigger):
        return Read(Stage.GOVERNMENT_DECISION, Realis.PLANNED, TO_COME, trigger)
    if decided := signs_of(sentence, trigger, "step.decided"):
        if trigger.value == LIKENESS and _is_a_parliaments(sentence, decided[0]):
            return Read(Stage.PARLIAMENT_APPROVED, Realis.ACTUAL, "a parliament decided likewise", decided[0])
        return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "decided or announced", decided[0])
    if (approved := approval_by_unnamed(sentence, trigger)) is not None:
        return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "approved, and not told by whom", approved)
    if (opposed := _opposed(sentence, trigger, None)) is not None:
        return Read(Stage.OPPOSED, Realis.ACTUAL, "objected to", opposed, is_firm=False)
    return None


def _opposed(sentence: Sentence, trigger: Mention, reach: int | None) -> Mention | None:
    """The objection to an exit, right before it where a reach is given; what is only regretted has been decided."""
    regrets = {sign.start for sign in sentence.kind("step.regretted")}
    return next(
        (
            sign
            for sign in sentence.kind("step.opposed")
            if sign.start not in regrets and (reach is None or 0 <= trigger.start - sign.end <= reach)
        ),
        None,
    )


def _is_a_parliaments(sentence: Sentence, decision: Mention) -> bool:
    """Whether parliaments alone stand in the decision's clause: "the parliament of Latvia made the same decision"."""
    clause = sentence.clause(decision.start)
    return {body.kind for body in sentence.of("body") if sentence.clause(body.start) == clause} == {"body.parliament"}
