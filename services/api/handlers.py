"""What api does with each message: an event that changed becomes an alert and its deliveries."""

from collections.abc import Callable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.api.match import filters_of, wants
from services.api.metrics import ALERTS_STORED
from services.contracts.alert import Alert
from services.contracts.event import EventChanged
from services.contracts.streams import EVENTS
from services.database.alerts import (
    Delivery,
    DeliveryState,
    StoredAlert,
    Subscription,
    SubscriptionStatus,
    Trigger,
)
from services.database.outage import waiting_out
from services.runtime.clock import Clock
from services.runtime.consumer import Consumer, Handler
from services.runtime.consumer import Delivery as Message
from services.runtime.identifiers import stable_id
from services.runtime.process import Life

ALERTS_CONSUMER = Consumer(
    durable="api-alerts",
    stream=EVENTS.name,
    subject_filter=EventChanged.subject_filter(),
    keeps_stream_clean=True,
)

_LOCK = 7_361_998  # any number that is ours


def on_event_changed(engine: AsyncEngine, wake: Callable[[], None], clock: Clock, life: Life) -> Handler:
    """A handler that stores each alert once, with a delivery for every subscription that wants it."""

    async def handle(message: Message) -> None:
        changed = EventChanged.decode(message.data)
        if await waiting_out(lambda: _store(engine, changed, clock), life):
            ALERTS_STORED.labels(changed.type).inc()
            wake()

    return handle


async def _store(engine: AsyncEngine, changed: EventChanged, clock: Clock) -> bool:
    """Store the alert and its deliveries in one transaction; False when it was there already."""
    async with AsyncSession(engine) as session, session.begin():
        await serialize_alerts(session)
        if await is_stored(session, changed.alert_id):
            return False
        alert = stored(changed, clock)
        session.add(alert)
        await session.flush()  # the deliveries refer to it
        subscriptions = await session.exec(select(Subscription).where(Subscription.status == SubscriptionStatus.ACTIVE))
        session.add_all(
            new_delivery(alert, subscription.id, Trigger.SCHEDULE, clock)
            for subscription in subscriptions
            if _is_wanted(changed, subscription)
        )
        return True


async def serialize_alerts(session: AsyncSession) -> None:
    """Let one transaction at a time add alerts, so that `seq` grows in the order of commits.

    Otherwise a reader could see 8 before 7 is there, and would never see 7. SQLite has one writer anyhow.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.exec(text("SELECT pg_advisory_xact_lock(:lock)").bindparams(lock=_LOCK))  # type: ignore[call-overload]


async def is_stored(session: AsyncSession, alert_id: str) -> bool:
    """Whether the alert is in the book already."""
    return (await session.exec(select(StoredAlert.seq).where(StoredAlert.id == alert_id))).first() is not None


def stored(changed: EventChanged, clock: Clock) -> StoredAlert:
    """The alert's row: from here on its bytes are fixed."""
    return StoredAlert(
        id=changed.alert_id,
        type=changed.type,
        raised_at=changed.raised_at,
        stored_at=clock(),
        event_id=changed.event.id,
        body=Alert.of(changed).model_dump_json().encode(),
        newest_report_at=changed.newest_report_at,
        languages=list(changed.languages),
    )


def new_delivery(alert: StoredAlert, subscription_id: str, trigger: Trigger, clock: Clock) -> Delivery:
    """A delivery that is due at once."""
    now = clock()
    return Delivery(
        id=stable_id("dlv", alert.id, subscription_id),
        alert_id=alert.id,
        alert_seq=alert.seq or 0,
        subscription_id=subscription_id,
        state=DeliveryState.PENDING,
        trigger=trigger,
        next_attempt_at=now,
        created_at=now,
    )


def _is_wanted(changed: EventChanged, subscription: Subscription) -> bool:
    return wants(
        changed,
        filters=filters_of(subscription.filters),
        alerts=subscription.alerts,
        max_age_days=subscription.max_age_days,
    )
