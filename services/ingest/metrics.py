"""What ingest counts. No labels with addresses: their number must stay bounded."""

from prometheus_client import Counter, Gauge, Histogram

POLLS = Counter("ottawatch_ingest_polls_total", "Polls, by how they ended.", ["result"])
POLL_LAG = Histogram(
    "ottawatch_ingest_poll_lag_seconds",
    "How long after its due time a poll began.",
    buckets=(0.1, 0.5, 1, 5, 15, 60, 300, 900),
)
PARSE_SECONDS = Histogram(
    "ottawatch_ingest_parse_seconds",
    "Time to read one document, waiting for a free worker included.",
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 20, 60),
)
PARSE_WORKERS_REPLACED = Counter("ottawatch_ingest_parse_workers_replaced_total", "Parse workers killed or lost.")
ARTICLES_PUBLISHED = Counter("ottawatch_ingest_articles_published_total", "Articles published, by kind.", ["kind"])
FEEDS = Gauge("ottawatch_ingest_feeds", "Feeds that are polled, by status.", ["status"])
READINGS = Counter(
    "ottawatch_ingest_readings_total",
    "Changed documents, by how much of them had to be read: whole, pieces, or known (none).",
    ["how"],
)
PAGES = Counter(
    "ottawatch_ingest_pages_total",
    "Pages that were wanted for their full text, by how that ended: published, unchanged, failed, put_off or left.",
    ["result"],
)
PUSHES = Counter(
    "ottawatch_ingest_pushes_total",
    "Documents pushed by hubs, by how that ended: published, nothing_new, unreadable or unsigned.",
    ["result"],
)
