"""Rows of events as the JSON that clients see, without building objects in between: lists are asked for all day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import col

from services.contracts.event import Event
from services.database.events import EventRow

_COMPUTED = ("bound", "bound_until")
PUBLIC_NAMES: tuple[str, ...] = tuple(name for name in Event.model_fields if name not in _COMPUTED)
"""The public fields that are columns, in the order in which an event shows them."""

PUBLIC_COLUMNS: tuple[Any, ...] = tuple(col(getattr(EventRow, name)) for name in PUBLIC_NAMES)


def json_of(row: Sequence[Any]) -> dict[str, Any]:
    """A row of `PUBLIC_COLUMNS` as `Event` would write it."""
    shown = dict(zip(PUBLIC_NAMES, row, strict=True))
    for name in _DATES:
        value = shown[name]
        if value is not None:
            shown[name] = value.isoformat()
    for name in _MOMENTS:
        shown[name] = moment(shown[name])
    shown["bound"] = shown["bound_until"] = None
    return shown


def moment(value: datetime) -> str:
    """As JSON writes a time here: in UTC, with a Z."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _named(kind: type) -> tuple[str, ...]:
    return tuple(name for name in PUBLIC_NAMES if EventRow.model_fields[name].annotation in (kind, kind | None))


_MOMENTS = _named(datetime)
_DATES = _named(date)
