"""Events as they stood at an earlier moment, from the versions that are kept of each."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.event import Event
from services.contracts.vocabulary import Role
from services.database.events import ArticleRow, EventVersionRow, FindingRow

_AT_ONCE = 500
"""Ids in one query: SQLite takes no more than some thousands of parameters."""


def end_of(day: date) -> datetime:
    """The moment at which a day is over, in UTC; for the calendar's last day its last moment."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return datetime.combine(day, time.min, UTC) + timedelta(days=1)


async def events_before(session: AsyncSession, event_ids: Sequence[str], moment: datetime) -> dict[str, Event]:
    """Each event as its last version before `moment` shows it; without those that did not exist yet."""
    found: dict[str, Event] = {}
    for first in range(0, len(event_ids), _AT_ONCE):
        versions = await session.execute(
            select(col(EventVersionRow.event_id), col(EventVersionRow.snapshot))
            .where(
                col(EventVersionRow.event_id).in_(event_ids[first : first + _AT_ONCE]),
                col(EventVersionRow.changed_at) < moment,
            )
            .order_by(col(EventVersionRow.event_id), col(EventVersionRow.version))
        )
        for event_id, snapshot in versions:
            if snapshot:
                found[event_id] = Event.model_validate(snapshot)
    return found


async def first_reports(session: AsyncSession, event_ids: Sequence[str]) -> dict[str, date]:
    """The day on which each event's earliest report was published; without those that no dated article reports."""
    found: dict[str, date] = {}
    for first in range(0, len(event_ids), _AT_ONCE):
        earliest = await session.execute(
            select(col(FindingRow.event_id), func.min(col(ArticleRow.published_at)))
            .join(ArticleRow, col(ArticleRow.id) == col(FindingRow.article_id))
            .where(
                col(FindingRow.event_id).in_(event_ids[first : first + _AT_ONCE]),
                col(FindingRow.role) == str(Role.REPORT),
                col(ArticleRow.published_at).is_not(None),
            )
            .group_by(col(FindingRow.event_id))
        )
        found |= {event_id: at.date() for event_id, at in earliest if event_id is not None and at is not None}
    return found
