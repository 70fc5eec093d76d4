"""The alert: the body a webhook receives, a Standard Webhooks payload."""

from pydantic import Field

from services.contracts.event import Change, Event, EventChanged
from services.contracts.message import UtcDatetime, Value
from services.contracts.vocabulary import AlertType


class AlertData(Value):
    """What the alert is about. A test alert carries no event."""

    event: Event | None = None
    changes: tuple[Change, ...] = ()


class Alert(Value):
    """`{"type", "timestamp", "data": {"event", "changes"}}`, as POSTed and as listed."""

    type: AlertType
    timestamp: UtcDatetime
    data: AlertData = Field(default_factory=AlertData)

    @classmethod
    def of(cls, message: EventChanged) -> "Alert":
        """The alert that tells of `message`."""
        data = AlertData(event=message.event, changes=message.changes)
        return cls(type=message.type, timestamp=message.raised_at, data=data)
