"""Which events a client wants: one type for lists, for the live stream and for subscriptions."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictFloat, StrictInt

from services.contracts.vocabulary import EventStatus, MineType, Stage, Topic
from services.database.storable import Storable

MAX_WORDS = 200

HIDDEN_STATUSES = (EventStatus.RETRACTED, EventStatus.DISMISSED)
"""What lists leave out unless asked: nobody stands behind these events any more. Alone they are still answered."""


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _upper(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value.upper() for value in values)


def _lower(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value.lower() for value in values)


_Words = Annotated[tuple[Storable, ...], BeforeValidator(_as_list), Field(max_length=MAX_WORDS)]


class FieldFilters(BaseModel):
    """The filters that an alert can be judged by alone. Each list is "any of"; all that are set must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: Annotated[tuple[Topic, ...], BeforeValidator(_as_list)] = ()
    country: Annotated[_Words, AfterValidator(_upper)] = ()
    treaty: Annotated[_Words, AfterValidator(_lower)] = ()
    stage: Annotated[tuple[Stage, ...], BeforeValidator(_as_list)] = ()
    producer: _Words = ()
    """Compared by letters and digits, without case."""
    mine_type: Annotated[tuple[MineType, ...], BeforeValidator(_as_list)] = ()
    language: Annotated[_Words, AfterValidator(_lower)] = ()
    """Languages of the reports (ISO 639-1)."""
    status: Annotated[tuple[EventStatus, ...], BeforeValidator(_as_list)] = ()
    q: Storable | None = Field(
        default=None,
        max_length=200,
        description='Words, and "phrases in quotes", that must all occur in the title or in one article.',
    )
    min_score: StrictFloat | None = Field(default=None, ge=0, le=1)
    min_sources: StrictInt | None = Field(default=None, ge=0)


class EventFilters(FieldFilters):
    """The filters of a list."""

    since: datetime | None = None
    """First seen at this moment or later."""
    until: datetime | None = None
    """First seen before this moment."""
    include_hidden: bool = False
    """Also retracted and dismissed events; naming a status asks for just that one."""
