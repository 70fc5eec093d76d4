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
from services.contracts.review import Review
from services.contracts.vocabulary import ReviewAction
from services.database.event_queries import EventFilters, event_detail, event_of, list_events
from services.database.events import EventRow, EventVersionRow, OutboxRow, ReviewRow
from services.database.migrate import migrate
from services.runtime.consumer import BatchHandler, Delivery, Handler
from services.runtime.database import Book, open_engine
from services.runtime.identifiers import stable_id
from services.runtime.process import Life
from services.runtime.settings import DatabaseSettings
from services.store.clockwork import tell_due
from services.store.handlers import findings_batch_handler, findings_handler, reviews_handler
from tests.support.store import START


@dataclass
class Ticking:
    """A clock that is a second later at every look, and that a test may set."""

    now: datetime = START + timedelta(days=30)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class StoreBench:
    """One store's handler, and a reader beside it."""

    engine: AsyncEngine
    handle: Handler
    handle_batch: BatchHandler
    handle_review: Handler
    committed: asyncio.Event
    clock: Ticking
    sequence: int = field(default=0)

    @classmethod
    def on(cls, engine: AsyncEngine, life: Life) -> "StoreBench":
        committed, clock = asyncio.Event(), Ticking()
        return cls(
            engine,
            findings_handler(engine, life, committed, clock=clock),
            findings_batch_handler(engine, life, committed, clock=clock),
            reviews_handler(engine, life, committed, clock=clock),
            committed,
            clock,
        )

    async def say(self, *messages: Findings) -> None:
        for message in messages:
            self.sequence += 1
            await self.handle(Delivery(message.subject(), message.encode(), self.sequence, 1))

    async def say_at_once(self, *messages: Findings) -> None:
        await self.handle_batch([Delivery(one.subject(), one.encode(), 1, 1) for one in messages])

    async def review(self, event_id: str, action: ReviewAction, **said: Any) -> Review:
        """What a reviewer says of an event; each call is another review."""
        self.sequence += 1
        review = Review(
            id=stable_id("rev", self.sequence),
            event_id=event_id,
            action=action,
            reviewer="treaty desk",
            made_at=self.clock(),
            **said,
        )
        await self.handle_review(Delivery(review.subject(), review.encode(), self.sequence, 1))
        return review

    async def repeat(self, review: Review) -> None:
        await self.handle_review(Delivery(review.subject(), review.encode(), self.sequence, 2))

    async def where_it_went(self, event_id: str) -> str | None:
        async with async_sessionmaker(self.engine)() as session:
            row = await session.get(EventRow, event_id)
        return row.merged_into if row is not None else None

    async def look_at_clocks(self, now: datetime) -> int:
        """What the clocks tell at that moment; answers the number of alerts."""
        self.clock.now = now
        async with async_sessionmaker(self.engine).begin() as session:
            _, told = await tell_due(session, now=now)
        return told

    async def refusals(self) -> list[str | None]:
        async with async_sessionmaker(self.engine)() as session:
            return list(await session.scalars(select(col(ReviewRow.refused)).order_by(col(ReviewRow.position))))

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
    return StoreBench.on(engine, life)
