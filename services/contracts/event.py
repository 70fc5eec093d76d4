"""The event: one rung reached on a case's ladder, and the message that tells of its changes."""

from datetime import date
from typing import Any, ClassVar

from pydantic import Field

from services.contracts.finding import Evidence
from services.contracts.message import Message, UtcDatetime, Value
from services.contracts.streams import EVENTS
from services.contracts.vocabulary import Act, AlertType, EventStatus, MineType, Role, Stage, Topic


class Event(Value):
    """One real-world step, as clients see it."""

    id: str = Field(pattern=r"^evt_[0-9a-f]{24}$")
    topic: Topic
    country: str
    treaty: str | None = None
    stage: Stage
    act: Act | None = None
    producer: str | None = None
    mine_type: MineType | None = None
    quantity: int | None = None
    capacity_per_year: int | None = None
    notified_on: date | None = None
    claimed_effective_on: date | None = None
    computed_effective_on: date | None = None
    occurred_on: date | None = None
    title: str
    """English, built from the fields, whatever the language of the sources."""
    score: float
    sources: int
    """Independent origins among the reports."""
    article_count: int
    first_seen_at: UtcDatetime
    updated_at: UtcDatetime
    version: int
    status: EventStatus


class EventArticle(Value):
    """An article that hangs on an event."""

    id: str
    url: str | None
    title: str
    feed: str
    language: str | None
    published_at: UtcDatetime | None
    role: Role
    origin: str
    """Articles of one origin (copies of one wire story, one publisher) share this word."""


class EventVersion(Value):
    """One entry of an event's history."""

    version: int
    changed_at: UtcDatetime
    changes: tuple["Change", ...]


class Change(Value):
    """One field that changed, and why."""

    field: str
    before: Any = None
    after: Any = None
    reason: str


class EventDetail(Event):
    """An event alone, with all that supports it."""

    articles: tuple[EventArticle, ...]
    evidence: tuple["ArticleEvidence", ...]
    history: tuple[EventVersion, ...]


class ArticleEvidence(Evidence):
    """A quote, with the article it stands in."""

    article_id: str


class EventChanged(Message):
    """An event appeared or changed in a way that readers are told of. One message is one alert."""

    stream: ClassVar[str] = EVENTS.name
    subject_prefix: ClassVar[str] = "events.v1"
    version: ClassVar[int] = 1

    alert_id: str = Field(pattern=r"^alr_[0-9a-f]{24}$")
    """Stable over replays: the outbox row's key, the `Nats-Msg-Id`, and the webhook's idempotency key."""
    type: AlertType
    raised_at: UtcDatetime
    newest_report_at: UtcDatetime | None = None
    """When the newest report says it was published; subscriptions with an age limit look at it."""
    languages: tuple[str, ...] = ()
    """Languages of the reports, for subscriptions that filter by language."""
    event: Event
    changes: tuple[Change, ...] = ()

    def subject(self) -> str:
        """`events.v1.<topic>.<event id>`."""
        return f"{self.subject_prefix}.{self.event.topic}.{self.event.id}"


EventVersion.model_rebuild()
EventDetail.model_rebuild()
