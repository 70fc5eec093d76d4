"""What follows from an attempt, and telling the logs and the metrics of it."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from services.api.deliveries import Due
from services.api.metrics import DELIVERY_ATTEMPTS, DELIVERY_SECONDS
from services.api.schedule import next_attempt_at
from services.api.settle import Settled, Tried
from services.api.verdict import of_unsendable
from services.database.alerts import DeliveryState

log = structlog.get_logger()


def settled(due: Due, tried: Tried, *, now: datetime, waits_seconds: Sequence[float]) -> Settled:
    """The attempt with the time of the next, if there is to be one."""
    next_at = None
    if not (tried.verdict.is_delivered or tried.verdict.is_gone or tried.verdict.is_unsendable):
        next_at = next_attempt_at(
            due.number - due.round_start, now=now, waits_seconds=waits_seconds, not_before=tried.verdict.not_before
        )
    return Settled(due, tried, now, next_at)


def unsendable(due: Due, reason: str, *, now: datetime) -> Settled:
    """An attempt that ended before there was a request."""
    return Settled(due, Tried(now, 0, None, None, of_unsendable(reason)), now, None)


def tell(one: Settled) -> None:
    """Count it, and log what did not succeed. Once it is written down, so that nothing is told twice."""
    is_delivered = one.state is DeliveryState.DELIVERED
    is_parked = one.state is DeliveryState.PARKED
    DELIVERY_ATTEMPTS.labels("delivered" if is_delivered else "parked" if is_parked else "failed").inc()
    if is_delivered:
        DELIVERY_SECONDS.observe((one.ended_at - one.due.created_at).total_seconds())
    if is_delivered or is_parked:  # the row that is to blame for a parked one was told of when it was read
        return
    log.warning(
        "delivery attempt failed",
        delivery=one.due.delivery_id,
        subscription=one.due.subscription_id,
        attempt=one.due.number,
        error=one.tried.verdict.error,
        state=one.state,
        next_attempt_at=one.next_at.isoformat() if one.next_at else None,
    )
