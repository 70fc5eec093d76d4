"""Disabling a subscription, and telling those who should know."""

from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from services.api.body import encoded
from services.api.book import NewAlert, NewDelivery, add_alert, serialize_alerts
from services.api.recipients import Recipients, is_told_of_disabling
from services.api.settle import GivenUp
from services.contracts.alert import DisabledSubscription, SubscriptionDisabledAlert, SubscriptionDisabledData
from services.contracts.vocabulary import AlertType
from services.database.alerts import Audience, Delivery, DeliveryState, Subscription, SubscriptionStatus
from services.runtime.identifiers import stable_id

_WAITING = (DeliveryState.PENDING, DeliveryState.HELD)
_LONGEST_REASON = 1_000


async def disable(
    connection: AsyncConnection, given_up: Collection[GivenUp], recipients: Recipients, *, now: datetime
) -> None:
    """Disable these, cancel what waits for them, and raise `subscription.disabled`, all in the caller's transaction."""
    if given_up:
        await serialize_alerts(connection)
    for one in given_up:
        cancelled = await connection.execute(
            select(func.count()).where(
                col(Delivery.subscription_id) == one.subscription_id, col(Delivery.state).in_(_WAITING)
            )
        )
        waiting = cancelled.scalar_one()
        reason = one.reason[:_LONGEST_REASON]
        await connection.execute(
            update(Subscription)
            .where(col(Subscription.id) == one.subscription_id)
            .values(
                status=SubscriptionStatus.DISABLED,
                disabled_at=now,
                disabled_reason=reason,
                updated_at=now,
                revision=Subscription.revision + 1,
            )
            .execution_options(synchronize_session=False)
        )
        await connection.execute(
            update(Delivery)
            .where(col(Delivery.subscription_id) == one.subscription_id, col(Delivery.state).in_(_WAITING))
            .values(state=DeliveryState.CANCELLED, finished_at=now)
            .execution_options(synchronize_session=False)
        )
        await _tell(connection, one.subscription_id, reason, waiting, recipients, now)


async def _tell(
    connection: AsyncConnection, subscription_id: str, reason: str, waiting: int, recipients: Recipients, now: datetime
) -> None:
    found = await connection.execute(
        select(
            col(Subscription.url),
            col(Subscription.description),
            col(Subscription.failing_since),
            col(Subscription.owner_key_id),
        ).where(col(Subscription.id) == subscription_id)
    )
    row = found.one()
    data = SubscriptionDisabledData(
        subscription=DisabledSubscription(
            id=subscription_id, host=urlsplit(row.url).hostname or "", description=row.description
        ),
        reason=reason,
        disabled_at=now,
        failing_since=row.failing_since,
        cancelled=waiting,
    )
    alert = NewAlert(
        id=stable_id("alr", AlertType.SUBSCRIPTION_DISABLED, subscription_id, now.isoformat()),
        type=AlertType.SUBSCRIPTION_DISABLED,
        raised_at=now,
        body=encoded(SubscriptionDisabledAlert(timestamp=now, data=data)),
        audience=Audience.OPERATORS,
    )
    told = [
        NewDelivery(recipient.id, now)
        for recipient in await recipients.all(connection)
        if recipient.id != subscription_id and is_told_of_disabling(recipient, owner_key_id=row.owner_key_id)
    ]
    await add_alert(connection, alert, told, now=now)
