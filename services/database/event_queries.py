"""The read side of the book of events: rows turned into what clients see.

Lists walk down `event.seq`, the order in which events were committed: an event that arrives while somebody pages
stands before the first page and shifts nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.event import (
    ArticleEvidence,
    Change,
    Event,
    EventArticle,
    EventDetail,
    EventVersion,
)
from services.contracts.vocabulary import EventStatus, MineType, Role, Stage, Topic
from services.database.events import ArticleRow, EventLanguageRow, EventRow, EventVersionRow, FindingRow
from services.database.folding import folded, producer_key

HIDDEN_STATUSES = (EventStatus.RETRACTED, EventStatus.DISMISSED)
"""What lists leave out unless asked: nobody stands behind these events any more. Alone they are still answered."""

_ESCAPE = "\\"


@dataclass(frozen=True)
class EventFilters:
    """Which events a client wants. Within a field any value will do; between fields all must hold."""

    topic: tuple[Topic, ...] = ()
    country: tuple[str, ...] = ()
    treaty: tuple[str, ...] = ()
    stage: tuple[Stage, ...] = ()
    producer: tuple[str, ...] = ()
    """Compared by letters and digits, without case."""
    mine_type: tuple[MineType, ...] = ()
    language: tuple[str, ...] = ()
    """Languages of the reports (ISO 639-1)."""
    q: str | None = None
    """Words that must all occur, each in the event's title or in one of its articles, without case."""
    since: datetime | None = None
    """First seen at this moment or later."""
    until: datetime | None = None
    """First seen before this moment."""
    min_score: float | None = None
    min_sources: int | None = None
    include_hidden: bool = False
    """Also retracted and dismissed events."""


def event_of(row: EventRow) -> Event:
    """The public event of a row."""
    return Event.model_validate(row, from_attributes=True)


async def list_events(
    session: AsyncSession, filters: EventFilters, after_seq: int | None, limit: int
) -> list[EventRow]:
    """At most `limit` events, newest first, that come after `after_seq` (all that is below it; None: from the top).

    The last row's `seq` is the next page's `after_seq`; ask for one more than is shown to know whether there is one.
    """
    query = select(EventRow).where(*_conditions(filters))
    if after_seq is not None:
        query = query.where(col(EventRow.seq) < after_seq)
    rows = await session.scalars(query.order_by(col(EventRow.seq).desc()).limit(limit))
    return list(rows)


async def event_detail(session: AsyncSession, event_id: str) -> EventDetail | None:
    """One event with its articles, evidence and history, whatever its status; None where there is none."""
    row = await session.get(EventRow, event_id)
    if row is None:
        return None
    found = await session.execute(
        select(FindingRow, *_ARTICLE_COLUMNS)
        .join(ArticleRow, col(ArticleRow.id) == col(FindingRow.article_id))
        .where(col(FindingRow.event_id) == event_id)
        .order_by(col(ArticleRow.reported_at), col(ArticleRow.id), col(FindingRow.id))
    )
    attached = found.all()
    versions = await session.scalars(
        select(EventVersionRow).where(col(EventVersionRow.event_id) == event_id).order_by(col(EventVersionRow.version))
    )
    return EventDetail(
        **event_of(row).model_dump(),
        articles=_articles(attached),
        evidence=tuple(
            ArticleEvidence(article_id=line[0].article_id, **evidence)
            for line in attached
            for evidence in line[0].evidence
        ),
        history=tuple(
            EventVersion(
                version=version.version,
                changed_at=version.changed_at,
                changes=tuple(Change.model_validate(change) for change in version.changes),
            )
            for version in versions
        ),
    )


# Not the texts: an event may hang on hundreds of articles.
_ARTICLE_COLUMNS: tuple[Any, ...] = (
    ArticleRow.url,
    ArticleRow.title,
    ArticleRow.feed_title,
    ArticleRow.feed_url,
    ArticleRow.language,
    ArticleRow.published_at,
)


def _articles(attached: Sequence[Any]) -> tuple[EventArticle, ...]:
    """Each article once, as a report if any of its findings is one."""
    found: dict[str, EventArticle] = {}
    for finding, url, title, feed_title, feed_url, language, published_at in attached:
        known = found.get(finding.article_id)
        if known is not None and (known.role is Role.REPORT or finding.role == Role.BACKGROUND):
            continue
        found[finding.article_id] = EventArticle(
            id=finding.article_id,
            url=url,
            title=title,
            feed=feed_title or feed_url,
            language=language,
            published_at=published_at,
            role=Role(finding.role),
            origin=finding.origin,
        )
    return tuple(found.values())


def _conditions(filters: EventFilters) -> list[ColumnElement[bool]]:
    """What must hold of an event, as SQL."""
    conditions: list[ColumnElement[bool]] = []
    for column, wanted in (
        (col(EventRow.topic), filters.topic),
        (col(EventRow.country), filters.country),
        (col(EventRow.treaty), filters.treaty),
        (col(EventRow.stage), filters.stage),
        (col(EventRow.producer_key), tuple(map(producer_key, filters.producer))),
        (col(EventRow.mine_type), filters.mine_type),
    ):
        if wanted:
            conditions.append(column.in_([str(value) for value in wanted]))
    if filters.language:
        spoken = select(col(EventLanguageRow.event_id)).where(col(EventLanguageRow.language).in_(filters.language))
        conditions.append(col(EventRow.id).in_(spoken))
    if filters.since is not None:
        conditions.append(col(EventRow.first_seen_at) >= filters.since)
    if filters.until is not None:
        conditions.append(col(EventRow.first_seen_at) < filters.until)
    if filters.min_score is not None:
        conditions.append(col(EventRow.score) >= filters.min_score)
    if filters.min_sources is not None:
        conditions.append(col(EventRow.sources) >= filters.min_sources)
    if not filters.include_hidden:
        conditions.append(col(EventRow.status).not_in([str(status) for status in HIDDEN_STATUSES]))
    conditions.extend(_mentions(word) for word in folded(filters.q or "").split())
    return conditions


def _mentions(word: str) -> ColumnElement[bool]:
    """The word stands in the title of the event or in an article on it."""
    for special in (_ESCAPE, "%", "_"):
        word = word.replace(special, _ESCAPE + special)
    pattern = f"%{word}%"
    in_article = exists().where(
        and_(
            col(FindingRow.event_id) == col(EventRow.id),
            col(ArticleRow.id) == col(FindingRow.article_id),
            col(ArticleRow.folded_text).like(pattern, escape=_ESCAPE),
        )
    )
    return or_(col(EventRow.folded_title).like(pattern, escape=_ESCAPE), in_article)
