"""The book of alerts, written by api alone: keys, subscriptions, alerts, deliveries, and every attempt at them.

A delivery is one alert to one subscription. When it is next due stands in its row and nowhere else, so that a
restart, a second replica or a lost wake-up changes nothing but the wait.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from services.database.column_types import UtcTime

ALERTS_METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite counts rows by itself only in a column declared exactly INTEGER PRIMARY KEY.
_Counter = BigInteger().with_variant(Integer(), "sqlite")


class SubscriptionStatus(StrEnum):
    """Whether a subscription receives alerts."""

    ACTIVE = "active"
    DISABLED = "disabled"


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    PENDING = "pending"
    DELIVERED = "delivered"
    EXHAUSTED = "exhausted"
    """Every try of the schedule failed."""
    CANCELLED = "cancelled"
    """The subscription was disabled before a try succeeded."""


class Trigger(StrEnum):
    """What started an attempt."""

    SCHEDULE = "schedule"
    TEST = "test"


class AlertsTable(SQLModel, registry=registry(metadata=ALERTS_METADATA)):
    """What keeps these tables apart from the book of events: metadata and class registry of their own."""

    metadata = ALERTS_METADATA


class ApiKey(AlertsTable, table=True):
    """A key to the API. Only its hash is kept."""

    __tablename__ = "api_key"

    id: str = Field(primary_key=True)
    owner: str
    """Whose key it is, in words."""
    prefix: str
    """The first characters, by which people tell keys apart."""
    hash: str = Field(unique=True)
    """SHA-256 of the whole key, in hex."""
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Subscription(AlertsTable, table=True):
    """Who wants which alerts, and where."""

    __tablename__ = "subscription"

    id: str = Field(primary_key=True)
    url: str
    description: str | None = None
    filters: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    alerts: list[str] = Field(sa_column=Column(JSON, nullable=False))
    format: str
    max_age_days: int | None = None
    secret: str = Field(repr=False)
    """`whsec_…`; answered once, at creation."""
    status: str
    created_at: datetime = Field(sa_type=UtcTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    disabled_reason: str | None = None
    owner_key_id: str | None = Field(default=None, foreign_key="api_key.id")


class StoredAlert(AlertsTable, table=True):
    """An alert as it is sent, whether anybody subscribed to it or not."""

    __tablename__ = "alert"
    # Without AUTOINCREMENT SQLite gives the number of a deleted last row out again, and a cursor would skip a row.
    __table_args__ = ({"sqlite_autoincrement": True},)

    seq: int | None = Field(default=None, sa_column=Column(_Counter, primary_key=True))
    """The order of `/v1/alerts`: that of storing."""
    id: str = Field(unique=True)
    """The `alert_id` of the message, and the `webhook-id` of every delivery."""
    type: str
    raised_at: datetime = Field(sa_type=UtcTime)
    stored_at: datetime = Field(sa_type=UtcTime)
    event_id: str | None = None
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """The bytes that are signed and POSTed."""
    only_for: str | None = Field(
        default=None, sa_column=Column(ForeignKey("subscription.id", ondelete="CASCADE"), nullable=True)
    )
    """The one subscription that a test alert is meant for; None for alerts that concern everybody."""


class Delivery(AlertsTable, table=True):
    """One alert to one subscription."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("subscription_id", "alert_id"),
        Index(
            "ix_delivery_due",
            "subscription_id",
            "next_attempt_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: str = Field(primary_key=True)
    alert_id: str = Field(sa_column=Column(ForeignKey("alert.id", ondelete="CASCADE"), nullable=False, index=True))
    subscription_id: str = Field(sa_column=Column(ForeignKey("subscription.id", ondelete="CASCADE"), nullable=False))
    state: str
    trigger: str
    next_attempt_at: datetime = Field(sa_type=UtcTime)
    attempts: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=UtcTime)
    leased_by: str | None = None
    created_at: datetime = Field(sa_type=UtcTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Attempt(AlertsTable, table=True):
    """One HTTP try of a delivery."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("delivery_id", "number"), {"sqlite_autoincrement": True})

    seq: int | None = Field(default=None, sa_column=Column(_Counter, primary_key=True))
    delivery_id: str = Field(sa_column=Column(ForeignKey("delivery.id", ondelete="CASCADE"), nullable=False))
    number: int
    trigger: str
    started_at: datetime = Field(sa_type=UtcTime)
    latency_ms: int
    status_code: int | None = None
    error: str | None = None
    """Why it failed, in plain words; None when it succeeded."""
    response: str | None = None
    """The beginning of what the receiver answered."""
