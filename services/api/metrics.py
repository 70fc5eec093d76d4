"""What the api counts beside what every service counts. No labels with addresses or ids."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("ottawatch_http_requests_total", "HTTP requests answered.", ["route", "method", "status"])
REQUEST_SECONDS = Histogram(
    "ottawatch_http_request_seconds",
    "Time to answer an HTTP request.",
    ["route"],
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5),
)
STREAM_CLIENTS = Gauge("ottawatch_stream_clients", "Clients that listen to the live stream.")
STREAM_CLIENTS_DROPPED = Counter(
    "ottawatch_stream_clients_dropped_total", "Live clients let go because they read too slowly."
)
ALERTS_STORED = Counter("ottawatch_alerts_stored_total", "Alerts written to the book.", ["type"])
DELIVERY_ATTEMPTS = Counter("ottawatch_delivery_attempts_total", "Webhook requests, by outcome.", ["outcome"])
DELIVERY_SECONDS = Histogram(
    "ottawatch_delivery_seconds",
    "From the storing of an alert to its delivery, failed tries included.",
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3600, 86400),
)
DELIVERIES_IN_HAND = Gauge("ottawatch_deliveries_in_hand", "Webhook requests under way.")
