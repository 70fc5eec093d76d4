"""A migrated book of events on either database, and a handler on it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel import col

from services.contracts.event import Event, EventChanged, EventDetail
from services.contracts.finding import Findings
from services.database.event_queries import EventFilters, event_detail, event_of, list_events
from services.database.events import EventVersionRow, OutboxRow
from services.database.migrate import migrate
from services.runtime.consumer import Delivery, Handler
from services.runtime.database import Book, open_engine
from services.runtime.process import Life
from services.runtime.settings import DatabaseSettings
from services.store.handlers import findings_handler
from tests.support.store import START


@dataclass
class StoreBench:
    """One store's handler, and a reader beside it."""

    engine: AsyncEngine
    handle: Handler
    committed: asyncio.Event
    clock: Callable[[], datetime]
    sequence: int = field(default=0)

    async def say(self, *messages: Findings) -> None:
        for message in messages:
            self.sequence += 1
            await self.handle(Delivery(message.subject(), message.encode(), self.sequence, 1))

    async def events(self, *, hidden: bool = False, **filters: Any) -> list[Event]:
        """Oldest first."""
        async with async_sessionmaker(self.engine)() as session:
            rows = await list_events(session, EventFilters(include_hidden=hidden, **filters), None, 500)
            return [event_of(row) for row in reversed(rows)]

    async def detail(self, event_id: str) -> EventDetail:
        async with async_sessionmaker(self.engine)() as session:
            found = await event_detail(session, event_id)
        assert found is not None
        return found

    async def alerts(self) -> list[EventChanged]:
        """In the order in which they are told."""
        async with async_sessionmaker(self.engine)() as session:
            payloads = await session.scalars(select(col(OutboxRow.payload)).order_by(col(OutboxRow.position)))
            return [EventChanged.decode(payload.encode()) for payload in payloads]

    async def told(self) -> list[str]:
        return [str(alert.type) for alert in await self.alerts()]

    async def count(self, table: Any) -> int:
        async with async_sessionmaker(self.engine)() as session:
            return int(await session.scalar(select(func.count()).select_from(table)) or 0)

    async def everything(self) -> tuple[Sequence[Any], ...]:
        versions = await self.count(EventVersionRow)
        return await self.events(hidden=True), await self.alerts(), [versions]


def ticking() -> Callable[[], datetime]:
    """A clock that is a second later at every look."""
    now = START + timedelta(days=30)

    def tick() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return tick


@pytest.fixture
def sqlite_book(tmp_path: Path) -> DatabaseSettings:
    return DatabaseSettings(directory=tmp_path / "book")


@pytest.fixture(params=["sqlite", "postgresql"])
async def book(
    request: pytest.FixtureRequest, sqlite_book: DatabaseSettings, new_postgres_url: Callable[[], Awaitable[str]]
) -> DatabaseSettings:
    """An empty, migrated book of events on SQLite and on PostgreSQL."""
    settings = sqlite_book
    if request.param == "postgresql":
        settings = DatabaseSettings(url=SecretStr(await new_postgres_url()))
    await migrate(settings, Book.EVENTS)
    return settings


@pytest.fixture
async def engine(book: DatabaseSettings) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(book, Book.EVENTS)
    yield engine
    await engine.dispose()


@pytest.fixture
def store(engine: AsyncEngine, life: Life) -> StoreBench:
    committed, clock = asyncio.Event(), ticking()
    return StoreBench(engine, findings_handler(engine, life, committed, clock=clock), committed, clock)
