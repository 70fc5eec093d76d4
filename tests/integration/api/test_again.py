"""An address that was understood once is answered again, from the book as it then is."""

from collections.abc import Awaitable, Callable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from services.database.event_filters import EventFilters
from services.database.event_lists import list_events, prepared_rows
from services.database.event_rows import json_of
from tests.bench.mixes import FILTER_MIXES
from tests.integration.api.conftest import RunningApi
from tests.support.event_samples import event, mines, store_events


async def test_the_second_answer_tells_of_what_came_in_between(api: RunningApi, events_book: AsyncEngine) -> None:
    path = "/v1/events?country=EE,PL&limit=2&min_score=0.5&since=2025-01-01"
    for number in range(1, 5):
        await store_events(events_book, [event(number)], first_seq=number)
        answer = await api.client.get(path)
        expected = [event(one).id for one in range(number, 0, -1)][:2]
        assert [one["id"] for one in answer.json()["data"]] == expected
        assert (answer.json()["next_cursor"] is None) == (number <= 2)
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["cache-control"] == "private, no-cache"


async def test_what_is_remembered_is_not_for_everybody(api: RunningApi, events_book: AsyncEngine) -> None:
    await store_events(events_book, [event(1)])
    for _ in range(2):
        assert (await api.client.get("/v1/events")).status_code == 200
    assert (await api.client.get("/v1/events", headers={"X-Forwarded-For": "203.0.113.7"})).status_code == 401
    assert (await api.client.get("/v1/events", headers={"Authorization": "Bearer otw_no"})).status_code == 401
    assert (await api.admin.get("/v1/events")).status_code == 200


async def test_a_reading_that_fails_is_told_the_long_way(api: RunningApi, events_book: AsyncEngine) -> None:
    await store_events(events_book, [event(1)])
    for _ in range(2):
        assert (await api.client.get("/v1/events")).status_code == 200
    async with events_book.begin() as connection:
        await connection.execute(text("ALTER TABLE event RENAME TO event_elsewhere"))
    answer = await api.client.get("/v1/events")
    assert answer.status_code in (500, 503)
    assert answer.headers["content-type"] == "application/problem+json"
    async with events_book.begin() as connection:
        await connection.execute(text("ALTER TABLE event_elsewhere RENAME TO event"))
    assert (await api.client.get("/v1/events")).status_code == 200


async def test_a_key_that_cannot_be_looked_up_is_told_the_long_way(
    api: RunningApi, events_book: AsyncEngine, alerts_book: AsyncEngine
) -> None:
    await store_events(events_book, [event(1)])
    for _ in range(2):
        assert (await api.admin.get("/v1/events")).status_code == 200
    async with alerts_book.begin() as connection:
        await connection.execute(text("ALTER TABLE api_key RENAME TO api_key_elsewhere"))
    answer = await api.admin.get("/v1/events")
    assert answer.status_code in (500, 503)
    assert answer.headers["content-type"] == "application/problem+json"
    async with alerts_book.begin() as connection:
        await connection.execute(text("ALTER TABLE api_key_elsewhere RENAME TO api_key"))
    assert (await api.admin.get("/v1/events")).status_code == 200


async def test_prepared_readings_answer_as_lists_do(events_book: AsyncEngine) -> None:
    await store_events(events_book, [event(1), mines(2), event(3, country="LT", treaty="ccm", sources=9, score=0.95)])
    async with AsyncSession(events_book) as session:
        for name, (filters, _, limit) in FILTER_MIXES.items():
            asked = EventFilters(**filters)
            prepared = prepared_rows(events_book, asked, None, limit)
            assert prepared is not None
            listed = [row.id for row in await list_events(session, asked, None, limit)]
            assert [json_of(row)["id"] for row in await prepared.rows()] == listed, name


async def test_a_server_that_dropped_its_connections_is_asked_again(api: RunningApi, events_book: AsyncEngine) -> None:
    await store_events(events_book, [event(1)])
    tag = (await api.client.get("/v1/events")).headers["etag"]
    for _ in range(2):
        assert (await api.client.get("/v1/events", headers={"If-None-Match": tag})).status_code == 304
    if events_book.dialect.name == "postgresql":
        async with events_book.connect() as connection:
            others = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
            await connection.execute(text(others))
    for headers in ({}, {"If-None-Match": tag}, {}):
        assert (await api.client.get("/v1/events", headers=headers)).status_code in (200, 304)


async def test_who_has_a_key_is_answered_from_what_was_understood_and_counted_once(
    start_api: Callable[..., Awaitable[RunningApi]], events_book: AsyncEngine
) -> None:
    api = await start_api(rate_limit="3/minute")
    await store_events(events_book, [event(1)])
    answers = [await api.admin.get("/v1/events?country=EE") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["ratelimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0"]
    assert answers[0].content == answers[2].content
