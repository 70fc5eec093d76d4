"""Reports that a withdrawal is in effect before the law lets it be.

Part of the press says that a state "has left" on the day it hands its notice over. Such a report tells of the notice,
and is taken for one: two events of one step would be alerted as two. What it says is kept as the notice's rival stage.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from services.contracts.event import Contradiction, RivalValue
from services.contracts.vocabulary import EventStatus, Realis, Stage, Topic
from services.reference.clocks import computed_effective_on
from services.reference.treaties import UnknownTreaty
from services.store.clock import ACTS_WITH_A_CLOCK, NOTICE_STAGES
from services.store.merged import Merged
from services.store.origins import Origin
from services.store.stored import StoredFinding

_A_DAY = timedelta(days=1)
"""What time zones make of a day."""


def as_the_law_allows(findings: Sequence[StoredFinding]) -> Sequence[StoredFinding]:
    """The findings of one group, each effect that cannot have come yet as a report of its notice.

    It cannot where its own report names a later day for it, or where the notice had been given by then and its period
    was still running; unless a day of effect had come, by a report's word or by any of the stated notices.
    """
    if not any(_may_be_premature(finding) for finding in findings):
        return findings
    notices = {day for day in map(_stated_notice, findings) if day is not None}
    periods = {day: effect for day in notices if (effect := _effect(findings[0].treaty, day)) is not None}
    claimed = {
        finding.effective_on for finding in findings if finding.stage is Stage.IN_EFFECT and finding.effective_on
    }
    effects = claimed | set(periods.values())

    def is_premature(finding: StoredFinding) -> bool:
        told_on = finding.reported_at.date() + _A_DAY
        if not _may_be_premature(finding) or any(day <= told_on for day in effects):
            return False
        return finding.effective_on is not None or any(day <= told_on for day in periods)

    return [
        replace(finding, stage=Stage.NOTIFIED, told_stage=Stage.IN_EFFECT) if is_premature(finding) else finding
        for finding in findings
    ]


def _may_be_premature(finding: StoredFinding) -> bool:
    """A treaty may also end or be suspended without any notice; and what a reviewer entered stands."""
    return (
        finding.topic is Topic.TREATY_WITHDRAWAL
        and finding.stage is Stage.IN_EFFECT
        and finding.act in ACTS_WITH_A_CLOCK
        and finding.realis not in (Realis.HISTORICAL, Realis.NEGATED)
        and not finding.is_entered
    )


def _stated_notice(finding: StoredFinding) -> date | None:
    """The day of the notice, where a report states one that had come when it was published."""
    day = finding.notified_on
    if day is None or finding.stage not in NOTICE_STAGES or finding.act not in ACTS_WITH_A_CLOCK:
        return None
    return day if day <= finding.reported_at.date() + _A_DAY else None


def _effect(treaty_id: str | None, notified_on: date) -> date | None:
    try:
        return computed_effective_on(treaty_id or "", notified_on)
    except UnknownTreaty:
        return None


def rival_stage(stage: Stage, reports: Iterable[StoredFinding], origins: Mapping[str, Origin]) -> Contradiction | None:
    """What the reports of a step say of its stage, where some were taken for it against their word.

    Settled by the law, so that it makes no event disputed.
    """
    by_stage: dict[Stage, list[StoredFinding]] = {stage: []}
    for report in reports:
        by_stage.setdefault(report.told_stage or stage, []).append(report)
    if len(by_stage) == 1:
        return None
    values = (_rival(told, said, origins, is_shown=told is stage) for told, said in by_stage.items())
    return Contradiction(field="stage", values=tuple(values), is_settled=True)


def _rival(
    stage: Stage, reports: Collection[StoredFinding], origins: Mapping[str, Origin], *, is_shown: bool
) -> RivalValue:
    return RivalValue(
        value=str(stage),
        origins=tuple(sorted({origins[report.article_id].name for report in reports})),
        articles=tuple(sorted({report.article_id for report in reports if not report.is_entered})),
        official=any(report.is_official for report in reports),
        is_shown=is_shown,
    )


def premature_effect(one: Merged, others: Iterable[Merged], today: date) -> Merged:
    """An effect reported before the law allows it, while others report the notice: their stages contradict each other.

    So it is where nobody but a reviewer says when the notice was given, or says so of a day after the report. Once
    the day of effect has come, nothing is left to contradict.
    """
    effective_on = one.facts.computed_effective_on
    if one.facts.stage is not Stage.IN_EFFECT or not one.reports or effective_on is None:
        return one
    told_on, case = max(report.day for report in one.reports), (one.group, one.cycle)
    notices = [
        other
        for other in others
        if other.facts.stage is Stage.NOTIFIED and other.reports and (other.group, other.cycle) == case
    ]
    if effective_on <= today or told_on + timedelta(days=1) >= effective_on or not notices:
        return one
    values = (
        _rival(one.facts.stage, one.reports, one.origins, is_shown=True),
        *(_rival(notice.facts.stage, notice.reports, notice.origins, is_shown=False) for notice in notices),
    )
    is_settled = one.status in (EventStatus.CONFIRMED, EventStatus.DISMISSED)
    contradiction = Contradiction(field="stage", values=values, is_settled=is_settled)
    return replace(
        one,
        contradictions=(*one.contradictions, contradiction),
        status=one.status if is_settled else EventStatus.DISPUTED,
        reasons=one.reasons
        if is_settled
        else {**one.reasons, "status": f"by the treaty's clock it takes effect on {effective_on} only"},
    )
