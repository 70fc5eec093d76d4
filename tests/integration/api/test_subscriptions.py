"""What owners of subscriptions can do by themselves: change, pause, rotate, try, look, recover."""

import asyncio
import base64
import contextlib
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from jsonschema import Draft202012Validator
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.api.keys import create_key
from services.contracts.feed import FeedState
from services.contracts.operations import FeedFailing
from services.contracts.streams import FEED_STATE_BUCKET
from services.contracts.vocabulary import AlertType
from services.database.alerts import Delivery, Subscription
from tests.integration.api.conftest import Receiver, RunningApi, sqlite_only
from tests.integration.api.test_alerts import NewReceiver, StartApi, consumed, settled
from tests.support import samples
from tests.support.event_samples import article_row, attach_article, changed, event, mines, store_events
from tests.support.eventually import eventually

Serve = Callable[[Any], Awaitable[str]]


async def subscription(
    api: RunningApi, subscription_id: str, client: httpx.AsyncClient | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = (await (client or api.admin).get(f"/v1/subscriptions/{subscription_id}")).json()
    return found


async def client_with(api: RunningApi, book: AsyncEngine, *scopes: str) -> httpx.AsyncClient:
    key = await create_key(book, "a test", scopes)
    return httpx.AsyncClient(base_url=api.base_url, headers={"Authorization": f"Bearer {key}"})


async def test_an_alert_carries_evidence_links_and_severity_and_the_list_has_the_same_body(
    api: RunningApi, new_receiver: NewReceiver, events_book: AsyncEngine
) -> None:
    receiver = await new_receiver()
    made = await api.subscribe(receiver.url)
    told = event(1)
    await store_events(events_book, [told])
    await attach_article(
        events_book, told, article_row(1, title="Estonia leaves"), quote="it has told the United Nations"
    )
    await api.publish(changed(1, event=told))
    (received,) = await eventually(receiver.got)
    body = received.verified(made["secret"])
    assert body["data"]["severity"] == "critical"
    assert [one["quote"] for one in body["data"]["evidence"]] == ["it has told the United Nations"]
    assert [one["url"] for one in body["data"]["reports"]] == ["https://feed.example/1"]
    assert body["data"]["links"]["event"].endswith(f"/v1/events/{told.id}")
    (listed,) = (await api.client.get("/v1/alerts")).json()["data"]
    assert {name: value for name, value in listed.items() if name != "id"} == body
    schema = (await api.client.get("/v1/schemas/event.created")).json()
    Draft202012Validator(schema).validate(body)
    types = {one["type"] for one in (await api.client.get("/v1/schemas")).json()["data"]}
    assert types == set(AlertType)
    assert (await api.client.get("/v1/schemas/event.made_up")).status_code == 404


@sqlite_only
async def test_v1a_and_a_rotation_with_overlap_verify_at_the_receiver(
    api: RunningApi, new_receiver: NewReceiver
) -> None:
    receiver = await new_receiver()
    made = await api.subscribe(receiver.url, signatures=["v1", "v1a"])
    assert made["public_key"].startswith("whpk_")
    await api.admin.post(f"/v1/subscriptions/{made['id']}/test")
    (first,) = await eventually(receiver.got)
    first.verified(made["secret"])
    assert verified_v1a(first, made["public_key"])

    rotated = (await api.admin.post(f"/v1/subscriptions/{made['id']}/rotate", json={"overlap_hours": 1})).json()
    assert rotated["secret"] != made["secret"]
    await api.admin.post(f"/v1/subscriptions/{made['id']}/test")
    second = (await eventually(lambda: receiver.got(2)))[1]
    assert second.headers["webhook-signature"].count("v1,") == 2
    for secret, public_key in ((made["secret"], made["public_key"]), (rotated["secret"], rotated["public_key"])):
        second.verified(secret)
        assert verified_v1a(second, public_key)
    assert (await subscription(api, made["id"]))["public_key"] == rotated["public_key"]

    at_once = (await api.admin.post(f"/v1/subscriptions/{made['id']}/rotate", json={"overlap_hours": 0})).json()
    await api.admin.post(f"/v1/subscriptions/{made['id']}/test")
    third = (await eventually(lambda: receiver.got(3)))[2]
    third.verified(at_once["secret"])
    assert not verified_v1a(third, made["public_key"])


def verified_v1a(received: Any, public_key: str) -> bool:
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key.removeprefix("whpk_")))
    signed = f"{received.id}.{received.headers['webhook-timestamp']}.".encode() + received.body
    for one in received.headers["webhook-signature"].split(" "):
        version, _, signature = one.partition(",")
        if version == "v1a":
            with contextlib.suppress(InvalidSignature):
                key.verify(base64.b64decode(signature), signed)
                return True
    return False


@sqlite_only
async def test_a_patch_changes_what_it_names_and_pauses_and_resumes(api: RunningApi, new_receiver: NewReceiver) -> None:
    receiver = await new_receiver()
    made = await api.subscribe(receiver.url, filters={"country": ["EE"]}, description="Baltic desk")
    path = f"/v1/subscriptions/{made['id']}"
    paused = (await api.admin.patch(path, json={"status": "paused", "filters": {"topic": ["mine_production"]}})).json()
    assert paused["status"] == "paused"
    assert paused["filters"]["topic"] == ["mine_production"]
    assert paused["filters"]["country"] == []
    assert paused["description"] == "Baltic desk"
    assert "secret" not in paused
    await api.publish(changed(1, event=mines(1)))
    await api.publish(changed(2))
    await consumed(api)
    assert receiver.received == []
    assert (await api.admin.post(f"{path}/test")).status_code == 409
    await api.admin.patch(path, json={"status": "active"})
    await eventually(receiver.got)
    assert [one.id for one in receiver.received] == [changed(1).alert_id]
    for wrong in ({"status": "dead"}, {"url": None}, {"url": "ftp://x/"}, {"format": "raw"}, {"nonsense": 1}):
        assert (await api.admin.patch(path, json=wrong)).status_code == 422


@sqlite_only
async def test_others_see_only_the_host_and_may_change_nothing(
    api: RunningApi, new_receiver: NewReceiver, alerts_book: AsyncEngine
) -> None:
    receiver = await new_receiver(Response("token 123 is wrong", 500))
    writer, other = (
        await client_with(api, alerts_book, "write", "read"),
        await client_with(api, alerts_book, "read", "write"),
    )
    async with writer, other:
        made = (await writer.post("/v1/subscriptions", json={"url": receiver.url, "max_age_days": None})).json()
        assert made["url"] == receiver.url
        await api.publish(changed(1))
        await settled(api, made, "delivered")
        for client, is_full in ((writer, True), (api.admin, True), (other, False), (api.client, False)):
            shown = await subscription(api, made["id"], client)
            listed = (await client.get("/v1/subscriptions")).json()["data"][0]
            log = (await client.get(f"/v1/subscriptions/{made['id']}/deliveries")).json()["data"][0]["attempts"]
            assert shown["url"] == listed["url"] == (receiver.url if is_full else "http://127.0.0.1/…")
            assert (log[0]["response"] is not None) == is_full
        path = f"/v1/subscriptions/{made['id']}"
        for refused in (
            await other.patch(path, json={"status": "paused"}),
            await other.delete(path),
            await other.post(f"{path}/rotate"),
            await other.post(f"{path}/test"),
            await other.post(f"{path}/recover", json={"since": "2020-01-01T00:00:00Z"}),
        ):
            assert refused.status_code == 403
        assert (await writer.delete(path)).status_code == 204


async def test_recover_brings_what_was_given_up_and_what_came_while_it_was_disabled(
    api: RunningApi, new_receiver: NewReceiver
) -> None:
    receiver = await new_receiver(*[Response(status_code=500)] * 4, Response(status_code=410))
    made = await api.subscribe(receiver.url, filters={"country": ["EE", "PL"]})
    since = datetime.now(UTC) - timedelta(minutes=1)
    await api.publish(changed(1))
    await settled(api, made, "exhausted")
    await api.publish(changed(2))
    await settled(api, made, "cancelled")
    await api.publish(changed(3, event=mines(3)))
    await api.publish(changed(4, event=event(4, country="LV")))
    await consumed(api)
    path = f"/v1/subscriptions/{made['id']}"
    body = {"since": since.isoformat()}
    assert (await api.admin.post(f"{path}/recover", json=body)).status_code == 409
    await api.admin.patch(path, json={"status": "active"})
    receiver.received.clear()
    recovered = await api.admin.post(f"{path}/recover", json=body)
    assert recovered.json() == {"retried": 2, "added": 1, "more": False}
    await eventually(lambda: receiver.got(3))
    assert sorted(one.id for one in receiver.received) == sorted(changed(number).alert_id for number in (1, 2, 3))
    log = await settled(api, made, "delivered", 3)
    assert {one["attempts"][-1]["trigger"] for one in log} == {"recover"}
    assert (await api.admin.post(f"{path}/recover", json=body)).json() == {"retried": 0, "added": 0, "more": False}


@sqlite_only
async def test_one_delivery_is_sent_again_under_the_same_id(api: RunningApi, new_receiver: NewReceiver) -> None:
    receiver = await new_receiver()
    made = await api.subscribe(receiver.url)
    await api.publish(changed(1))
    (delivery,) = await settled(api, made, "delivered")
    again = await api.admin.post(f"/v1/deliveries/{delivery['id']}/redeliver")
    assert again.status_code == 202
    await eventually(lambda: receiver.got(2))
    assert len({one.id for one in receiver.received}) == 1
    shown = (await api.admin.get(f"/v1/deliveries/{delivery['id']}")).json()

    async def is_logged() -> bool:
        nonlocal shown
        shown = (await api.admin.get(f"/v1/deliveries/{delivery['id']}")).json()
        return shown["state"] == "delivered"

    await eventually(is_logged)
    assert [one["trigger"] for one in shown["attempts"]] == ["schedule", "redeliver"]
    only = await api.admin.get(f"/v1/subscriptions/{made['id']}/deliveries", params={"state": "exhausted"})
    assert only.json()["data"] == []
    assert (await api.admin.post("/v1/deliveries/dlv_none/redeliver")).status_code == 404


@sqlite_only
async def test_a_dry_run_tells_what_would_have_been_sent_and_why_the_rest_not(api: RunningApi) -> None:
    await api.publish(changed(1))
    await api.publish(changed(2, event=mines(2)))
    await api.publish(changed(3, event=event(3, stage="considered", country="LT")))
    await consumed(api)
    tried = await api.admin.post(
        "/v1/subscriptions/dry-run", json={"filters": {"min_severity": "critical", "status": []}}
    )
    result = tried.json()
    assert (result["examined"], result["would_send"]) == (3, 2)
    assert [one["id"] for one in result["data"]] == [changed(2).alert_id, changed(1).alert_id]
    assert result["left_out"] == {"the event does not pass its filters": 1}
    assert result["is_complete"]
    assert (await api.client.get("/v1/subscriptions")).json()["data"] == []


@sqlite_only
async def test_alerts_can_be_polled_onwards_with_one_cursor(api: RunningApi) -> None:
    for number in (1, 2, 3):
        await api.publish(changed(number))
    await consumed(api)
    page = (await api.client.get("/v1/alerts", params={"order": "oldest", "limit": 2})).json()
    assert [one["id"] for one in page["data"]] == [changed(1).alert_id, changed(2).alert_id]
    page = (await api.client.get("/v1/alerts", params={"order": "oldest", "cursor": page["next_cursor"]})).json()
    assert [one["id"] for one in page["data"]] == [changed(3).alert_id]
    page = (await api.client.get("/v1/alerts", params={"order": "oldest", "cursor": page["next_cursor"]})).json()
    assert page["data"] == []
    await api.publish(changed(4))
    await consumed(api)
    page = (await api.client.get("/v1/alerts", params={"order": "oldest", "cursor": page["next_cursor"]})).json()
    assert [one["id"] for one in page["data"]] == [changed(4).alert_id]


async def test_what_is_held_comes_as_one_signed_digest(
    start_api: StartApi, new_receiver: NewReceiver, alerts_book: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.api.routine.LOOK_SECONDS", 0.05)
    api = await start_api()
    receiver, at_once = await new_receiver(), await new_receiver()
    made = await api.subscribe(
        receiver.url, digest={"every": "day", "unless": "critical"}, filters={"country": ["LT", "EE"]}
    )
    await api.subscribe(at_once.url)
    low = [changed(number, event=event(number, stage="considered", country="LT")) for number in (1, 2)]
    for message in (*low, changed(3)):
        await api.publish(message)
    await eventually(lambda: at_once.got(3))
    (urgent,) = await eventually(receiver.got)
    assert urgent.id == changed(3).alert_id
    held = [one for one in await api.deliveries(made) if one["state"] == "held"]
    assert {one["alert_id"] for one in held} == {message.alert_id for message in low}
    async with alerts_book.begin() as connection:
        await connection.execute(
            update(Delivery).where(Delivery.state == "held").values(next_attempt_at=datetime.now(UTC))  # type: ignore[arg-type]
        )
    digest = (await eventually(lambda: receiver.got(2)))[1].verified(made["secret"])
    assert digest["type"] == "digest"
    assert [one["id"] for one in digest["data"]["alerts"]] == [message.alert_id for message in low]
    assert digest["data"]["alerts"][0]["event"] == low[0].event.model_dump(mode="json")
    Draft202012Validator((await api.client.get("/v1/schemas/digest")).json()).validate(digest)
    await asyncio.sleep(0.3)
    assert len(receiver.received) == 2


async def test_a_heartbeat_tells_what_is_heard_and_is_never_repeated_by_a_restart(
    start_api: StartApi,
    new_receiver: NewReceiver,
    alerts_book: AsyncEngine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("services.api.routine.LOOK_SECONDS", 0.05)
    api = await start_api()
    bucket = await api.bus.bucket(FEED_STATE_BUCKET)
    now = datetime.now(UTC)
    heard = FeedState(feed=samples.feed(id="feed_1"), next_check_at=now, last_success_at=now)
    silent = FeedState(
        feed=samples.feed(id="feed_2"), next_check_at=now, consecutive_failures=3, last_error="the server said 500"
    )
    for state in (heard, silent):
        await bucket.put(state.feed.id, state.model_dump_json().encode())
    receiver = await new_receiver()
    made = await api.subscribe(receiver.url, heartbeat=1)
    (received,) = await eventually(receiver.got)
    beat = received.verified(made["secret"])
    assert beat["type"] == "heartbeat"
    coverage = beat["data"]["coverage"]
    assert (coverage["feeds"], coverage["heard"], coverage["silent"]) == (2, 1, 1)
    assert coverage["silent_feeds"][0]["error"] == "the server said 500"
    Draft202012Validator((await api.client.get("/v1/schemas/heartbeat")).json()).validate(beat)
    await api.stop()

    api = await start_api()
    await asyncio.sleep(0.3)
    assert len(receiver.received) == 1
    async with alerts_book.begin() as connection:
        await connection.execute(update(Subscription).values(next_heartbeat_at=now - timedelta(hours=5)))
    await eventually(lambda: receiver.got(2))
    await asyncio.sleep(0.3)
    assert len(receiver.received) == 2  # five hours were missed, and one beat tells of now
    assert datetime.fromisoformat((await subscription(api, made["id"]))["next_heartbeat_at"]) > now


@sqlite_only
async def test_a_failing_feed_is_told_to_operators_and_to_nobody_else(
    api: RunningApi, new_receiver: NewReceiver, alerts_book: AsyncEngine
) -> None:
    operator, reader = await new_receiver(), await new_receiver()
    made = await api.subscribe(operator.url)
    async with await client_with(api, alerts_book, "write") as writer:
        assert (await writer.post("/v1/subscriptions", json={"url": reader.url})).status_code == 201
    failing = FeedFailing(
        alert_id=f"alr_{1:024x}",
        raised_at=samples.NOON,
        feed=samples.feed(),
        error="the server said 500",
        failures=10,
        failing_since=samples.NOON,
        next_check_at=samples.NOON,
    )
    for _ in range(2):
        await api.bus.publish(failing, message_id=str(_))
    (received,) = await eventually(operator.got)
    body = received.verified(made["secret"])
    assert (received.id, body["type"]) == (failing.alert_id, "feed.failing")
    Draft202012Validator((await api.client.get("/v1/schemas/feed.failing")).json()).validate(body)
    await api.publish(changed(1))
    await eventually(reader.got)
    assert [one.id for one in reader.received] == [changed(1).alert_id]
    assert [one["id"] for one in (await api.client.get("/v1/alerts")).json()["data"]] == [changed(1).alert_id]
    assert len((await api.admin.get("/v1/alerts")).json()["data"]) == 2


@sqlite_only
async def test_ownership_is_asked_for_before_the_first_delivery(api: RunningApi, serve: Serve) -> None:
    allowed: dict[str, str] = {}
    came: list[str] = []

    async def hook(request: Request) -> Response:
        came.append(request.method)
        asked = {"WebHook-Allowed-Origin": request.headers.get("webhook-request-origin", "")}
        return Response(headers={**asked, **allowed} if allowed else {})

    base = await serve(Starlette(routes=[Route("/hook", hook, methods=["OPTIONS", "POST"])]))
    made = await api.subscribe(f"{base}/hook", ownership_proof=True)
    path = f"/v1/subscriptions/{made['id']}"
    assert made["status"] == "unproved"
    assert (await api.admin.post(f"{path}/ownership")).status_code == 409
    assert (await api.admin.patch(path, json={"status": "active"})).status_code == 409
    assert (await api.admin.post(f"{path}/test")).status_code == 409
    allowed["WebHook-Allowed-Rate"] = "120"
    proved = (await api.admin.post(f"{path}/ownership")).json()
    assert (proved["status"], proved["max_per_minute"]) == ("active", 120)
    await api.publish(changed(1))
    await eventually(lambda: _has(came, "POST"))
    assert came == ["OPTIONS", "OPTIONS", "OPTIONS", "POST"]


async def _has(came: list[str], method: str) -> bool:
    return method in came


@sqlite_only
@pytest.mark.parametrize(
    "fields",
    [
        {"template": "{{ id }}"},
        {"format": "raw"},
        {"format": "raw", "template": "{{ 9 ** 9 }}"},
        {"format": "telex"},
        {"alerts": ["heartbeat"]},
        {"alerts": []},
        {"signatures": []},
        {"signatures": ["v2"]},
        {"heartbeat": 0},
        {"quiet_hours": {"from": "x", "to": "y"}},
        {"digest": "weekly"},
        {"max_per_minute": 0},
        {"filters": {"min_severity": "dire"}},
        {"filters": {"status": ["maybe"]}},
        {"filters": {"country": ["EE", "ZZ"]}},
        {"filters": {"treaty": ["otawa"]}},
        {"url": "https://user:word@example.org/"},
    ],
)
async def test_wishes_that_cannot_be_met_are_refused_in_words(api: RunningApi, fields: dict[str, Any]) -> None:
    refused = await api.admin.post("/v1/subscriptions", json={"url": "http://127.0.0.1:9/hook", **fields})
    assert refused.status_code == 422
    assert refused.json()["detail"]


@sqlite_only
async def test_every_format_arrives_signed(api: RunningApi, new_receiver: NewReceiver) -> None:
    receivers: dict[str, tuple[dict[str, Any], Receiver]] = {}
    template = {"raw": "{{ type }}: {{ data.event.title }}"}
    for form in ("standard", "cloudevents", "slack", "teams", "discord", "raw"):
        receiver = await new_receiver()
        fields = {"template": template[form]} if form in template else {}
        receivers[form] = (await api.subscribe(receiver.url, format=form, **fields), receiver)
    await api.publish(changed(1))
    for form, (made, receiver) in receivers.items():
        (received,) = await eventually(receiver.got)
        assert received.id == changed(1).alert_id
        if form == "raw":
            assert received.body.decode() == f"event.created: {changed(1).event.title}"
            assert received.headers["content-type"].startswith("text/plain")
        else:
            received.verified(made["secret"])
            assert json.loads(received.body)


async def test_changes_that_come_at_once_are_each_a_revision_of_its_own(
    api: RunningApi, alerts_book: AsyncEngine
) -> None:
    made = await api.subscribe("http://127.0.0.1:9/hook")
    address = f"/v1/subscriptions/{made['id']}"
    answers = await asyncio.gather(
        *(api.admin.patch(address, json={"description": f"desk {number}"}) for number in range(12)),
        *(api.admin.post(f"{address}/rotate") for _ in range(4)),
    )
    assert {answer.status_code for answer in answers} == {200}
    async with alerts_book.connect() as connection:
        revision = await connection.scalar(select(col(Subscription.revision)))
    assert revision == 17  # what was remembered under a number that came twice would never be read anew


# SQLite has one writer at a time.
@pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)
async def test_a_change_is_decided_by_what_another_has_just_written(
    api: RunningApi, new_receiver: NewReceiver, alerts_book: AsyncEngine
) -> None:
    name = (await api.subscribe((await new_receiver()).url))["id"]
    row = Subscription.__table__  # type: ignore[attr-defined]
    async with alerts_book.connect() as watching:
        watching = await watching.execution_options(isolation_level="AUTOCOMMIT")

        async def somebody_waits() -> bool:
            locks = await watching.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
            return bool(locks.scalar_one())

        async with alerts_book.begin() as giving_up:
            given_up = {"status": "disabled", "disabled_reason": "it answered 410"}
            await giving_up.execute(update(row).where(row.c.id == name).values(given_up))
            pausing = asyncio.create_task(api.admin.patch(f"/v1/subscriptions/{name}", json={"status": "paused"}))
            await eventually(somebody_waits)
        answer = await pausing
    assert answer.status_code == 409
    assert "is disabled" in answer.json()["detail"]
