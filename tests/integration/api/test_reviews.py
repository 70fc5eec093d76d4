"""Reviews over HTTP, with a store that applies them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.contracts.vocabulary import Stage
from services.runtime.process import Life
from services.store import app as store_app
from tests.integration.api.conftest import RunningApi, sqlite_only
from tests.support.event_samples import event, store_events
from tests.support.store import message, production, withdrawal

pytestmark = sqlite_only

ENTRY = {
    "topic": "treaty_withdrawal",
    "country": "FI",
    "treaty": "ottawa",
    "stage": "notified",
    "notified_on": "2025-07-10",
    "source_url": "https://treaties.un.org/doc/1",
}


@contextlib.asynccontextmanager
async def storing() -> AsyncIterator[None]:
    life = Life()
    task = asyncio.create_task(store_app.run(life))
    try:
        yield
    finally:
        life.stopping.set()
        await task


@pytest.fixture
async def desk(start_api: Callable[..., Awaitable[RunningApi]], events_book: AsyncEngine) -> AsyncIterator[RunningApi]:
    """The api with a store beside it."""
    api = await start_api()
    async with storing():
        yield api


async def events_of(api: RunningApi, count: int) -> list[dict[str, Any]]:
    async with asyncio.timeout(15):
        while True:
            found: list[dict[str, Any]] = (await api.client.get("/v1/events")).json()["data"]
            if len(found) == count:
                return found
            await asyncio.sleep(0.05)


async def test_an_event_goes_through_a_reviewers_hands(desk: RunningApi) -> None:
    said = [message("a", production(producer="Belma")), message("b", production(producer="Dezamet"))]
    await desk.bus.publish_all([(one, one.article.id) for one in said])
    first, second = await events_of(desk, 2)

    confirmed = await desk.admin.post(f"/v1/events/{first['id']}/reviews", json={"action": "confirm", "reason": "seen"})
    assert confirmed.status_code == 201, confirmed.text
    assert confirmed.json()["reviewer"] == "admin (file)"
    assert (await desk.client.get(f"/v1/events/{first['id']}")).json()["status"] == "confirmed"

    merged = await desk.admin.post(
        f"/v1/events/{second['id']}/reviews", json={"action": "merge", "into": first["id"], "reason": "one works"}
    )
    assert merged.status_code == 201, merged.text
    moved = await desk.client.get(f"/v1/events/{second['id']}")
    assert (moved.status_code, moved.headers["location"]) == (308, f"/v1/events/{first['id']}")
    again = await desk.admin.post(f"/v1/events/{second['id']}/reviews", json={"action": "confirm"})
    assert again.status_code == 409

    undone = await desk.admin.post(
        f"/v1/events/{second['id']}/reviews", json={"action": "undo", "undoes": merged.json()["id"]}
    )
    assert undone.status_code == 201, undone.text
    assert (await desk.client.get(f"/v1/events/{second['id']}")).json()["status"] == "reported"
    listed = (await desk.client.get(f"/v1/events/{second['id']}/reviews")).json()["data"]
    assert [(one["action"], one["is_undone"]) for one in listed] == [("merge", True), ("undo", False)]


async def test_an_event_is_entered_by_hand_with_its_source(desk: RunningApi) -> None:
    entered = await desk.admin.post("/v1/events", json=ENTRY)
    assert entered.status_code == 201, entered.text
    event = (await desk.client.get(entered.headers["location"])).json()
    assert (event["status"], event["computed_effective_on"], event["sources"]) == ("confirmed", "2026-01-10", 1)
    assert event["clock"]["article"] == "20"
    assert event["reviews"][0]["source_url"] == ENTRY["source_url"]

    twice = {"action": "split", "article_ids": [f"art_{1:024x}"]}
    refused = await desk.admin.post(f"/v1/events/{event['id']}/reviews", json=twice)
    assert refused.status_code == 409
    assert "does not report this event" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"action": "praise"}, "action"),
        ({"action": "correct"}, "body"),
        ({"action": "correct", "fields": {"colour": "red"}}, "fields.colour"),
        ({"action": "correct", "fields": {"notified_on": "soon"}}, "fields.notified_on"),
        ({"action": "correct", "fields": {"country": "XX"}}, "fields.country"),
        ({"action": "correct", "fields": {"stage": None}}, "fields"),
        ({"action": "merge", "into": f"evt_{9:024x}"}, "into"),
        ({"action": "confirm", "fields": {"quantity": 1}}, "body"),
        ({"action": "enter"}, "body"),
        ({"action": "confirm", "why": "x"}, "why"),
    ],
)
async def test_a_review_that_is_not_understood_is_told_by_field(
    api: RunningApi, events_book: AsyncEngine, body: dict[str, Any], field: str
) -> None:
    await store_events(events_book, [event()])
    answer = await api.admin.post(f"/v1/events/{event().id}/reviews", json=body)
    assert answer.status_code == 422, answer.text
    assert field in [fault["field"] for fault in answer.json()["errors"]]


async def test_reviewing_needs_the_right_to_write_and_an_event(api: RunningApi) -> None:
    unknown = f"/v1/events/evt_{9:024x}/reviews"
    assert (await api.client.post(unknown, json={"action": "confirm"})).status_code == 401
    assert (await api.admin.post(unknown, json={"action": "confirm"})).status_code == 404
    assert (await api.client.get(unknown)).status_code == 404
    assert (await api.client.post("/v1/events", json=ENTRY)).status_code == 401
    nowhere = await api.admin.post("/v1/events", json={**ENTRY, "treaty": "heliograph"})
    assert [fault["field"] for fault in nowhere.json()["errors"]] == ["treaty"]


async def test_a_store_that_is_away_applies_the_review_when_it_is_back(api: RunningApi) -> None:
    answer = await api.admin.post("/v1/events", json=ENTRY)
    assert answer.status_code == 202
    async with storing():
        found = await events_of(api, 2)  # the notice, and its effect, whose day has come
    assert {one["stage"]: one["status"] for one in found} == {"in_effect": "computed", "notified": "confirmed"}
    assert answer.json()["event_id"] in {one["id"] for one in found}


async def test_withdrawals_of_one_case_share_a_correction(desk: RunningApi) -> None:
    said = message("a", withdrawal(), withdrawal(stage=Stage.IN_EFFECT))
    await desk.bus.publish(said, message_id="a")
    found = {one["stage"]: one for one in await events_of(desk, 2)}
    answer = await desk.admin.post(
        f"/v1/events/{found['notified']['id']}/reviews",
        json={"action": "correct", "fields": {"notified_on": "2025-07-10"}},
    )
    assert answer.status_code == 201, answer.text
    after = {one["stage"]: one for one in await events_of(desk, 2)}
    assert after["in_effect"]["computed_effective_on"] == "2026-01-10"
