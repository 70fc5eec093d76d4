"""Rows of events as the JSON that clients see, without building objects in between: lists are asked for all day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import col

from services.contracts.event import Event
from services.database.bonds import bond_of, is_asked_of, reported_end
from services.database.events import EventRow

_COMPUTED = ("bound", "bound_until")
PUBLIC_NAMES: tuple[str, ...] = tuple(name for name in Event.model_fields if name not in _COMPUTED)
"""The public fields that are columns, in the order in which an event shows them."""

PUBLIC_COLUMNS: tuple[Any, ...] = tuple(col(getattr(EventRow, name)) for name in PUBLIC_NAMES)

LISTED_COLUMNS: tuple[Any, ...] = (col(EventRow.seq), *PUBLIC_COLUMNS, reported_end())
"""What a list shows: beside the public columns the sequence, and when Ottawa ends to bind the maker's state."""


def json_of(row: Sequence[Any]) -> dict[str, Any]:
    """A row of `LISTED_COLUMNS` as `Event` would write it, whether the columns' types have read it or no more than
    the driver: SQLite's gives times and truths as it keeps them.
    """
    shown = dict(zip(PUBLIC_NAMES, row[1:-1], strict=True))
    occurred_on, first_seen_at = shown["occurred_on"], shown["first_seen_at"]
    for name in _DATES:
        shown[name] = _day(shown[name])
    for name in _MOMENTS:
        value = shown[name]
        if value is not None:
            shown[name] = moment(value)
    for name in _TRUTHS:
        shown[name] = bool(shown[name])
    shown["bound"] = shown["bound_until"] = None
    if is_asked_of(shown["topic"], shown["mine_type"]):
        day = _as_date(occurred_on or first_seen_at)
        end = _as_date(row[-1]) if row[-1] else None
        found = bond_of(shown["country"], day, {shown["country"]: end} if end else {})
        shown["bound"] = found.bound
        shown["bound_until"] = found.until.isoformat() if found.until is not None else None
    return shown


def moment(value: datetime | str) -> str:
    """As JSON writes a time here: in UTC, with a Z, and with no more digits than it has."""
    if isinstance(value, str):
        return value.replace(" ", "T").removesuffix(".000000") + "Z"
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _day(value: date | str | None) -> str | None:
    return value if value is None or isinstance(value, str) else value.isoformat()


def _as_date(value: date | str) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return value.date() if isinstance(value, datetime) else value


def _named(kind: type) -> tuple[str, ...]:
    return tuple(name for name in PUBLIC_NAMES if EventRow.model_fields[name].annotation in (kind, kind | None))


_MOMENTS = _named(datetime)
_DATES = _named(date)
_TRUTHS = _named(bool)
