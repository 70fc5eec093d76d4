"""What is written of events into the columns of their tables."""

from datetime import datetime
from typing import Any

from services.contracts.event import Event, EventChanged
from services.database.folding import producer_key
from services.runtime.identifiers import stable_id
from services.store.merged import Merged


def outbox_values(message: EventChanged, position: int) -> dict[str, Any]:
    """The columns of the outbox's row for one alert."""
    return {
        "id": message.alert_id,
        "position": position,
        "event_id": message.event.id,
        "payload": message.encode().decode(),
        "created_at": message.raised_at,
    }


def derived_values(merged: Merged) -> dict[str, Any]:
    """The columns that change without a new version: nobody is shown another event for them."""
    return {
        "newest_report_at": merged.newest_report_at,
        "cycle": merged.cycle,
        "contradictions": [one.model_dump(mode="json") for one in merged.contradictions],
    }


def case_id_of(event: Event) -> str:
    """The case an event belongs to."""
    maker = producer_key(event.producer or "")
    return stable_id("cas", event.topic, event.country, event.treaty, maker, event.mine_type)


def case_values(event: Event, now: datetime) -> dict[str, Any]:
    """The columns of the row of an event's case."""
    return {
        "id": case_id_of(event),
        "topic": event.topic,
        "country": event.country,
        "treaty": event.treaty,
        "producer": event.producer,
        "mine_type": event.mine_type,
        "opened_at": now,
    }
