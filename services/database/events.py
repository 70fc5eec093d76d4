"""The book of events: what store writes and api reads.

`event.seq` is given in the order in which events are committed, so a reader who walks down from the newest, or
who remembers the last one seen, never misses one. Facts that clients filter by stand in columns of their own.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, Index, LargeBinary, MetaData, Text, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from services.contracts.article import TextFrom
from services.database.column_types import JsonValue, UtcTime

EVENTS_METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class EventsTable(SQLModel, registry=registry(metadata=EVENTS_METADATA)):
    """What makes a class a table of this book and of no other."""

    metadata = EVENTS_METADATA


class ArticleRow(EventsTable, table=True):
    """The newest version of an article that says, or once said, something; or that was revised to say nothing."""

    __tablename__ = "article"
    __table_args__ = (
        Index(None, "feed_id", "first_seen_at"),
        Index(None, "first_seen_at"),
        Index(
            "ix_article_with_text",
            "first_seen_at",
            sqlite_where=text("text != ''"),
            postgresql_where=text("text != ''"),
        ),
    )

    id: str = Field(primary_key=True)
    revision: int = Field(sa_type=BigInteger)
    content_hash: str
    feed_id: str
    feed_url: str
    feed_title: str | None = None
    feed_language: str | None = None
    feed_country: str | None = None
    feed_kind: str | None = None
    url: str | None = None
    title: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    folded_text: str = Field(sa_type=Text)
    """Title and text without case, for `q`: SQLite compares only ASCII letters without it."""
    text_from: str = Field(default=TextFrom.FEED, sa_column_kwargs={"server_default": TextFrom.FEED.value})
    """Where the text was read: in the feed, or on the article's own page."""
    author: str | None = None
    """The byline of the page, where the page was read."""
    text_key: str
    """Copies of one text share it; see services.store.origins."""
    own_origin: str
    """Whom the article itself names as its origin: an agency it credits, else its publisher."""
    agency: str | None = None
    """The agency it credits, by its id."""
    publisher: str | None = None
    """The family of outlets it was published by, or its domain."""
    signature: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Its MinHash, by which texts that are nearly the same are told; none where there is too little text."""
    shingles: int | None = None
    """How many different pieces of text the signature is of."""
    language: str | None = None
    """The language the text was read as (ISO 639-1)."""
    published_at: datetime | None = Field(default=None, sa_type=UtcTime)
    first_seen_at: datetime = Field(sa_type=UtcTime)
    fetched_at: datetime = Field(sa_type=UtcTime)
    reported_at: datetime = Field(sa_type=UtcTime)
    """When it says it was published, or when it was first seen where that is missing or in the future."""
    rules_version: str
    read_at: datetime = Field(sa_type=UtcTime)


class CaseRow(EventsTable, table=True):
    """The dossier of one state and one treaty, or of one state, one producer and one mine type."""

    __tablename__ = "case_file"
    __table_args__ = (Index(None, "topic", "country"), Index(None, "treaty"))

    id: str = Field(primary_key=True)
    topic: str
    country: str
    treaty: str | None = None
    producer: str | None = None
    mine_type: str | None = None
    opened_at: datetime = Field(sa_type=UtcTime)


class EventRow(EventsTable, table=True):
    """One rung reached. The public fields are those of services.contracts.event.Event."""

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "seq", unique=True),
        Index(None, "country", "seq"),
        Index(None, "treaty", "seq"),
        # All that tells until when a state is bound. Led by the state: led by the treaty, it would draw lists away from
        # the indexes that are in their order.
        Index("ix_event_bound", "country", "treaty", "stage", "computed_effective_on", "act", "hold", "status"),
        Index(None, "producer_key", "seq"),
        # All that clients filter by, in the order of lists: any mix is answered without a look at the events.
        Index(
            "ix_event_listed",
            "seq",
            "status",
            "topic",
            "country",
            "treaty",
            "stage",
            "mine_type",
            "producer_key",
            "sources",
            "score",
            "first_seen_at",
        ),
        Index(None, "group_key", "stage"),
        Index(None, "first_seen_at"),
        Index(None, "updated_at"),
        Index(None, "case_id"),
    )

    id: str = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    """Counts up in the order of commits; the default order and the cursor of `/v1/events`."""
    case_id: str = Field(foreign_key="case_file.id")
    group_key: str
    """The findings that are merged together: `topic/country/treaty` or `topic/country`."""
    topic: str
    country: str
    treaty: str | None = None
    stage: str
    act: str | None = None
    producer: str | None = None
    producer_key: str | None = None
    """The producer's letters and digits without case: what is compared and filtered by."""
    mine_type: str | None = None
    quantity: int | None = Field(default=None, sa_type=BigInteger)
    capacity_per_year: int | None = Field(default=None, sa_type=BigInteger)
    notified_on: date | None = Field(default=None, sa_type=Date)
    claimed_effective_on: date | None = Field(default=None, sa_type=Date)
    computed_effective_on: date | None = Field(default=None, sa_type=Date)
    occurred_on: date | None = Field(default=None, sa_type=Date)
    title: str = Field(sa_type=Text)
    folded_title: str = Field(sa_type=Text)
    """The title as `q` is compared with it."""
    score: float
    sources: int
    article_count: int
    first_seen_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)
    version: int
    status: str
    newest_report_at: datetime | None = Field(default=None, sa_type=UtcTime)
    created_announced: bool = False
    """Whether `event.created` was raised; it never is twice."""
    corroborated_announced: bool = False
    merged_into: str | None = Field(default=None, foreign_key="event.id")
    """The event that took its reports over, to which its address leads."""
    cycle: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    """Which time the case goes up its ladder: a rejection or a new accession begins the next."""
    date_conflict: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Whether the press claims another day of effect than the law gives."""
    unconfirmed: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """In effect by its clock alone: no report and no reviewer says so yet."""
    hold: str | None = None
    """What keeps the withdrawal from taking effect, such as `armed_conflict`."""
    contradictions: list[dict[str, Any]] = Field(
        default_factory=list, sa_type=JsonValue, sa_column_kwargs={"server_default": text("'[]'"), "nullable": False}
    )
    """The fields on which its sources differ, each with all values and who states them."""


class EventLanguageRow(EventsTable, table=True):
    """A language in which an event is reported."""

    __tablename__ = "event_language"
    __table_args__ = (Index(None, "language", "event_id"), Index(None, "language", "seq"))

    event_id: str = Field(primary_key=True, foreign_key="event.id")
    language: str = Field(primary_key=True)
    seq: int | None = Field(default=None, sa_type=BigInteger)
    """The event's own, for lists in that order; a trigger of the migrations fills it in."""


class FindingRow(EventsTable, table=True):
    """What one article says about one step, and the event it hangs on."""

    __tablename__ = "finding"
    __table_args__ = (
        Index(None, "group_key", "stage"),
        Index(None, "article_id", "event_id"),
        Index(None, "event_id", "role"),
    )

    id: str = Field(primary_key=True)
    article_id: str = Field(foreign_key="article.id")
    event_id: str | None = Field(default=None, foreign_key="event.id")
    """None for what opens no event: a step denied, or an old one of which there is no report."""
    group_key: str
    role: str
    rung_id: str | None = None
    """The event it belongs to by structure alone, before reviewers merged or split."""
    origin: str
    """The independent origin it counts for within its event."""
    fold_reason: str | None = Field(default=None, sa_type=Text)
    """Why its article counts together with another, in plain words; none where it counts by itself."""
    topic: str
    country: str
    treaty: str | None = None
    mine_type: str | None = None
    producer: str | None = None
    stage: str
    act: str | None = None
    realis: str
    notified_on: date | None = Field(default=None, sa_type=Date)
    effective_on: date | None = Field(default=None, sa_type=Date)
    occurred_on: date | None = Field(default=None, sa_type=Date)
    quantity: int | None = Field(default=None, sa_type=BigInteger)
    capacity_per_year: int | None = Field(default=None, sa_type=BigInteger)
    score: float
    evidence: list[dict[str, Any]] = Field(sa_type=JsonValue)
    rules_version: str


class EventVersionRow(EventsTable, table=True):
    """One version of an event: what changed, why, and the event as it was then shown."""

    __tablename__ = "event_version"

    event_id: str = Field(primary_key=True, foreign_key="event.id")
    version: int = Field(primary_key=True)
    changed_at: datetime = Field(sa_type=UtcTime)
    changes: list[dict[str, Any]] = Field(sa_type=JsonValue)
    snapshot: dict[str, Any] = Field(sa_type=JsonValue)


class ReviewRow(EventsTable, table=True):
    """What a reviewer said of an event. An input like the findings: events are derived from both."""

    __tablename__ = "review"
    __table_args__ = (
        Index(None, "position", unique=True),
        Index(None, "event_id", "position"),
        Index(None, "group_key"),
        Index(None, "into_group_key"),
    )

    id: str = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger)
    """Counts up in the order in which reviews are applied."""
    event_id: str
    """For `enter` the id of the event that is made."""
    group_key: str | None = None
    """The group of the event reviewed; none where there was no such event."""
    action: str
    fields: dict[str, Any] = Field(default_factory=dict, sa_type=JsonValue)
    into: str | None = None
    into_group_key: str | None = None
    article_ids: list[str] = Field(default_factory=list, sa_type=JsonValue)
    undoes: str | None = None
    reason: str | None = Field(default=None, sa_type=Text)
    source_url: str | None = Field(default=None, sa_type=Text)
    reviewer: str
    key_id: str | None = None
    made_at: datetime = Field(sa_type=UtcTime)
    stored_at: datetime = Field(sa_type=UtcTime)
    refused: str | None = Field(default=None, sa_type=Text)
    """Why it has no effect, in plain words; none where it has."""
    snapshot: dict[str, Any] | None = Field(default=None, sa_type=JsonValue)
    """The facts as they were shown when it was made: what is confirmed stays, whatever becomes of the reports."""


class ClockMarkRow(EventsTable, table=True):
    """One `notice.due` that is to be told, was told or was passed over: one for each notice and number of days."""

    __tablename__ = "clock_mark"
    __table_args__ = (
        Index(
            "ix_clock_mark_open",
            "due_on",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    event_id: str = Field(primary_key=True, foreign_key="event.id")
    """The notice whose clock it is."""
    days_before: int = Field(primary_key=True)
    effective_on: date = Field(sa_type=Date)
    """The computed day of effect it counts down to."""
    due_on: date = Field(sa_type=Date)
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    was_told: bool = False
    """Once closed: whether an alert told of it, or its time had passed before anybody could."""


class OutboxRow(EventsTable, table=True):
    """An alert that is told, or still to be told, on EVENTS."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "position", unique=True),
        Index(
            "ix_outbox_unpublished",
            "position",
            sqlite_where=text("published_at IS NULL"),
            postgresql_where=text("published_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    """The alert's id."""
    position: int = Field(sa_type=BigInteger)
    """Counts up in the order of commits."""
    event_id: str = Field(foreign_key="event.id")
    payload: str = Field(sa_type=Text)
    """An EventChanged as it travels."""
    created_at: datetime = Field(sa_type=UtcTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcTime)
