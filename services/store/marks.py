"""The clock marks of notices, as rows: scheduled with the notice, moved with its date, closed when told."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.database.events import ClockMarkRow
from services.store.clock import LATE_BY, marks_of
from services.store.writing import insert_rows, update_rows


async def schedule_marks(
    session: AsyncSession, clocks: Mapping[str, date | None], *, today: date, now: datetime
) -> None:
    """Let each notice count down to its day, or no more. What was told is told again only for another day to come."""
    if not clocks:
        return
    found = await session.scalars(select(ClockMarkRow).where(col(ClockMarkRow.event_id).in_(sorted(clocks))))
    stored = {(row.event_id, row.days_before): row for row in found}
    new: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for event_id, effective_on in sorted(clocks.items()):
        for mark in marks_of(effective_on) if effective_on is not None else ():
            values = {
                "event_id": event_id,
                "days_before": mark.days_before,
                "effective_on": mark.effective_on,
                "due_on": mark.due_on,
                "closed_at": now if today - mark.effective_on >= LATE_BY else None,
                "was_told": False,
            }
            row = stored.get((event_id, mark.days_before))
            if row is None:
                new.append(values)
            elif row.effective_on != effective_on:
                if row.closed_at is not None and mark.due_on <= today:
                    values |= {"closed_at": row.closed_at, "was_told": row.was_told}
                moved.append(values)
    await insert_rows(session, ClockMarkRow, new)
    await update_rows(session, ClockMarkRow, moved)
    stopped = [event_id for event_id, effective_on in clocks.items() if effective_on is None]
    if stopped:
        await session.execute(
            delete(ClockMarkRow).where(col(ClockMarkRow.event_id).in_(stopped), col(ClockMarkRow.closed_at).is_(None))
        )
