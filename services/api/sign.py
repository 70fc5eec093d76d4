"""Standard Webhooks signatures (v1: HMAC-SHA256 over id, timestamp and the exact body bytes). Pure."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

SECRET_PREFIX = "whsec_"  # noqa: S105 - a public prefix
_SECRET_BYTES = 32  # the specification asks for 24 to 64


def new_secret() -> str:
    """A fresh signing secret, as the subscriber keeps it."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signed_headers(secret: str, *, alert_id: str, attempted_at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of one attempt. The id is the alert's, so that a receiver can drop repeats by it."""
    timestamp = str(int(attempted_at.timestamp()))
    return {
        "webhook-id": alert_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(secret, alert_id, timestamp, body),
    }


def signature(secret: str, alert_id: str, timestamp: str, body: bytes) -> str:
    """`v1,` and the base64 of the HMAC under the bytes that `secret` stands for."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = b".".join((alert_id.encode(), timestamp.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
