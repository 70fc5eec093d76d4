"""What api does with each message: news of an event, or of the installation, becomes an alert and its deliveries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from services.api.body import encoded, event_body
from services.api.book import AlertsBook, NewAlert, NewDelivery, add_alert, is_stored, serialize_alerts, stored_ids
from services.api.metrics import ALERTS_STORED
from services.api.recipients import Recipients, is_told_of_feed, told_of_event
from services.api.support import read_support
from services.contracts.alert import FailingFeed, FeedFailingAlert, FeedFailingData
from services.contracts.event import Event, EventChanged
from services.contracts.operations import FeedFailing
from services.contracts.streams import EVENTS, OPERATIONS
from services.contracts.vocabulary import AlertType
from services.database.alerts import Audience
from services.database.bonds import is_asked_of, with_bonds
from services.database.outage import waiting_out
from services.runtime.clock import Clock
from services.runtime.consumer import BatchHandler, Consumer, Delivery, Handler
from services.runtime.process import Life

ALERTS_CONSUMER = Consumer(
    durable="api-alerts",
    stream=EVENTS.name,
    subject_filter=EventChanged.subject_filter(),
    keeps_stream_clean=True,
)
OPERATIONS_CONSUMER = Consumer(
    durable="api-operations",
    stream=OPERATIONS.name,
    subject_filter=FeedFailing.subject_filter(),
    keeps_stream_clean=True,
)

_LONGEST_ERROR = 2_000


@dataclass(frozen=True)
class Alerting:
    """What the handlers work with."""

    events: AsyncEngine
    book: AlertsBook
    recipients: Recipients
    wake: Callable[[], None]
    clock: Clock
    public_url: str
    life: Life


def on_event_changed(alerting: Alerting) -> Handler:
    """A handler that stores each alert once, with a delivery for every subscription that wants it."""
    handle_all = on_events_changed(alerting)

    async def handle(message: Delivery) -> None:
        await handle_all([message])

    return handle


def on_events_changed(alerting: Alerting) -> BatchHandler:
    """The same for many: one commit for all that came together, because it costs as much as one for each."""

    async def handle(messages: Sequence[Delivery]) -> None:
        changes = [EventChanged.decode(message.data) for message in messages]
        stored = await waiting_out(lambda: store_event_alerts(alerting, changes), alerting.life)
        for changed in stored:
            ALERTS_STORED.labels(changed.type).inc()
        if stored:
            alerting.wake()

    return handle


async def store_event_alerts(alerting: Alerting, changes: Sequence[EventChanged]) -> list[EventChanged]:
    """Store these alerts and their deliveries in one transaction; answers those that were not there already."""
    alerts = [(changed, await _event_alert(alerting, changed)) for changed in changes]
    now = alerting.clock()
    stored = []
    async with alerting.book.write() as connection:
        await serialize_alerts(connection)
        known = await stored_ids(connection, [alert.id for _, alert in alerts])
        recipients = await alerting.recipients.all(connection)
        for changed, alert in alerts:
            if alert.id in known:
                continue
            known.add(alert.id)
            told = [told_of_event(recipient, changed, now=now) for recipient in recipients]
            await add_alert(connection, alert, [one for one in told if one is not None], now=now)
            stored.append(changed)
    return stored


async def _event_alert(alerting: Alerting, changed: EventChanged) -> NewAlert:
    support = await read_support(alerting.events, changed.event.id, {change.field for change in changed.changes})
    told = changed.model_copy(update={"event": await _with_bond(alerting.events, changed.event)})
    return NewAlert(
        id=changed.alert_id,
        type=changed.type,
        raised_at=changed.raised_at,
        body=event_body(told, support, public_url=alerting.public_url),
        event_id=changed.event.id,
        newest_report_at=changed.newest_report_at,
        languages=changed.languages,
    )


async def _with_bond(events: AsyncEngine, event: Event) -> Event:
    """The event as `/v1/events` shows it: the store does not ask who is bound, because that may be learnt later."""
    if not is_asked_of(event.topic, event.mine_type):
        return event
    async with AsyncSession(events) as session:
        (bonded,) = await with_bonds(session, [event])
    return bonded


def on_feed_failing(alerting: Alerting) -> Handler:
    """A handler that tells operators of a feed, once for each message."""

    async def handle(message: Delivery) -> None:
        failing = FeedFailing.decode(message.data)
        if await waiting_out(lambda: store_feed_alert(alerting, failing), alerting.life):
            ALERTS_STORED.labels(AlertType.FEED_FAILING).inc()
            alerting.wake()

    return handle


async def store_feed_alert(alerting: Alerting, failing: FeedFailing) -> bool:
    """Store it for those who are told of feeds; False when it was there already."""
    now = alerting.clock()
    async with alerting.book.write() as connection:
        await serialize_alerts(connection)
        if await is_stored(connection, failing.alert_id):
            return False
        told = [
            NewDelivery(recipient.id, now)
            for recipient in await alerting.recipients.all(connection)
            if is_told_of_feed(recipient)
        ]
        await add_alert(connection, _feed_alert(failing), told, now=now)
        return True


def _feed_alert(failing: FeedFailing) -> NewAlert:
    data = FeedFailingData(
        feed=FailingFeed(id=failing.feed.id, url=failing.feed.url, title=failing.feed.title),
        error=failing.error[:_LONGEST_ERROR],
        failures=failing.failures,
        failing_since=failing.failing_since,
        last_success_at=failing.last_success_at,
        next_check_at=failing.next_check_at,
    )
    return NewAlert(
        id=failing.alert_id,
        type=AlertType.FEED_FAILING,
        raised_at=failing.raised_at,
        body=encoded(FeedFailingAlert(timestamp=failing.raised_at, data=data)),
        audience=Audience.OPERATORS,
    )
