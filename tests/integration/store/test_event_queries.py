"""What clients ask of the book of events, on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import async_sessionmaker

from services.contracts.vocabulary import MineType, Stage, Topic
from services.database.event_queries import EventFilters, event_detail, list_events
from tests.integration.store.conftest import StoreBench
from tests.support.store import START, message, on_day, production, withdrawal


async def say_some(store: StoreBench) -> None:
    await store.say(
        message("yle", withdrawal("FI", score=0.9), language="fi", text="Suomi irtautui Ottawan sopimuksesta"),
        message("mil", withdrawal("FI"), language="ru", text="Финляндия выходит из Оттавской КОНВЕНЦИИ"),
        message("err", withdrawal("EE", Stage.IN_EFFECT, treaty="ccm"), language="et", published_at=on_day(10)),
        message("pap", production("PL", "P.G.Z.", MineType.ANTITANK), language="pl", published_at=on_day(20)),
    )


@pytest.mark.parametrize(
    ("filters", "countries"),
    [
        ({}, ["FI", "EE", "PL"]),
        ({"topic": (Topic.MINE_PRODUCTION,)}, ["PL"]),
        ({"country": ("FI", "EE")}, ["FI", "EE"]),
        ({"treaty": ("ccm",)}, ["EE"]),
        ({"stage": (Stage.NOTIFIED, Stage.PLANNED)}, ["FI", "PL"]),
        ({"producer": ("pgz",)}, ["PL"]),
        ({"mine_type": (MineType.ANTITANK,)}, ["PL"]),
        ({"language": ("ru",)}, ["FI"]),
        ({"language": ("ru", "fi", "pl")}, ["FI", "PL"]),
        ({"since": on_day(10)}, ["EE", "PL"]),
        ({"until": on_day(10)}, ["FI"]),
        ({"min_score": 0.95}, ["FI"]),
        ({"min_sources": 2}, ["FI"]),
        ({"q": "OTTAWAN sopimuksesta"}, ["FI"]),
        ({"q": "конвенции"}, ["FI"]),
        ({"q": "cluster munitions"}, ["EE"]),
        ({"q": "estonia suomi"}, []),
        ({"q": "100%"}, []),
        ({"q": "_"}, []),
        ({"country": ("FI",), "topic": (Topic.MINE_PRODUCTION,)}, []),
    ],
)
async def test_a_filter_keeps_what_it_names(store: StoreBench, filters: dict[str, Any], countries: list[str]) -> None:
    await say_some(store)

    assert [event.country for event in await store.events(**filters)] == countries


async def test_retracted_events_are_listed_only_when_asked_for_and_always_answered_alone(store: StoreBench) -> None:
    await store.say(message("a", withdrawal()), message("a", revision=2))

    assert await store.events() == []
    (event,) = await store.events(hidden=True)
    assert (await store.detail(event.id)).status == "retracted"


async def test_walking_by_pages_while_events_arrive_shows_each_once(store: StoreBench) -> None:
    countries = ["FI", "EE", "LV", "LT", "PL", "NO", "SE"]
    await store.say(*(message(country, withdrawal(country)) for country in countries))

    walked: list[str] = []
    after: int | None = None
    async with async_sessionmaker(store.engine)() as session:
        while page := await list_events(session, EventFilters(), after, 3):
            walked += [row.country for row in page]
            after = page[-1].seq
            await session.rollback()  # SQLite lets nobody write while a transaction is open
            await store.say(message(f"late{after}", withdrawal("UA", treaty="ccm", stage=Stage.CONSIDERED)))

    assert walked == countries[::-1]


async def test_an_unknown_event_has_no_detail(store: StoreBench) -> None:
    async with async_sessionmaker(store.engine)() as session:
        assert await event_detail(session, "evt_" + "0" * 24) is None


async def test_an_article_that_reports_and_recalls_a_step_is_listed_once_as_a_report(store: StoreBench) -> None:
    one = production(producer="Belma")
    vague = production(producer=None, realis="historical")
    await store.say(message("a", one, vague))

    (event,) = await store.events()
    (article,) = (await store.detail(event.id)).articles
    assert article.role == "report"


async def test_times_and_dates_come_back_as_they_went_in(store: StoreBench) -> None:
    await store.say(message("a", withdrawal(occurred_on=date(2025, 7, 10))))

    (event,) = await store.events()
    assert event.first_seen_at == START + timedelta(minutes=5)
    assert event.first_seen_at.utcoffset() == timedelta(0)
    assert event.occurred_on == date(2025, 7, 10)
