"""Exits that are denied, or that a lost vote rejects, and denials that only look like it."""

from services.classify.cues import (
    BEARING_BEFORE,
    bearing,
    behind_verb,
    distance,
    governing,
    inner_denial,
    is_lost,
    is_negated,
)
from services.classify.exit_signs import is_of_a_void
from services.classify.sentences import Sentence
from services.classify.stage_read import Read
from services.classify.terms import Mention
from services.contracts.vocabulary import Realis, Stage

DENIED_AFTER_NOUN = 60
"""How far behind a noun its denial may stand: in many languages it closes the sentence, "the motion .. was lost"."""
DENIED_AFTER_VERB = 30
NO_LONGER_REACH = 45
DECIDERS = ("body.government", "body.parliament", "body.president", "body.ministers", "body.committee")
_DENIALS = frozenset({"unsign", "suspend"})
"""Acts that a denial may be a part of."""
LOST = "a vote was lost"


def denied_exit(sentence: Sentence, trigger: Mention) -> Read | None:
    """The exit as rejected or advised against; None where nothing denies it, or the denial is the exit itself."""
    if trigger.kind == "exit.past" and _is_no_longer(sentence, trigger):
        return None
    if trigger.value in _DENIALS and any(trigger.covers(word) for word in sentence.kind("mood.negation")):
        return None  # "does not intend to become a party", "will no longer observe": the denial is the step
    lost = next((vote for vote in sentence.kind("step.lost") if is_lost(sentence, vote)), None)
    if lost is not None:
        return Read(Stage.REJECTED, Realis.NEGATED, LOST, lost)
    after = DENIED_AFTER_NOUN if trigger.kind == "exit.noun" else DENIED_AFTER_VERB
    sign = bearing(sentence, trigger, ("step.rejected", "denial"), BEARING_BEFORE, after)
    if sign is not None and (_is_of_a_later_exit(sentence, trigger, sign) or _is_of_a_return(sentence, trigger, sign)):
        return None
    sign = sign or inner_denial(sentence, trigger, "step.rejected")
    sign = sign or governing(sentence, trigger, (*sentence.of("denial"), *sentence.kind("step.rejected")))
    if sign is None and is_negated(sentence, trigger):
        sign = trigger
    sign = sign or _turned_down_next(sentence, trigger)
    if sign is None or _is_left_open(sentence):
        return None
    advice = _advice_against(sentence) or _plea_against(sentence, trigger)
    if (advice := advice or _view_of_who_only_speaks(sentence, trigger, sign)) is not None:
        return Read(Stage.OPPOSED, Realis.NEGATED, "advised against", advice, is_firm=False)
    return Read(Stage.REJECTED, Realis.NEGATED, "the exit is denied", sign)


def _turned_down_next(sentence: Sentence, trigger: Mention) -> Mention | None:
    """What the government says in the next clause to those who ask for the exit: "they want .., but it says no"."""
    if not any(sign.end <= trigger.start for sign in sentence.kind("plea.asking", "step.considered")):
        return None
    after = sentence.clause(trigger.start) + 1
    if any(sentence.clause(word.start) == after for word in sentence.of("exit")):
        return None
    deciders = [body for body in sentence.kind("body.government") if sentence.clause(body.start) == after]
    return next(
        (
            sign
            for sign in sentence.kind("step.rejected")
            if sentence.clause(sign.start) == after and any(body.end <= sign.start for body in deciders)
        ),
        None,
    )


def _advice_against(sentence: Sentence) -> Mention | None:
    """What tells that the denial is only advice: "should not leave"."""
    denials = sentence.kind("mood.negation")
    objections = sentence.kind("step.opposed")
    return next((word for word in objections if any(word.covers(denial) for denial in denials)), None)


def _plea_against(sentence: Sentence, trigger: Mention) -> Mention | None:
    """What tells that nobody who decides asks for the exit not to be: "the campaign urged Finland not to leave"."""
    if sentence.kind(*DECIDERS):
        return None
    return bearing(sentence, trigger, ("plea.asking",), BEARING_BEFORE, behind_verb(sentence))


def _view_of_who_only_speaks(sentence: Sentence, trigger: Mention, denial: Mention) -> Mention | None:
    """The denial, where the army or an organisation makes it: they decide nothing, "the army does not support it"."""
    if denial.kind != "step.rejected":
        return None
    first = min(trigger.start, denial.start)
    before = [word for word in sentence.of("state", "body", "arms") if word.end <= first]
    last = max(before, key=lambda word: word.end, default=None)
    speaks = last is not None and any(
        word.start <= last.start and last.end <= word.end
        for word in before
        if word.family == "arms" or word.kind == "body.organisation"
    )
    return denial if speaks and not sentence.kind(*DECIDERS) else None


def _is_of_a_later_exit(sentence: Sentence, trigger: Mention, denial: Mention) -> bool:
    """Whether the denial behind is that of another exit: "said that its exit is a loss and Norway will not leave"."""
    return denial.start > trigger.start and any(
        trigger.end < other.start and denial.start <= other.start <= denial.end + 1 for other in sentence.of("exit")
    )


def _is_of_a_return(sentence: Sentence, trigger: Mention, denial: Mention) -> bool:
    """Whether what is denied is to come back: "has no plans to rejoin the treaty it left"."""
    return trigger.kind == "exit.past" and any(
        denial.start <= word.start < trigger.start for word in sentence.of("joined")
    )


def _is_left_open(sentence: Sentence) -> bool:
    """Whether the denial is of a denial: "has not ruled out"."""
    denials = (*sentence.kind("mood.negation", "step.rejected"), *sentence.of("denial"))
    return any(word.covers(denial) for word in sentence.kind("step.considered") for denial in denials)


def _is_no_longer(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the denial near the exit is the exit itself: "is no longer a party", "no longer applies"."""
    if is_of_a_void(sentence, trigger):
        return True
    clause = sentence.clause(trigger.start)
    return any(
        sentence.clause(sign.start) == clause and distance(sign, trigger) <= NO_LONGER_REACH
        for sign in sentence.of("no_longer")
    )
