"""Steps told by their likeness to one told before: "Bulgaria plans no such step", "Latvia made the same decision"."""

from services.classify.claims import Claim
from services.classify.cues import bearing, behind_verb, is_future, is_negated
from services.classify.dates import names_a_day, names_a_time, names_a_weekday, opens_with_a_month
from services.classify.document import Document
from services.classify.exit_signs import LIKENESS
from services.classify.parties import Party, parties
from services.classify.sentences import Part, Sentence
from services.classify.stage_read import Read
from services.classify.terms import Mention
from services.classify.withdrawal_stages import TO_COME, UNTOLD
from services.contracts.vocabulary import Realis, Stage

REACH_SENTENCES = 3
"""How far behind the step its likeness may be told of."""
ALONG_REACH = 20
"""An article, and what the states are to one another, may stand between: "together with the neighbouring X"."""
DAY_LENGTH = 24
"""A day with its preposition, and no verb of its own."""
WEEKDAY_REACH = 8
"""What stands for the body, and a preposition: "the Lithuanian one on Thursday"."""
PRONOUN_LENGTH = 3
"""Of what stands for the step, before a verb that weighs it."""
PLANNED_REACH = 16
"""How near a word of what is to come stands: "plans the same step", but not "wrote to its guests of such a step"."""


def likenesses(sentence: Sentence, claims: list[Claim]) -> tuple[Mention, ...]:
    """The words that tell, of another state, the step told before, each as a noun of leaving."""
    if sentence.part is not Part.BODY or not claims or sentence.of("joined", "gear"):
        return ()
    if sentence.index - claims[-1].sentence.index > REACH_SENTENCES or sentence.kind("step.opposed"):
        return ()
    taken = {sentence.clause(word.start) for word in sentence.of("exit")}
    return tuple(
        Mention("exit.noun", LIKENESS, _start(sentence, word), word.end, "exit")
        for word in sentence.of("likeness")
        if sentence.clause(word.start) not in taken
    )


def _start(sentence: Sentence, word: Mention) -> int:
    """Where the word begins, or what weighs the step within it: French "y songe", Italian "ci pensa"."""
    weighing = sentence.kind("step.considered", "mood.possible")
    within = (sign.start for sign in weighing if word.covers(sign) and sign.start - word.start <= PRONOUN_LENGTH)
    return min(within, default=word.start)


def states_told(sentence: Sentence, trigger: Mention, party: Party, read: Read, claims: list[Claim]) -> tuple[str, ...]:
    """The states of whom the trigger tells; a likeness tells of new ones alone, and only with a sign of the stage."""
    if trigger.value != LIKENESS:
        return party.states
    if read.rule == UNTOLD or read.stage is Stage.OPPOSED or not sentence.start <= party.start < sentence.end:
        return ()
    if read.rule == TO_COME and not bearing(sentence, trigger, ("mood.future",), PLANNED_REACH, behind_verb(sentence)):
        return ()
    known = {claim.country for claim in claims}
    return tuple(country for country in party.states if country not in known)


def repeated_step(sentence: Sentence, trigger: Mention) -> Read | None:
    """The step that "did likewise" repeats, where its own sentence tells it: a parliament's vote, or a notice."""
    clause = sentence.clause(trigger.start)
    bodies = [body for body in sentence.kind("body.parliament") if body.end <= trigger.start]
    if any(sentence.clause(body.start) == clause for body in bodies):
        return Read(Stage.PARLIAMENT_APPROVED, Realis.ACTUAL, "a parliament repeats the vote", trigger)
    notices = [sign for sign in sentence.kind("step.notified") if sign.end <= trigger.start]
    if notices and not is_future(sentence, notices[-1]) and not is_negated(sentence, notices[-1]):
        return Read(Stage.NOTIFIED, Realis.ACTUAL, "repeats the notice", trigger)
    return None


def companions(sentence: Sentence, party: Party, trigger: Mention) -> tuple[str, ...]:
    """The states that leave along with those of the subject: "leaves the pact together with its neighbour X"."""
    marks = sentence.kind("frame.along")
    if trigger.family != "exit" or not marks or not sentence.start <= party.start < sentence.end:
        return ()
    groups = parties(sentence)
    if sentence.signs_follow_verb:
        return _companions_before(groups, marks)
    others = (group for group in groups if not party.start <= group.start < party.end)
    return tuple(
        code
        for group in others
        if not group.is_attribute and any(0 <= group.start - mark.end <= ALONG_REACH for mark in marks)
        for code in group.states
    )


def _companions_before(groups: list[Party], marks: tuple[Mention, ...]) -> tuple[str, ...]:
    """The states before a word for "together with", and who acts before them: Korean "X, with Y and Z, advised"."""
    along = [group for group in groups if any(0 <= mark.start - group.end <= ALONG_REACH for mark in marks)]
    if not along:
        return ()
    acting = [group for group in groups if group.is_subject and group.end <= along[0].start]
    return tuple(code for group in (*acting[-1:], *along[:1]) for code in group.states)


def gapped(document: Document, sentence: Sentence, party: Party, trigger: Mention) -> tuple[str, ...]:
    """The states that share a verb told once, each with its own day: "Estonia left on 4 June, Latvia on 10 July"."""
    if trigger.family not in ("exit", "step") or not names_a_time(sentence.text, document.language):
        return ()
    others = (group for group in parties(sentence) if not party.start <= group.start < party.end)
    return tuple(code for group in others if _has_its_day(document, sentence, group) for code in group.states)


def _has_its_day(document: Document, sentence: Sentence, group: Party) -> bool:
    """Whether nothing but a day stands between the states and what follows them in the list."""
    behind = sentence.text[group.end - sentence.start :]
    joints = [joint.start - group.end for joint in sentence.kind("frame.joining") if joint.start >= group.end]
    marks = [place for mark in ",;、，" if (place := behind.find(mark)) >= 0]
    rest = behind[: min((*joints, *marks, len(behind)))]
    if len(rest) > DAY_LENGTH:
        return False
    if names_a_day(rest, document.language) or opens_with_a_month(rest, document.language):
        return True
    is_told = any(0 <= verb.start - group.end <= WEEKDAY_REACH for verb in sentence.kind("frame.speech"))
    return group.is_subject and not is_told and names_a_weekday(rest[:DAY_LENGTH], document.language, WEEKDAY_REACH)


def bound_by_none(sentence: Sentence) -> Party | None:
    """The one state of a sentence for which a treaty is told to be void, whatever stands before its name.

    Where both sides of a treaty between two are named, the treaty has lapsed and nobody has left it.
    """
    named = [group for group in parties(sentence) if not group.is_attribute]
    return named[0] if len(named) == 1 and not {"RU", "US"} <= set(named[0].states) else None
