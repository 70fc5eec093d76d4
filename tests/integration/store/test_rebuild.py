"""The book derived anew is the book that grew, on both databases."""

import random
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import async_sessionmaker

from services.contracts.finding import Findings
from services.contracts.vocabulary import Act, EventStatus, MineType, Realis, ReviewAction, Stage
from services.database.events import (
    CaseRow,
    ClockMarkRow,
    EventLanguageRow,
    EventRow,
    EventVersionRow,
    FindingRow,
    OutboxRow,
)
from services.store.rebuilding import rebuild
from tests.integration.store.conftest import StoreBench
from tests.support.store import FINNISH_NOTICE, HISTORICAL, message, on_day, production, withdrawal

STAGES = (Stage.CONSIDERED, Stage.GOVERNMENT_DECISION, Stage.NOTIFIED, Stage.IN_EFFECT, Stage.REJECTED, Stage.SUSPENDED)
MAKERS = (None, "Belma", "PGZ", "Dezamet")
TYPES = (MineType.ANTIPERSONNEL, MineType.ANTITANK, MineType.UNSPECIFIED)


def some_news(count: int, chance: random.Random) -> list[Findings]:
    """Reports of a few states and makers, copies and recollections among them, in any order."""
    said = []
    for number in range(count):
        day = on_day(chance.randrange(900))
        step = (
            withdrawal(
                chance.choice(["FI", "EE"]),
                chance.choice(STAGES),
                act=chance.choice([None, Act.WITHDRAW]),
                notified_on=chance.choice([None, FINNISH_NOTICE, date(2025, 7, 1)]),
                realis=HISTORICAL if chance.random() < 0.2 else Realis.ACTUAL,
            )
            if chance.random() < 0.5
            else production(
                "PL",
                chance.choice(MAKERS),
                chance.choice(TYPES),
                chance.choice([Stage.PLANNED, Stage.STARTED, Stage.HALTED]),
                quantity=chance.choice([None, 100, 5000]),
            )
        )
        text = chance.choice([None, "One wire story that many outlets print. " * 20])
        said.append(message(f"n{number}", step, published_at=day, text=text, seen_after=timedelta(minutes=number)))
    return said


async def reviewed_book(store: StoreBench) -> None:
    said = some_news(40, random.Random(7))
    await store.say(*said[:25])
    events = [event for event in await store.events() if event.status is not EventStatus.COMPUTED]
    await store.review(events[0].id, ReviewAction.CONFIRM)
    await store.review(events[1].id, ReviewAction.DISMISS)
    await store.review(events[2].id, ReviewAction.CORRECT, fields={"occurred_on": "2025-06-06"})
    makers = [event for event in events[3:] if event.producer]
    await store.review(makers[0].id, ReviewAction.MERGE, into=makers[1].id)
    many = next(event for event in events[3:] if event.article_count > 1 and event.id not in {e.id for e in makers[:2]})
    articles = [one.id for one in (await store.detail(many.id)).articles if one.role == "report"]
    await store.review(many.id, ReviewAction.SPLIT, article_ids=(articles[0],))
    entry = {"topic": "treaty_withdrawal", "country": "LT", "treaty": "ccm", "stage": "notified"}
    await store.review(
        f"evt_{5:024x}",
        ReviewAction.ENTER,
        fields={**entry, "notified_on": "2024-09-06"},
        source_url="https://treaties.un.org/1",
    )
    await store.say(*said[25:])


async def book(store: StoreBench) -> dict[str, Any]:
    """Every event that somebody stands behind, with all that is shown of it but when it last changed."""
    return {
        event.id: (await store.detail(event.id)).model_dump(exclude={"history", "version", "updated_at"})
        for event in await store.events(hidden=True)
        if event.status is not EventStatus.RETRACTED
    }


async def rebuilt(store: StoreBench, *, only_check: bool = False) -> list[str]:
    found = [done.differences async for done in rebuild(store.engine, only_check=only_check, clock=store.clock)]
    return [line for lines in found for line in lines]


async def test_the_book_that_grew_is_the_one_that_is_derived_anew(store: StoreBench) -> None:
    await reviewed_book(store)
    before, alerts = await store.everything(), await store.told()

    assert await rebuilt(store) == []
    assert await store.everything() == before
    assert await store.told() == alerts


async def test_what_somebody_changed_by_hand_is_found_and_mended_in_silence(store: StoreBench) -> None:
    await reviewed_book(store)
    before, alerts = await book(store), await store.told()
    async with async_sessionmaker(store.engine).begin() as session:
        await session.execute(update(EventRow).values(title="Nonsense", sources=99, contradictions=[]))
        await session.execute(update(FindingRow).values(origin="nobody", fold_reason=None, event_id=None))

    assert await rebuilt(store, only_check=True)
    assert {event.title for event in await store.events()} == {"Nonsense"}
    await rebuilt(store)
    assert await book(store) == before
    assert await store.told() == alerts


async def test_a_book_that_lost_all_its_events_gets_them_back_under_their_ids(store: StoreBench) -> None:
    await reviewed_book(store)
    before = await book(store)
    async with async_sessionmaker(store.engine).begin() as session:
        await session.execute(update(FindingRow).values(event_id=None))
        for table in (OutboxRow, ClockMarkRow, EventVersionRow, EventLanguageRow, EventRow, CaseRow):
            await session.execute(delete(table))

    await rebuilt(store)
    assert await book(store) == before
    assert await store.told() == []
    await store.say(*some_news(40, random.Random(7)))
    assert await store.told() == []
