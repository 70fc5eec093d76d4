"""What came of attempts, written down: many in one transaction, because a commit costs more than a row."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from services.api.deliveries import Due
from services.api.health import Health, Outcome, after, is_given_up
from services.api.verdict import Verdict
from services.database.alerts import Attempt, Delivery, DeliveryState, Subscription, SubscriptionStatus


@dataclass(frozen=True)
class Tried:
    """What one attempt came to."""

    started_at: datetime
    latency_ms: int
    status_code: int | None
    response: str | None
    verdict: Verdict


@dataclass(frozen=True)
class Settled:
    """One attempt that is to be written down."""

    due: Due
    tried: Tried
    ended_at: datetime
    next_at: datetime | None
    """When it is tried again; None for never."""

    @property
    def state(self) -> DeliveryState:
        """How far the delivery has come by it."""
        if self.tried.verdict.is_delivered:
            return DeliveryState.DELIVERED
        if self.tried.verdict.is_gone:
            return DeliveryState.CANCELLED
        if self.tried.verdict.is_unsendable:
            return DeliveryState.PARKED
        return DeliveryState.EXHAUSTED if self.next_at is None else DeliveryState.PENDING


@dataclass(frozen=True)
class GivenUp:
    """A subscription that is to be disabled, and why."""

    subscription_id: str
    reason: str


async def settle(
    connection: AsyncConnection, settled: Sequence[Settled], *, by: str, now: datetime, patience: timedelta
) -> list[GivenUp]:
    """Log the attempts, move the deliveries on and note how the receivers do; answers who is to be disabled.

    A delivery that is no longer ours (deleted, or leased by another after a pause longer than the lease) is passed
    over: whoever has it now writes it down.
    """
    rows = await connection.execute(_HELD, {"ids": [one.due.delivery_id for one in settled], "by": by})
    held = {row.id: row for row in rows}
    ours = [one for one in settled if _is_ours(one, held.get(one.due.delivery_id))]
    if not ours:
        return []
    await connection.execute(
        _MOVE_ON,
        [
            {
                "of": one.due.delivery_id,
                "state": (state := _state_after(one, held[one.due.delivery_id].state)),
                "attempts": one.due.number,
                "next_attempt_at": one.next_at or one.ended_at,
                "finished_at": None if state is DeliveryState.PENDING else one.ended_at,
            }
            for one in ours
        ],
    )
    await connection.execute(_LOG, [_attempt_row(one) for one in ours])
    return await _note_health(connection, ours, now=now, patience=patience)


def _is_ours(one: Settled, row: Any | None) -> bool:
    return row is not None and row.attempts == one.due.number - 1


def _state_after(one: Settled, before: str) -> DeliveryState:
    """How far the delivery has come; what was cancelled while it was under way is not tried again."""
    if before == DeliveryState.CANCELLED and one.state is DeliveryState.PENDING:
        return DeliveryState.CANCELLED
    return one.state


_HELD = (
    select(col(Delivery.id), col(Delivery.attempts), col(Delivery.state))
    .where(col(Delivery.id).in_(bindparam("ids", expanding=True)), col(Delivery.leased_by) == bindparam("by"))
    .with_for_update()
)
_LOG = insert(Attempt.__table__)  # type: ignore[attr-defined]
_WELL = (
    update(Subscription.__table__)  # type: ignore[attr-defined]
    .where(col(Subscription.id).in_(bindparam("ids", expanding=True)), col(Subscription.consecutive_failures) > 0)
    .values(consecutive_failures=0, failing_since=None, held_until=None)
)
_MOVE_ON = (
    update(Delivery.__table__)  # type: ignore[attr-defined]
    .where(col(Delivery.id) == bindparam("of"))
    .values(
        state=bindparam("state"),
        attempts=bindparam("attempts"),
        next_attempt_at=bindparam("next_attempt_at"),
        finished_at=bindparam("finished_at"),
        lease_until=None,
        leased_by=None,
    )
)


def _attempt_row(one: Settled) -> dict[str, object]:
    return {
        "delivery_id": one.due.delivery_id,
        "number": one.due.number,
        "trigger": one.due.trigger,
        "started_at": one.tried.started_at,
        "latency_ms": one.tried.latency_ms,
        "status_code": one.tried.status_code,
        "error": one.tried.verdict.error,
        "response": one.tried.response,
    }


async def _note_health(
    connection: AsyncConnection, settled: Sequence[Settled], *, now: datetime, patience: timedelta
) -> list[GivenUp]:
    by_subscription: dict[str, list[Settled]] = defaultdict(list)
    for one in settled:
        if not one.tried.verdict.is_ours:
            by_subscription[one.due.subscription_id].append(one)
    concerned = [
        name for name, ones in by_subscription.items() if not all(one.tried.verdict.is_delivered for one in ones)
    ]
    well = by_subscription.keys() - set(concerned)
    if well:
        await connection.execute(_WELL, {"ids": sorted(well)})
    if not concerned:
        return []
    rows = await connection.execute(
        select(
            col(Subscription.id),
            col(Subscription.consecutive_failures),
            col(Subscription.failing_since),
            col(Subscription.held_until),
        )
        .where(col(Subscription.id).in_(concerned), col(Subscription.status) != SubscriptionStatus.DISABLED)
        .order_by(col(Subscription.id))
        .with_for_update(key_share=True)  # whoever adds deliveries for it meanwhile need not wait
    )
    given_up = []
    for row in rows.all():
        ones = by_subscription[row.id]
        health = _health_after(Health(row.consecutive_failures, row.failing_since, row.held_until), ones)
        await connection.execute(
            update(Subscription)
            .where(col(Subscription.id) == row.id)
            .values(
                consecutive_failures=health.consecutive_failures,
                failing_since=health.failing_since,
                held_until=health.held_until,
            )
            .execution_options(synchronize_session=False)
        )
        gone = next((one for one in ones if one.tried.verdict.is_gone), None)
        if gone is not None:
            given_up.append(GivenUp(row.id, gone.tried.verdict.error or ""))
        elif is_given_up(health, now=now, patience=patience):
            given_up.append(GivenUp(row.id, _reason(health, ones[-1])))
    return given_up


def _health_after(health: Health, ones: Sequence[Settled]) -> Health:
    for one in sorted(ones, key=lambda one: one.ended_at):
        verdict = one.tried.verdict
        asked = verdict.not_before if verdict.is_throttling else None
        health = after(health, Outcome(one.ended_at, verdict.is_delivered, asked))
    return health


def _reason(health: Health, last: Settled) -> str:
    since = f"{health.failing_since:%Y-%m-%d %H:%M} UTC" if health.failing_since else "long ago"
    return f"every delivery since {since} failed; the last one because: {last.tried.verdict.error}"
