"""Questions that one service asks another over NATS, and gets an answer to or none."""

from typing import ClassVar

from services.contracts.message import Value


class Refusal(Value):
    """Why the one who was asked will not, in plain words."""

    refused: str
    is_passing: bool = False
    """Whether asking again in a moment may help."""


class Request(Value):
    """A question on its own subject. It is not kept: who gets no answer in time asks again or gives up."""

    subject: ClassVar[str]

    def encode(self) -> bytes:
        """The question as it travels: compact UTF-8 JSON."""
        return self.model_dump_json().encode()
