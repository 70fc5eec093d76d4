"""The rows behind deliveries: taking what is due under a lease, and settling what came of it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, or_
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import aliased
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from services.api.sign import Signer
from services.api.vault import Vault
from services.api.verdict import Verdict
from services.database.alerts import (
    Attempt,
    Delivery,
    DeliveryState,
    SigningKey,
    StoredAlert,
    Subscription,
    SubscriptionStatus,
)


@dataclass(frozen=True)
class Job:
    """One delivery that this process has leased, with all that is needed to send it."""

    delivery_id: str
    alert_id: str
    subscription_id: str
    trigger: str
    url: str
    signers: tuple[Signer, ...]
    body: bytes
    number: int
    """Of the attempt that is to be made; 1 is the first."""
    created_at: datetime

    def __repr__(self) -> str:
        return f"Job({self.delivery_id}, attempt {self.number})"  # never the secret


@dataclass(frozen=True)
class Tried:
    """What one attempt came to."""

    started_at: datetime
    latency_ms: int
    status_code: int | None
    response: str | None
    verdict: Verdict


async def due_ids(
    engine: AsyncEngine, *, now: datetime, per_subscription: int, full: Collection[str], limit: int
) -> list[tuple[str, str]]:
    """Deliveries that are due, as (id, subscription): the oldest few of every subscription that has a free slot.

    Asked subscription by subscription, so that a long queue for a dead receiver hides nobody else's.
    """
    inner = aliased(Delivery)
    oldest = (
        select(inner.id)
        .where(
            inner.subscription_id == Subscription.id,
            inner.state == DeliveryState.PENDING,
            inner.next_attempt_at <= now,
            or_(col(inner.lease_until).is_(None), col(inner.lease_until) <= now),
        )
        .order_by(col(inner.next_attempt_at))
        .limit(per_subscription)
        .correlate(Subscription)
        .scalar_subquery()
    )
    query = (
        select(Delivery.id, Delivery.subscription_id)
        .join(Subscription, col(Delivery.id).in_(oldest))
        .where(Subscription.status == SubscriptionStatus.ACTIVE)
        .order_by(col(Delivery.next_attempt_at))
        .limit(limit)
    )
    if full:
        query = query.where(col(Subscription.id).not_in(full))
    async with AsyncSession(engine) as session:
        return [(row[0], row[1]) for row in await session.exec(query)]


async def take(
    engine: AsyncEngine, vault: Vault, ids: Collection[str], *, by: str, now: datetime, lease: timedelta
) -> list[Job]:
    """Lease these deliveries; answers only those that nobody else took in between."""
    async with AsyncSession(engine) as session, session.begin():
        taken = await session.exec(
            update(Delivery)
            .where(
                col(Delivery.id).in_(ids),
                col(Delivery.state) == DeliveryState.PENDING,
                or_(col(Delivery.lease_until).is_(None), col(Delivery.lease_until) <= now),
            )
            .values(lease_until=now + lease, leased_by=by)
            .returning(col(Delivery.id))
            .execution_options(synchronize_session=False)
        )
        rows = await session.exec(
            select(Delivery, Subscription, StoredAlert)
            .join(Subscription, col(Delivery.subscription_id) == col(Subscription.id))
            .join(StoredAlert, col(Delivery.alert_id) == col(StoredAlert.id))
            .where(col(Delivery.id).in_([row[0] for row in taken]))
            .order_by(col(Delivery.next_attempt_at), col(StoredAlert.seq))
        )
        found = rows.all()
        signers = await _signers(session, vault, {subscription.id for _, subscription, _ in found}, now)
        return [
            Job(
                delivery_id=delivery.id,
                alert_id=alert.id,
                subscription_id=subscription.id,
                trigger=delivery.trigger,
                url=subscription.url,
                signers=tuple(signers[subscription.id]),
                body=alert.body,
                number=delivery.attempts + 1,
                created_at=delivery.created_at,
            )
            for delivery, subscription, alert in found
        ]


async def _signers(
    session: AsyncSession, vault: Vault, subscription_ids: Collection[str], now: datetime
) -> dict[str, list[Signer]]:
    """What signs for each subscription, the newest key first."""
    keys = await session.exec(
        select(SigningKey)
        .where(
            col(SigningKey.subscription_id).in_(subscription_ids),
            or_(col(SigningKey.expires_at).is_(None), col(SigningKey.expires_at) > now),
        )
        .order_by(col(SigningKey.created_at).desc())
    )
    signers: dict[str, list[Signer]] = defaultdict(list)
    for key in keys:
        signers[key.subscription_id].append(Signer.of(vault.open(key.sealed, place=key.id)))
    return signers


async def settle(
    engine: AsyncEngine, job: Job, tried: Tried, *, by: str, now: datetime, next_at: datetime | None
) -> DeliveryState | None:
    """Log the attempt and move the delivery on, in one transaction.

    Answers the new state; None when the delivery is no longer ours (deleted, or leased by another after a pause
    longer than the lease), in which case nothing is written.
    """
    state = _state_after(tried.verdict, next_at)
    async with AsyncSession(engine) as session, session.begin():
        moved = await session.exec(
            update(Delivery)
            .where(
                col(Delivery.id) == job.delivery_id,
                col(Delivery.leased_by) == by,
                col(Delivery.attempts) == job.number - 1,
            )
            .values(
                state=state,
                attempts=job.number,
                next_attempt_at=next_at or now,
                lease_until=None,
                leased_by=None,
                finished_at=None if state is DeliveryState.PENDING else now,
            )
            .execution_options(synchronize_session=False)
        )
        if moved.rowcount == 0:
            return None
        session.add(
            Attempt(
                delivery_id=job.delivery_id,
                number=job.number,
                trigger=job.trigger,
                started_at=tried.started_at,
                latency_ms=tried.latency_ms,
                status_code=tried.status_code,
                error=tried.verdict.error,
                response=tried.response,
            )
        )
        if tried.verdict.is_gone:
            await _disable(session, job.subscription_id, tried.verdict.error or "", now)
    return state


async def release(engine: AsyncEngine, ids: Collection[str], *, by: str) -> None:
    """Give back what was leased but not tried to its end, so that it need not wait for the lease to pass."""
    async with AsyncSession(engine) as session, session.begin():
        await session.exec(
            update(Delivery)
            .where(col(Delivery.id).in_(ids), col(Delivery.leased_by) == by)
            .values(lease_until=None, leased_by=None)
            .execution_options(synchronize_session=False)
        )


async def next_due_at(engine: AsyncEngine, *, after: datetime) -> datetime | None:
    """When the next delivery falls due that is not due yet, or is free again because its lease has passed."""
    free_at = case(
        (col(Delivery.lease_until) > col(Delivery.next_attempt_at), Delivery.lease_until),
        else_=Delivery.next_attempt_at,
    )
    query = select(func.min(free_at)).where(Delivery.state == DeliveryState.PENDING, free_at > after)
    async with AsyncSession(engine) as session:
        due_at: datetime | None = (await session.exec(query)).one()
        return due_at


def _state_after(verdict: Verdict, next_at: datetime | None) -> DeliveryState:
    if verdict.is_delivered:
        return DeliveryState.DELIVERED
    if verdict.is_gone:
        return DeliveryState.CANCELLED
    return DeliveryState.EXHAUSTED if next_at is None else DeliveryState.PENDING


async def _disable(session: AsyncSession, subscription_id: str, reason: str, now: datetime) -> None:
    await session.exec(
        update(Subscription)
        .where(col(Subscription.id) == subscription_id)
        .values(status=SubscriptionStatus.DISABLED, disabled_at=now, disabled_reason=reason)
        .execution_options(synchronize_session=False)
    )
    await session.exec(
        update(Delivery)
        .where(col(Delivery.subscription_id) == subscription_id, col(Delivery.state) == DeliveryState.PENDING)
        .values(state=DeliveryState.CANCELLED, finished_at=now)
        .execution_options(synchronize_session=False)
    )
