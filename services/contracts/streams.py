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
DEAD = Stream("DEAD", ("dead.>",), timedelta(days=90), 256 * MEBIBYTE)

ARTICLES_WANTED = "articles.wanted"
"""Where the classifier will ask for the full text of an article; ingest answers with a new revision of it."""

STREAMS: tuple[Stream, ...] = (ARTICLES, FINDINGS, EVENTS, DEAD)

FEED_STATE_BUCKET = "feed_state"
"""One `FeedState` per feed, under the feed's id. Ingest writes, api reads."""

FEED_SEEN_BUCKET = "feed_seen"
"""One `SeenEntries` per feed, under the feed's id: which entries were published already. Ingest's alone."""

BUCKETS: tuple[str, ...] = (FEED_STATE_BUCKET, FEED_SEEN_BUCKET)
