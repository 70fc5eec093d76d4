"""Events as the API answers them, made from what the demo expects."""

from datetime import UTC, datetime
from typing import Any

from services.contracts.event import Event
from services.contracts.vocabulary import EventStatus
from services.demo.chronology import ExpectedEvent

SEEN_AT = datetime(2026, 9, 1, tzinfo=UTC)


def event_of(expected: ExpectedEvent, number: int = 1, **changes: Any) -> Event:
    """The event that fulfils `expected`, but for `changes`."""
    fields = expected.model_dump(exclude={"key"})
    return Event(
        **fields
        | {
            "id": f"evt_{number:024x}",
            "title": expected.key,
            "score": 0.9,
            "sources": 1,
            "article_count": 1,
            "first_seen_at": SEEN_AT,
            "updated_at": SEEN_AT,
            "version": 1,
            "status": EventStatus.REPORTED,
        }
        | changes
    )
