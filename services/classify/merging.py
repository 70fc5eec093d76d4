"""From claims to findings: one per state and slot, at the furthest step the body reports."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.classify.calibration import probability, score_alone, score_of
from services.classify.claims import Claim, Span
from services.classify.document import Document
from services.classify.leading_claims import leader_of
from services.classify.second_opinion import SecondOpinion
from services.classify.sentences import Part
from services.classify.trace import Trace
from services.contracts.finding import Evidence, Finding
from services.contracts.vocabulary import MineType, Realis, Stage, Topic

_MAIN_CLASSES = frozenset({MineType.ANTIPERSONNEL.value, MineType.ANTITANK.value, MineType.NAVAL.value})
_BEFORE_NOTICE = frozenset(
    {Stage.RECOMMENDED, Stage.GOVERNMENT_DECISION, Stage.PARLIAMENT_APPROVED, Stage.SIGNED_INTO_LAW}
)

LATE, LATE_STEP = 0.8, 0.4
"""What an article's only telling costs where it comes late; a step done is rarely told by the way."""


def findings(
    document: Document,
    claims: Sequence[Claim],
    threshold: float,
    trace: Trace,
    opinion: SecondOpinion | None = None,
) -> tuple[Finding, ...]:
    """The findings of an article, best first; those under the threshold are left out and noted."""
    focus = _focus(document, claims)
    found: list[Finding] = []
    groups = _slots(claims)
    leaders = [leader_of(group) for group in groups]
    for leader, group in zip(opinion.restaged(leaders, groups) if opinion else leaders, groups, strict=True):
        score = _score(leader, group, focus[leader.topic], is_alone=opinion is None)
        label = f"{leader.topic} {leader.country} {leader.slot} {leader.stage}"
        if score < threshold:
            trace.note(leader.sentence, f"{label}: score {score:.2f} is under the threshold {threshold:.2f}")
            continue
        trace.note(leader.sentence, f"{label}: {leader.rule}; score {score:.2f}, threshold {threshold:.2f}")
        found.append(_finding(document, leader, _with_capacity(_with_maker(group, claims), claims), score))
    return tuple(sorted(found, key=lambda finding: -finding.score))


def _slots(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims about one state and one treaty or mine type; several makers of one type stay apart."""
    classed = {claim.country for claim in claims if claim.slot in _MAIN_CLASSES}
    slots: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        if claim.slot == MineType.UNSPECIFIED and claim.country in classed:
            continue  # the same state's mines are named by their class elsewhere in the article
        slots.setdefault((claim.topic, claim.country, claim.slot), []).append(claim)
    return [part for group in slots.values() for part in _by_maker(group)]


def _by_maker(group: list[Claim]) -> list[list[Claim]]:
    """The group in parts, one for each maker that is told of at the step that stands."""
    makers = list(dict.fromkeys(claim.producer for claim in group if claim.producer))
    if len(makers) < 2:
        return [group]
    parts = [[claim for claim in group if claim.producer == maker] for maker in makers]
    # Who is told of at another step than the one that stands is a partner or a place of that one.
    stands = leader_of(group)
    own = [part for part in parts if leader_of(part).stage is stands.stage] or [parts[0]]
    rest = [claim for claim in group if not any(claim in part for part in own)]
    return [[*own[0], *rest], *own[1:]]


def _with_maker(group: list[Claim], claims: Sequence[Claim]) -> list[Claim]:
    """The group, and where it names no maker the article's only one, if a sentence beside it tells of the state."""
    named = [claim for claim in claims if claim.producer]
    if any(claim.producer for claim in group) or len({claim.producer for claim in named}) != 1:
        return group
    places = {claim.sentence.index for claim in group}
    near = [
        claim
        for claim in named
        if claim.country == group[0].country
        and claim.topic is group[0].topic
        and any(abs(claim.sentence.index - place) <= 1 for place in places)
    ]
    lone = replace(near[0], quantity=None, capacity_per_year=None) if near else None
    return [*group, lone] if lone else group


def _with_capacity(group: list[Claim], claims: Sequence[Claim]) -> list[Claim]:
    """The group, led by the largest yearly capacity told of its maker, whatever mine it was told of."""
    makers = {claim.producer for claim in group if claim.producer}
    told = [
        claim
        for claim in claims
        if claim.capacity_per_year and claim.country == group[0].country and claim.producer in makers
    ]
    if not told:
        return group
    largest = max(told, key=lambda claim: claim.capacity_per_year or 0)
    return [replace(largest, quantity=None), *(replace(claim, capacity_per_year=None) for claim in group)]


def _focus(document: Document, claims: Sequence[Claim]) -> dict[Topic, float]:
    """What the article as a whole adds: a claim in the title, told more than once, or beside the other topic."""
    focus: dict[Topic, float] = {}
    for topic in Topic:
        own = [claim for claim in claims if claim.topic is topic]
        sentences = {claim.sentence.index for claim in own}
        odds = 0.0
        odds += 1.2 if any(claim.sentence.part is Part.TITLE for claim in own) else 0.0
        odds += 0.8 if len(sentences) >= 2 else 0.0
        is_late = len(sentences) == 1 and not document.opens_with(own[0].sentence)
        odds -= (LATE_STEP if _tells_a_step(own) and len(own) == len(claims) else LATE) if is_late else 0.0
        odds += 1.0 if any(claim.topic is not topic for claim in claims) else 0.0
        focus[topic] = odds
    return focus


def _tells_a_step(claims: Sequence[Claim]) -> bool:
    """Whether a formal step short of the exit's end is told as done: what is recalled in passing is mostly over."""
    return any(
        claim.topic is Topic.TREATY_WITHDRAWAL
        and claim.is_firm
        and claim.realis is Realis.ACTUAL
        and claim.stage is not Stage.IN_EFFECT
        and not (claim.is_recalled or claim.is_aside or claim.is_premise)
        for claim in claims
    )


def _score(leader: Claim, group: Sequence[Claim], focus: float, *, is_alone: bool) -> float:
    if leader.is_supposed:
        return round(probability(leader.log_odds), 4)
    odds = max(claim.log_odds for claim in group) + focus + (0.4 if leader.is_firm else 0.0)
    odds -= 1.0 if all(claim.sentence.part is Part.TITLE for claim in group) else 0.0
    return score_alone(leader.topic, odds) if is_alone else score_of(leader.topic, odds)


def _finding(document: Document, leader: Claim, group: Sequence[Claim], score: float) -> Finding:
    is_exit = leader.topic is Topic.TREATY_WITHDRAWAL
    values = {
        name: _first(group, leader, name)
        for name in ("notified_on", "effective_on", "quantity", "capacity_per_year", "producer")
    }
    if is_exit and leader.stage in _BEFORE_NOTICE:
        values["notified_on"] = (None, None)  # the day of a notice that is still to come, or of another state's
    if is_exit and leader.stage in _BEFORE_NOTICE and _has_come(document, values["effective_on"][0]):
        values["effective_on"] = (None, None)  # the day of the vote, beside a word that elsewhere tells of the effect
    is_ahead = leader.stage is Stage.IN_EFFECT and _lies_ahead(document, values["effective_on"][0])
    return Finding(
        topic=leader.topic,
        country=leader.country,
        treaty=leader.slot if is_exit else None,
        mine_type=None if is_exit else MineType(leader.slot),
        stage=Stage.NOTIFIED if is_ahead else leader.stage,  # "has left", though another sentence tells the day to come
        act=leader.act,
        realis=Realis.HISTORICAL if leader.is_recalled and leader.realis is Realis.ACTUAL else leader.realis,
        score=score,
        evidence=_evidence(document, leader, values),
        **{name: value for name, (value, _) in values.items()},
    )


def _has_come(document: Document, day: object) -> bool:
    return isinstance(day, date) and document.published_on is not None and day <= document.published_on


def _lies_ahead(document: Document, day: object) -> bool:
    return isinstance(day, date) and document.published_on is not None and 0 < (day - document.published_on).days <= 60


def _first(group: Sequence[Claim], leader: Claim, name: str) -> tuple[date | int | str | None, Claim | None]:
    for claim in (leader, *group) if name != "capacity_per_year" else group:
        value = getattr(claim, name)
        if value is not None:
            return value, claim
    return None, None


def _evidence(
    document: Document,
    leader: Claim,
    values: dict[str, tuple[date | int | str | None, Claim | None]],
) -> tuple[Evidence, ...]:
    spans: dict[str, Span] = {span.field: span for span in leader.spans if span.field not in values}
    for name, (_, claim) in values.items():
        source = next((span for span in claim.spans if span.field == name), None) if claim else None
        if source is not None:
            spans[name] = source
    return tuple(_quote(document, span) for span in spans.values())


def _quote(document: Document, span: Span) -> Evidence:
    start, end = document.plain.span(span.start, span.end)
    return Evidence(field=span.field, quote=document.plain.original[start:end], start=start, end=end)
