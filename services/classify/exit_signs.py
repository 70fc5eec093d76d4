"""Which signs of a sentence belong to one exit of several, and whether that lies ahead or is the treaty's own end."""

from services.classify.cues import is_future
from services.classify.sentences import Sentence
from services.classify.terms import Mention

OWNER_GAP = 3
"""Of the possessive between a state and its exit: "Norway's exit"."""
LIKENESS = "likeness"
"""The value of a trigger that only tells of a step like one told before."""


def signs_of(sentence: Sentence, trigger: Mention, kind: str) -> list[Mention]:
    """The sentence's signs of a kind, without those of a clause that has an exit of its own.

    A likeness takes those of its own clause alone: the others are of the step it is like.
    """
    own = sentence.clause(trigger.start)
    if trigger.value == LIKENESS:
        return [sign for sign in sentence.kind(kind) if sentence.clause(sign.start) == own]
    taken = {sentence.clause(other.start) for other in sentence.of("exit")} - {own}
    return [
        sign
        for sign in sentence.kind(kind)
        if sentence.clause(sign.start) not in taken
        and not (sign.start > trigger.end and _is_taken(sentence, trigger, sign))
    ]


def _is_taken(sentence: Sentence, trigger: Mention, sign: Mention) -> bool:
    """Whether another state's exit stands between, whose sign it is: "X is leaving after Y's exit took effect"."""
    between = [word for word in sentence.kind("exit.noun") if trigger.end < word.start and word.end < sign.start]
    return sign.kind == "step.effect" and any(
        trigger.end < state.start and 0 <= word.start - state.end <= OWNER_GAP
        for word in between
        for state in sentence.of("state")
    )


def is_of_a_void(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the exit is told as the treaty's: "it no longer applies to Poland"."""
    return any(trigger.start <= sign.start and sign.end <= trigger.end for sign in sentence.of("void"))


def is_to_come(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the leaving that is told of lies ahead; many languages make their future of a past form."""
    told = (trigger,) if trigger.family == "exit" else sentence.of("exit")
    return any(word.kind == "exit.future" or (word.kind == "exit.past" and is_future(sentence, word)) for word in told)
