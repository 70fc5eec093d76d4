"""The delivery engine without the rest of the api, on a clock that a test moves, and receivers that misbehave."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.api.body import event_body
from services.api.book import AlertsBook, NewAlert, NewDelivery, add_alert, delivery_id, serialize_alerts
from services.api.engine import DeliveryEngine
from services.api.outgoing import Outgoing
from services.api.recipients import Recipients
from services.api.send import Sender, way_out
from services.api.settings import ApiSettings
from services.api.signing_keys import add_keys
from services.api.support import Support
from services.api.vault import Vault
from services.database.alerts import Attempt, Delivery, Subscription
from services.runtime.process import Life
from services.runtime.settings import load
from tests.support.event_samples import changed, event
from tests.support.eventually import eventually

LOOPBACK = ip_network("127.0.0.0/8")


@dataclass
class MovedClock:
    """A clock that stands still until it is moved."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Office:
    """A running engine, its book, and its clock."""

    book: AlertsBook
    vault: Vault
    clock: MovedClock
    engine: DeliveryEngine

    async def subscribe(self, url: str, **columns: Any) -> str:
        """A subscription straight into the book; answers its id."""
        number = f"sub_{len(await self.rows(Subscription)):04d}"
        values = {
            "id": number,
            "url": url,
            "filters": {},
            "alerts": ["event.created", "subscription.disabled"],
            "format": "standard",
            "signatures": ["v1"],
            "ordered": False,
            "status": "active",
            "revision": 1,
            "consecutive_failures": 0,
            "created_at": self.clock(),
            "owner_key_id": None,
            **columns,
        }
        async with self.book.write() as connection:
            await connection.execute(insert(Subscription).values(values))
            await add_keys(connection, self.vault, number, ["v1"], now=self.clock())
        return number

    async def tell(self, number: int, *subscriptions: str) -> str:
        """An alert for these subscriptions; answers its id."""
        message = changed(number, event=event(number))
        alert = NewAlert(
            id=message.alert_id,
            type=message.type,
            raised_at=self.clock(),
            body=event_body(message, Support(), public_url="http://127.0.0.1:8000"),
        )
        async with self.book.write() as connection:
            await serialize_alerts(connection)
            deliveries = [NewDelivery(name, self.clock()) for name in subscriptions]
            await add_alert(connection, alert, deliveries, now=self.clock())
        self.engine.wake()
        return alert.id

    def later(self, passed: timedelta) -> None:
        """Let time pass."""
        self.clock.now += passed
        self.engine.wake()

    async def rows(self, table: Any, **wanted: Any) -> list[Any]:
        """Rows of a table in the book."""
        query = select(table.__table__)
        for name, value in wanted.items():
            query = query.where(col(getattr(table, name)) == value)
        async with self.book.engine.connect() as connection:
            return list((await connection.execute(query)).all())

    async def delivery(self, alert: str, subscription: str) -> Any:
        """The row of a delivery."""
        (row,) = await self.rows(Delivery, id=delivery_id(alert, subscription))
        return row

    async def subscription(self, name: str) -> Any:
        """The row of a subscription."""
        (row,) = await self.rows(Subscription, id=name)
        return row

    async def attempts(self, alert: str, subscription: str) -> list[Any]:
        """The log of a delivery, oldest first."""
        rows = await self.rows(Attempt, delivery_id=delivery_id(alert, subscription))
        return sorted(rows, key=lambda row: row.number)

    async def attempted(self, alert: str, subscription: str, times: int) -> list[Any]:
        """The log, once it has so many entries."""

        async def look() -> list[Any]:
            log = await self.attempts(alert, subscription)
            return log if len(log) >= times else []

        return await eventually(look)


@contextlib.asynccontextmanager
async def office(
    engine: AsyncEngine, *, allowed: tuple[Any, ...] = (LOOPBACK,), **settings: Any
) -> AsyncIterator[Office]:
    """An engine that runs for the length of the block. It takes its waits from the product's own schedule."""
    loaded = load(ApiSettings, secrets_key="k" * 32, **settings)
    book, vault, clock, life = AlertsBook(engine), Vault(["k" * 32]), MovedClock(), Life()
    async with way_out(loaded, allowed) as out:
        sender = Sender(out, loaded, clock)
        running = DeliveryEngine(book, Outgoing(vault), sender, Recipients(), loaded, life, clock)
        task = asyncio.create_task(running.run())
        try:
            yield Office(book, vault, clock, running)
        finally:
            life.stopping.set()
            await task


Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def bare_server(answer: Answering, **options: Any) -> AsyncIterator[int]:
    """A server that says what the test says, byte by byte; answers its port."""
    closed = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await answer(reader, writer)
        if not closed.is_set():
            with contextlib.suppress(Exception):
                writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, **options)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        closed.set()
        server.close()


async def request_of(reader: asyncio.StreamReader) -> tuple[dict[str, str], bytes]:
    """The next request on a connection: its fields and its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    _, *lines = head.split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
    return fields, await reader.readexactly(int(fields.get("content-length", "0")))
