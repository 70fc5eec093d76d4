"""What an operator watches of store beyond its consumer's figures."""

from prometheus_client import Gauge

OUTBOX_OLDEST_SECONDS = Gauge(
    "ottawatch_store_outbox_oldest_seconds", "Age of the oldest alert not yet published on EVENTS; 0 when none waits."
)
