"""Events derived anew from the findings and reviews of some groups, in the caller's transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.vocabulary import Role, Topic
from services.database.events import ArticleRow, ClockMarkRow, EventRow, FindingRow, ReviewRow
from services.reference.membership import joined_on
from services.reference.treaties import UnknownTreaty
from services.store.cycles import CLOSING_STAGES
from services.store.event_writer import EventWriter, Hung
from services.store.gathering import Gathering, Scene
from services.store.locks import lock_groups
from services.store.merge import merge
from services.store.merged import Merged
from services.store.origins import Disjoint
from services.store.rows import MERGED_COLUMNS, stored_finding, stored_review

Stages = Mapping[str, set[str]]
"""The stages whose events are looked at anew, by group."""

_CHUNK = 100  # groups in one condition: SQLite's parser allows an expression no more than 1,000 terms deep

_YOUNGEST = 2**63

Item = TypeVar("Item")


@dataclass(slots=True)
class Opened:
    """Groups that nobody else merges meanwhile, those tied to them by reviews included."""

    reviews: dict[str, ReviewRow] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)

    def fields(self) -> list[list[str]]:
        """The groups, those that reviewers tied together in one list."""
        ties = Disjoint(self.groups)
        for review in self.reviews.values():
            if review.group_key and review.into_group_key:
                ties.join(review.group_key, review.into_group_key)
        return ties.sets()


async def open_groups(session: AsyncSession, groups: Iterable[str]) -> Opened:
    """Lock these groups, and all that reviews tie to them."""
    opened, wanted = Opened(), set(groups)
    while wanted - opened.groups:
        await lock_groups(session, wanted - opened.groups)
        opened.groups |= wanted
        for chunk in _chunks(sorted(opened.groups)):
            found = await session.scalars(
                select(ReviewRow).where(
                    or_(col(ReviewRow.group_key).in_(chunk), col(ReviewRow.into_group_key).in_(chunk)),
                    col(ReviewRow.refused).is_(None),
                )
            )
            opened.reviews |= {row.id: row for row in found}
        for review in opened.reviews.values():
            wanted |= {group for group in (review.group_key, review.into_group_key) if group}
    return opened


async def derive(
    session: AsyncSession, writer: EventWriter, opened: Opened, stages: Stages | None, today: date
) -> None:
    """Hand `writer` every event of the opened groups, as far as its stage is in question; without `stages` all."""
    whole = set(opened.groups) if stages is None else await _whole_groups(session, opened)
    stages = stages or {}
    where = [
        _is_in(FindingRow, {group: None if group in whole else stages.get(group, set()) for group in chunk})
        for chunk in _chunks(sorted(opened.groups))
    ]
    findings = await _findings(session, where)
    events = await _events(session, opened, whole, stages)
    reached = await _reached(session, opened.groups)
    by_event: dict[str, list[Any]] = defaultdict(list)
    for row in opened.reviews.values():
        by_event[row.group_key or ""].append(stored_review(row))
    for groups in opened.fields():
        existing = {event_id: row for group in groups for event_id, row in events[group].items()}
        rows = [row for group in groups for row in findings[group]]
        scene = Scene(
            findings=[stored_finding(row, row) for row in rows],
            ages=_ages(existing, rows),
            reviews=[review for group in groups for review in by_event[group]],
            accessions={group: _accessions(group) for group in groups},
            today=today,
            reached=reached,
        )
        merged, gathering = merge(scene)
        writer.hang(_moved(merged, gathering, rows))
        writer.take(merged, existing, _successors(merged, gathering, existing))


def _ages(existing: Mapping[str, EventRow], rows: Iterable[Any]) -> dict[str, int]:
    """The age of each event. One that findings name and the book has lost keeps its name, as the youngest of all."""
    named = {row.rung_id: _YOUNGEST for row in rows if row.rung_id is not None}
    return named | {event_id: row.seq for event_id, row in existing.items()}


async def _whole_groups(session: AsyncSession, opened: Opened) -> set[str]:
    """Those of which every stage is looked at: a closed case begins anew, and reviews may tie any to any."""
    reviewed = ((review.group_key, review.into_group_key) for review in opened.reviews.values())
    whole = {group for groups in reviewed for group in groups if group}
    for chunk in _chunks(sorted(opened.groups - whole)):
        whole |= set(
            await session.scalars(
                select(col(FindingRow.group_key))
                .where(col(FindingRow.group_key).in_(chunk), col(FindingRow.stage).in_(CLOSING_STAGES))
                .distinct()
            )
        )
    return whole


async def _findings(session: AsyncSession, where: Iterable[ColumnElement[bool]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for condition in where:
        rows = await session.execute(
            select(*MERGED_COLUMNS).join(ArticleRow, col(ArticleRow.id) == col(FindingRow.article_id)).where(condition)
        )
        for row in rows:
            found[row.group_key].append(row)
    return found


async def _events(
    session: AsyncSession, opened: Opened, whole: Collection[str], stages: Stages
) -> dict[str, dict[str, EventRow]]:
    found: dict[str, dict[str, EventRow]] = defaultdict(dict)
    for chunk in _chunks(sorted(opened.groups)):
        wanted = {group: None if group in whole else stages.get(group, set()) for group in chunk}
        for row in await session.scalars(select(EventRow).where(_is_in(EventRow, wanted))):
            found[row.group_key][row.id] = row
    return found


async def _reached(session: AsyncSession, groups: Collection[str]) -> frozenset[tuple[str, date]]:
    """The days of effect that were found to have come already."""
    treaty_groups = sorted(group for group in groups if group.startswith(Topic.TREATY_WITHDRAWAL))
    found: set[tuple[str, date]] = set()
    for chunk in _chunks(treaty_groups):
        rows = await session.execute(
            select(col(EventRow.group_key), col(ClockMarkRow.effective_on))
            .join(ClockMarkRow, col(ClockMarkRow.event_id) == col(EventRow.id))
            .where(
                col(EventRow.group_key).in_(chunk),
                col(ClockMarkRow.days_before) == 0,
                col(ClockMarkRow.closed_at).is_not(None),
            )
        )
        found |= {(group, effective_on) for group, effective_on in rows}
    return frozenset(found)


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


def _is_in(table: Any, wanted: Mapping[str, set[str] | None]) -> ColumnElement[bool]:
    group_key, stage = col(table.group_key), col(table.stage)
    return or_(
        *(
            group_key == group if stages is None else and_(group_key == group, stage.in_(sorted(stages)))
            for group, stages in wanted.items()
        )
    )


def _moved(merged: Iterable[Merged], gathering: Gathering, rows: Iterable[Any]) -> dict[str, Hung]:
    """The findings that hang otherwise than before, and how they hang now."""
    before = {row.id: Hung(row.event_id, row.rung_id, row.role, row.origin, row.fold_reason) for row in rows}
    after = {
        finding_id: Hung(None, gathering.rung_of.get(finding_id), was.role, was.origin, None)
        for finding_id, was in before.items()
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


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[at : at + _CHUNK] for at in range(0, len(items), _CHUNK))
