"""Digests: what was held back for a subscription, told together when its time has come."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from services.api.body import MAX_BODY_BYTES, encoded, shortened
from services.api.book import AlertsBook, NewAlert, NewDelivery, add_alert, serialize_alerts, stored_json
from services.contracts.alert import Digest, DigestData, DigestedAlert
from services.contracts.vocabulary import AlertType
from services.database.alerts import Delivery, DeliveryState, StoredAlert, Subscription, SubscriptionStatus
from services.runtime.identifiers import stable_id

log = structlog.get_logger()

_AT_A_TIME = 500
_FRAME_BYTES = 1_000
"""For what stands around the alerts of a part."""


async def raise_digests(book: AlertsBook, *, now: datetime, public_url: str) -> int:
    """Turn what is held and due into digests; answers how many. One that is raised is never raised again."""
    raised = 0
    async with book.read() as connection:
        if not await _held_and_due(connection, now, at_most=1):
            return 0
    while True:
        async with book.write() as connection:
            await serialize_alerts(connection)
            rows = await _held_and_due(connection, now)
            by_subscription: dict[str, list[Row[Any]]] = defaultdict(list)
            alone = [row for row in rows if entry_of(row) is None]
            for row in rows:
                if row not in alone:
                    by_subscription[row.subscription_id].append(row)
            for subscription_id, held in by_subscription.items():
                alerts = digests_of(subscription_id, held, now=now, public_url=public_url)
                for alert in alerts:
                    await add_alert(connection, alert, [NewDelivery(subscription_id, now)], now=now)
                raised += len(alerts)
            told = [row.id for held in by_subscription.values() for row in held]
            await _move(connection, told, state=DeliveryState.DIGESTED, finished_at=now)
            await _move(connection, [row.id for row in alone], state=DeliveryState.PENDING, next_attempt_at=now)
        if len(rows) < _AT_A_TIME:
            return raised


async def _move(connection: AsyncConnection, ids: Sequence[str], **values: Any) -> None:
    if ids:
        await connection.execute(
            update(Delivery)
            .where(col(Delivery.id).in_(ids))
            .values(**values)
            .execution_options(synchronize_session=False)
        )


async def _held_and_due(connection: AsyncConnection, now: datetime, at_most: int = _AT_A_TIME) -> Sequence[Row[Any]]:
    query: Any = (
        select(
            col(Delivery.id),
            col(Delivery.subscription_id),
            col(StoredAlert.id).label("alert_id"),
            col(StoredAlert.body),
        )
        .join(StoredAlert, col(StoredAlert.id) == col(Delivery.alert_id))
        .join(Subscription, col(Subscription.id) == col(Delivery.subscription_id))
        .where(
            col(Delivery.state) == DeliveryState.HELD,
            col(Delivery.next_attempt_at) <= now,
            col(Subscription.status) == SubscriptionStatus.ACTIVE,
        )
        .order_by(col(Delivery.subscription_id), col(Delivery.alert_seq))
        .limit(at_most)
    )
    rows: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return rows


def digests_of(subscription_id: str, held: Sequence[Any], *, now: datetime, public_url: str) -> list[NewAlert]:
    """The digest of these alerts, in as many parts as their size asks for. Pure."""
    parts = list(_packed([entry for row in held if (entry := entry_of(row)) is not None]))
    alerts = []
    for number, entries in enumerate(parts, 1):
        data = DigestData.model_validate(
            {
                "alerts": entries,
                "part": number,
                "parts": len(parts),
                "links": {"alerts": f"{public_url}/v1/alerts"},
                "is_cut": any(entry["is_cut"] for entry in entries),
            }
        )
        alerts.append(
            NewAlert(
                # Made of what is in it: a crash between two tries cannot make two of one.
                id=stable_id("alr", AlertType.DIGEST, subscription_id, *(entry["id"] for entry in entries)),
                type=AlertType.DIGEST,
                raised_at=now,
                body=encoded(Digest(timestamp=now, data=data)),
                only_for=subscription_id,
            )
        )
    return alerts


def entry_of(row: Any) -> dict[str, Any] | None:
    """The alert without its evidence, which a link away is whole; None if it is of a shape that no digest has.

    Such a one, which a newer version stored, is sent by itself, as it was stored.
    """
    try:
        entry = _entry(row.alert_id, stored_json(bytes(row.body)))
        DigestedAlert.model_validate(entry)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        log.error("alert not understood, it is sent outside the digest", alert=row.alert_id, error=str(error)[:300])  # noqa: TRY400
        return None
    return entry


def _entry(alert_id: str, body: Any) -> dict[str, Any]:
    data = body["data"]
    told = {"event": data.get("event"), "changes": data.get("changes", [])}
    entry = shortened(told)
    return {
        "id": alert_id,
        "type": body["type"],
        "timestamp": body["timestamp"],
        "severity": data.get("severity"),
        **entry,
        "is_cut": entry != told,
    }


def _packed(entries: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    part: list[dict[str, Any]] = []
    size = _FRAME_BYTES
    for entry in entries:
        length = len(encoded(entry)) + 1
        if part and size + length > MAX_BODY_BYTES:
            yield part
            part, size = [], _FRAME_BYTES
        part.append(entry)
        size += length
    if part:
        yield part
