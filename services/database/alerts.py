"""The book of alerts, written by api alone: keys, subscriptions with their signing keys, alerts, deliveries, attempts.

A delivery is one alert to one subscription. When it is next due stands in its row and nowhere else, so that a
restart, a second replica or a lost wake-up changes nothing but the wait.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
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
    PAUSED = "paused"
    """By its owner. What is due for it waits."""
    UNPROVED = "unproved"
    """Its receiver has not yet said that it wants our alerts, which the subscriber asked us to make sure of."""
    DISABLED = "disabled"
    """By us, with the reason beside it. Nothing is prepared for it any more."""


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    PENDING = "pending"
    HELD = "held"
    """Waits for a digest, whose time is its `next_attempt_at`."""
    DIGESTED = "digested"
    """Told as a part of a digest, which is an alert with a delivery of its own."""
    DELIVERED = "delivered"
    EXHAUSTED = "exhausted"
    """Every try of the schedule failed."""
    CANCELLED = "cancelled"
    """The subscription was disabled, or a newer heartbeat overtook it, before a try succeeded."""
    PARKED = "parked"
    """This version cannot make or sign it: the next that starts tries again."""


class Trigger(StrEnum):
    """What started an attempt."""

    SCHEDULE = "schedule"
    TEST = "test"
    REDELIVER = "redeliver"
    RECOVER = "recover"


class Audience(StrEnum):
    """Whom an alert may concern."""

    ALL = "all"
    OPERATORS = "operators"
    """Faults of the installation, which readers of events are not told of."""


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
    template: str | None = Field(default=None, sa_type=Text)
    """What a body is made with in the format `raw`."""
    max_age_days: int | None = None
    signatures: list[str] = Field(
        default_factory=lambda: ["v1"], sa_column=Column(JSON, nullable=False, server_default='["v1"]')
    )
    quiet_hours: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    digest: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    ordered: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=text("false")))
    max_per_minute: int | None = None
    heartbeat_hours: int | None = None
    next_heartbeat_at: datetime | None = Field(default=None, sa_type=UtcTime)
    revision: int = Field(default=1, sa_column=Column(Integer, nullable=False, server_default="1"))
    """Counts up with every change: who remembers a subscription sees that it is another now."""
    status: str
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime | None = Field(default=None, sa_type=UtcTime)
    consecutive_failures: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    failing_since: datetime | None = Field(default=None, sa_type=UtcTime)
    """When the first of an unbroken row of failures began."""
    held_until: datetime | None = Field(default=None, sa_type=UtcTime)
    """Nothing is sent before: the receiver asked for it, or failed too often."""
    rate_full_until: datetime | None = Field(default=None, sa_type=UtcTime)
    """When all that was sent so far will have been sent at the pace of `max_per_minute`."""
    ownership_proved_at: datetime | None = Field(default=None, sa_type=UtcTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    disabled_reason: str | None = None
    owner_key_id: str | None = Field(default=None, foreign_key="api_key.id")


class SigningKey(AlertsTable, table=True):
    """One key that signs a subscription's deliveries. Several sign at once while one replaces another."""

    __tablename__ = "signing_key"

    id: str = Field(primary_key=True)
    subscription_id: str = Field(
        sa_column=Column(ForeignKey("subscription.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    kind: str
    """`v1` (HMAC) or `v1a` (ed25519)."""
    sealed: str = Field(sa_type=Text, repr=False)
    """`whsec_…` or `whsk_…`, encrypted; what an older version wrote in the clear is sealed at the next start."""
    created_at: datetime = Field(sa_type=UtcTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcTime)
    """Until when a replaced key still signs; None for the present one."""


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
    """The one subscription that a test, heartbeat or digest is meant for; None for alerts that concern others too."""
    audience: str = Field(default=Audience.ALL, sa_column=Column(String, nullable=False, server_default="all"))
    newest_report_at: datetime | None = Field(default=None, sa_type=UtcTime)
    languages: list[str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    """These two are not in the body, but filters look at them: a dry run and a recovery choose as was chosen then."""


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
        Index(
            "ix_delivery_order",
            "subscription_id",
            "alert_seq",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_delivery_log", "subscription_id", "alert_seq"),
        Index(
            "ix_delivery_held",
            "next_attempt_at",
            sqlite_where=text("state = 'held'"),
            postgresql_where=text("state = 'held'"),
        ),
        Index(
            "ix_delivery_parked",
            "subscription_id",
            sqlite_where=text("state = 'parked'"),
            postgresql_where=text("state = 'parked'"),
        ),
    )

    id: str = Field(primary_key=True)
    alert_id: str = Field(sa_column=Column(ForeignKey("alert.id", ondelete="CASCADE"), nullable=False, index=True))
    subscription_id: str = Field(sa_column=Column(ForeignKey("subscription.id", ondelete="CASCADE"), nullable=False))
    alert_seq: int = Field(sa_column=Column(BigInteger, nullable=False, server_default="0"))
    """The alert's place, by which deliveries are listed and kept in order."""
    state: str
    trigger: str
    next_attempt_at: datetime = Field(sa_type=UtcTime)
    attempts: int = 0
    round_start: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    """Attempts before the last redelivery or recovery, with which the schedule began anew."""
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


class IdempotentAnswer(AlertsTable, table=True):
    """What was answered to a request that carried an Idempotency-Key, for whoever sends it again."""

    __tablename__ = "idempotent_answer"
    __table_args__ = (Index(None, "begun_at"),)

    id: str = Field(primary_key=True)
    """A hash over the caller's credentials, the address and the key: other callers' keys are others."""
    fingerprint: str
    """A hash over the body: another body under the same key is a mistake."""
    begun_at: datetime = Field(sa_type=UtcTime)
    status: int | None = None
    """None while the first request is being answered."""
    media_type: str | None = None
    sealed_body: str | None = Field(default=None, sa_type=Text, repr=False)
    """Encrypted, because an answer may hold a secret that is shown once."""
