"""The review: what a person says of an event, which no later reading undoes."""

from typing import Any, ClassVar

from pydantic import Field

from services.contracts.message import Message, UtcDatetime
from services.contracts.streams import REVIEWS
from services.contracts.vocabulary import ReviewAction


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
