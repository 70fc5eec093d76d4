"""Which deliveries are due, and taking them under a lease that no other process can take at the same time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.api.health import allowance, full_until_after, next_allowed_at
from services.database.alerts import Delivery, DeliveryState, Subscription, SubscriptionStatus
from services.database.column_types import UtcTime


@dataclass(frozen=True)
class Due:
    """A delivery whose time has come."""

    delivery_id: str
    alert_id: str
    subscription_id: str
    subscription_revision: int
    trigger: str
    number: int
    """Of the attempt that is to be made; 1 is the first."""
    round_start: int
    """Attempts made before the schedule began anew."""
    created_at: datetime
    is_struggling: bool
    """The receiver's last attempt failed."""
    is_ordered: bool
    max_per_minute: int | None


async def find_due(
    connection: AsyncConnection, *, now: datetime, per_subscription: int, full: Collection[str], limit: int
) -> list[Due]:
    """The oldest few of every subscription that has a free slot, oldest first.

    Asked subscription by subscription, so that a long queue for a dead receiver hides nobody else's.
    """
    rows = await connection.execute(
        _due_query(connection.dialect.name, is_any_full=bool(full)),
        {"now": now, "per_subscription": per_subscription, "most": limit, **({"full": list(full)} if full else {})},
    )
    return [
        Due(
            delivery_id=row.delivery_id,
            alert_id=row.alert_id,
            subscription_id=row.subscription_id,
            subscription_revision=row.revision,
            trigger=row.trigger,
            number=row.attempts + 1,
            round_start=row.round_start,
            created_at=row.created_at,
            is_struggling=row.consecutive_failures > 0,
            is_ordered=row.ordered,
            max_per_minute=row.max_per_minute,
        )
        for row in rows
    ]


@cache  # to build it costs more than to run it
def _due_query(dialect: str, *, is_any_full: bool) -> Select[Any]:
    now: Any = bindparam("now", type_=UtcTime())
    inner = aliased(Delivery)
    earlier = aliased(Delivery)
    is_head = ~exists().where(
        col(earlier.subscription_id) == col(inner.subscription_id),
        col(earlier.state) == DeliveryState.PENDING,
        col(earlier.alert_seq) < col(inner.alert_seq),
    )
    oldest = (
        select(col(inner.id))
        .where(
            col(inner.subscription_id) == col(Subscription.id),
            col(inner.state) == DeliveryState.PENDING,
            col(inner.next_attempt_at) <= now,
            is_free(inner, now),
            or_(~col(Subscription.ordered), is_head),
        )
        .order_by(col(inner.next_attempt_at), col(inner.alert_seq))
        .limit(bindparam("per_subscription", type_=Integer()))
        .correlate(Subscription)
    )
    columns: tuple[Any, ...] = (
        col(Delivery.id).label("delivery_id"),
        col(Delivery.alert_id),
        col(Delivery.subscription_id),
        col(Delivery.trigger),
        col(Delivery.attempts),
        col(Delivery.round_start),
        col(Delivery.created_at),
        col(Subscription.revision),
        col(Subscription.consecutive_failures),
        col(Subscription.ordered),
        col(Subscription.max_per_minute),
    )
    query: Select[Any] = select(*columns).select_from(Subscription)
    if dialect == "postgresql":
        # PostgreSQL would try every delivery against every subscription's few; a lateral join asks each once.
        few = oldest.lateral("few")
        query = query.join(few, true()).join(Delivery, col(Delivery.id) == few.c.id)
    else:
        query = query.join(Delivery, col(Delivery.id).in_(oldest.scalar_subquery()))
    query = query.where(
        col(Subscription.status) == SubscriptionStatus.ACTIVE,
        or_(col(Subscription.held_until).is_(None), col(Subscription.held_until) <= now),
    )
    if is_any_full:
        query = query.where(col(Subscription.id).not_in(bindparam("full", expanding=True)))
    ordered = query.order_by(col(Delivery.next_attempt_at), col(Delivery.alert_seq))
    return ordered.limit(bindparam("most", type_=Integer()))


def is_free(delivery: Any, now: Any) -> ColumnElement[bool]:
    """Whether no process holds it."""
    return or_(col(delivery.lease_until).is_(None), col(delivery.lease_until) <= now)


async def take(
    connection: AsyncConnection, due: Sequence[Due], *, by: str, now: datetime, lease: timedelta
) -> list[Due]:
    """Lease these; answers only those that nobody else took in between, in the same order."""
    if not due:
        return []
    taken = await connection.execute(
        _TAKE, {"ids": [one.delivery_id for one in due], "now": now, "until": now + lease, "by": by}
    )
    ids = {row[0] for row in taken}
    return [one for one in due if one.delivery_id in ids]


def _take() -> Any:
    table: Any = Delivery.__table__  # type: ignore[attr-defined]
    now: Any = bindparam("now", type_=UtcTime())
    # What another process is taking in this moment is passed over instead of waited for.
    free = (
        select(table.c.id)
        .where(
            table.c.id.in_(bindparam("ids", expanding=True)),
            table.c.state == DeliveryState.PENDING,
            is_free(Delivery, now),
        )
        .with_for_update(skip_locked=True)
    )
    return (
        update(table)
        .where(table.c.id.in_(free.scalar_subquery()), is_free(Delivery, now))
        .values(lease_until=bindparam("until", type_=UtcTime()), leased_by=bindparam("by", type_=String()))
        .returning(table.c.id)
    )


_TAKE = _take()


async def within_rates(connection: AsyncConnection, due: Sequence[Due], *, now: datetime) -> "Allowed":
    """Those of `due` that the subscriptions' limits a minute allow, counted in their rows for all processes."""
    limited = {one.subscription_id: one for one in due if one.max_per_minute}
    if not limited:
        return Allowed(list(due), {})
    left: dict[str, int] = {}
    rows = await connection.execute(
        select(col(Subscription.id), col(Subscription.rate_full_until))
        .where(col(Subscription.id).in_(limited))
        .order_by(col(Subscription.id))
        .with_for_update(key_share=True)
    )
    full_until = {row.id: row.rate_full_until for row in rows}
    for name, one in limited.items():
        left[name] = allowance(full_until.get(name), now=now, per_minute=one.max_per_minute or 1)
    allowed = []
    for one in due:
        if one.subscription_id in left:
            left[one.subscription_id] -= 1
            if left[one.subscription_id] < 0:
                continue
        allowed.append(one)
    resting = {}
    for name, one in limited.items():
        taken = sum(1 for other in allowed if other.subscription_id == name)
        until = full_until_after(full_until.get(name), taken, now=now, per_minute=one.max_per_minute or 1)
        if taken:
            await connection.execute(
                update(Subscription).where(col(Subscription.id) == name).values(rate_full_until=until)
            )
        if left[name] <= 0:
            resting[name] = next_allowed_at(until, per_minute=one.max_per_minute or 1)
    return Allowed(allowed, resting)


@dataclass(frozen=True)
class Allowed:
    """What may be sent now, and which subscriptions may have nothing more until when."""

    due: list[Due]
    resting: dict[str, datetime]


async def release(connection: AsyncConnection, ids: Collection[str], *, by: str) -> None:
    """Give back what was leased but not tried to its end, so that it need not wait for the lease to pass."""
    if not ids:
        return
    await connection.execute(
        update(Delivery)
        .where(col(Delivery.id).in_(ids), col(Delivery.leased_by) == by)
        .values(lease_until=None, leased_by=None)
        .execution_options(synchronize_session=False)
    )


async def next_due_at(connection: AsyncConnection, *, after: datetime) -> datetime | None:
    """When something falls due that is not due yet, or a receiver may be tried again.

    What another process holds is not counted: if that process dies, the regular look finds it.
    """
    rows = await connection.execute(_next_due_query(), {"after": after})
    found = [moment for moment in rows.one() if moment is not None]
    return min(found, default=None)


@cache
def _next_due_query() -> Any:
    after: Any = bindparam("after", type_=UtcTime())
    earliest = (
        select(func.min(col(Delivery.next_attempt_at)))
        .where(
            col(Delivery.subscription_id) == col(Subscription.id),
            col(Delivery.state) == DeliveryState.PENDING,
            col(Delivery.next_attempt_at) > after,
        )
        .correlate(Subscription)
        .scalar_subquery()
    )
    waiting = (
        select(col(Delivery.id))
        .where(
            col(Delivery.subscription_id) == col(Subscription.id),
            col(Delivery.state) == DeliveryState.PENDING,
        )
        .correlate(Subscription)
        .exists()
    )
    return select(
        select(func.min(earliest)).where(col(Subscription.status) == SubscriptionStatus.ACTIVE).scalar_subquery(),
        select(func.min(col(Subscription.held_until)))
        .where(
            and_(col(Subscription.status) == SubscriptionStatus.ACTIVE, col(Subscription.held_until) > after),
            waiting,
        )
        .scalar_subquery(),
    )
