"""Which findings are about the same step, and what the event of that step is called.

Structure decides, never likeness of text: a treaty rung is one per case; a production rung is one per state,
producer and mine type, and takes reports within 365 days of one another. What a report leaves unspecified is
taken from the only more specific step that fits it, if there is only one. All findings of a group are looked at
together, so their order of arrival cannot matter.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count, pairwise

from services.contracts.vocabulary import LADDERS, Act, MineType, Realis, Role, Stage, Topic
from services.database.folding import producer_key
from services.runtime.identifiers import stable_id

WINDOW = timedelta(days=365)
"""A production report this long after the newest one is about a new step."""

Slot = tuple[str, str]
"""Producer and mine type of a production step, each empty where unspecified."""


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding with what its article contributes, and the event it hung on so far."""

    id: str
    article_id: str
    owner: str | None
    topic: Topic
    country: str
    treaty: str | None
    mine_type: MineType | None
    producer: str | None
    stage: Stage
    act: Act | None
    realis: Realis
    notified_on: date | None
    effective_on: date | None
    occurred_on: date | None
    quantity: int | None
    capacity_per_year: int | None
    score: float
    language: str | None
    own_origin: str
    text_key: str
    reported_at: datetime
    first_seen_at: datetime

    @property
    def slot(self) -> Slot:
        """Producer and mine type as they are compared."""
        return slot_of(self.producer, self.mine_type)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step with the findings on it; there is at least one report."""

    reports: tuple[StoredFinding, ...]
    background: tuple[StoredFinding, ...] = ()

    @property
    def slot(self) -> Slot:
        """The most specific slot among the reports."""
        return max((report.slot for report in self.reports), key=_specificity)

    @property
    def first_at(self) -> datetime:
        """When the first report says it was published."""
        return min(report.reported_at for report in self.reports)

    @property
    def newest_at(self) -> datetime:
        """When the newest report says it was published."""
        return max(report.reported_at for report in self.reports)


@dataclass(slots=True)
class _Group:
    slot: Slot
    reports: list[StoredFinding] = field(default_factory=list)

    def is_near(self, other: "_Group") -> bool:
        mine = [report.reported_at for report in self.reports]
        theirs = [report.reported_at for report in other.reports]
        return min(theirs) - max(mine) <= WINDOW and min(mine) - max(theirs) <= WINDOW


def slot_of(producer: str | None, mine_type: str | None) -> Slot:
    """Producer and mine type as they are compared, empty where unspecified."""
    kind = "" if mine_type in (None, MineType.UNSPECIFIED) else str(mine_type)
    return producer_key(producer or ""), kind


def fit(one: Slot, other: Slot) -> bool:
    """Whether nothing the one specifies contradicts the other."""
    return all(a == b or not a or not b for a, b in zip(one, other, strict=True))


def group_key(topic: str, country: str, treaty: str | None) -> str:
    """The findings that are merged together: those of one state and treaty, or of one state's production."""
    return "/".join(part for part in (topic, country, treaty if topic == Topic.TREATY_WITHDRAWAL else None) if part)


def role_of(finding: StoredFinding) -> Role | None:
    """How a finding may hang on an event; None where it may not, because it denies the step."""
    if finding.realis is Realis.HISTORICAL:
        return Role.BACKGROUND
    if finding.realis is Realis.NEGATED and finding.stage in LADDERS[finding.topic]:
        return None
    return Role.REPORT


def rungs(findings: Iterable[StoredFinding]) -> tuple[Rung, ...]:
    """The steps that the findings of one group and stage are about, in a stable order."""
    reports: list[StoredFinding] = []
    background: list[StoredFinding] = []
    for finding in sorted(findings, key=lambda each: (each.reported_at, each.id)):
        role = role_of(finding)
        if role is Role.REPORT:
            reports.append(finding)
        elif role is Role.BACKGROUND:
            background.append(finding)
    if not reports:
        return ()
    if reports[0].topic is Topic.TREATY_WITHDRAWAL:
        return (Rung(tuple(reports), tuple(background)),)
    steps = [Rung(tuple(group.reports)) for group in _production_groups(reports)]
    return _with_background(sorted(steps, key=lambda step: (step.first_at, step.reports[0].id)), background)


def _production_groups(reports: Sequence[StoredFinding]) -> list[_Group]:
    by_slot: dict[Slot, list[StoredFinding]] = defaultdict(list)
    for report in reports:
        by_slot[report.slot].append(report)
    chains = [_Group(slot, chain) for slot, same in sorted(by_slot.items()) for chain in _chains(same)]
    settled = [chain for chain in chains if _specificity(chain.slot) == 2]
    for level in (1, 0):
        settled = _joined(settled, [chain for chain in chains if _specificity(chain.slot) == level])
    return settled


def _specificity(slot: Slot) -> int:
    return sum(1 for part in slot if part)


def _chains(reports: Sequence[StoredFinding]) -> list[list[StoredFinding]]:
    """The reports, sorted by time, cut wherever the next comes more than the window later."""
    chains = [[reports[0]]]
    for earlier, later in pairwise(reports):
        if later.reported_at - earlier.reported_at > WINDOW:
            chains.append([])
        chains[-1].append(later)
    return chains


def _joined(settled: Sequence[_Group], vaguer: Sequence[_Group]) -> list[_Group]:
    """The settled steps with each vaguer one taken into the only one that fits it, or beside them.

    Every vaguer step is held against the settled ones as they are before any has joined. Several windows of one
    slot that a vaguer step bridges become one step.
    """
    home = {index: index for index in range(len(settled))}
    members: dict[int, list[StoredFinding]] = {index: list(step.reports) for index, step in enumerate(settled)}
    alone: list[_Group] = []
    for vague in vaguer:
        near = [index for index, step in enumerate(settled) if fit(vague.slot, step.slot) and step.is_near(vague)]
        if len({settled[index].slot for index in near}) != 1:
            alone.append(vague)
            continue
        target = min(home[index] for index in near)
        for absorbed in {home[index] for index in near} - {target}:
            members[target] += members.pop(absorbed)
            home = {index: target if at == absorbed else at for index, at in home.items()}
        members[target] += vague.reports
    joined = [_Group(settled[index].slot, _in_order(reports)) for index, reports in members.items()]
    return joined + alone


def _in_order(reports: Iterable[StoredFinding]) -> list[StoredFinding]:
    return sorted(reports, key=lambda each: (each.reported_at, each.id))


def _with_background(steps: Sequence[Rung], background: Iterable[StoredFinding]) -> tuple[Rung, ...]:
    """Each background finding hung on the step it recalls: the latest of its slot that had begun by then."""
    attached: dict[int, list[StoredFinding]] = defaultdict(list)
    for finding in background:
        fitting = [index for index, step in enumerate(steps) if step.slot == finding.slot] or [
            index for index, step in enumerate(steps) if fit(step.slot, finding.slot)
        ]
        if len({steps[index].slot for index in fitting}) != 1:
            continue
        begun = [index for index in fitting if steps[index].first_at <= finding.reported_at]
        attached[begun[-1] if begun else fitting[0]].append(finding)
    return tuple(Rung(step.reports, tuple(attached[index])) for index, step in enumerate(steps))


def name_rungs(steps: Sequence[Rung], ages: Mapping[str, int]) -> tuple[str, ...]:
    """The event id of each step.

    An event stays with the step that holds most of its reports; a step that holds reports of several events keeps
    the one with most, then the oldest (`ages`: each event's sequence). A step that inherits none is named after
    its structure and, in production, its first report, so that a rebuild from nothing names it alike.
    """
    held = [Counter(report.owner for report in step.reports if report.owner in ages) for step in steps]
    inherited: dict[int, list[str]] = defaultdict(list)
    for event_id in sorted({owner for counter in held for owner in counter if owner}):
        inherited[max(range(len(steps)), key=lambda index: (held[index][event_id], -index))].append(event_id)
    names: dict[int, str] = {
        index: min(candidates, key=lambda event_id: (-held[index][event_id], ages[event_id]))
        for index, candidates in inherited.items()
    }
    for index, step in enumerate(steps):
        if index not in names:
            names[index] = _new_name(step, set(names.values()))
    return tuple(names[index] for index in range(len(steps)))


def _new_name(step: Rung, taken: set[str]) -> str:
    first = step.reports[0]
    structure: tuple[object, ...] = (first.topic, first.country, first.treaty, first.stage)
    if first.topic is Topic.MINE_PRODUCTION:
        structure += (*step.slot, first.id)
    names = (stable_id("evt", *structure, number) for number in count(1))
    return next(name for name in names if name not in taken)
