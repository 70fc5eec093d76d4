"""The review: what a person says of an event, which no later reading undoes."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, StrictInt, model_validator

from services.contracts.message import Message, UtcDatetime, Value
from services.contracts.streams import REVIEWS
from services.contracts.vocabulary import STAGES, Act, MineType, ReviewAction, Stage, Topic

_LARGEST_FIGURE = 2**63 - 1


class CorrectedFields(Value):
    """What a `correct` may set: the facts of an event. A null says that the event has none of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    treaty: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]{0,63}$")
    stage: Stage | None = None
    act: Act | None = None
    producer: str | None = Field(default=None, min_length=1, max_length=200)
    mine_type: MineType | None = None
    quantity: StrictInt | None = Field(default=None, ge=0, le=_LARGEST_FIGURE)
    capacity_per_year: StrictInt | None = Field(default=None, ge=0, le=_LARGEST_FIGURE)
    notified_on: date | None = None
    claimed_effective_on: date | None = None
    occurred_on: date | None = None
    hold: Literal["armed_conflict"] | None = None
    """Whether the withdrawal waits for the end of an armed conflict; null says that it does not."""

    @model_validator(mode="after")
    def _keeps_what_every_event_has(self) -> Self:
        for name in ("country", "stage"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null: every event has one")
        return self


class EnteredFields(Value):
    """What an `enter` says: an event that no article reported."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: Topic
    country: str = Field(pattern=r"^[A-Z]{2}$")
    stage: Stage
    treaty: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]{0,63}$")
    act: Act | None = None
    producer: str | None = Field(default=None, min_length=1, max_length=200)
    mine_type: MineType | None = None
    quantity: StrictInt | None = Field(default=None, ge=0, le=_LARGEST_FIGURE)
    capacity_per_year: StrictInt | None = Field(default=None, ge=0, le=_LARGEST_FIGURE)
    notified_on: date | None = None
    claimed_effective_on: date | None = None
    occurred_on: date | None = None

    @model_validator(mode="after")
    def _fits_its_topic(self) -> Self:
        if self.stage not in STAGES[self.topic]:
            raise ValueError(f"{self.stage} is no stage of {self.topic}")
        if self.topic is Topic.TREATY_WITHDRAWAL and self.treaty is None:
            raise ValueError("a treaty withdrawal needs its treaty")
        if self.topic is Topic.MINE_PRODUCTION and self.treaty is not None:
            raise ValueError("mine production has no treaty")
        return self


def undone(reviews: Iterable[tuple[str, str | None]]) -> frozenset[str]:
    """Those that were taken back, of reviews in their order: each its id and, for an `undo`, what it takes back.

    Taking back an `undo` restores what it undid.
    """
    gone: set[str] = set()
    for review_id, undoes in reversed(list(reviews)):
        if undoes is not None and review_id not in gone:
            gone.add(undoes)
    return frozenset(gone)


class Review(Message):
    """One reviewer's word on one event. Store applies reviews in the order of their stream."""

    stream: ClassVar[str] = REVIEWS.name
    subject_prefix: ClassVar[str] = "reviews.v1"
    version: ClassVar[int] = 1

    id: str = Field(pattern=r"^rev_[0-9a-f]{24}$")
    event_id: str = Field(pattern=r"^evt_[0-9a-f]{24}$")
    """The event reviewed; for `enter` the id the new event gets."""
    action: ReviewAction
    fields: dict[str, Any] = Field(default_factory=dict)
    """For `correct` and `enter`: public fields of the event and their values; null says that it has none."""
    into: str | None = None
    """For `merge`: the event it goes into."""
    article_ids: tuple[str, ...] = ()
    """For `split`: the articles that report another step."""
    undoes: str | None = None
    """For `undo`: the review taken back."""
    reason: str | None = None
    source_url: str | None = None
    """Where the reviewer read it; an `enter` needs one."""
    reviewer: str
    """The owner of the key, as the key names them."""
    key_id: str | None = None
    made_at: UtcDatetime

    def subject(self) -> str:
        """`reviews.v1.<event id>`."""
        return f"{self.subject_prefix}.{self.event_id}"
