"""Findings of one group into events: which steps there are, and what is said of each.

Where reports differ on a fact, the value stated by most independent origins is shown; among equals the one in the
newest report, then the one with the best score. The other values stay with their findings.

An event's score is the chance that at least one of its independent origins is right, taking each at its best
score: 1 - (1 - a)(1 - b)… Copies therefore never raise it, and a second origin always does.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from services.contracts.vocabulary import OFF_LADDER, Act, MineType, Stage, Topic
from services.reference.clocks import computed_effective_on
from services.reference.treaties import UnknownTreaty
from services.store.identity import Rung, StoredFinding, name_rungs, rungs
from services.store.origins import Copy, origins
from services.store.titles import Facts, title_of

NOTICE_STAGES = (Stage.NOTIFIED, Stage.IN_EFFECT)
"""These two rungs of a case share its notice, so what one of them learns of it changes the other."""

# Only these have a date of effect: a suspension has none in law, and an expiry comes by itself.
_ACTS_WITH_A_CLOCK = (None, Act.WITHDRAW, Act.DE_RATIFY)


@dataclass(frozen=True, slots=True)
class Merged:
    """One event as its findings make it."""

    id: str
    facts: Facts
    title: str
    score: float
    sources: int
    article_count: int
    first_seen_at: datetime
    newest_report_at: datetime
    languages: tuple[str, ...]
    rung: Rung
    origins: Mapping[str, str]
    """The independent origin of each article on it, by the article's id."""
    support: Mapping[str, int] = field(default_factory=dict)
    """How many independent origins state the value shown, by field."""


@dataclass(frozen=True, slots=True)
class _Choice:
    value: Any = None
    support: int = 0


def merge(findings: Iterable[StoredFinding], ages: Mapping[str, int]) -> tuple[Merged, ...]:
    """The events of one group. `ages` are the sequences of the events that its findings may hang on already.

    Give it every finding of the group that has one of the stages in question, and for either of `NOTICE_STAGES`
    those of both.
    """
    by_stage: dict[Stage, list[StoredFinding]] = defaultdict(list)
    for finding in findings:
        by_stage[finding.stage].append(finding)
    steps = {stage: rungs(by_stage[stage]) for stage in sorted(by_stage)}
    notice = _notice([step for stage in NOTICE_STAGES for step in steps.get(stage, ())])
    merged: list[Merged] = []
    for of_stage in steps.values():
        names = name_rungs(of_stage, ages)
        merged += [_merged(name, step, notice) for name, step in zip(names, of_stage, strict=True)]
    return tuple(merged)


def _notice(steps: Sequence[Rung]) -> _Choice:
    """When the case's notice was received, by all reports of the notice and of its effect."""
    reports = [report for step in steps for report in step.reports]
    return _chosen(reports, "notified_on", origins(map(_copy, reports)))


def _merged(name: str, step: Rung, notice: _Choice) -> Merged:
    origin_by_article = origins(map(_copy, (*step.reports, *step.background)))
    report_origins = origins(map(_copy, step.reports))
    facts, support = _facts(step, report_origins, notice)
    return Merged(
        id=name,
        facts=facts,
        title=title_of(facts),
        score=_score(step.reports, report_origins),
        sources=len(set(report_origins.values())),
        article_count=len(report_origins),
        first_seen_at=min(report.first_seen_at for report in step.reports),
        newest_report_at=step.newest_at,
        languages=tuple(sorted({report.language for report in step.reports if report.language})),
        rung=step,
        origins=origin_by_article | report_origins,
        support=support,
    )


def _facts(step: Rung, origin_by_article: Mapping[str, str], notice: _Choice) -> tuple[Facts, dict[str, int]]:
    first = step.reports[0]
    choices = {
        name: _chosen(step.reports, attribute, origin_by_article)
        for name, attribute in (
            ("act", "act"),
            ("producer", "producer"),
            ("quantity", "quantity"),
            ("capacity_per_year", "capacity_per_year"),
            ("notified_on", "notified_on"),
            ("claimed_effective_on", "effective_on"),
            ("occurred_on", "occurred_on"),
        )
    }
    if first.stage in NOTICE_STAGES:
        choices["notified_on"] = notice
    values = {name: choice.value for name, choice in choices.items()}
    facts = Facts(
        topic=first.topic,
        country=first.country,
        treaty=first.treaty if first.topic is Topic.TREATY_WITHDRAWAL else None,
        stage=first.stage,
        mine_type=_mine_type(step),
        computed_effective_on=_computed(first, values["act"], values["notified_on"]),
        **values,
    )
    return facts, {name: choice.support for name, choice in choices.items() if choice.support}


def _chosen(reports: Iterable[StoredFinding], attribute: str, origin_by_article: Mapping[str, str]) -> _Choice:
    """The value of `attribute` that is shown, by the rule of this module."""
    stating: dict[Any, list[StoredFinding]] = defaultdict(list)
    for report in reports:
        value = getattr(report, attribute)
        if value is not None:
            stating[value].append(report)
    if not stating:
        return _Choice()

    def weight(value: Any) -> tuple[int, datetime, float, str]:
        behind = stating[value]
        return (
            len({origin_by_article[report.article_id] for report in behind}),
            max(report.reported_at for report in behind),
            max(report.score for report in behind),
            str(value),  # only so that two equals come out alike in any order
        )

    best = max(stating, key=weight)
    return _Choice(best, weight(best)[0])


def _mine_type(step: Rung) -> MineType | None:
    if step.reports[0].topic is Topic.TREATY_WITHDRAWAL:
        return None
    return MineType(step.slot[1] or MineType.UNSPECIFIED)


def _computed(first: StoredFinding, act: Act | None, notified_on: date | None) -> date | None:
    if first.treaty is None or notified_on is None or act not in _ACTS_WITH_A_CLOCK:
        return None
    if first.topic is not Topic.TREATY_WITHDRAWAL or first.stage in OFF_LADDER[first.topic]:
        return None
    try:
        return computed_effective_on(first.treaty, notified_on)
    except UnknownTreaty:
        return None


def _score(reports: Iterable[StoredFinding], origin_by_article: Mapping[str, str]) -> float:
    best: dict[str, float] = defaultdict(float)
    for report in reports:
        origin = origin_by_article[report.article_id]
        best[origin] = max(best[origin], report.score)
    # Sorted, because a product of floats depends on the order in its last digits.
    return round(1 - math.prod(1 - score for score in sorted(best.values())), 4)


def _copy(finding: StoredFinding) -> Copy:
    return Copy(finding.article_id, finding.own_origin, finding.text_key, finding.reported_at)
