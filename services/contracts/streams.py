"""The JetStream streams and key-value buckets, spelled once.

Limits retention with `discard=old` everywhere: a producer that stops because a month-old article fills the
stream would lose today's news to keep last month's. Consumers that fall that far behind show in the metrics.
"""

from dataclasses import dataclass
from datetime import timedelta

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Stream:
    """One stream: what it carries and how much of it is kept."""

    name: str
    subjects: tuple[str, ...]
    max_age: timedelta
    max_size_bytes: int
    # JetStream drops a second message with the same Nats-Msg-Id inside this window. The database's unique keys
    # are the real guard; the window only has to cover a restart in the middle of a poll.
    duplicate_window: timedelta = timedelta(minutes=30)


ARTICLES = Stream("ARTICLES", ("articles.>",), timedelta(days=90), 2048 * MEBIBYTE)
FINDINGS = Stream("FINDINGS", ("findings.>",), timedelta(days=365), 512 * MEBIBYTE)
EVENTS = Stream("EVENTS", ("events.>",), timedelta(days=365), 512 * MEBIBYTE)
REVIEWS = Stream("REVIEWS", ("reviews.>",), timedelta(days=3650), 256 * MEBIBYTE)
OPERATIONS = Stream("OPERATIONS", ("operations.>",), timedelta(days=90), 64 * MEBIBYTE)
"""What operators are told of, such as a feed that keeps failing."""
DEAD = Stream("DEAD", ("dead.>",), timedelta(days=90), 256 * MEBIBYTE)

STREAMS: tuple[Stream, ...] = (ARTICLES, FINDINGS, EVENTS, REVIEWS, OPERATIONS, DEAD)

FEED_STATE_BUCKET = "feed_state"
"""One `FeedState` per feed, under the feed's id. Ingest writes, api reads."""

FEED_LIST_BUCKET = "feed_list"
"""One `ListedFeed` per feed that is to be polled, under the feed's id: what the feeds file and people ask for.

Ingest writes, on its own account at start and on request; every replica of ingest watches it."""

FEED_LEASE_BUCKET = "feed_lease"
"""Which replica of ingest polls which share of the feeds, and until when. Ingest's alone."""

FEED_SEEN_BUCKET = "feed_seen"
"""One `SeenEntries` per feed, under the feed's id: which entries were published already. Ingest's alone."""

FEED_PUSH_BUCKET = "feed_push"
"""One `PushSubscription` per feed whose hub was asked to push, under the feed's id. Ingest's alone: secrets."""

PAGE_WISH_BUCKET = "page_wish"
"""One `PostponedWish` per page that is to be asked for later. Ingest's alone."""

BUCKETS: tuple[str, ...] = (
    FEED_STATE_BUCKET,
    FEED_SEEN_BUCKET,
    FEED_LIST_BUCKET,
    FEED_LEASE_BUCKET,
    FEED_PUSH_BUCKET,
    PAGE_WISH_BUCKET,
)
