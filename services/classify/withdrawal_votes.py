"""Votes and decisions on an exit: whose they are, and so which rung of the ladder they reach."""

from services.classify.cues import BEARING_BEFORE, bearing, distance, governing, is_future, is_negated, nearest
from services.classify.exit_signs import is_to_come, signs_of
from services.classify.sentences import Sentence
from services.classify.stage_read import Read
from services.classify.terms import Mention
from services.classify.withdrawal_proposals import first_reading
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
VOTED_BEHIND = 40
"""Where verbs come last, the count of votes may stand between the motion and its passing."""
VOTED_ON = 16
"""A day may stand between the vote and what was voted on."""
SPOKEN_REACH = 1
AGENT_REACH = 24
"""An article and the state's name may stand between: "by the Russian State Duma"."""
DECIDED_BY_DECREE = "decided by decree"
BY_PRESIDENT = frozenset({"body.president agreed", "body.president ended it"})
_ENDING_ACTS = frozenset({"denounce", "de_ratify"})


def voted_exit(sentence: Sentence, trigger: Mention) -> Read | None:
    """The step that those take who vote or decide, or whom a word for ending the treaty has as its subject."""
    for sign in signs_of(sentence, trigger, "step.voted"):
        body = nearest(_voters(sentence, sign), sign.start)
        if body is None or _gap(sentence, body, sign) > BODY_REACH or is_negated(sentence, sign):
            continue
        if is_future(sentence, sign):
            return Read(Stage.GOVERNMENT_DECISION, Realis.PLANNED, "a vote lies ahead", sign, is_firm=False)
        is_quoted = is_to_come(sentence, trigger) or governing(sentence, trigger, (sign,)) is not None
        if body.kind == "body.president" and is_quoted:
            continue  # "confirmed that the state will leave": told, not signed
        if body.kind == "body.president" and sentence.kind("step.decreed"):
            return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, DECIDED_BY_DECREE, sign)
        if body.kind == "body.president" and any(sign.start == word.start for word in sentence.kind("step.decided")):
            return Read(Stage.GOVERNMENT_DECISION, Realis.ACTUAL, "the president decided", sign)
        return Read(_RUNG_OF_BODY[body.kind], Realis.ACTUAL, f"{body.kind} agreed", sign)
    if trigger.value in _ENDING_ACTS and trigger.kind in ("exit.past", "exit.present"):
        body = bearing(sentence, trigger, ("body.parliament", "body.president"), BEARING_BEFORE)
        if body is not None and body.kind == "body.parliament" and _is_a_place(sentence, body):
            body = bearing(sentence, trigger, ("body.president",), BEARING_BEFORE) or body
        body = body or _agent(sentence, trigger)
        if body is not None:
            return Read(_RUNG_OF_BODY[body.kind], Realis.ACTUAL, f"{body.kind} ended it", trigger)
    return None


def _agent(sentence: Sentence, trigger: Mention) -> Mention | None:
    """The parliament that a passive names right behind its verb: "was denounced by the Russian State Duma".

    Where a case tells who acts, nothing stands between.
    """
    marks = [mark.end for mark in sentence.kind("frame.agent") if 0 <= mark.start - trigger.end <= SPOKEN_REACH]
    return next(
        (
            body
            for body in sentence.kind("body.parliament")
            if 0 <= body.start - trigger.end <= SPOKEN_REACH
            or any(0 <= body.start - end <= AGENT_REACH for end in marks)
        ),
        None,
    )


def _is_a_place(sentence: Sentence, body: Mention) -> bool:
    """Whether a vote was held there, and someone else acts: "after a vote in parliament"."""
    return any(0 <= body.start - place.end <= 1 for place in sentence.kind("frame.place"))


def _gap(sentence: Sentence, body: Mention, vote: Mention) -> int:
    """How far the voters stand from their vote; for a parliament, which votes on treaties, without their names."""
    first, last = (body, vote) if body.start < vote.start else (vote, body)
    names = sentence.of("treaty") if body.kind == "body.parliament" else ()
    between = sum(name.end - name.start for name in names if first.end <= name.start and name.end <= last.start)
    return distance(body, vote) - between


def _voters(sentence: Sentence, vote: Mention) -> tuple[Mention, ...]:
    """Those who may have voted: of the vote's own clause, or of any but for a president, who signs."""
    bodies = tuple(body for body in sentence.kind(*_BODIES) if not _only_speaks(sentence, body, vote))
    bodies = tuple(body for body in bodies if not _owns_the_motion(sentence, body)) or bodies
    own = tuple(body for body in bodies if sentence.clause(body.start) == sentence.clause(vote.start))
    ahead = tuple(body for body in own if body.end <= vote.start)
    if sentence.signs_follow_verb and ahead:
        return ahead  # where verbs come last, what follows them is of another: "approved it, and parliament must too"
    return own or tuple(body for body in bodies if body.kind != "body.president")


def _owns_the_motion(sentence: Sentence, body: Mention) -> bool:
    """Whether what is voted on is the body's own: "approved the government proposal"."""
    return any(0 <= motion.start - body.end <= SPOKEN_REACH for motion in sentence.kind("motion.motions"))


def _only_speaks(sentence: Sentence, body: Mention, vote: Mention) -> bool:
    """Whether the body tells of the vote, or of what follows it: "has decided to leave, a lawmaker wrote"."""
    if body.start > vote.start and sentence.clause(body.start) > sentence.clause(vote.start):
        return True
    spoken = (verb for verb in sentence.kind("frame.speech") if verb.start != vote.start)  # "said yes" is a vote
    return any(0 <= verb.start - body.end <= SPOKEN_REACH for verb in spoken)


def passed_exit(sentence: Sentence, trigger: Mention, weighed: Read | None) -> Read | None:
    """A vote of parliament, which stands above the tabling of the bill that it passed."""
    voted = None if weighed or first_reading(sentence, trigger) else voted_exit(sentence, trigger)
    is_own = voted is not None and voted.sign is trigger and trigger.family == "exit"  # "parliament denounced it"
    is_passed = voted is not None and voted.stage is Stage.PARLIAMENT_APPROVED and not is_own
    return voted if is_passed else None


def is_part_of_a_vote(sentence: Sentence, sign: Mention) -> bool:
    """Whether the weighing is what was voted on: "approved the proposal"; who only speaks has no vote."""
    if sentence.signs_follow_verb and any(motion.start == sign.start for motion in sentence.of("motion")):
        votes = (vote for vote in sentence.kind("step.voted") if sign.start <= vote.start <= sign.end + VOTED_BEHIND)
        return any(not (is_future(sentence, vote) or is_negated(sentence, vote)) for vote in votes)
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


def approval_by_unnamed(sentence: Sentence, trigger: Mention) -> Mention | None:
    """The vote right beside the exit, with nobody named who voted: "five states have approved leaving"."""
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
