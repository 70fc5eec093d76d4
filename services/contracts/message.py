"""What every message on a stream has in common."""

from datetime import UTC, datetime
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, ValidationError


def _as_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


UtcDatetime = Annotated[AwareDatetime, AfterValidator(_as_utc)]
"""A point in time: must carry an offset, is held in UTC, and is written with a `Z`."""


class InvalidMessage(ValueError):  # noqa: N818 - named for what happened
    """The bytes on a stream are not the message its subject promises."""


class Value(BaseModel):
    """A piece of a message: immutable, and blind to fields a newer version may add."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Message(Value):
    """A fact one service tells another. Subclasses name their stream, subject prefix and version together.

    A breaking change to a message is a new class with the next `version` and its own subject, so that
    old messages in a stream stay readable.
    """

    stream: ClassVar[str]
    subject_prefix: ClassVar[str]
    version: ClassVar[int]

    def subject(self) -> str:
        """Where on its stream this message belongs."""
        raise NotImplementedError

    @classmethod
    def subject_filter(cls) -> str:
        """The subjects that carry this message, for a consumer's filter."""
        return f"{cls.subject_prefix}.>"

    def encode(self) -> bytes:
        """The message as it travels: compact UTF-8 JSON."""
        return self.model_dump_json().encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The message in `data`; raises `InvalidMessage` with the fields that are wrong."""
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            where = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'message'}: {e['msg']}" for e in error.errors()[:5])
            raise InvalidMessage(f"not a {cls.__name__} (version {cls.version}): {where}") from error
