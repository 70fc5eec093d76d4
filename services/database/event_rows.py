"""Rows of events as the JSON that clients see, without building objects in between: lists are asked for all day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.event import Event
from services.database.bonds import bond_of, is_asked_of, reported_ends
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


async def json_with_bonds(session: AsyncSession, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows of `seq` and `PUBLIC_COLUMNS` as JSON, those of antipersonnel mines with the bond on the day of the step."""
    shown = [json_of(row[1:]) for row in rows]
    asked = [(event, row) for event, row in zip(shown, rows, strict=True) if is_asked_of(row.topic, row.mine_type)]
    ends = await reported_ends(session, (row.country for _, row in asked)) if asked else {}
    for event, row in asked:
        found = bond_of(row.country, row.occurred_on or row.first_seen_at.date(), ends)
        event["bound"] = found.bound
        event["bound_until"] = found.until.isoformat() if found.until is not None else None
    return shown


def moment(value: datetime) -> str:
    """As JSON writes a time here: in UTC, with a Z."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _named(kind: type) -> tuple[str, ...]:
    return tuple(name for name in PUBLIC_NAMES if EventRow.model_fields[name].annotation in (kind, kind | None))


_MOMENTS = _named(datetime)
_DATES = _named(date)
