"""Sending again: one delivery, or all that a subscription missed."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from services.api.book import AlertsBook, NewDelivery, add_deliveries, stored_json
from services.api.match import wants
from services.api.recipients import Recipient, is_told_of_feed
from services.contracts.event import EventChanged
from services.contracts.vocabulary import AlertType
from services.database.alerts import Delivery, DeliveryState, StoredAlert, Trigger

log = structlog.get_logger()

MOST_AT_ONCE = 10_000
_READ_AT_A_TIME = 500
_GIVEN_UP = (DeliveryState.EXHAUSTED, DeliveryState.CANCELLED, DeliveryState.PARKED)
_NOT_RECOVERED = (AlertType.HEARTBEAT, AlertType.SUBSCRIPTION_TEST)
"""What was about a moment that has passed."""

_COLUMNS: tuple[Any, ...] = (
    col(StoredAlert.seq),
    col(StoredAlert.id),
    col(StoredAlert.type),
    col(StoredAlert.raised_at),
    col(StoredAlert.body),
    col(StoredAlert.newest_report_at),
    col(StoredAlert.languages),
)


class NotUnderstood(ValueError):  # noqa: N818 - named for what happened
    """An alert that a newer version stored."""


def message_of(row: Row[Any], body: bytes) -> EventChanged | None:
    """The message that a stored alert was made of, as far as filters look at it; None for no event's alert."""
    try:
        data: Any = stored_json(body)["data"]
        if not data.get("event"):
            return None
        return EventChanged.model_validate(
            {
                "alert_id": row.id,
                "type": row.type,
                "raised_at": row.raised_at,
                "newest_report_at": row.newest_report_at,
                "languages": row.languages or (),
                "event": data["event"],
                "changes": data.get("changes", ()),
            }
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotUnderstood("this version does not understand the alert") from error


async def stored_alerts(connection: AsyncConnection, *, since: datetime, up_to: int) -> AsyncIterator[Row[Any]]:
    """Every alert since then that was not meant for one subscription alone, in the order of storing."""
    place = col(StoredAlert.seq)
    last: int | None = None
    while True:
        query: Any = select(*_COLUMNS).where(
            col(StoredAlert.only_for).is_(None), col(StoredAlert.raised_at) >= since, place <= up_to
        )
        if last is not None:
            query = query.where(place > last)
        query = query.order_by(place).limit(_READ_AT_A_TIME)
        rows = (await connection.execute(query)).all()
        for row in rows:
            yield row
        if len(rows) < _READ_AT_A_TIME:
            return
        last = rows[-1].seq


async def retry_given_up(
    connection: AsyncConnection, subscription_id: str, *, since: datetime, now: datetime
) -> tuple[int, bool]:
    """Make due again what was given up and never delivered; answers how many, and whether there are more."""
    query: Any = (
        select(col(Delivery.id))
        .join(StoredAlert, col(StoredAlert.id) == col(Delivery.alert_id))
        .where(
            col(Delivery.subscription_id) == subscription_id,
            col(Delivery.state).in_(_GIVEN_UP),
            col(StoredAlert.raised_at) >= since,
            col(StoredAlert.type).not_in(_NOT_RECOVERED),
        )
        .order_by(col(Delivery.alert_seq))
        .limit(MOST_AT_ONCE + 1)
    )
    ids = [row.id for row in await connection.execute(query)]
    for start in range(0, min(len(ids), MOST_AT_ONCE), _READ_AT_A_TIME):
        await _begin_anew(
            connection, ids[start : start + _READ_AT_A_TIME][: MOST_AT_ONCE - start], now, Trigger.RECOVER
        )
    return min(len(ids), MOST_AT_ONCE), len(ids) > MOST_AT_ONCE


async def add_missed(
    connection: AsyncConnection, recipient: Recipient, *, since: datetime, now: datetime
) -> tuple[int, bool]:
    """Prepare the alerts that it wants and never had; answers how many, and whether there are more.

    They are sent one by one even to who wants digests: this is asked for by hand.
    """
    # What is stored from now on comes with its deliveries, which the next statement might not see yet.
    newest = (await connection.execute(select(func.max(col(StoredAlert.seq))))).scalar_one() or 0
    known = {
        row.alert_id
        for row in await connection.execute(
            select(col(Delivery.alert_id)).where(col(Delivery.subscription_id) == recipient.id)
        )
    }
    added = 0
    async for row in stored_alerts(connection, since=since, up_to=newest):
        if row.id in known or not _is_wanted(recipient, row):
            continue
        if added == MOST_AT_ONCE:
            return added, True
        delivery = NewDelivery(recipient.id, now, trigger=Trigger.RECOVER)
        await add_deliveries(connection, row.id, row.seq, [delivery], now=now)
        added += 1
    return added, False


def _is_wanted(recipient: Recipient, row: Row[Any]) -> bool:
    try:
        message = message_of(row, bytes(row.body))
    except NotUnderstood as error:
        log.warning("alert not recovered", alert=row.id, error=str(error))
        return False
    if message is None:
        return row.type == AlertType.FEED_FAILING and is_told_of_feed(recipient)
    return wants(message, filters=recipient.filters, alerts=recipient.alerts, max_age_days=recipient.max_age_days)


async def redeliver(connection: AsyncConnection, delivery_id: str, *, now: datetime) -> None:
    """Make one delivery due at once, whatever became of it, with the whole schedule before it."""
    await _begin_anew(connection, [delivery_id], now, Trigger.REDELIVER)


async def take_up_parked(book: AlertsBook, *, now: datetime) -> int:
    """Make due what another version could not send: this one may know how. Answers how many."""
    async with book.write() as connection:
        taken_up = await connection.execute(
            update(Delivery)
            .where(col(Delivery.state) == DeliveryState.PARKED)
            .values(
                state=DeliveryState.PENDING, next_attempt_at=now, round_start=col(Delivery.attempts), finished_at=None
            )
            .execution_options(synchronize_session=False)
        )
    return taken_up.rowcount


async def _begin_anew(connection: AsyncConnection, ids: list[str], now: datetime, trigger: Trigger) -> None:
    await connection.execute(
        update(Delivery)
        .where(col(Delivery.id).in_(ids))
        .values(
            state=DeliveryState.PENDING,
            trigger=trigger,
            next_attempt_at=now,
            round_start=col(Delivery.attempts),
            finished_at=None,
        )
        .execution_options(synchronize_session=False)
    )
