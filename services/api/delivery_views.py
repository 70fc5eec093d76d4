"""Deliveries and their attempts as clients read them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from services.api.moments import written_out
from services.database.alerts import Attempt, Delivery, DeliveryState


class TestSent(BaseModel):
    """A test alert is on its way."""

    alert_id: str
    delivery_id: str


class AttemptView(BaseModel):
    """One HTTP try."""

    number: int
    trigger: str
    started_at: datetime
    latency_ms: int
    status_code: int | None
    error: str | None = Field(description="Why it failed, in plain words; null when it succeeded.")
    response: str | None = Field(description="The beginning of the answer; for the owner and operators only.")


class DeliveryView(BaseModel):
    """One alert to one subscription."""

    id: str
    subscription_id: str
    alert_id: str
    alert_type: str
    event_id: str | None
    state: DeliveryState | str
    created_at: datetime
    next_attempt_at: datetime | None
    finished_at: datetime | None
    attempts: list[AttemptView]


class DeliveryPage(BaseModel):
    """A part of the delivery log."""

    data: list[DeliveryView]
    next_cursor: str | None


class Recovery(BaseModel):
    """What is to be sent again."""

    model_config = ConfigDict(extra="forbid")

    since: Annotated[AwareDatetime, BeforeValidator(written_out)] = Field(
        description="Alerts raised at this moment or later."
    )


class Recovered(BaseModel):
    """What is on its way now."""

    retried: int = Field(description="Deliveries that had been given up.")
    added: int = Field(description="Alerts that had never been prepared for it, as while it was disabled.")
    more: bool = Field(description="There are more; ask again once these are delivered.")


class Rotation(BaseModel):
    """How keys are replaced."""

    model_config = ConfigDict(extra="forbid")

    overlap_hours: float = Field(
        default=24,
        ge=0,
        le=720,
        strict=True,
        description="So long the old key signs beside the new one, for receivers to change.",
    )


class Rotated(BaseModel):
    """The new keys."""

    id: str
    secret: str | None = Field(description="The new secret, this once; null where v1 is not used.")
    public_key: str | None = Field(description="The new public key; null where v1a is not used.")
    old_keys_sign_until: datetime


def delivery_view(
    row: Delivery, *, alert_type: str, event_id: str | None, attempts: Sequence[Any], in_full: bool
) -> DeliveryView:
    """The row with those of `attempts` that belong to it."""
    is_open = row.state in (DeliveryState.PENDING, DeliveryState.HELD)
    return DeliveryView(
        id=row.id,
        subscription_id=row.subscription_id,
        alert_id=row.alert_id,
        alert_type=alert_type,
        event_id=event_id,
        state=row.state,
        created_at=row.created_at,
        next_attempt_at=row.next_attempt_at if is_open else None,
        finished_at=row.finished_at,
        attempts=[_attempt_view(one, in_full=in_full) for one in attempts if one.delivery_id == row.id],
    )


def _attempt_view(row: Attempt, *, in_full: bool) -> AttemptView:
    return AttemptView(
        number=row.number,
        trigger=row.trigger,
        started_at=row.started_at,
        latency_ms=row.latency_ms,
        status_code=row.status_code,
        error=row.error,
        response=row.response if in_full else None,
    )
