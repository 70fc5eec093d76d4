"""Dossiers, and the steps in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.event import Event
from services.contracts.vocabulary import MineType, Role, Topic
from services.database.bonds import with_bonds
from services.database.event_filters import HIDDEN_STATUSES
from services.database.event_lists import event_of
from services.database.events import ArticleRow, CaseRow, EventRow, EventVersionRow, FindingRow
from services.database.folding import producer_key
from services.database.past import events_before

_HIDDEN = [str(status) for status in HIDDEN_STATUSES]


@dataclass(frozen=True)
class CaseFilters:
    """Which dossiers a client wants. Within a field any value will do; between fields all must hold."""

    topic: tuple[Topic, ...] = ()
    country: tuple[str, ...] = ()
    treaty: tuple[str, ...] = ()
    producer: tuple[str, ...] = ()
    mine_type: tuple[MineType, ...] = ()


@dataclass(frozen=True)
class Step:
    """An event in a dossier, and which time the case went up its ladder."""

    event: Event
    case_id: str
    cycle: int


async def list_cases(
    session: AsyncSession,
    filters: CaseFilters,
    after: tuple[datetime, str] | None,
    limit: int,
    *,
    before: datetime | None = None,
) -> list[CaseRow]:
    """At most `limit` dossiers with an event that stands, the newest opened first; opened before `before`."""
    conditions: list[ColumnElement[bool]] = []
    listed: tuple[tuple[Any, Sequence[str]], ...] = (
        (col(CaseRow.topic), filters.topic),
        (col(CaseRow.country), filters.country),
        (col(CaseRow.treaty), filters.treaty),
        (col(CaseRow.mine_type), filters.mine_type),
    )
    conditions.extend(column.in_([str(value) for value in wanted]) for column, wanted in listed if wanted)
    standing = col(EventRow.case_id) == col(CaseRow.id)
    if filters.producer:
        made_by = col(EventRow.producer_key).in_([producer_key(one) for one in filters.producer])
        conditions.append(exists().where(standing, made_by))
    if before is None:
        conditions.append(exists().where(standing, col(EventRow.status).not_in(_HIDDEN)))
    else:
        conditions.append(col(CaseRow.opened_at) < before)
    if after is not None:
        conditions.append(tuple_(col(CaseRow.opened_at), col(CaseRow.id)) < tuple_(*after))
    query = select(CaseRow).where(*conditions).order_by(col(CaseRow.opened_at).desc(), col(CaseRow.id).desc())
    return list(await session.scalars(query.limit(limit)))


async def steps_of_cases(
    session: AsyncSession, case_ids: Sequence[str], *, before: datetime | None = None
) -> list[Step]:
    """The events of these dossiers that stand, oldest first; with `before`, as they stood then."""
    return await _steps(session, [col(EventRow.case_id).in_(case_ids)], before)


async def steps_out_of(session: AsyncSession, treaty: str | None, *, before: datetime | None = None) -> list[Step]:
    """The steps out of one treaty, or of all, that stand; oldest first."""
    conditions: list[ColumnElement[bool]] = [col(EventRow.topic) == str(Topic.TREATY_WITHDRAWAL)]
    if treaty is not None:
        conditions.append(col(EventRow.treaty) == treaty)
    return await _steps(session, conditions, before)


async def _steps(session: AsyncSession, conditions: list[ColumnElement[bool]], before: datetime | None) -> list[Step]:
    if before is None:
        conditions = [*conditions, col(EventRow.status).not_in(_HIDDEN)]
    else:
        conditions = [*conditions, col(EventRow.first_seen_at) < before]
    rows = list(await session.scalars(select(EventRow).where(*conditions).order_by(col(EventRow.seq))))
    if before is None:
        shown = [event_of(row) for row in rows]
    else:
        then = await events_before(session, [row.id for row in rows], before)
        rows = [row for row in rows if row.id in then and then[row.id].status not in HIDDEN_STATUSES]
        shown = [then[row.id] for row in rows]
    bonded = await with_bonds(session, shown)
    return [Step(event, row.case_id, row.cycle) for event, row in zip(bonded, rows, strict=True)]


async def articles_in(session: AsyncSession, event_ids: Sequence[str], *, before: datetime | None = None) -> int:
    """How many different articles report these events, of those that were there `before`."""
    counted = select(func.count(func.distinct(FindingRow.article_id))).where(
        col(FindingRow.event_id).in_(event_ids), col(FindingRow.role) == str(Role.REPORT)
    )
    if before is not None:
        counted = counted.join(ArticleRow, col(ArticleRow.id) == col(FindingRow.article_id)).where(
            col(ArticleRow.first_seen_at) < before
        )
    return int(await session.scalar(counted) or 0)


async def versions_of(
    session: AsyncSession, event_ids: Sequence[str], *, before: datetime | None = None
) -> list[tuple[str, int, datetime, list[dict[str, Any]]]]:
    """Event, number, time and changes of every version of these events, oldest first."""
    conditions: list[ColumnElement[bool]] = [col(EventVersionRow.event_id).in_(event_ids)]
    if before is not None:
        conditions.append(col(EventVersionRow.changed_at) < before)
    found = await session.execute(
        select(
            col(EventVersionRow.event_id),
            col(EventVersionRow.version),
            col(EventVersionRow.changed_at),
            col(EventVersionRow.changes),
        )
        .where(*conditions)
        .order_by(col(EventVersionRow.changed_at), col(EventVersionRow.event_id), col(EventVersionRow.version))
    )
    return [(event_id, version, changed_at, changes) for event_id, version, changed_at, changes in found]
