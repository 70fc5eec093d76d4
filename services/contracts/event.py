"""The event: one rung reached on a case's ladder, and the message that tells of its changes."""

from datetime import date
from typing import Any, ClassVar

from pydantic import Field

from services.contracts.finding import Evidence
from services.contracts.message import Message, UtcDatetime, Value
from services.contracts.streams import EVENTS
from services.contracts.vocabulary import Act, AlertType, EventStatus, MineType, ReviewAction, Role, Stage, Topic


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
    newest_report_at: UtcDatetime | None = None
    """When the newest report says it was published; None where there is none."""
    updated_at: UtcDatetime
    version: int
    status: EventStatus
    date_conflict: bool = False
    """The press claims another day of effect than the treaty's own rule gives."""
    unconfirmed: bool = False
    """In effect by its clock alone: no report, depositary or reviewer says so yet."""
    hold: str | None = None
    """What keeps the withdrawal from taking effect, such as `armed_conflict`."""
    bound: bool | None = None
    """Whether the Ottawa Convention bound the state on the day of the step; only for antipersonnel mines that are made
    or bought. None elsewhere, where it cannot be told, and in what was written down before it was asked."""
    bound_until: date | None = None
    """From when the convention binds that state no more, where such a day is known."""


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
    fold_reason: str | None = None
    """Why it counts together with another article, in plain words; None for the first of its origin."""
    is_official: bool = False
    """Published by the state concerned or by the treaty's depositary."""


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


class RivalValue(Value):
    """One value of a field, and who states it."""

    value: Any
    origins: tuple[str, ...]
    """The independent origins that state it."""
    articles: tuple[str, ...]
    """The ids of the articles that state it."""
    official: bool = False
    """Whether the state concerned, the depositary or a reviewer states it."""
    is_shown: bool = False


class Contradiction(Value):
    """A field on which the sources differ. All values are kept; one is shown by the written rule."""

    field: str
    values: tuple[RivalValue, ...]
    """The one that is shown first."""
    is_settled: bool = False
    """Whether an official source, the law or a reviewer decides between them."""


class ClockShown(Value):
    """The rule behind a computed date, for people who check it."""

    treaty: str
    depositary: str
    article: str
    rule: str
    source: str
    notified_on: date | None = None
    effective_on: date | None = None
    hold: str | None = None
    hold_reason: str | None = None
    """Why the date waits, in plain words with its source."""


class EventReview(Value):
    """What a reviewer said of an event."""

    id: str
    event_id: str
    action: ReviewAction
    fields: dict[str, Any] = Field(default_factory=dict)
    into: str | None = None
    article_ids: tuple[str, ...] = ()
    undoes: str | None = None
    reason: str | None = None
    source_url: str | None = None
    reviewer: str
    made_at: UtcDatetime
    is_undone: bool = False
    refused: str | None = None
    """Why it has no effect, in plain words; None where it has."""


class EventDetail(Event):
    """An event alone, with all that supports it."""

    articles: tuple[EventArticle, ...]
    evidence: tuple["ArticleEvidence", ...]
    history: tuple[EventVersion, ...]
    contradictions: tuple[Contradiction, ...] = ()
    clock: ClockShown | None = None
    """For treaties with a withdrawal clause."""
    reviews: tuple[EventReview, ...] = ()


class ArticleEvidence(Evidence):
    """A quote, with the article it stands in."""

    article_id: str


class NoticeDue(Value):
    """A mark on a withdrawal's clock that was reached."""

    due_on: date
    """The computed day of effect."""
    days_left: int
    """0 on the day; negative where the mark is told late."""
    mark: int
    """The mark itself: 90, 30, 7, 1 or 0 days before."""
    notified_on: date | None = None
    rule: str
    source: str


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
    notice: NoticeDue | None = None
    """With `notice.due`: which mark, and by which rule."""

    def subject(self) -> str:
        """`events.v1.<topic>.<event id>`."""
        return f"{self.subject_prefix}.{self.event.topic}.{self.event.id}"


EventVersion.model_rebuild()
EventDetail.model_rebuild()
