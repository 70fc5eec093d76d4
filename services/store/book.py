"""What the book holds of some groups: locked, then read as far as merging needs it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.vocabulary import Topic
from services.database.events import ArticleRow, ClockMarkRow, EventRow, FindingRow, ReviewRow
from services.store.cycles import CLOSING_STAGES
from services.store.locks import lock_groups
from services.store.origins import Disjoint
from services.store.rows import MERGED_COLUMNS

Stages = Mapping[str, set[str]]
"""The stages whose events are looked at anew, by group."""

_CHUNK = 100  # groups in one condition: SQLite's parser allows an expression no more than 1,000 terms deep

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


async def whole_groups(session: AsyncSession, opened: Opened) -> set[str]:
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


async def findings_of(
    session: AsyncSession, opened: Opened, whole: Collection[str], stages: Stages
) -> dict[str, list[Any]]:
    """What articles say in these groups, as far as its stage is in question; of whole groups everything."""
    found: dict[str, list[Any]] = defaultdict(list)
    for condition in _conditions(FindingRow, opened, whole, stages):
        rows = await session.execute(
            select(*MERGED_COLUMNS).join(ArticleRow, col(ArticleRow.id) == col(FindingRow.article_id)).where(condition)
        )
        for row in rows:
            found[row.group_key].append(row)
    return found


async def events_of(
    session: AsyncSession, opened: Opened, whole: Collection[str], stages: Stages
) -> dict[str, dict[str, Any]]:
    """What is to be known of every stored event before it is known which of them are looked at."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for condition in _conditions(EventRow, opened, whole, stages):
        for row in await session.execute(select(*_EVENT_COLUMNS).where(condition)):
            found[row.group_key][row.id] = row
    return found


_EVENT_COLUMNS: tuple[Any, ...] = (EventRow.id, EventRow.seq, EventRow.group_key, EventRow.cycle, EventRow.status)


async def entities(session: AsyncSession, event_ids: Collection[str]) -> dict[str, EventRow]:
    """The stored events in full."""
    found: dict[str, EventRow] = {}
    for chunk in _chunks(sorted(event_ids)):
        query = select(EventRow).where(col(EventRow.id).in_(chunk)).execution_options(populate_existing=True)
        found |= {row.id: row for row in await session.scalars(query)}
    return found


async def reached_effects(session: AsyncSession, groups: Collection[str]) -> frozenset[tuple[str, date]]:
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


def _conditions(table: Any, opened: Opened, whole: Collection[str], stages: Stages) -> Iterator[ColumnElement[bool]]:
    """What must hold of a row that is in question, in as many portions as a database can read."""
    group_key, stage = col(table.group_key), col(table.stage)
    for chunk in _chunks(sorted(opened.groups)):
        yield or_(
            *(
                group_key == group
                if group in whole
                else and_(group_key == group, stage.in_(sorted(stages.get(group, ()))))
                for group in chunk
            )
        )


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[at : at + _CHUNK] for at in range(0, len(items), _CHUNK))
