"""Subscriptions and deliveries as clients write and read them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.api.match import AlertFilters
from services.api.text import Storable
from services.contracts.vocabulary import AlertType
from services.database.alerts import Attempt, Delivery, DeliveryState, StoredAlert, Subscription

DEFAULT_ALERTS = (
    AlertType.EVENT_CREATED,
    AlertType.EVENT_CORROBORATED,
    AlertType.EVENT_CORRECTED,
    AlertType.EVENT_RETRACTED,
    AlertType.NOTICE_DUE,
)
"""All that tells of events; tests come to whoever asks for one."""

DEFAULT_MAX_AGE_DAYS = 14
FORMATS = ("standard",)


def _offered(name: str) -> str:
    if name not in FORMATS:
        raise ValueError(f"only these formats are offered: {', '.join(FORMATS)}")
    return name


class NewSubscription(BaseModel):
    """What a POST asks for; only `url` is needed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "url": "https://hooks.example.org/ottawatch",
                "description": "Baltic desk",
                "filters": {"treaty": ["ottawa"], "country": ["EE", "LV", "LT"]},
            }
        },
    )

    url: Storable = Field(description="Where alerts are POSTed: https, without credentials, not a private address.")
    description: Storable | None = Field(default=None, max_length=500)
    filters: AlertFilters = Field(default_factory=AlertFilters, description="Which events; all by default.")
    alerts: list[AlertType] = Field(default=list(DEFAULT_ALERTS), min_length=1, description="Which kinds of alerts.")
    format: Annotated[str, AfterValidator(_offered)] = Field(default="standard", description="Standard Webhooks.")
    max_age_days: int | None = Field(
        default=DEFAULT_MAX_AGE_DAYS,
        ge=0,
        le=36_500,
        description="An event whose newest report is older raises no event.created or event.corroborated; "
        "null for all.",
    )


class SubscriptionView(BaseModel):
    """A subscription as it is shown."""

    id: str
    url: str
    description: str | None
    filters: AlertFilters
    alerts: list[str]
    format: str
    max_age_days: int | None
    status: str
    created_at: datetime
    disabled_at: datetime | None
    disabled_reason: str | None


class CreatedSubscription(SubscriptionView):
    """A subscription as its POST is answered."""

    secret: str = Field(description="Signs every delivery; shown this once.")


class SubscriptionPage(BaseModel):
    """A part of the list of subscriptions."""

    data: list[SubscriptionView]
    next_cursor: str | None


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
    error: str | None
    response: str | None


class DeliveryView(BaseModel):
    """One alert to one subscription."""

    id: str
    alert_id: str
    alert_type: str
    event_id: str | None
    state: DeliveryState
    created_at: datetime
    next_attempt_at: datetime | None
    finished_at: datetime | None
    attempts: list[AttemptView]


class DeliveryPage(BaseModel):
    """A part of the delivery log."""

    data: list[DeliveryView]
    next_cursor: str | None


def subscription_view(row: Subscription) -> SubscriptionView:
    """The row without its secret."""
    return SubscriptionView(
        id=row.id,
        url=row.url,
        description=row.description,
        filters=AlertFilters.model_validate(row.filters),
        alerts=row.alerts,
        format=row.format,
        max_age_days=row.max_age_days,
        status=row.status,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        disabled_reason=row.disabled_reason,
    )


def delivery_view(row: Delivery, alert: StoredAlert, attempts: Sequence[Attempt]) -> DeliveryView:
    """The row with those of `attempts` that belong to it."""
    return DeliveryView(
        id=row.id,
        alert_id=row.alert_id,
        alert_type=alert.type,
        event_id=alert.event_id,
        state=DeliveryState(row.state),
        created_at=row.created_at,
        next_attempt_at=row.next_attempt_at if row.state == DeliveryState.PENDING else None,
        finished_at=row.finished_at,
        attempts=[
            AttemptView.model_validate(one, from_attributes=True) for one in attempts if one.delivery_id == row.id
        ],
    )
