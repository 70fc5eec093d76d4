"""Prometheus metrics that every service has. No labels with URLs or ids: their number must stay bounded."""

from prometheus_client import Counter, Gauge, Histogram

MESSAGES_HANDLED = Counter(
    "ottawatch_messages_handled_total", "Messages taken from a stream, by how they ended.", ["consumer", "outcome"]
)
HANDLING_SECONDS = Histogram(
    "ottawatch_message_handling_seconds",
    "Time to handle one message.",
    ["consumer"],
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30),
)
MESSAGES_PUBLISHED = Counter("ottawatch_messages_published_total", "Messages JetStream confirmed.", ["stream"])
PULL_REBINDS = Counter("ottawatch_pull_rebinds_total", "Pulls that stalled and were bound anew.", ["consumer"])
CONSUMER_BACKLOG = Gauge(
    "ottawatch_consumer_backlog", "Messages waiting in the stream for this consumer, when last looked.", ["consumer"]
)
