"""The clocks that run: `notice.due` raised on its day, once, whatever happened to this process or its clock.

What is due stands in the database with its day. A look at it tells, of each notice, the latest mark that has come
and closes it with all earlier ones, in one transaction with the alert. So restarts, a clock set back and several
stores tell nothing twice, and after a long stop nobody is sent five at once.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

import structlog
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col

from services.contracts.event import EventChanged
from services.contracts.vocabulary import AlertType, EventStatus, Stage
from services.database.event_queries import event_of
from services.database.events import ClockMarkRow, EventLanguageRow, EventRow, OutboxRow
from services.database.outage import waiting_out
from services.runtime.clock import Clock, utc_now
from services.runtime.consumer import Retry
from services.runtime.identifiers import stable_id
from services.runtime.process import Life
from services.store.book import open_groups
from services.store.causes import Causes
from services.store.clock import NOTICE_STAGES, Mark, mark_to_tell, notice_due
from services.store.deriving import derive
from services.store.event_columns import outbox_values
from services.store.event_writer import EventWriter
from services.store.locks import lock_sequence

log = structlog.get_logger()

BATCH = 100
"""Notices looked at in one transaction."""


async def keep_clocks(
    engine: AsyncEngine, committed: asyncio.Event, life: Life, *, every_seconds: float, clock: Clock = utc_now
) -> None:
    """Look at the clocks again and again until the process stops; `committed` is set when something was told."""
    sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def look() -> tuple[int, int]:
        async with sessions.begin() as session:
            return await tell_due(session, now=clock())

    while not life.stopping.is_set():
        try:
            looked_at, told = await waiting_out(look, life)
        except Retry:  # stopping while the database is away
            return
        if told:
            committed.set()
        if looked_at < BATCH and await life.sleep(every_seconds):
            return


async def tell_due(session: AsyncSession, *, now: datetime) -> tuple[int, int]:
    """Tell what is due now; answers how many notices were looked at and how many alerts raised. The caller commits."""
    today = now.date()
    due = (
        select(col(ClockMarkRow.event_id))
        .where(col(ClockMarkRow.closed_at).is_(None), col(ClockMarkRow.due_on) <= today)
        .group_by(col(ClockMarkRow.event_id))
        .order_by(func.min(ClockMarkRow.due_on), col(ClockMarkRow.event_id))
        .limit(BATCH)
    )
    event_ids = list(await session.scalars(due))
    if not event_ids:
        return 0, 0
    told = await _effects_come(session, event_ids, now)
    marks = await _due_marks(session, event_ids, today)
    notices = await _notices(session, event_ids)
    messages: list[EventChanged] = []
    for event_id, rows in sorted(marks.items()):
        mark = mark_to_tell([Mark(row.days_before, row.effective_on) for row in rows], today)
        message = await _message(session, notices[event_id], mark, now) if mark is not None else None
        if message is not None and await session.get(OutboxRow, message.alert_id) is None:
            messages.append(message)
        await _close(session, rows, mark if message is not None else None, now)
    if messages:
        await lock_sequence(session)
        position = int(await session.scalar(select(func.coalesce(func.max(OutboxRow.position), 0))) or 0)
        rows_to_tell = [outbox_values(message, place) for place, message in enumerate(messages, position + 1)]
        await session.execute(insert(OutboxRow), rows_to_tell)
        log.info("notices are due", count=len(messages))
    return len(event_ids), told + len(messages)


async def _effects_come(session: AsyncSession, event_ids: Sequence[str], now: datetime) -> int:
    """Derive the groups of these notices anew: where the day has come, the event of the effect comes to be."""
    groups = set(await session.scalars(select(col(EventRow.group_key)).where(col(EventRow.id).in_(event_ids))))
    opened = await open_groups(session, groups)
    writer = EventWriter(session, now=now, causes=Causes("the clock of the notice"))
    stages: dict[str, set[str]] = {group: set(NOTICE_STAGES) for group in opened.groups}
    await derive(session, writer, opened, stages, now.date())
    return await writer.write()


async def _notices(session: AsyncSession, event_ids: Sequence[str]) -> dict[str, EventRow]:
    """The notices as they are after the look at their groups."""
    found = await session.scalars(
        select(EventRow).where(col(EventRow.id).in_(event_ids)).execution_options(populate_existing=True)
    )
    return {row.id: row for row in found}


async def _due_marks(session: AsyncSession, event_ids: Sequence[str], today: date) -> dict[str, list[ClockMarkRow]]:
    """What is still due, now that nobody else looks at these notices."""
    found = await session.scalars(
        select(ClockMarkRow)
        .where(
            col(ClockMarkRow.event_id).in_(event_ids),
            col(ClockMarkRow.closed_at).is_(None),
            col(ClockMarkRow.due_on) <= today,
        )
        .execution_options(populate_existing=True)
    )
    marks: dict[str, list[ClockMarkRow]] = defaultdict(list)
    for row in found:
        marks[row.event_id].append(row)
    return marks


async def _message(session: AsyncSession, notice: EventRow, mark: Mark, now: datetime) -> EventChanged | None:
    """The alert of a mark: before the day about the notice, on the day about the effect."""
    about = notice if mark.days_before else await _effect_of(session, notice)
    if about is None or about.status in (EventStatus.RETRACTED, EventStatus.DISMISSED) or notice.treaty is None:
        return None
    languages = await session.scalars(
        select(col(EventLanguageRow.language))
        .where(col(EventLanguageRow.event_id) == notice.id)
        .order_by(col(EventLanguageRow.language))
    )
    return EventChanged(
        alert_id=stable_id("alr", notice.id, AlertType.NOTICE_DUE, mark.effective_on, mark.days_before),
        type=AlertType.NOTICE_DUE,
        raised_at=now,
        newest_report_at=notice.newest_report_at,
        languages=tuple(languages),
        event=event_of(about),
        notice=notice_due(notice.treaty, mark, notice.notified_on, now.date()),
    )


async def _effect_of(session: AsyncSession, notice: EventRow) -> EventRow | None:
    """The event of the effect in the same cycle of the case; one that somebody stands behind goes first."""
    found = await session.scalars(
        select(EventRow)
        .where(
            col(EventRow.group_key) == notice.group_key,
            col(EventRow.stage) == Stage.IN_EFFECT,
            col(EventRow.cycle) == notice.cycle,
            col(EventRow.status).not_in([EventStatus.RETRACTED, EventStatus.DISMISSED]),
        )
        .order_by(col(EventRow.sources).desc(), col(EventRow.seq))
        .execution_options(populate_existing=True)
    )
    return found.first()


async def _close(session: AsyncSession, rows: Sequence[ClockMarkRow], told: Mark | None, now: datetime) -> None:
    await session.execute(
        update(ClockMarkRow),
        [
            {
                "event_id": row.event_id,
                "days_before": row.days_before,
                "closed_at": now,
                "was_told": told is not None and row.days_before == told.days_before,
            }
            for row in rows
        ],
    )
