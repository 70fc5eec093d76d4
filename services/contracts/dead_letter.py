"""The dead letter: a message that could not be processed, with the reason, kept so that it can be replayed."""

import base64
from typing import ClassVar

from pydantic import Field

from services.contracts.message import Message, UtcDatetime
from services.contracts.streams import DEAD

MAX_KEPT_BYTES = 256 * 1024
"""A longer payload is cut here; the whole is still in its stream under `stream_sequence` while that lasts."""


class DeadLetter(Message):
    """One message that a consumer gave up on."""

    stream: ClassVar[str] = DEAD.name
    subject_prefix: ClassVar[str] = "dead.v1"
    version: ClassVar[int] = 1

    source_stream: str
    source_subject: str
    stream_sequence: int
    consumer: str
    reason: str
    deliveries: int = Field(ge=0)
    dead_at: UtcDatetime
    payload_base64: str
    payload_is_cut: bool = False

    def subject(self) -> str:
        """`dead.v1.<stream>.<consumer>`."""
        return f"{self.subject_prefix}.{self.source_stream}.{self.consumer}"

    def payload(self) -> bytes:
        """The bytes as they were, up to `MAX_KEPT_BYTES`."""
        return base64.b64decode(self.payload_base64)
