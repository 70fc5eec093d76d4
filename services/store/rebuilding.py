"""The whole book of events derived anew from its findings and reviews, group by group.

Each finding remembers the event it belongs to, so that events keep their ids. What is derived otherwise than it
stands in the book becomes a new version; nobody is told of it, because nothing happened in the world.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col

from services.database.events import EventRow, FindingRow, ReviewRow
from services.runtime.clock import Clock, utc_now
from services.store.book import open_groups
from services.store.causes import Causes
from services.store.deriving import derive
from services.store.event_writer import EventWriter

GROUPS_AT_ONCE = 20
"""In one transaction: enough to be quick, few enough to let a running store in between."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What some groups came to."""

    groups: int
    differences: tuple[str, ...]
    """The events that were otherwise than the findings and reviews make them, a line each."""


async def rebuild(engine: AsyncEngine, *, only_check: bool = False, clock: Clock = utc_now) -> AsyncIterator[Rebuilt]:
    """Derive everything anew; with `only_check` nothing is written."""
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    async with sessions() as session:
        groups = await _all_groups(session)
    for start in range(0, len(groups), GROUPS_AT_ONCE):
        chunk = groups[start : start + GROUPS_AT_ONCE]
        async with sessions() as session, session.begin() as transaction:
            yield Rebuilt(len(chunk), await _derive_anew(session, chunk, clock(), only_check=only_check))
            if only_check:
                await transaction.rollback()


async def _derive_anew(
    session: AsyncSession, groups: Sequence[str], now: datetime, *, only_check: bool
) -> tuple[str, ...]:
    opened = await open_groups(session, groups)
    writer = EventWriter(session, now=now, causes=Causes("derived anew"), is_silent=True)
    await derive(session, writer, opened, None, now.date())
    differences = writer.differences()
    if not only_check:
        await writer.write()
    return differences


async def _all_groups(session: AsyncSession) -> list[str]:
    found: set[str] = set()
    for column in (FindingRow.group_key, EventRow.group_key, ReviewRow.group_key, ReviewRow.into_group_key):
        found |= {group for group in await session.scalars(select(col(column)).distinct()) if group}
    return sorted(found)
