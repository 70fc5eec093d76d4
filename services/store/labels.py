"""Articles on events that people reviewed, as labelled items: what a person vouches for is worth measuring by.

Only articles of which every event was reviewed are items, because an item must state all that its article tells. What
a reviewer dismissed makes an item without that fact: the hard negatives.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from services.contracts.vocabulary import EventStatus, Role, Topic
from services.database.events import ArticleRow, EventRow, FindingRow, ReviewRow
from services.store.reviews import Word, standing, words_of
from services.store.rows import stored_review

_DATES = ("notified_on", "effective_on")
_FIGURES = ("quantity", "capacity_per_year")


async def labelled_items(engine: AsyncEngine) -> AsyncIterator[dict[str, Any]]:
    """The items, in the order of the articles' ids."""
    async with AsyncSession(engine) as session:
        reviews = await session.scalars(select(ReviewRow).where(col(ReviewRow.refused).is_(None)))
        words = words_of(standing(map(stored_review, reviews)))
        found = await session.execute(
            select(FindingRow, EventRow)
            .join(EventRow, col(EventRow.id) == col(FindingRow.event_id))
            .where(col(FindingRow.article_id).in_(_articles_of([key for key, word in words.items() if word.verdict])))
        )
        by_article: dict[str, list[tuple[FindingRow, EventRow]]] = defaultdict(list)
        for finding, event in found:
            by_article[finding.article_id].append((finding, event))
        for article_id, told in sorted(by_article.items()):
            reports = [(finding, event) for finding, event in told if finding.role == Role.REPORT]
            if all(words.get(event.id, Word()).verdict for _, event in reports):
                article = await session.get(ArticleRow, article_id)
                if article is not None and article.text:
                    yield item_of(article, reports)


def _articles_of(event_ids: Sequence[str]) -> Any:
    return select(col(FindingRow.article_id)).where(
        col(FindingRow.event_id).in_(event_ids), col(FindingRow.role) == Role.REPORT
    )


def item_of(article: ArticleRow, reports: Sequence[tuple[FindingRow, EventRow]]) -> dict[str, Any]:
    """One article with the facts that stand: the steps as they were reviewed, dates and figures as it states them."""
    facts = [_fact(finding, event) for finding, event in reports if event.status != EventStatus.DISMISSED]
    dismissed = sum(event.status == EventStatus.DISMISSED for _, event in reports)
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "lang": article.language,
        "published": article.published_at.date().isoformat() if article.published_at else None,
        "labels": sorted({fact["type"] for fact in facts}),
        "facts": facts,
        "event": next((event.id for _, event in reports), None),
        "note": f"reviewed; {dismissed} of its events dismissed" if dismissed else "reviewed",
        "url": article.url,
    }


def _fact(finding: FindingRow, event: EventRow) -> dict[str, Any]:
    fact: dict[str, Any] = {"type": event.topic, "country": event.country, "stage": event.stage}
    if event.topic == Topic.TREATY_WITHDRAWAL:
        fact |= {"treaty": event.treaty, "act": event.act or finding.act}
        return fact | {name: _as_text(getattr(finding, name)) for name in _DATES}
    fact |= {"mine_type": event.mine_type, "producer": event.producer if finding.producer else None}
    return fact | {name: getattr(finding, name) for name in _FIGURES}


def _as_text(day: Any) -> str | None:
    return day.isoformat() if day is not None else None
