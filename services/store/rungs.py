"""Which findings are about the same step.

Structure decides, never likeness of text: a treaty rung is one in each cycle of its case; a production rung is one
per state, producer and mine type, and takes reports within 365 days of one another, unless production was halted or
rejected in between. What a report leaves unspecified is taken from the only more specific step that fits it, if
there is only one. All findings of a group are looked at together, so their order of arrival cannot matter.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from services.contracts.vocabulary import LADDERS, Role, Stage, Topic
from services.store.cycles import CLOSING_STAGES, cycles_of, is_after
from services.store.slots import Slot, fit, refines, specificity
from services.store.stored import StoredFinding, role_of

WINDOW = timedelta(days=365)
"""A production report this long after the newest one is about a new step."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step with the findings on it; there is at least one report."""

    reports: tuple[StoredFinding, ...]
    background: tuple[StoredFinding, ...] = ()
    cycle: int = 1

    @property
    def stage(self) -> Stage:
        """The stage that all its reports tell."""
        return self.reports[0].stage

    @property
    def slot(self) -> Slot:
        """The most specific slot among the reports."""
        return max((report.slot for report in self.reports), key=lambda slot: (specificity(slot), slot))

    @property
    def first_at(self) -> datetime:
        """When the first report says it was published."""
        return min(report.reported_at for report in self.reports)


@dataclass(slots=True)
class _Group:
    slot: Slot
    reports: list[StoredFinding] = field(default_factory=list)

    def is_near(self, other: "_Group") -> bool:
        mine = [report.reported_at for report in self.reports]
        theirs = [report.reported_at for report in other.reports]
        return min(theirs) - max(mine) <= WINDOW and min(mine) - max(theirs) <= WINDOW


def rungs(findings: Iterable[StoredFinding], accessions: Sequence[date] = ()) -> tuple[Rung, ...]:
    """The steps that the findings of one group are about, in a stable order."""
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
        return _treaty_background(_treaty_rungs(reports, accessions), background)
    steps = _production_rungs(reports)
    return _production_background(sorted(steps, key=_order), background)


def _order(step: Rung) -> tuple[Stage, datetime, str]:
    return step.stage, step.first_at, step.reports[0].id


def _treaty_rungs(reports: Sequence[StoredFinding], accessions: Sequence[date]) -> list[Rung]:
    cycles = cycles_of(reports, accessions)
    steps: dict[tuple[Stage, int], list[StoredFinding]] = defaultdict(list)
    for report in reports:
        steps[report.stage, cycles[report.id]].append(report)
    return [Rung(tuple(same), cycle=cycle) for (_, cycle), same in sorted(steps.items())]


def _treaty_background(steps: Sequence[Rung], background: Iterable[StoredFinding]) -> tuple[Rung, ...]:
    """Each mention hung on the latest step of its stage that had begun; where nobody reports that one, on the furthest.

    "Has announced or completed its exit" tells no more than that something is under way.
    """
    attached: dict[int, list[StoredFinding]] = defaultdict(list)
    ladder = LADDERS[Topic.TREATY_WITHDRAWAL]
    for finding in background:
        of_stage = [index for index, step in enumerate(steps) if step.stage is finding.stage]
        begun = [index for index in of_stage if steps[index].first_at <= finding.reported_at]
        if of_stage:
            attached[begun[-1] if begun else of_stage[0]].append(finding)
            continue
        reached = [
            (step.cycle, ladder.index(step.stage), index)
            for index, step in enumerate(steps)
            if step.stage in ladder and step.first_at <= finding.reported_at
        ]
        if reached and finding.stage in ladder:
            attached[max(reached)[2]].append(finding)
    return _with(steps, attached)


def _production_rungs(reports: Sequence[StoredFinding]) -> list[Rung]:
    closers = [report for report in reports if report.stage in CLOSING_STAGES]
    by_stage: dict[Stage, list[StoredFinding]] = defaultdict(list)
    for report in reports:
        by_stage[report.stage].append(report)
    return [
        Rung(tuple(group.reports))
        for stage, same in sorted(by_stage.items())
        for group in _production_groups(same, () if stage in CLOSING_STAGES else closers)
    ]


def _production_groups(reports: Sequence[StoredFinding], closers: Sequence[StoredFinding]) -> list[_Group]:
    by_slot: dict[Slot, list[StoredFinding]] = defaultdict(list)
    for report in reports:
        by_slot[report.slot].append(report)
    chains = [
        _Group(slot, chain)
        for slot, same in sorted(by_slot.items())
        for chain in _chains(same, [closer for closer in closers if fit(closer.slot, slot)])
    ]
    settled: list[_Group] = []
    for level in sorted({specificity(chain.slot) for chain in chains}, reverse=True):
        settled = _joined(settled, [chain for chain in chains if specificity(chain.slot) == level], closers)
    return settled


def _chains(reports: Sequence[StoredFinding], closers: Sequence[StoredFinding]) -> list[list[StoredFinding]]:
    """The reports, sorted by time, cut where the next comes more than the window later or after a closing."""
    chains = [[reports[0]]]
    for earlier, later in pairwise(reports):
        if later.reported_at - earlier.reported_at > WINDOW or any(
            is_after(later, closer.day) and not is_after(earlier, closer.day) for closer in closers
        ):
            chains.append([])
        chains[-1].append(later)
    return chains


def _joined(settled: Sequence[_Group], vaguer: Sequence[_Group], closers: Sequence[StoredFinding]) -> list[_Group]:
    """The settled steps with each vaguer one taken into the only one that fits it, or beside them.

    Every vaguer step is held against the settled ones as they are before any has joined. Several windows of one
    slot that a vaguer step bridges become one step, unless production was halted between them. An article that tells
    of both itself tells them apart.
    """
    home = {index: index for index in range(len(settled))}
    members: dict[int, list[StoredFinding]] = {index: list(step.reports) for index, step in enumerate(settled)}
    alone: list[_Group] = []
    for vague in vaguer:
        near = [index for index, step in enumerate(settled) if refines(step.slot, vague.slot) and step.is_near(vague)]
        if len({settled[index].slot for index in near}) != 1:
            alone.append(vague)
            continue
        near = _of_one_era(vague, {index: settled[index] for index in near}, closers)
        target = min(home[index] for index in near)
        for absorbed in {home[index] for index in near} - {target}:
            members[target] += members.pop(absorbed)
            home = {index: target if at == absorbed else at for index, at in home.items()}
        both = {report.article_id for index in near for report in settled[index].reports}
        members[target] += [report for report in vague.reports if report.article_id not in both]
        apart = [report for report in vague.reports if report.article_id in both]
        if apart:
            alone.append(_Group(vague.slot, apart))
    joined = [_Group(settled[index].slot, _in_order(reports)) for index, reports in members.items()]
    return joined + alone


def _of_one_era(vague: _Group, near: dict[int, _Group], closers: Sequence[StoredFinding]) -> list[int]:
    """Those of the steps of one slot that lie between the same two halts as the vaguer one, or last before it."""
    days = {closer.day for closer in closers if any(fit(closer.slot, step.slot) for step in near.values())}

    def era(step: _Group) -> int:
        return sum(is_after(step.reports[0], day) for day in days)

    eras = {index: era(step) for index, step in near.items()}
    wanted = max((each for each in eras.values() if each <= era(vague)), default=min(eras.values()))
    return [index for index, each in eras.items() if each == wanted]


def _in_order(reports: Iterable[StoredFinding]) -> list[StoredFinding]:
    return sorted(reports, key=lambda each: (each.reported_at, each.id))


def _production_background(steps: Sequence[Rung], background: Iterable[StoredFinding]) -> tuple[Rung, ...]:
    """Each background finding hung on the step it recalls: the latest of its slot that had begun by then."""
    attached: dict[int, list[StoredFinding]] = defaultdict(list)
    for finding in background:
        of_stage = [index for index, step in enumerate(steps) if step.stage is finding.stage]
        fitting = [index for index in of_stage if steps[index].slot == finding.slot] or [
            index for index in of_stage if fit(steps[index].slot, finding.slot)
        ]
        if len({steps[index].slot for index in fitting}) != 1:
            continue
        begun = [index for index in fitting if steps[index].first_at <= finding.reported_at]
        attached[begun[-1] if begun else fitting[0]].append(finding)
    return _with(steps, attached)


def _with(steps: Sequence[Rung], attached: dict[int, list[StoredFinding]]) -> tuple[Rung, ...]:
    return tuple(Rung(step.reports, tuple(attached[index]), step.cycle) for index, step in enumerate(steps))
