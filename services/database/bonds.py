"""Whether Ottawa bound the state that makes or buys antipersonnel mines, shown on the event."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.contracts.event import Event
from services.contracts.vocabulary import Act, EventStatus, MineType, Stage, Topic
from services.database.event_filters import HIDDEN_STATUSES
from services.database.events import EventRow
from services.reference.membership import OTTAWA, Bond, bond

_LEAVING = (Stage.NOTIFIED, Stage.IN_EFFECT)
_NOT_STOOD_BEHIND = (*HIDDEN_STATUSES, EventStatus.DISPUTED)


def is_asked_of(topic: str, mine_type: str | None) -> bool:
    """Whether the convention has a say: it forbids to make or acquire antipersonnel mines."""
    return topic == Topic.MINE_PRODUCTION and mine_type == MineType.ANTIPERSONNEL


async def reported_ends(session: AsyncSession, countries: Iterable[str]) -> dict[str, date]:
    """When Ottawa ends to bind these states by the notices that were reported; states without one are left out."""
    asked = sorted(set(countries))
    if not asked:
        return {}
    found = await session.execute(
        select(col(EventRow.country), func.max(EventRow.computed_effective_on))
        .where(col(EventRow.country).in_(asked), *_ends(EventRow))
        .group_by(col(EventRow.country))
    )
    return {country: end for country, end in found if end is not None}


def reported_end() -> Any:
    """The same for the state of each event of antipersonnel mines, as a column of a list."""
    notice = aliased(EventRow)
    end = (
        select(func.max(col(notice.computed_effective_on)))
        .where(col(notice.country) == col(EventRow.country), *_ends(notice))
        .correlate(EventRow)
        .scalar_subquery()
    )
    asked = (col(EventRow.topic) == str(Topic.MINE_PRODUCTION)) & (
        col(EventRow.mine_type) == str(MineType.ANTIPERSONNEL)
    )
    return case((asked, end), else_=None).label("reported_end")


def _ends(notice: Any) -> list[ColumnElement[bool]]:
    return [
        col(notice.treaty) == OTTAWA,
        col(notice.stage).in_([str(stage) for stage in _LEAVING]),
        (col(notice.act) == str(Act.WITHDRAW)) | col(notice.act).is_(None),
        col(notice.hold).is_(None),
        col(notice.status).not_in([str(status) for status in _NOT_STOOD_BEHIND]),
    ]


def bond_of(country: str, day: date, ends: Mapping[str, date]) -> Bond:
    """The bond on the day of a step."""
    return bond(OTTAWA, country, day, reported_end=ends.get(country))


async def with_bonds(session: AsyncSession, events: Sequence[Event]) -> list[Event]:
    """The events, those of antipersonnel mines with the bond on the day of the step."""
    asked = [event for event in events if is_asked_of(event.topic, event.mine_type)]
    ends = await reported_ends(session, (event.country for event in asked))
    bonded = {event.id: _with_bond(event, ends) for event in asked}
    return [bonded.get(event.id, event) for event in events]


def _with_bond(event: Event, ends: Mapping[str, date]) -> Event:
    found = bond_of(event.country, event.occurred_on or event.first_seen_at.date(), ends)
    return event.model_copy(update={"bound": found.bound, "bound_until": found.until})
