"""What operators are told of: faults that nobody else would notice."""

from typing import ClassVar

from pydantic import Field

from services.contracts.article import FeedReference
from services.contracts.message import Message, UtcDatetime
from services.contracts.streams import OPERATIONS


class FeedFailing(Message):
    """A feed has failed so often that somebody should look at it. Told once until it works again."""

    stream: ClassVar[str] = OPERATIONS.name
    subject_prefix: ClassVar[str] = "operations.v1.feed_failing"
    version: ClassVar[int] = 1

    alert_id: str = Field(pattern=r"^alr_[0-9a-f]{24}$")
    """Stable over restarts: made of the feed and the beginning of the failures."""
    raised_at: UtcDatetime
    feed: FeedReference
    error: str
    """The last error, in plain words."""
    failures: int
    failing_since: UtcDatetime
    last_success_at: UtcDatetime | None = None
    next_check_at: UtcDatetime

    def subject(self) -> str:
        """`operations.v1.feed_failing.<feed id>`."""
        return f"{self.subject_prefix}.{self.feed.id}"
