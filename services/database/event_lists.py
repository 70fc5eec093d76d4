"""Lists of events, newest first.

Lists walk down `event.seq`, the order in which events were committed: an event that arrives while somebody pages
stands before the first page and shifts nothing.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from services.contracts.event import Event
from services.database.event_filters import HIDDEN_STATUSES, EventFilters
from services.database.event_rows import LISTED_COLUMNS
from services.database.events import EventLanguageRow, EventRow
from services.database.folding import producer_key
from services.database.prepared import PreparedRead
from services.database.search import all_that_say, those_that_say, words

WALKED_EVENTS = 300
"""How many events are looked at together. The newest are searched by reading them, and the next ones too while that
promises to fill the page soon: for words that are common the index would have to name a large part of all events."""
_WORTH_READING = 1_500
"""How many events are read at most before the index is asked."""


def event_of(row: EventRow) -> Event:
    """The public event of a row."""
    return Event.model_validate(row, from_attributes=True)


async def list_events(
    session: AsyncSession, filters: EventFilters, after_seq: int | None, limit: int, *, walked: int = WALKED_EVENTS
) -> list[EventRow]:
    """At most `limit` events, newest first, that come after `after_seq` (all that is below it; None: from the top).

    The last row's `seq` is the next page's `after_seq`; ask for one more than is shown to know whether there is one.
    """
    which = await _which(session, filters, after_seq, limit, walked)
    return list(await session.scalars(_newest(select(EventRow).where(which))))


async def list_rows(session: AsyncSession, filters: EventFilters, after_seq: int | None, limit: int) -> list[Any]:
    """The same as rows of `LISTED_COLUMNS`."""
    which = await _which(session, filters, after_seq, limit, WALKED_EVENTS)
    return list(await session.execute(_newest(select(*LISTED_COLUMNS).where(which))))


def prepared_rows(engine: AsyncEngine, filters: EventFilters, after_seq: int | None, limit: int) -> PreparedRead | None:
    """The same, ready to be asked again and again; None where words are searched, which takes several questions."""
    if words(filters.q):
        return None
    return PreparedRead(engine, _newest(select(*LISTED_COLUMNS).where(_numbered(filters, after_seq, limit))))


async def _which(
    session: AsyncSession, filters: EventFilters, after_seq: int | None, limit: int, walked: int
) -> ColumnElement[bool]:
    wanted = words(filters.q)
    if wanted:
        return col(EventRow.seq).in_(await _search(session, filters, wanted, after_seq, limit, walked))
    return _numbered(filters, after_seq, limit)


def _numbered(filters: EventFilters, after_seq: int | None, limit: int) -> ColumnElement[bool]:
    """The numbers by themselves, because one index answers that without a look at the events."""
    numbers = select(col(EventRow.seq)).where(*conditions(filters), *_below(after_seq))
    return col(EventRow.seq).in_(select(_newest(numbers).limit(limit).subquery().c.seq))


def _below(after_seq: int | None) -> list[ColumnElement[bool]]:
    return [] if after_seq is None else [col(EventRow.seq) < after_seq]


async def _search(
    session: AsyncSession,
    filters: EventFilters,
    wanted: Sequence[str],
    after_seq: int | None,
    limit: int,
    size: int,
) -> list[int]:
    found: list[int] = []
    read = 0
    while len(found) * _WORTH_READING >= limit * read:
        query: Any = select(col(EventRow.seq), col(EventRow.id)).where(*conditions(filters), *_below(after_seq))
        places: list[tuple[int, str]] = [tuple(place) for place in await session.execute(_newest(query).limit(size))]
        found += [seq for seq, _ in await those_that_say(session, wanted, places)]
        if len(places) < size or len(found) >= limit:
            return found[:limit]
        after_seq = places[-1][0]
        read += size
    say_it = col(EventRow.id).in_(await all_that_say(session, wanted))
    rest: Any = select(col(EventRow.seq)).where(*conditions(filters), *_below(after_seq), say_it)
    return found + list(await session.scalars(_newest(rest).limit(limit - len(found))))


def _newest(query: Any) -> Any:
    return query.order_by(col(EventRow.seq).desc())


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
    spoken = select(col(EventLanguageRow.seq)).where(col(EventLanguageRow.language).in_(languages))
    return col(EventRow.seq).in_(spoken)
