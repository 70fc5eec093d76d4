"""Lists of events, newest first.

Lists walk down `event.seq`, the order in which events were committed: an event that arrives while somebody pages
stands before the first page and shifts nothing.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.event import Event
from services.database.event_filters import HIDDEN_STATUSES, EventFilters
from services.database.events import EventLanguageRow, EventRow
from services.database.folding import producer_key
from services.database.search import candidates, says, words

WALKED_EVENTS = 300
"""How many of the newest events are searched by reading them, before the index is asked: words that are common fill
a page at once that way, and for them the index would have to name a large part of all events."""
_CHUNK = 300


def event_of(row: EventRow) -> Event:
    """The public event of a row."""
    return Event.model_validate(row, from_attributes=True)


async def list_events(
    session: AsyncSession, filters: EventFilters, after_seq: int | None, limit: int, *, walked: int = WALKED_EVENTS
) -> list[EventRow]:
    """At most `limit` events, newest first, that come after `after_seq` (all that is below it; None: from the top).

    The last row's `seq` is the next page's `after_seq`; ask for one more than is shown to know whether there is one.
    """
    wanted = words(filters.q)
    if filters.q is not None and wanted:
        return await _search(session, filters, wanted, after_seq, limit, walked)
    rows = await session.scalars(
        select(EventRow).where(*conditions(filters), *_below(after_seq)).order_by(col(EventRow.seq).desc()).limit(limit)
    )
    return list(rows)


async def _search(
    session: AsyncSession,
    filters: EventFilters,
    wanted: Sequence[str],
    after_seq: int | None,
    limit: int,
    size: int,
) -> list[EventRow]:
    found: list[EventRow] = []
    narrowed: list[ColumnElement[bool]] = []
    while len(found) < limit:
        look_at = (
            select(col(EventRow.seq))
            .where(*conditions(filters), *_below(after_seq), *narrowed)
            .order_by(col(EventRow.seq).desc())
            .limit(size)
        )
        numbers = list(await session.scalars(look_at))
        if numbers:
            rows = await session.scalars(
                select(EventRow)
                .where(col(EventRow.seq).in_(numbers), says(wanted))
                .order_by(col(EventRow.seq).desc())
                .limit(limit - len(found))
            )
            found.extend(rows)
        if len(numbers) < size:
            break
        after_seq = numbers[-1]
        if not narrowed:
            narrowed, size = [col(EventRow.id).in_(await candidates(session, wanted))], _CHUNK
    return found


def _below(after_seq: int | None) -> list[ColumnElement[bool]]:
    return [] if after_seq is None else [col(EventRow.seq) < after_seq]


def conditions(filters: EventFilters) -> list[ColumnElement[bool]]:
    """What must hold of an event, as SQL; its words aside."""
    found: list[ColumnElement[bool]] = []
    listed: tuple[tuple[Any, Sequence[str]], ...] = (
        (col(EventRow.topic), filters.topic),
        (col(EventRow.country), filters.country),
        (col(EventRow.treaty), filters.treaty),
        (col(EventRow.stage), filters.stage),
        (col(EventRow.producer_key), tuple(map(producer_key, filters.producer))),
        (col(EventRow.mine_type), filters.mine_type),
        (col(EventRow.status), filters.status),
    )
    found.extend(column.in_([str(value) for value in wanted]) for column, wanted in listed if wanted)
    if filters.language:
        found.append(_is_reported_in(filters.language))
    if filters.since is not None:
        found.append(col(EventRow.first_seen_at) >= filters.since)
    if filters.until is not None:
        found.append(col(EventRow.first_seen_at) < filters.until)
    if filters.min_score is not None:
        found.append(col(EventRow.score) >= filters.min_score)
    if filters.min_sources is not None:
        found.append(col(EventRow.sources) >= filters.min_sources)
    if not filters.include_hidden and not filters.status:
        found.append(col(EventRow.status).not_in([str(status) for status in HIDDEN_STATUSES]))
    return found


def _is_reported_in(languages: Sequence[str]) -> ColumnElement[bool]:
    return exists().where(
        col(EventLanguageRow.event_id) == col(EventRow.id), col(EventLanguageRow.language).in_(languages)
    )
