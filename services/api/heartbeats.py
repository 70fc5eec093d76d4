"""Heartbeats: so that whoever hears nothing knows whether nothing happened or nothing works."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog
from nats.errors import Error as NatsError
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel import col

from services.api.body import fitted
from services.api.book import AlertsBook, NewAlert, NewDelivery, add_alert, is_stored, serialize_alerts
from services.api.coverage import is_silent
from services.contracts.alert import Coverage, Heartbeat, HeartbeatData, LastEvent, SilentFeed
from services.contracts.feed import FeedState
from services.contracts.vocabulary import AlertType
from services.database.alerts import Delivery, DeliveryState, StoredAlert, Subscription, SubscriptionStatus
from services.database.events import EventRow
from services.database.outage import DATABASE_ERRORS, in_words
from services.runtime.identifiers import stable_id

log = structlog.get_logger()

MAX_SILENT_SHOWN = 20
_AT_A_TIME = 100
_LONGEST_ERROR = 300

ReadFeeds = Callable[[], Awaitable[Sequence[FeedState]]]


def coverage_of(feeds: Sequence[FeedState], *, since: datetime, now: datetime) -> Coverage:
    """Which feeds were heard: read at the last try or since `since`, and not silent as the coverage means it. Pure."""
    silent = [feed for feed in feeds if not _is_read(feed, since) or is_silent(feed, now)]
    shown = sorted(silent, key=lambda feed: (feed.last_success_at is not None, feed.last_success_at, feed.feed.id))
    return Coverage(
        feeds=len(feeds),
        heard=len(feeds) - len(silent),
        silent=len(silent),
        silent_feeds=tuple(
            SilentFeed(
                id=feed.feed.id,
                url=feed.feed.url[:_LONGEST_ERROR],
                title=feed.feed.title,
                last_success_at=feed.last_success_at,
                last_new_at=feed.last_new_at,
                error=feed.last_error[:_LONGEST_ERROR] if feed.last_error and feed.consecutive_failures else None,
            )
            for feed in shown[:MAX_SILENT_SHOWN]
        ),
    )


def _is_read(feed: FeedState, since: datetime) -> bool:
    if feed.last_success_at is None:
        return False
    return feed.consecutive_failures == 0 or feed.last_success_at >= since


def next_beat_at(due_at: datetime, every: timedelta, *, now: datetime) -> datetime:
    """The next beat after `now` in the same rhythm: what was missed while nothing ran is not made up for. Pure."""
    return due_at + every * ((now - due_at) // every + 1)


async def raise_heartbeats(book: AlertsBook, events: AsyncEngine, read_feeds: ReadFeeds, *, now: datetime) -> int:
    """A heartbeat for every subscription whose time has come; answers how many."""
    if not await _is_any_due(book, now):
        return 0
    feeds, problem = await _feeds(read_feeds)
    last_event = await _last_event(events)
    async with book.write() as connection:
        await serialize_alerts(connection)
        due = await connection.execute(
            select(col(Subscription.id), col(Subscription.heartbeat_hours), col(Subscription.next_heartbeat_at))
            .where(*_due(now))
            .order_by(col(Subscription.next_heartbeat_at))
            .limit(_AT_A_TIME)
            .with_for_update(skip_locked=True, key_share=True)
        )
        rows = due.all()
        for row in rows:
            every = timedelta(hours=row.heartbeat_hours)
            next_at = next_beat_at(row.next_heartbeat_at, every, now=now)
            await connection.execute(
                update(Subscription).where(col(Subscription.id) == row.id).values(next_heartbeat_at=next_at)
            )
            await _supersede(connection, row.id, now)
            data = HeartbeatData(
                subscription_id=row.id,
                every_hours=row.heartbeat_hours,
                next_heartbeat_at=next_at,
                coverage=None if feeds is None else coverage_of(feeds, since=now - every, now=now),
                problem=problem,
                last_event=last_event,
                waiting=await _waiting(connection, row.id),
            )
            alert = NewAlert(
                id=stable_id("alr", AlertType.HEARTBEAT, row.id, row.next_heartbeat_at.isoformat()),
                type=AlertType.HEARTBEAT,
                raised_at=now,
                body=fitted(Heartbeat(timestamp=now, data=data)),
                only_for=row.id,
            )
            if not await is_stored(connection, alert.id):
                await add_alert(connection, alert, [NewDelivery(row.id, now)], now=now)
    return len(rows)


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Subscription.status) == SubscriptionStatus.ACTIVE,
        col(Subscription.heartbeat_hours).is_not(None),
        col(Subscription.next_heartbeat_at) <= now,
    )


async def _is_any_due(book: AlertsBook, now: datetime) -> bool:
    async with book.read() as connection:
        found = await connection.execute(select(col(Subscription.id)).where(*_due(now)).limit(1))
        return found.first() is not None


async def _feeds(read_feeds: ReadFeeds) -> tuple[Sequence[FeedState] | None, str | None]:
    try:
        return await read_feeds(), None
    except (NatsError, TimeoutError, OSError) as error:
        log.warning("heartbeats go out without coverage", error=str(error) or type(error).__name__)
        return None, "the state of the feeds is in NATS, which does not answer"


async def _last_event(events: AsyncEngine) -> LastEvent | None:
    query = select(col(EventRow.id), col(EventRow.title), col(EventRow.updated_at))
    try:
        async with events.connect() as connection:
            found = await connection.execute(query.order_by(col(EventRow.updated_at).desc()).limit(1))
            row = found.first()
    except DATABASE_ERRORS as error:
        log.warning("heartbeats go out without the last event", error=in_words(error))
        return None
    return None if row is None else LastEvent(id=row.id, title=row.title, updated_at=row.updated_at)


async def _supersede(connection: AsyncConnection, subscription_id: str, now: datetime) -> None:
    """A heartbeat that is still waiting tells nothing that the new one does not tell better."""
    older = select(col(StoredAlert.id)).where(
        col(StoredAlert.only_for) == subscription_id, col(StoredAlert.type) == AlertType.HEARTBEAT
    )
    await connection.execute(
        update(Delivery)
        .where(
            col(Delivery.subscription_id) == subscription_id,
            col(Delivery.state) == DeliveryState.PENDING,
            col(Delivery.lease_until).is_(None),
            col(Delivery.alert_id).in_(older.scalar_subquery()),
        )
        .values(state=DeliveryState.CANCELLED, finished_at=now)
        .execution_options(synchronize_session=False)
    )


async def _waiting(connection: AsyncConnection, subscription_id: str) -> int:
    found = await connection.execute(
        select(func.count()).where(
            col(Delivery.subscription_id) == subscription_id,
            col(Delivery.state).in_((DeliveryState.PENDING, DeliveryState.HELD)),
        )
    )
    return int(found.scalar_one())
