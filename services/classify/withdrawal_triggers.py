"""Which words of a sentence tell of an exit: those of leaving, of staying, of a step told before, and formal steps."""

from collections.abc import Iterator
from itertools import islice

from services.classify.claims import Claim
from services.classify.cues import BEARING_BEFORE, distance, is_future, is_negated
from services.classify.document import Document
from services.classify.likenesses import likenesses
from services.classify.parties import parties
from services.classify.sentences import Part, Sentence
from services.classify.terms import Mention
from services.classify.withdrawal_effects import is_announced
from services.contracts.vocabulary import Act, Stage

_FORMAL_STEPS = (
    "step.notified",
    "step.signed",
    "step.voted",
    "step.effect",
    "step.decreed",
    "step.recommended",
    "step.proposed_bill",
)
_IN_QUESTION = ("mood.future", "mood.possible", "step.considered", "step.decided")
STAY_REACH = 40
ACTS = {"suspend": Act.SUSPEND, "de_ratify": Act.DE_RATIFY, "unsign": Act.UNSIGN}
"""What a word of leaving does to the treaty, where it is not the plain withdrawal."""


def exit_triggers(document: Document, sentence: Sentence, claims: list[Claim]) -> Iterator[Mention]:
    """The words that may each tell of an exit; a formal step alone only where the article is about one by then."""
    if not sentence.has("exit", "stay", "step", "likeness"):
        return
    if sentence.of("other_treaty") and not sentence.of("treaty"):
        return
    if sentence.kind("frame.either"):
        return
    exits = tuple(word for word in sentence.of("exit") if not any(word.covers(thing) for thing in sentence.of("gear")))
    if not claims and all(word.value == "echo" and word.kind == "exit.past" for word in exits):
        exits = ()  # "laws followed in 2001": there is nothing yet that it could repeat
    stays = _stays(document, sentence, claims)
    yield from (*exits, *stays)
    yield from likenesses(sentence, claims)  # of those told by now, in this sentence too
    is_titled = _is_titled(document, sentence)
    if stays or sentence.part is not Part.BODY or sentence.of("joined", "gear") or not (claims or exits or is_titled):
        return
    taken = {sentence.clause(trigger.start) for trigger in exits}
    steps = [step for step in sentence.kind(*_FORMAL_STEPS) if _is_told(sentence, step)]
    lost = sentence.kind("step.lost")
    if not exits and claims and (lost or claims[-1].stage is Stage.REJECTED):
        is_next = sentence.index == claims[-1].sentence.index + 1
        yield from lost[:1] if is_next and not _is_of_others(sentence, claims) else ()
        return
    if exits:  # "... and the president of a second state signed its decree"
        owners = {sentence.clause(group.start) for group in parties(sentence) if group.is_subject}
        steps = [step for step in steps if sentence.clause(step.start) in owners - taken - _of_making(sentence)]
        steps = [step for step in steps if not _is_told_to(sentence, step, exits)]
    elif not (is_titled or sentence.of("treaty", "treaty_word")) and sentence.index > claims[-1].sentence.index + 1 + (
        _is_named_vote(sentence) or _is_named_notice(sentence)
    ):
        return
    yield from steps[:1]


def _is_told_to(sentence: Sentence, step: Mention, exits: tuple[Mention, ...]) -> bool:
    """Whether the notice is of another state's exit, told in its that-clause: "Russia was told that the US leaves"."""
    if step.kind != "step.notified":
        return False
    own = sentence.clause(step.start)
    told = [word for word in exits if sentence.clause(word.start) == own + 1]
    groups = [group for group in parties(sentence) if group.is_subject and sentence.clause(group.start) == own + 1]
    return any(group.start < word.start for word in told for group in groups)


def _is_named_vote(sentence: Sentence) -> bool:
    """Whether a parliament whose state is named votes: nobody has to say again on what."""
    return bool(sentence.kind("step.voted") and sentence.kind("body.parliament") and sentence.of("state"))


def _is_named_notice(sentence: Sentence) -> bool:
    """Whether states that are named hand in their papers where those of leaving go."""
    return bool(
        sentence.kind("step.notified")
        and sentence.kind("notice.papers")
        and sentence.kind("notice.receivers")
        and sentence.of("state")
    )


def _of_making(sentence: Sentence) -> set[int]:
    """The clauses that tell of mines made or bought: what is approved there is that, and no exit."""
    mines = {sentence.clause(mine.start) for mine in sentence.of("mine", "product")}
    return mines & {sentence.clause(word.start) for word in sentence.of("making")}


def _is_of_others(sentence: Sentence, claims: list[Claim]) -> bool:
    """Whether the sentence names states, and none of those that the step before was told of: another vote."""
    named = {code for state in sentence.of("state") for code in state.value.split()}
    return bool(named) and not named & {claim.country for claim in claims}


def _is_titled(document: Document, sentence: Sentence) -> bool:
    """Whether the sentence goes on where a title left off that names the treaty and the exit, but no state."""
    title = document.title
    return title is not None and document.is_lead(sentence) and bool(title.of("treaty") and title.of("exit"))


def _stays(document: Document, sentence: Sentence, claims: list[Claim]) -> tuple[Mention, ...]:
    """Words of remaining beside a treaty's name, where that was in question: to remain as ever is no news."""
    if not (document.is_lead(sentence) or sentence.part is Part.TITLE):
        return ()
    named, signs = sentence.of("treaty", "treaty_word"), sentence.kind(*_IN_QUESTION)
    is_doubted = _is_doubted(document, sentence, claims)
    if not is_doubted and sentence.kind("body.organisation") and sentence.kind("plea.asking"):
        return ()  # "the Red Cross asks Finland to stay": nobody has thought of leaving
    found = (
        stay
        for stay in sentence.of("stay")
        if any(distance(name, stay) <= STAY_REACH for name in named)
        and (is_doubted or any(0 <= stay.start - sign.end <= BEARING_BEFORE for sign in signs))
    )
    return tuple(islice(found, 1))


def _is_doubted(document: Document, sentence: Sentence, claims: list[Claim]) -> bool:
    """Whether an exit is spoken of beside the staying, and none was told as decided."""
    spoken_of = [*sentence.of("exit"), *(document.title.of("exit") if document.title else ())]
    is_open = all(claim.stage in (Stage.CONSIDERED, Stage.REJECTED) or not claim.is_firm for claim in claims)
    return bool(spoken_of) and is_open and all(word.kind == "exit.noun" or word.value == "echo" for word in spoken_of)


def _is_told(sentence: Sentence, step: Mention) -> bool:
    """Whether the step is told as done, or as sure to come: an effect that lies ahead follows from a notice."""
    if step.kind == "step.notified" and is_announced(sentence, step):
        return False
    return not is_negated(sentence, step) and (step.kind == "step.effect" or not is_future(sentence, step))
