"""Writing into the book of alerts: one writer at a time in this process, alerts in the order of their numbers."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel import col

from services.contracts.vocabulary import AlertType
from services.database.alerts import Audience, Delivery, DeliveryState, StoredAlert, Trigger
from services.runtime.database import ONLY_READS
from services.runtime.identifiers import stable_id

_LOCK = 7_361_998  # any number that is ours


class AlertsBook:
    """The engine that writes, and the queue before it.

    In SQLite a second writer sleeps and looks again, longer each time; waiting for a lock of our own ends at once.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._turn: contextlib.AbstractAsyncContextManager[object] = (
            asyncio.Lock() if engine.dialect.name == "sqlite" else contextlib.nullcontext()
        )

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction."""
        async with self._turn, self.engine.begin() as connection:
            yield connection

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A look that waits for no writer."""
        async with self.engine.connect() as connection:
            await connection.execution_options(**{ONLY_READS: True})
            yield connection


# Built once: to build a statement takes longer than to run it.
_STORED = select(col(StoredAlert.id)).where(col(StoredAlert.id).in_(bindparam("ids", expanding=True)))
_ADD_ALERT = insert(StoredAlert.__table__).returning(col(StoredAlert.seq))  # type: ignore[attr-defined]
_ADD_DELIVERIES = insert(Delivery.__table__)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class NewAlert:
    """An alert that is to be stored. From then on its bytes are fixed."""

    id: str
    type: AlertType
    raised_at: datetime
    body: bytes
    event_id: str | None = None
    only_for: str | None = None
    audience: Audience = Audience.ALL
    newest_report_at: datetime | None = None
    languages: tuple[str, ...] | None = None


@dataclass(frozen=True)
class NewDelivery:
    """One alert for one subscription."""

    subscription_id: str
    due_at: datetime
    is_held: bool = False
    """Goes into a digest."""
    trigger: Trigger = Trigger.SCHEDULE


async def serialize_alerts(connection: AsyncConnection) -> None:
    """Let one transaction at a time add alerts, so that `seq` grows in the order of commits.

    Otherwise a reader could see 8 before 7 is there, and would never see 7. SQLite has one writer anyhow.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


async def is_stored(connection: AsyncConnection, alert_id: str) -> bool:
    """Whether the alert is in the book already."""
    return bool(await stored_ids(connection, [alert_id]))


async def stored_ids(connection: AsyncConnection, alert_ids: Collection[str]) -> set[str]:
    """Which of these alerts are in the book already."""
    return {row.id for row in await connection.execute(_STORED, {"ids": list(alert_ids)})}


async def add_alert(
    connection: AsyncConnection, alert: NewAlert, deliveries: Iterable[NewDelivery], *, now: datetime
) -> int:
    """Store an alert with its deliveries; answers its place. `serialize_alerts` comes first."""
    values = {
        "id": alert.id,
        "type": alert.type,
        "raised_at": alert.raised_at,
        "stored_at": now,
        "event_id": alert.event_id,
        "body": alert.body,
        "only_for": alert.only_for,
        "audience": alert.audience,
        "newest_report_at": alert.newest_report_at,
        "languages": None if alert.languages is None else list(alert.languages),
    }
    added = await connection.execute(_ADD_ALERT, values)
    seq = int(added.scalar_one() or 0)
    await add_deliveries(connection, alert.id, seq, deliveries, now=now)
    return seq


async def add_deliveries(
    connection: AsyncConnection, alert_id: str, alert_seq: int, deliveries: Iterable[NewDelivery], *, now: datetime
) -> None:
    """Rows for an alert that is stored."""
    rows = [
        {
            "id": delivery_id(alert_id, one.subscription_id),
            "alert_id": alert_id,
            "alert_seq": alert_seq,
            "subscription_id": one.subscription_id,
            "state": DeliveryState.HELD if one.is_held else DeliveryState.PENDING,
            "trigger": one.trigger,
            "next_attempt_at": one.due_at,
            "attempts": 0,
            "round_start": 0,
            "created_at": now,
        }
        for one in deliveries
    ]
    if rows:
        await connection.execute(_ADD_DELIVERIES, rows)


def delivery_id(alert_id: str, subscription_id: str) -> str:
    """The id of the one delivery of this alert to this subscription."""
    return stable_id("dlv", alert_id, subscription_id)


def stored_json(body: bytes) -> dict[str, object]:
    """A stored body as an object."""
    found: dict[str, object] = json.loads(body)
    return found
