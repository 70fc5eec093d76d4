"""The state of a feed, as ingest keeps it in the key-value store and the api shows it."""

from enum import StrEnum

from pydantic import Field

from services.contracts.article import FeedReference
from services.contracts.message import UtcDatetime, Value


class FeedStatus(StrEnum):
    """How a feed is doing, in one word."""

    NEW = "new"
    OK = "ok"
    FAILING = "failing"
    GONE = "gone"


class FeedState(Value):
    """All that is known of one feed between two polls. Validators are kept byte for byte as the server sent them."""

    feed: FeedReference
    interval_seconds: int | None = None
    """The explicit interval of the feeds file, if it has one."""
    adaptive_interval_seconds: int | None = None
    """The interval that a feed without an explicit one has adapted to."""
    status: FeedStatus = FeedStatus.NEW
    next_check_at: UtcDatetime
    last_checked_at: UtcDatetime | None = None
    last_success_at: UtcDatetime | None = None
    last_error: str | None = None
    """Plain words, for people."""
    consecutive_failures: int = 0
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    final_url: str | None = None
    polls: int = 0
    articles: int = 0
    """Articles published from this feed so far, new versions included."""


class SeenEntry(Value):
    """What was last published of one entry."""

    revision: int
    content_hash: str
    first_seen_at: UtcDatetime
    last_listed_at: UtcDatetime


class SeenEntries(Value):
    """The entries of one feed that were published already, by article id."""

    entries: dict[str, SeenEntry] = Field(default_factory=dict)
