"""Which of the claims about one state and slot stands: the step that the article reports."""

from collections.abc import Sequence

from services.classify.asides import names_a_year
from services.classify.claims import Claim
from services.classify.sentences import Part
from services.classify.withdrawal_denials import LOST
from services.classify.withdrawal_effects import OVER
from services.classify.withdrawal_proposals import FIRST_READING
from services.classify.withdrawal_stages import DECREES, SIGNED_SUSPENSION, UNTOLD
from services.classify.withdrawal_votes import BY_PRESIDENT
from services.contracts.vocabulary import LADDERS, Act, Realis, Stage, Topic

_ASKED = frozenset({Stage.CONSIDERED, Stage.RECOMMENDED, Stage.GOVERNMENT_DECISION})
"""What a motion may be told as before the vote that it lost."""
_LESSER_ACTS = frozenset({Act.DE_RATIFY, Act.SUSPEND, Act.UNSIGN})
_LEGISLATED = frozenset({Stage.PARLIAMENT_APPROVED, Stage.SIGNED_INTO_LAW})
_DECIDING = {Topic.TREATY_WITHDRAWAL: Stage.RECOMMENDED, Topic.MINE_PRODUCTION: Stage.CONSIDERED}


def leader_of(group: Sequence[Claim]) -> Claim:
    """The claim whose stage stands: a firm one of the body before a loose one, the title last.

    Where the title tells of another act than suspending, a suspension in the body is the story so far; where it tells
    of suspending alone, another act is.
    """
    titled = {claim.act for claim in group if claim.sentence.part is Part.TITLE}
    group = _without_overruled(_without_wordless(group))

    def standing(claim: Claim) -> tuple[bool, bool, bool, bool, int, float]:
        is_past_act = bool(titled) and claim.act is Act.SUSPEND and Act.SUSPEND not in titled
        is_past_act |= titled == {Act.SUSPEND} and claim.act is not Act.SUSPEND
        is_body = claim.sentence.part is Part.BODY and claim.rule != UNTOLD
        is_past_act |= claim.is_aside and claim.stage is Stage.REJECTED  # "the president, who has ruled it out"
        return is_body, not claim.is_recalled, not is_past_act, claim.is_firm, _rank(claim), claim.log_odds

    return max(group, key=standing)


def _rank(claim: Claim) -> int:
    """How far along: the ladder's rung; off the ladder below every rung that decides something."""
    ladder = LADDERS[claim.topic]
    if claim.stage in ladder:
        rung = ladder.index(claim.stage)
        return 10 + rung if rung >= ladder.index(_DECIDING[claim.topic]) else 2
    return {Stage.SUSPENDED: 9, Stage.HALTED: 30, Stage.REJECTED: 3, Stage.OPPOSED: 1}.get(claim.stage, 0)


def _without_wordless(group: Sequence[Claim]) -> Sequence[Claim]:
    """The claims; where the body's only act is a suspension, its decree or law is of that and not of an exit."""
    told = [claim for claim in group if claim.sentence.part is Part.BODY]
    if any(claim.rule == SIGNED_SUSPENSION for claim in group):
        group = [claim for claim in group if claim.stage is not Stage.PARLIAMENT_APPROVED]
    worded = {claim.act for claim in told if claim.is_worded and not claim.is_recalled}
    if worded != {Act.SUSPEND} or any(names_a_year(claim.sentence) for claim in told if claim.act is Act.SUSPEND):
        return group
    return [claim for claim in told if claim.act is Act.SUSPEND]


def _without_overruled(group: Sequence[Claim]) -> Sequence[Claim]:
    """The claims; what was asked for is left out where the article opens with its refusal."""
    lost = [claim for claim in group if claim.rule == LOST]
    if lost and group[0].topic is Topic.TREATY_WITHDRAWAL:
        group = [claim for claim in group if claim.stage not in _ASKED or claim.sentence.index > lost[0].sentence.index]
    group = _without_overstated(_without_hasty(_by_decree(group)))
    if any(claim.stage in _LEGISLATED for claim in group):  # the law is what undid the ratification
        group = [claim for claim in group if claim.act is not Act.DE_RATIFY or claim.stage is not Stage.IN_EFFECT]
    told = [claim for claim in group if claim.sentence.part is Part.BODY and claim.is_firm]
    if not told or told[0].stage is not Stage.REJECTED:
        return group
    return [claim for claim in group if claim.stage is not Stage.RECOMMENDED]


def _by_decree(group: Sequence[Claim]) -> Sequence[Claim]:
    """The claims; a president who approves the exit by a decree, as another sentence tells, has signed no law."""
    if not any(claim.rule in DECREES for claim in group):
        return group
    return [claim for claim in group if claim.rule not in BY_PRESIDENT]


def _without_hasty(group: Sequence[Claim]) -> Sequence[Claim]:
    """The claims without the vote that is only a first reading, and without the exit denied where another act is told.

    Who takes back its ratification, or suspends, says in the same breath that it is not leaving.
    """
    told = [claim for claim in group if claim.sentence.part is Part.BODY and not claim.is_recalled]
    votes = [claim for claim in told if claim.rule == FIRST_READING or claim.stage is Stage.PARLIAMENT_APPROVED]
    if votes and votes[0].rule == FIRST_READING:
        group = [claim for claim in group if claim.stage is not Stage.PARLIAMENT_APPROVED]
    others = [claim for claim in told if claim.act in _LESSER_ACTS and claim.stage is not Stage.REJECTED]
    if others:
        group = [claim for claim in group if claim.stage is not Stage.REJECTED or claim.act is not Act.WITHDRAW]
    return group


def _without_overstated(group: Sequence[Claim]) -> Sequence[Claim]:
    """The claims; where the news is a vote, or the effect is told to come, "has left" is a loose word, unless dated."""
    told = [claim for claim in group if claim.sentence.part is Part.BODY and not claim.is_recalled]
    voted = [claim for claim in told if claim.stage is Stage.PARLIAMENT_APPROVED and claim.is_firm]
    over = [claim for claim in told if claim.stage is Stage.IN_EFFECT]
    ahead = [claim for claim in told if claim.stage is Stage.NOTIFIED and claim.realis is Realis.PLANNED]
    if not (voted or ahead) or any(claim.rule != OVER or claim.effective_on for claim in over):
        return group
    return [claim for claim in group if claim.stage is not Stage.IN_EFFECT]
