"""Who is told: the subscriptions with what they wish for, remembered between alerts as long as nothing changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from services.api.book import NewDelivery
from services.api.keys import Scope
from services.api.match import AlertFilters, filters_of, wants
from services.api.severity import severity_of
from services.api.timing import DigestTimes, QuietHours, digest_of, held_until, quiet_hours_of
from services.contracts.event import EventChanged
from services.contracts.vocabulary import AlertType
from services.database.alerts import ApiKey, Subscription, SubscriptionStatus

log = structlog.get_logger()

PREPARED_FOR = (SubscriptionStatus.ACTIVE, SubscriptionStatus.PAUSED)
"""A paused subscription gets its alerts when it goes on."""


_CURRENT = select(col(Subscription.id), col(Subscription.revision)).where(col(Subscription.status).in_(PREPARED_FOR))


@dataclass(frozen=True)
class Recipient:
    """One subscription, as far as choosing is concerned."""

    id: str
    revision: int
    filters: AlertFilters
    alerts: frozenset[str]
    max_age_days: int | None
    quiet_hours: QuietHours | None
    digest: DigestTimes | None
    owner_key_id: str | None
    is_operator: bool
    """Its owner's key has the scope `admin`."""


class Recipients:
    """Reads all subscriptions at every alert, but anew only those that changed since."""

    def __init__(self) -> None:
        self._known: dict[str, Recipient] = {}

    async def all(self, connection: AsyncConnection) -> list[Recipient]:
        """Every subscription that alerts are prepared for."""
        found = await connection.execute(_CURRENT)
        current = {row.id: row.revision for row in found}
        known = {name: recipient for name, recipient in self._known.items() if current.get(name) == recipient.revision}
        changed = [name for name in current if name not in known]
        for start in range(0, len(changed), 500):  # databases bound the values of one statement
            for recipient in await read_recipients(connection, changed[start : start + 500]):
                known[recipient.id] = recipient
        self._known = known
        return list(known.values())


async def read_recipients(connection: AsyncConnection, ids: Collection[str]) -> list[Recipient]:
    """These subscriptions, whatever their status; without those whose wishes cannot be read."""
    table: Any = Subscription.__table__  # type: ignore[attr-defined]
    query: Any = select(table, col(ApiKey.scopes).label("owner_scopes"))
    rows = await connection.execute(
        query.outerjoin(ApiKey, col(ApiKey.id) == col(Subscription.owner_key_id)).where(col(Subscription.id).in_(ids))
    )
    found = []
    for row in rows:
        try:
            found.append(recipient_of(row, row.owner_scopes or ()))
        except (ValidationError, TypeError) as error:  # a newer version's, or a time zone that is gone
            log.error("wishes not understood, nothing is prepared", subscription=row.id, error=str(error)[:300])  # noqa: TRY400
    return found


def recipient_of(row: Any, owner_scopes: Collection[str]) -> Recipient:
    """The recipient that a subscription's row describes."""
    return Recipient(
        id=row.id,
        revision=row.revision,
        filters=filters_of(row.filters),
        alerts=frozenset(row.alerts),
        max_age_days=row.max_age_days,
        quiet_hours=quiet_hours_of(row.quiet_hours),
        digest=digest_of(row.digest),
        owner_key_id=row.owner_key_id,
        is_operator=Scope.ADMIN in owner_scopes,
    )


def told_of_event(recipient: Recipient, message: EventChanged, *, now: datetime) -> NewDelivery | None:
    """The delivery that `message` means for a recipient, at once or in a digest; None when it does not want it."""
    if not wants(message, filters=recipient.filters, alerts=recipient.alerts, max_age_days=recipient.max_age_days):
        return None
    until = held_until(now, severity_of(message.event.stage), recipient.quiet_hours, recipient.digest)
    return NewDelivery(recipient.id, until or now, is_held=until is not None)


def is_told_of_feed(recipient: Recipient) -> bool:
    """Whether it hears of failing feeds: whoever asked for it, as operators do unless they say otherwise."""
    return AlertType.FEED_FAILING in recipient.alerts


def is_told_of_disabling(recipient: Recipient, *, owner_key_id: str | None) -> bool:
    """Whether it hears that a subscription of this owner was disabled: its operator, and the owner itself."""
    is_same_owner = owner_key_id is not None and recipient.owner_key_id == owner_key_id
    return AlertType.SUBSCRIPTION_DISABLED in recipient.alerts and (recipient.is_operator or is_same_owner)
