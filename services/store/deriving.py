"""Events derived anew from the findings and reviews of some groups, in the caller's transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.contracts.vocabulary import EventStatus, Role, Stage, Topic
from services.reference.membership import joined_on
from services.reference.treaties import UnknownTreaty
from services.store.book import Opened, Stages, entities, events_of, findings_of, reached_effects, whole_groups
from services.store.event_writer import EventWriter, Hung
from services.store.gathering import Gathering, Scene, Touched
from services.store.merge import merge
from services.store.merged import Merged
from services.store.reviews import StoredReview
from services.store.rows import stored_finding, stored_review

_YOUNGEST = 2**63


async def derive(
    session: AsyncSession,
    writer: EventWriter,
    opened: Opened,
    stages: Stages | None,
    today: date,
    touched: Touched | None = None,
) -> None:
    """Hand `writer` every event of the opened groups, as far as its stage is in question; without `stages` all.

    With `touched`, only those events that it can have changed; where reviewers had a word, all.
    """
    whole = set(opened.groups) if stages is None else await whole_groups(session, opened)
    stages = stages or {}
    findings = await findings_of(session, opened, whole, stages)
    events = await events_of(session, opened, whole, stages)
    reached = await reached_effects(session, opened.groups)
    reviews: dict[str, list[StoredReview]] = defaultdict(list)
    for review in opened.reviews.values():
        reviews[review.group_key or ""].append(stored_review(review))
    outcomes: list[_Outcome] = []
    for groups in opened.fields():
        existing = {event_id: row for group in groups for event_id, row in events[group].items()}
        rows = [row for group in groups for row in findings[group]]
        said = [review for group in groups for review in reviews[group]]
        scene = Scene(
            findings=[stored_finding(row, row) for row in rows],
            ages=_ages(existing, rows),
            reviews=said,
            accessions={group: _accessions(group) for group in groups},
            today=today,
            touched=None if said else touched,
            reached=reached,
        )
        merged, gathering = merge(scene)
        writer.hang(_moved(merged, gathering, rows))
        outcomes.append(_Outcome(merged, gathering, _looked_at(existing, merged, gathering)))
    rows_by_id = await entities(session, {event_id for one in outcomes for event_id in one.looked_at})
    for one in outcomes:
        stored = {event_id: rows_by_id[event_id] for event_id in one.looked_at}
        writer.take(one.merged, stored, _successors(one.merged, one.gathering, stored))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the findings and reviews of some groups came to."""

    merged: Sequence[Merged]
    gathering: Gathering
    looked_at: Collection[str]
    """The stored events it is held against."""


def _looked_at(existing: Mapping[str, Any], merged: Sequence[Merged], gathering: Gathering) -> set[str]:
    """The stored events that what was merged is held against: not those that nothing touched.

    An effect that is only computed hangs on no finding; it is looked at with its notice.
    """
    untouched = {event.event_id for event in gathering.events} - {one.id for one in merged}
    notices = {
        (event.case, event.event_id in untouched) for event in gathering.events if event.home.stage is Stage.NOTIFIED
    }
    resting = {case for case, is_untouched in notices if is_untouched}
    return {
        event_id
        for event_id, row in existing.items()
        if event_id not in untouched
        and not (row.status == EventStatus.COMPUTED and (row.group_key, row.cycle) in resting)
    }


def _ages(existing: Mapping[str, Any], rows: Iterable[Any]) -> dict[str, int]:
    """The age of each event. One that findings name and the book has lost keeps its name, as the youngest of all."""
    named = {row.rung_id: _YOUNGEST for row in rows if row.rung_id is not None}
    return named | {event_id: row.seq for event_id, row in existing.items()}


def _accessions(group: str) -> tuple[date, ...]:
    """When the state of a case joined its treaty; a state that left may have done so again."""
    topic, country, *treaty = group.split("/")
    if topic != Topic.TREATY_WITHDRAWAL or not treaty:
        return ()
    try:
        day = joined_on(treaty[0], country)
    except UnknownTreaty:
        return ()
    return (day,) if day is not None else ()


def _moved(merged: Iterable[Merged], gathering: Gathering, rows: Iterable[Any]) -> dict[str, Hung]:
    """The findings that hang otherwise than before, and how they hang now."""
    before = {row.id: Hung(row.event_id, row.rung_id, row.role, row.origin, row.fold_reason) for row in rows}
    looked_at = {one.id for one in merged}
    resting = {
        finding.id
        for event in gathering.events
        if event.event_id not in looked_at
        for finding in (*event.reports, *event.background)
    }
    after = {
        finding_id: Hung(None, gathering.rung_of.get(finding_id), was.role, was.origin, None)
        for finding_id, was in before.items()
        if finding_id not in resting
    }
    for one in merged:
        for role, findings in ((Role.REPORT, one.reports), (Role.BACKGROUND, one.background)):
            for finding in findings:
                if finding.id in before:
                    origin = one.origins[finding.article_id]
                    rung = gathering.rung_of[finding.id]
                    after[finding.id] = Hung(one.id, rung, role, origin.name, origin.fold_reason)
    return {finding_id: now for finding_id, now in after.items() if now != before[finding_id]}


def _successors(merged: Sequence[Merged], gathering: Gathering, existing: Iterable[str]) -> dict[str, str]:
    """Where the reports of each event went: where a reviewer sent them, or where all of them hang now."""
    went: dict[str, set[str]] = defaultdict(set)
    for one in merged:
        for report in one.reports:
            if report.owner is not None:
                went[report.owner].add(one.id)
            if report.is_entered and report.owner != one.id:
                went[str(report.owner)].add(one.id)
    found = {event_id: next(iter(to)) for event_id, to in went.items() if len(to) == 1}
    alive = {one.id for one in merged}
    for event_id in existing:
        sent_to = gathering.merged_into(event_id)
        if sent_to is not None and sent_to in alive:
            found[event_id] = sent_to
    return {event_id: to for event_id, to in found.items() if to != event_id}
