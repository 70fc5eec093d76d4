"""The alerts: what a webhook carries, as Standard Webhooks payloads, one model for each type."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from pydantic import Field

from services.contracts.event import Change, Event, EventChanged, NoticeDue
from services.contracts.message import UtcDatetime, Value
from services.contracts.vocabulary import AlertType


class Severity(StrEnum):
    """How much a step weighs, lowest first. Which step weighs what: `services.api.severity`."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


class Report(Value):
    """An article that reports the event."""

    id: str
    url: str | None = None
    title: str
    feed: str
    language: str | None = None
    published_at: UtcDatetime | None = None


class Quote(Value):
    """The words of a report that a fact of the event rests on."""

    article_id: str
    field: str
    quote: str


class AlertData(Value):
    """What an alert about an event tells. A test alert has the same form, and no event."""

    event: Event | None = None
    changes: tuple[Change, ...] = ()
    notice: NoticeDue | None = None
    """With `notice.due`: which mark of the treaty's clock was reached."""
    severity: Severity | None = None
    evidence: tuple[Quote, ...] = ()
    """As it stood when the alert was stored."""
    reports: tuple[Report, ...] = ()
    links: dict[str, str] = Field(default_factory=dict)
    """`event`: where all of it is."""
    is_cut: bool = False
    """Something was left out to keep the body small; `links.event` has it."""


class Alert(Value):
    """`{"type", "timestamp", "data"}`, as POSTed and as listed."""

    type: AlertType
    timestamp: UtcDatetime
    data: AlertData = Field(default_factory=AlertData)

    @classmethod
    def of(cls, message: EventChanged) -> "Alert":
        """The alert that tells of `message`, before evidence is added."""
        data = AlertData(event=message.event, changes=message.changes, notice=message.notice)
        return cls(type=message.type, timestamp=message.raised_at, data=data)


class DigestedAlert(Value):
    """One alert within a digest. Its id is the one it has in `/v1/alerts`."""

    id: str
    type: AlertType
    timestamp: UtcDatetime
    severity: Severity | None = None
    event: Event | None = None
    changes: tuple[Change, ...] = ()


class DigestData(Value):
    """What a subscription was not told at once, oldest first. A long digest comes in several parts."""

    alerts: tuple[DigestedAlert, ...]
    part: int
    parts: int
    links: dict[str, str] = Field(default_factory=dict)
    is_cut: bool = False


class Digest(Value):
    """Several alerts in one body."""

    type: Literal[AlertType.DIGEST] = AlertType.DIGEST
    timestamp: UtcDatetime
    data: DigestData


class SilentFeed(Value):
    """A feed that was not heard: it could not be read, or it says nothing for longer than it is used to."""

    id: str
    url: str
    title: str | None = None
    last_success_at: UtcDatetime | None = None
    last_new_at: UtcDatetime | None = None
    """When it last brought an article that was not known."""
    error: str | None = None
    """Why it cannot be read; null for a feed that is read without fault and brings nothing new."""


class Coverage(Value):
    """How much of what is watched was heard since the last heartbeat."""

    feeds: int
    heard: int
    silent: int
    silent_feeds: tuple[SilentFeed, ...] = ()
    """The first few of them."""


class LastEvent(Value):
    """The event that changed last, whether this subscription wants it or not."""

    id: str
    title: str
    updated_at: UtcDatetime


class HeartbeatData(Value):
    """That we live, and what we hear: so that silence is told apart from failure."""

    subscription_id: str
    every_hours: int
    next_heartbeat_at: UtcDatetime
    coverage: Coverage | None = None
    """None where it could not be read, which `problem` tells."""
    problem: str | None = None
    last_event: LastEvent | None = None
    waiting: int
    """Alerts that are still to be delivered to this subscription."""


class Heartbeat(Value):
    """Sent every so many hours to who asked for it."""

    type: Literal[AlertType.HEARTBEAT] = AlertType.HEARTBEAT
    timestamp: UtcDatetime
    data: HeartbeatData


class FailingFeed(Value):
    """Which feed."""

    id: str
    url: str
    title: str | None = None


class FeedFailingData(Value):
    """A feed that has failed so often that somebody should look at it."""

    feed: FailingFeed
    error: str
    failures: int
    failing_since: UtcDatetime
    last_success_at: UtcDatetime | None = None
    next_check_at: UtcDatetime


class FeedFailingAlert(Value):
    """Told to operators, once until the feed works again."""

    type: Literal[AlertType.FEED_FAILING] = AlertType.FEED_FAILING
    timestamp: UtcDatetime
    data: FeedFailingData


class DisabledSubscription(Value):
    """Which subscription. Of its address only the host is told: the rest may be a secret."""

    id: str
    host: str
    description: str | None = None


class SubscriptionDisabledData(Value):
    """A subscription that gets nothing any more."""

    subscription: DisabledSubscription
    reason: str
    disabled_at: UtcDatetime
    failing_since: UtcDatetime | None = None
    cancelled: int
    """Deliveries that were still waiting. `recover` brings them back once it is active again."""


class SubscriptionDisabledAlert(Value):
    """Told to operators and to the other subscriptions of the same owner."""

    type: Literal[AlertType.SUBSCRIPTION_DISABLED] = AlertType.SUBSCRIPTION_DISABLED
    timestamp: UtcDatetime
    data: SubscriptionDisabledData


ALERT_MODELS: Mapping[AlertType, type[Value]] = {
    AlertType.EVENT_CREATED: Alert,
    AlertType.EVENT_CORROBORATED: Alert,
    AlertType.EVENT_CORRECTED: Alert,
    AlertType.EVENT_RETRACTED: Alert,
    AlertType.NOTICE_DUE: Alert,
    AlertType.SUBSCRIPTION_TEST: Alert,
    AlertType.DIGEST: Digest,
    AlertType.HEARTBEAT: Heartbeat,
    AlertType.FEED_FAILING: FeedFailingAlert,
    AlertType.SUBSCRIPTION_DISABLED: SubscriptionDisabledAlert,
}
"""The body of every type of alert."""
