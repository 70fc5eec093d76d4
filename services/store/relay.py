"""The outbox relay: tells on EVENTS what was committed, in the order of the commits.

A row is marked published after JetStream confirmed it. A crash in between publishes it again under the same id,
which the stream drops within its duplicate window and the api by its unique key after that.
"""

import asyncio
import contextlib
from collections.abc import Sequence

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col

from services.contracts.event import EventChanged
from services.database.events import OutboxRow
from services.database.outage import DATABASE_ERRORS, in_words
from services.runtime.clock import Clock, utc_now
from services.runtime.errors import PublishFailed
from services.runtime.jetstream import Bus
from services.store.locks import is_only_relay
from services.store.metrics import OUTBOX_OLDEST_SECONDS

log = structlog.get_logger()

BATCH = 200
POLL_SECONDS = 1.0
"""A relay is woken by its own store's commits; the poll finds what a crashed or another store left."""


async def relay(
    engine: AsyncEngine,
    bus: Bus,
    *,
    committed: asyncio.Event,
    finished: asyncio.Event,
    clock: Clock = utc_now,
) -> None:
    """Publish whatever is unpublished, again and again, until `finished`; then once more, and end."""
    while True:
        committed.clear()
        is_last = finished.is_set()
        try:
            while await publish_pending(engine, bus, clock=clock) == BATCH:
                pass
        except (PublishFailed, *DATABASE_ERRORS) as error:
            log.warning("alerts wait in the outbox", error=in_words(error))
        if is_last:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(committed.wait(), POLL_SECONDS)


async def publish_pending(engine: AsyncEngine, bus: Bus, *, clock: Clock = utc_now) -> int:
    """Publish up to `BATCH` alerts, oldest first; answers how many.

    In PostgreSQL the transaction stays open while they are published, and its lock keeps other replicas' relays
    away. In SQLite it must not, because an open transaction would stop the consumer's.
    """
    sessions = async_sessionmaker(engine)
    if engine.dialect.name == "postgresql":
        async with sessions.begin() as session:
            if not await is_only_relay(session):
                return 0
            rows = await _unpublished(session, clock)
            await _publish(bus, rows)
            await _mark(session, rows, clock)
        return len(rows)
    async with sessions.begin() as session:
        rows = await _unpublished(session, clock)
    if rows:
        await _publish(bus, rows)
        async with sessions.begin() as session:
            await _mark(session, rows, clock)
    return len(rows)


async def _unpublished(session: AsyncSession, clock: Clock) -> Sequence[tuple[str, str]]:
    found = await session.execute(
        select(col(OutboxRow.id), col(OutboxRow.payload), col(OutboxRow.created_at))
        .where(col(OutboxRow.published_at).is_(None))
        .order_by(col(OutboxRow.position))
        .limit(BATCH)
    )
    rows = found.all()
    OUTBOX_OLDEST_SECONDS.set(max(0.0, (clock() - rows[0][2]).total_seconds()) if rows else 0.0)
    return [(alert_id, payload) for alert_id, payload, _ in rows]


async def _publish(bus: Bus, rows: Sequence[tuple[str, str]]) -> None:
    await bus.publish_all([(EventChanged.decode(payload.encode()), alert_id) for alert_id, payload in rows])


async def _mark(session: AsyncSession, rows: Sequence[tuple[str, str]], clock: Clock) -> None:
    if rows:
        ids = [alert_id for alert_id, _ in rows]
        await session.execute(update(OutboxRow).where(col(OutboxRow.id).in_(ids)).values(published_at=clock()))
