"""One event with all that supports it, as clients see it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
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
from services.contracts.vocabulary import Role
from services.database.bonds import with_bonds
from services.database.event_filters import HIDDEN_STATUSES, EventFilters
from services.database.event_lists import event_of, list_events
from services.database.event_parts import clock_of, contradictions_of, reviews_of
from services.database.events import ArticleRow, EventRow, EventVersionRow, FindingRow
from services.database.past import events_before
from services.reference.official import is_official

__all__ = ["HIDDEN_STATUSES", "EventFilters", "event_detail", "event_of", "list_events"]

_FOR_EVER = datetime.max.replace(tzinfo=UTC)


async def event_detail(session: AsyncSession, event_id: str, *, before: datetime | None = None) -> EventDetail | None:
    """One event with its articles, evidence and history, whatever its status; None where there is none.

    With `before` as it stood then: by the version of that time, the articles that were there, and what was said of it.
    """
    row = await session.get(EventRow, event_id)
    if row is None:
        return None
    event: Event | None = event_of(row)
    if before is not None:
        event = (await events_before(session, [event_id], before)).get(event_id)
    if event is None:
        return None
    then = before or _FOR_EVER
    (event,) = await with_bonds(session, [event])
    found = await session.execute(
        select(FindingRow, *_ARTICLE_COLUMNS)
        .join(ArticleRow, col(ArticleRow.id) == col(FindingRow.article_id))
        .where(col(FindingRow.event_id) == event_id, col(ArticleRow.first_seen_at) < then)
        .order_by(col(ArticleRow.reported_at), col(ArticleRow.id), col(FindingRow.id))
    )
    attached = found.all()
    versions = await session.scalars(
        select(EventVersionRow)
        .where(col(EventVersionRow.event_id) == event_id, col(EventVersionRow.changed_at) < then)
        .order_by(col(EventVersionRow.version))
    )
    return EventDetail(
        **event.model_dump(),
        articles=_articles(attached),
        contradictions=contradictions_of(row) if before is None else (),
        clock=clock_of(event),
        reviews=tuple(review for review in await reviews_of(session, event_id) if review.made_at < then),
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
    ArticleRow.feed_kind,
    ArticleRow.feed_country,
    ArticleRow.language,
    ArticleRow.published_at,
)


def _articles(attached: Sequence[Any]) -> tuple[EventArticle, ...]:
    """Each article once, as a report if any of its findings is one."""
    found: dict[str, EventArticle] = {}
    for finding, url, title, feed_title, feed_url, kind, country, language, published_at in attached:
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
            fold_reason=finding.fold_reason,
            is_official=is_official(kind, country, url, country=finding.country, treaty_id=finding.treaty),
        )
    return tuple(found.values())
