"""Who asks for an exit: a committee or ministers, the government with its bill, members with one of their own."""

from services.classify.cues import FUTURE_REACH, bearing, is_future, is_negated
from services.classify.document import Document
from services.classify.exit_signs import signs_of
from services.classify.sentences import Sentence
from services.classify.stage_read import Read
from services.classify.terms import Mention
from services.contracts.vocabulary import Realis, Stage

FIRST_READING = "the bill is at its first reading"
ASKING_REACH = 70
PROPOSED_REACH = 30
MOVER_REACH = 110
DECIDER_REACH = 16
AGENT_REACH = 12
"""A number may stand between: "tabled by a group of 12 deputies"."""


def recommended(sentence: Sentence, trigger: Mention) -> Read | None:
    """What a committee or ministers ask of the deciders."""
    for sign in signs_of(sentence, trigger, "step.recommended"):
        if not is_future(sentence, sign) and not _asks_for_a_study(sentence, sign, trigger):
            return Read(Stage.RECOMMENDED, Realis.ACTUAL, "the deciders were asked", sign)
    for sign in signs_of(sentence, trigger, "plea.asking"):
        if _asks_the_deciders(sentence, sign) and not _asks_for_a_study(sentence, sign, trigger):
            return Read(Stage.RECOMMENDED, Realis.ACTUAL, "a committee asks the deciders", sign)
    return None


def _asks_the_deciders(sentence: Sentence, sign: Mention) -> bool:
    """Whether a committee makes the call, whom it is made to goes without saying; or ministers, who name that."""
    if is_future(sentence, sign) or is_negated(sentence, sign):
        return False
    clause = sentence.clause(sign.start)
    kinds = {
        body.kind
        for body in sentence.of("body")
        if body.end <= sign.start and (sign.start - body.end <= ASKING_REACH or sentence.clause(body.start) == clause)
    }
    if "body.organisation" in kinds:
        return False
    return "body.committee" in kinds or (kinds == {"body.ministers"} and _names_the_deciders(sentence, sign))


def _names_the_deciders(sentence: Sentence, sign: Mention) -> bool:
    """Whether the government or parliament stands right behind the asking: "urges the government to leave"."""
    deciders = sentence.kind("body.government", "body.parliament")
    return any(0 <= body.start - sign.end <= DECIDER_REACH for body in deciders)


def _asks_for_a_study(sentence: Sentence, sign: Mention, trigger: Mention) -> bool:
    """Whether what is asked for is only that the exit be looked into."""
    weighing = sentence.kind("step.considered", "mood.possible")
    return any(sign.end <= word.start <= trigger.start for word in weighing)


def tabled(sentence: Sentence, trigger: Mention) -> Read | None:
    """What a bill says of the exit, by who brings it."""
    if (reading := first_reading(sentence, trigger)) is not None:
        return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, FIRST_READING, reading)
    for sign in signs_of(sentence, trigger, "step.proposed_bill"):
        if is_future(sentence, sign) or is_negated(sentence, sign):
            continue
        if _is_the_members(sentence, sign):
            return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "members tabled a bill of their own", sign)
        return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "a bill was tabled", sign)
    for sign in signs_of(sentence, trigger, "plea.asking"):
        is_before = sign.end <= trigger.start and not _asks_for_a_study(sentence, sign, trigger)
        if any(motion.end <= sign.start for motion in sentence.kind("motion.motions")):
            continue  # "a motion that asks the government to leave": the motion asks
        if is_before and _is_the_governments(sentence, sign):
            return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "the government proposes it", sign)
    return None


def first_reading(sentence: Sentence, trigger: Mention) -> Mention | None:
    """The first reading that a bill has passed: the vote that counts is still to come."""
    votes = signs_of(sentence, trigger, "step.voted")
    is_passed = any(not (is_future(sentence, vote) or is_negated(sentence, vote)) for vote in votes)
    return next(iter(signs_of(sentence, trigger, "bill.readings")), None) if is_passed else None


def _is_the_members(sentence: Sentence, sign: Mention) -> bool:
    """Whether members of parliament, and nobody of the government, bring the bill."""
    movers = sentence.of("mover")
    agents = sentence.kind("frame.agent")
    officials = sentence.kind("body.government", "body.ministers", "body.president")
    if not movers or any(
        body.start <= sign.end or any(0 <= body.start - agent.end <= AGENT_REACH for agent in agents)
        for body in officials  # who stands behind is told of the bill, or is to obey it
    ):
        return False
    return any(
        0 <= sign.start - mover.end <= MOVER_REACH
        or (
            0 <= mover.start - sign.end <= MOVER_REACH
            and any(0 <= mover.start - agent.end <= AGENT_REACH and agent.start >= sign.end for agent in agents)
        )
        for mover in movers
    )


def is_in_members_bill(document: Document, sentence: Sentence, trigger: Mention) -> bool:
    """Whether the sentence goes on with a bill that members brought in the one before: "it would end the treaty"."""
    if not sentence.index or sentence.of("body"):
        return False
    before = document.sentences[sentence.index - 1]
    if not any(_is_the_members(before, sign) for sign in before.kind("bill.tabling", "step.proposed_bill")):
        return False
    ahead = bearing(sentence, trigger, ("mood.future",), FUTURE_REACH)
    return ahead is not None and not any(state.start < ahead.start for state in sentence.of("state"))


def _is_the_governments(sentence: Sentence, sign: Mention) -> bool:
    """Whether the government, and nobody before it in the sentence, makes the proposal."""
    if is_future(sentence, sign) or is_negated(sentence, sign):
        return False
    before = [body for body in sentence.of("body") if body.end <= sign.start]
    is_near = bool(before) and sign.start - before[-1].end <= PROPOSED_REACH
    if not is_near or {body.kind for body in before} != {"body.government"}:
        return False
    return not any(before[-1].end <= word.start < sign.start for word in sentence.kind("step.considered"))
