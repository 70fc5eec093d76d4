"""Events to store, messages to publish: made up, but shaped like the real ones."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.event import Change, Event, EventChanged
from services.contracts.vocabulary import Act, AlertType, EventStatus, MineType, Realis, Role, Stage, Topic
from services.database.events import (
    ArticleRow,
    CaseRow,
    EventLanguageRow,
    EventRow,
    EventVersionRow,
    FindingRow,
)
from services.database.folding import folded, producer_key
from services.runtime.identifiers import stable_id

SEEN_AT = datetime(2025, 6, 27, 9, 30, tzinfo=UTC)


def event(number: int = 1, **fields: Any) -> Event:
    """Estonia's notice, unless `fields` say otherwise."""
    values: dict[str, Any] = {
        "id": stable_id("evt", number),
        "topic": Topic.TREATY_WITHDRAWAL,
        "country": "EE",
        "treaty": "ottawa",
        "stage": Stage.NOTIFIED,
        "act": Act.WITHDRAW,
        "notified_on": date(2025, 6, 27),
        "claimed_effective_on": date(2025, 12, 31),
        "computed_effective_on": date(2025, 12, 27),
        "occurred_on": date(2025, 6, 27),
        "title": "Estonia notifies its withdrawal from the Ottawa Convention",
        "score": 0.9,
        "sources": 2,
        "article_count": 3,
        "first_seen_at": SEEN_AT + timedelta(minutes=number),
        "updated_at": SEEN_AT + timedelta(minutes=number, hours=1),
        "version": 1,
        "status": EventStatus.CORROBORATED,
    }
    return Event(**{**values, **fields})


def mines(number: int, **fields: Any) -> Event:
    """Belma's order, unless `fields` say otherwise."""
    values: dict[str, Any] = {
        "topic": Topic.MINE_PRODUCTION,
        "country": "PL",
        "treaty": None,
        "act": None,
        "producer": "BELMA S.A.",
        "mine_type": MineType.ANTITANK,
        "stage": Stage.CONTRACTED,
        "quantity": 10_000,
        "notified_on": None,
        "claimed_effective_on": None,
        "computed_effective_on": None,
        "title": "Belma is to build 10,000 anti-tank mines in Poland",
    }
    return event(number, **{**values, **fields})


def changed(number: int = 1, **fields: Any) -> EventChanged:
    """The message that an event appeared, fresh on the day it was raised."""
    now = datetime.now(UTC)
    values: dict[str, Any] = {
        "alert_id": stable_id("alr", "sample", number),
        "type": AlertType.EVENT_CREATED,
        "raised_at": now,
        "newest_report_at": now - timedelta(hours=1),
        "languages": ("en", "et"),
        "event": event(number),
        "changes": (Change(field="stage", after="notified", reason="first report"),),
    }
    return EventChanged(**{**values, **fields})


def article_row(number: int, *, title: str, url: str | None = None, language: str = "en") -> ArticleRow:
    """One article of a feed of the sample's own."""
    return ArticleRow(
        id=stable_id("art", number),
        revision=1,
        content_hash="0" * 64,
        feed_id="feed_sample",
        feed_url="https://feed.example/rss",
        feed_title="The Sample",
        url=url or f"https://feed.example/{number}",
        title=title,
        text="Estonia has told the United Nations that it leaves.",
        folded_text=folded(title + "\nEstonia has told the United Nations that it leaves."),
        text_key=str(number),
        own_origin="the sample",
        language=language,
        published_at=SEEN_AT,
        first_seen_at=SEEN_AT,
        fetched_at=SEEN_AT,
        reported_at=SEEN_AT,
        rules_version="1",
        read_at=SEEN_AT,
    )


async def store_events(engine: AsyncEngine, events: Sequence[Event], *, first_seq: int = 1) -> None:
    """Put events into the book, in this order."""
    async with AsyncSession(engine) as session, session.begin():
        for seq, one in enumerate(events, start=first_seq):
            session.add(
                CaseRow(id=f"case_{one.id}", topic=one.topic, country=one.country, treaty=one.treaty, opened_at=SEEN_AT)
            )
            await session.flush()
            session.add(
                EventRow(
                    **one.model_dump(),
                    seq=seq,
                    case_id=f"case_{one.id}",
                    group_key=one.id,
                    producer_key=producer_key(one.producer) if one.producer else None,
                    folded_title=folded(one.title),
                )
            )
            await session.flush()
            session.add(EventLanguageRow(event_id=one.id, language="en"))


async def attach_article(
    engine: AsyncEngine, one: Event, article: ArticleRow, *, quote: str, is_first: bool = True
) -> None:
    """Hang an article with one quote on a stored event; the first gives the event a history."""
    evidence = [{"field": "stage", "quote": quote, "start": 0, "end": len(quote)}]
    finding = FindingRow(
        id=stable_id("fnd", one.id, article.id),
        article_id=article.id,
        event_id=one.id,
        group_key=one.id,
        role=Role.REPORT,
        origin="the sample",
        topic=one.topic,
        country=one.country,
        treaty=one.treaty,
        stage=one.stage,
        realis=Realis.ACTUAL,
        score=0.9,
        evidence=evidence,
        rules_version="1",
    )
    first = EventVersionRow(
        event_id=one.id,
        version=1,
        changed_at=SEEN_AT,
        changes=[{"field": "sources", "before": 1, "after": 2, "reason": "a second outlet"}],
        snapshot={},
    )
    async with AsyncSession(engine) as session, session.begin():
        session.add(article)
        await session.flush()
        session.add_all([finding, first] if is_first else [finding])
