"""Standard Webhooks signatures over id, timestamp and the exact body bytes. Pure.

`v1` is HMAC-SHA256 under a secret that both sides keep; `v1a` is ed25519, of which the receiver needs only the
public key. While a key is being replaced, the old and the new one sign side by side.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SECRET_PREFIX = "whsec_"  # noqa: S105 - a public prefix
PRIVATE_PREFIX = "whsk_"
PUBLIC_PREFIX = "whpk_"
_SECRET_BYTES = 32  # the specification asks for 24 to 64


class SignatureKind(StrEnum):
    """The signatures of the specification, by the names that stand before them."""

    V1 = "v1"
    V1A = "v1a"


@dataclass(frozen=True)
class Signer:
    """One key, ready to sign."""

    kind: SignatureKind
    key: bytes = field(repr=False)

    @classmethod
    def of(cls, secret: str) -> "Signer":
        """The signer that `whsec_…` or `whsk_…` stands for; raises `ValueError` for anything else."""
        for prefix, kind in ((PRIVATE_PREFIX, SignatureKind.V1A), (SECRET_PREFIX, SignatureKind.V1)):
            if secret.startswith(prefix):
                return cls(kind, base64.b64decode(secret.removeprefix(prefix)))
        raise ValueError("this version knows no signing key of that kind")

    def signature(self, signed: bytes) -> str:
        """The signature with its kind in front, as it stands in the header."""
        if self.kind is SignatureKind.V1A:
            made = Ed25519PrivateKey.from_private_bytes(self.key).sign(signed)
        else:
            made = hmac.digest(self.key, signed, hashlib.sha256)
        return f"{self.kind},{base64.b64encode(made).decode()}"


def new_secret() -> str:
    """A fresh signing secret, as the subscriber keeps it."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def new_private_key() -> str:
    """A fresh ed25519 key, which nobody but us ever sees."""
    return PRIVATE_PREFIX + base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def public_key_of(private_key: str) -> str:
    """`whpk_…`: what a receiver verifies `v1a` with."""
    raw = base64.b64decode(private_key.removeprefix(PRIVATE_PREFIX))
    public = Ed25519PrivateKey.from_private_bytes(raw).public_key().public_bytes_raw()
    return PUBLIC_PREFIX + base64.b64encode(public).decode()


def signed_headers(signers: Sequence[Signer], *, alert_id: str, attempted_at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of one attempt. The id is the alert's, so that a receiver can drop repeats by it."""
    timestamp = str(int(attempted_at.timestamp()))
    signed = b".".join((alert_id.encode(), timestamp.encode(), body))
    return {
        "webhook-id": alert_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signer.signature(signed) for signer in signers),
    }
