"""Asking again for what did not change costs no reading, and what did change is never missed."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from services.api.unchanged import BookVersion
from services.database.events import EventRow
from tests.integration.api.conftest import RunningApi
from tests.support.event_samples import event, store_events

StartApi = Callable[..., Awaitable[RunningApi]]


async def test_every_commit_is_told_apart(events_book: AsyncEngine) -> None:
    version = BookVersion(events_book)
    words = [await version.read(), await version.read()]
    assert words[0] == words[1]
    for number in (1, 2, 3):
        await store_events(events_book, [event(number)], first_seq=number)
        words.append(await version.read())
    assert len(set(words)) == 4


@pytest.mark.parametrize("path", ["/v1/events?country=EE", "/v1/events.atom", "/v1/cases", "/v1/treaties/ottawa"])
async def test_a_validator_holds_until_the_next_commit_and_not_a_moment_longer(
    api: RunningApi, events_book: AsyncEngine, path: str
) -> None:
    await store_events(events_book, [event(1)])
    for number in (2, 3, 4):
        tag = (await api.client.get(path)).headers["etag"]
        for _ in range(3):
            again = await api.client.get(path, headers={"If-None-Match": tag})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        async with AsyncSession(events_book) as session, session.begin():
            row = await session.get(EventRow, event(1).id)
            assert row is not None
            row.sources, row.title = number + 10, f"Estonia, the {number}th time"
            row.status = "reported" if number % 2 else "confirmed"
        assert (await api.client.get(path, headers={"If-None-Match": tag})).status_code == 200, path


async def test_others_without_a_key_get_no_answer_out_of_memory(api: RunningApi, events_book: AsyncEngine) -> None:
    await store_events(events_book, [event(1)])
    tag = (await api.client.get("/v1/events")).headers["etag"]
    asked = {"If-None-Match": tag}
    for _ in range(2):
        assert (await api.client.get("/v1/events", headers=asked)).status_code == 304
    refused = await api.client.get("/v1/events", headers={**asked, "X-Forwarded-For": "203.0.113.7"})
    assert refused.status_code == 401


async def test_who_has_a_key_is_answered_out_of_memory_too_and_counted_once(
    start_api: StartApi, events_book: AsyncEngine
) -> None:
    api = await start_api(rate_limit="4/minute")
    await store_events(events_book, [event(1)])
    answers = [await api.admin.get("/v1/events?country=EE")]
    for _ in range(4):
        answers.append(
            await api.admin.get("/v1/events?country=EE", headers={"If-None-Match": answers[0].headers["etag"]})
        )
    assert [answer.status_code for answer in answers] == [200, 304, 304, 304, 429]
    assert [answer.headers["ratelimit"].split(";")[1] for answer in answers] == ["r=3", "r=2", "r=1", "r=0", "r=0"]


async def test_a_key_that_is_wrong_gets_no_answer_out_of_memory(api: RunningApi, events_book: AsyncEngine) -> None:
    await store_events(events_book, [event(1)])
    tag = (await api.admin.get("/v1/events")).headers["etag"]
    for asked in ({"If-None-Match": tag}, {}):
        assert (await api.admin.get("/v1/events", headers=asked)).status_code in (200, 304)
        wrong = {**asked, "Authorization": "Bearer otw_no"}
        assert (await api.client.get("/v1/events", headers=wrong)).status_code == 401
