"""From an event on the stream to a verified POST, on real NATS, real databases and real sockets."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import Response

from services.api import deliveries
from services.api.book import AlertsBook
from services.contracts.event import Change
from services.contracts.vocabulary import AlertType
from services.database.alerts import Delivery, StoredAlert
from tests.integration.api.conftest import Receiver, RunningApi
from tests.support.event_samples import changed, event, mines
from tests.support.eventually import eventually

StartApi = Callable[..., Awaitable[RunningApi]]
NewReceiver = Callable[..., Awaitable[Receiver]]


async def settled(api: RunningApi, subscription: dict[str, Any], state: str, number: int = 1) -> list[dict[str, Any]]:
    """The deliveries of a subscription, once `number` of them have come to `state`."""

    async def look() -> list[dict[str, Any]]:
        found = [one for one in await api.deliveries(subscription) if one["state"] == state]
        return found if len(found) >= number else []

    return await eventually(look)


async def count(engine: AsyncEngine, table: Any) -> int:
    async with AsyncSession(engine) as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


async def consumed(api: RunningApi) -> None:
    """Returns when everything published so far has been handled."""

    async def look() -> bool:
        info = await api.bus.context.consumer_info("EVENTS", "api-alerts")
        return not info.num_pending and not info.num_ack_pending

    await eventually(look)


async def test_an_event_on_the_stream_becomes_one_verified_post_and_a_replay_adds_nothing(
    api: RunningApi, new_receiver: NewReceiver, alerts_book: AsyncEngine
) -> None:
    receiver = await new_receiver()
    subscription = await api.subscribe(receiver.url)
    message = changed(1)
    await api.publish(message)
    (received,) = await eventually(receiver.got)
    body = received.verified(subscription["secret"])
    assert received.id == message.alert_id
    assert body["type"] == "event.created"
    assert body["data"]["event"] == message.event.model_dump(mode="json")
    assert body["data"]["changes"] == [change.model_dump(mode="json") for change in message.changes]
    await settled(api, subscription, "delivered")

    await api.publish(message, message_id="the same alert, as after a replay")
    await consumed(api)
    await api.publish(changed(2))
    await eventually(lambda: receiver.got(2))
    assert [one.id for one in receiver.received] == [message.alert_id, changed(2).alert_id]
    assert await count(alerts_book, StoredAlert) == 2
    assert await count(alerts_book, Delivery) == 2
    listed = (await api.client.get("/v1/alerts")).json()["data"]
    assert [one["id"] for one in listed] == [changed(2).alert_id, message.alert_id]
    assert {name: value for name, value in listed[1].items() if name != "id"} == body


async def test_a_failed_post_is_tried_again_under_the_same_id_with_a_fresh_timestamp(
    api: RunningApi, new_receiver: NewReceiver
) -> None:
    receiver = await new_receiver(Response("no disk space", 500), Response(status_code=503))
    subscription = await api.subscribe(receiver.url)
    await api.publish(changed(1))
    received = await eventually(lambda: receiver.got(3))
    assert len({one.id for one in received}) == 1
    assert all(one.verified(subscription["secret"]) for one in received)
    (delivery,) = await settled(api, subscription, "delivered")
    log = delivery["attempts"]
    assert [(one["number"], one["status_code"]) for one in log] == [(1, 500), (2, 503), (3, 200)]
    assert log[0]["error"] == "answered 500 Internal Server Error"
    assert log[0]["response"] == "no disk space"
    assert log[2]["error"] is None


async def test_a_delivery_is_exhausted_at_the_end_of_its_schedule(api: RunningApi, new_receiver: NewReceiver) -> None:
    receiver = await new_receiver(*[Response(status_code=500) for _ in range(9)])
    subscription = await api.subscribe(receiver.url)
    await api.publish(changed(1))
    (delivery,) = await settled(api, subscription, "exhausted")
    assert len(delivery["attempts"]) == 4  # one at once, and one after each of the three waits
    assert delivery["next_attempt_at"] is None


async def test_a_hung_endpoint_does_not_delay_the_others(start_api: StartApi, new_receiver: NewReceiver) -> None:
    # Three slots in all, and more alerts for the hung one than there are slots.
    api = await start_api(webhook_concurrency=3, webhook_per_subscription=2)
    hung, healthy = await new_receiver(hangs=True), await new_receiver()
    await api.subscribe(hung.url)
    await api.subscribe(healthy.url)
    for number in range(10):
        await api.publish(changed(number))
    await eventually(lambda: healthy.got(10))
    assert len(hung.received) == 2
    assert not hung.hold.is_set()


async def test_410_disables_the_subscription_and_cancels_what_is_pending(
    api: RunningApi, new_receiver: NewReceiver
) -> None:
    receiver = await new_receiver(Response(status_code=410))
    subscription = await api.subscribe(receiver.url)
    await api.publish(changed(1))
    await settled(api, subscription, "cancelled")
    shown = (await api.client.get(f"/v1/subscriptions/{subscription['id']}")).json()
    assert shown["status"] == "disabled"
    assert "410 Gone" in shown["disabled_reason"]
    await api.publish(changed(2))
    await consumed(api)
    assert len(await api.deliveries(subscription)) == 1
    refused = await api.admin.post(f"/v1/subscriptions/{subscription['id']}/test")
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:ottawatch:problem:subscription-not-active"


async def test_a_redirect_is_a_failure_and_is_not_followed(api: RunningApi, new_receiver: NewReceiver) -> None:
    elsewhere = await new_receiver()
    receiver = await new_receiver(*[Response(status_code=307, headers={"Location": elsewhere.url}) for _ in range(4)])
    subscription = await api.subscribe(receiver.url)
    await api.publish(changed(1))
    (delivery,) = await settled(api, subscription, "exhausted")
    assert "redirects are not followed" in delivery["attempts"][0]["error"]
    assert elsewhere.received == []


async def test_private_targets_are_refused_when_subscribing_and_again_when_connecting(
    start_api: StartApi, new_receiver: NewReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver = await new_receiver()
    api = await start_api()
    subscription = await api.subscribe(receiver.url)
    await api.stop()

    monkeypatch.setenv("OTTAWATCH_ALLOWED_PRIVATE_NETWORKS", "")
    api = await start_api()
    for url in (receiver.url, receiver.url.replace("http:", "https:"), "https://[::1]/", "https://169.254.169.254/x"):
        refused = await api.admin.post("/v1/subscriptions", json={"url": url})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == "url"
        assert "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS" in refused.json()["detail"]
    await api.publish(changed(1))
    (delivery,) = await settled(api, subscription, "exhausted")
    assert "not a public address" in delivery["attempts"][0]["error"]
    assert receiver.received == []


async def test_after_kill_9_between_post_and_log_the_alert_comes_again_under_the_same_id(
    start_api: StartApi, new_receiver: NewReceiver, alerts_book: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = await start_api(webhook_total_seconds=1, webhook_lease_seconds=1.5)
    receiver = await new_receiver(hangs=True)
    subscription = await api.subscribe(receiver.url)
    await api.stop()
    monkeypatch.setenv("OTTAWATCH_API_PORT", "0")
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", SERVE_API)
    await api.publish(changed(1))
    await eventually(receiver.got)
    process.kill()
    await process.wait()
    receiver.hold.set()

    api = await start_api()
    (delivery,) = await settled(api, subscription, "delivered")
    assert [one.id for one in receiver.received] == [changed(1).alert_id] * 2
    assert [one["number"] for one in delivery["attempts"]] == [1]  # nobody was left to write the first one down


SERVE_API = (
    "from services.api import app; from services.runtime.process import run_service; run_service('api', app.run)"
)


async def test_two_processes_never_lease_the_same_delivery(
    start_api: StartApi, new_receiver: NewReceiver, alerts_book: AsyncEngine
) -> None:
    api = await start_api()
    receiver = await new_receiver()
    subscription = await api.subscribe(receiver.url)
    for number in range(20):
        await api.publish(changed(number))
    await settled(api, subscription, "delivered", 20)
    await api.stop()
    async with AsyncSession(alerts_book) as session, session.begin():
        await session.exec(update(Delivery).values(state="pending"))
        ids = list((await session.exec(select(Delivery.id))).all())
    now, lease = datetime.now(UTC), timedelta(seconds=30)
    book = AlertsBook(alerts_book)

    async def take(by: str) -> list[str]:
        async with book.write() as connection:
            due = await deliveries.find_due(connection, now=now, per_subscription=15, full=(), limit=100)
            return [one.delivery_id for one in await deliveries.take(connection, due, by=by, now=now, lease=lease)]

    ours, theirs = await asyncio.gather(take("one"), take("two"))
    rest = await take("three")
    assert sorted((*ours, *theirs, *rest)) == sorted(ids)


async def test_old_news_raises_no_alert_unless_the_subscription_has_no_age_limit(
    api: RunningApi, new_receiver: NewReceiver
) -> None:
    limited, unlimited = await new_receiver(), await new_receiver()
    await api.subscribe(limited.url)
    await api.subscribe(unlimited.url, max_age_days=None)
    old = changed(1, newest_report_at=datetime.now(UTC) - timedelta(days=15))
    await api.publish(old)
    await api.publish(changed(2))
    await eventually(lambda: unlimited.got(2))
    await eventually(limited.got)
    assert [one.id for one in limited.received] == [changed(2).alert_id]


async def test_subscriptions_get_only_the_events_and_alert_types_they_asked_for(
    api: RunningApi, new_receiver: NewReceiver
) -> None:
    baltic, makers, corrections = await new_receiver(), await new_receiver(), await new_receiver()
    await api.subscribe(baltic.url, filters={"country": ["ee", "lv"], "treaty": "ottawa", "min_sources": 2})
    await api.subscribe(makers.url, filters={"producer": ["Belma SA"], "mine_type": ["antitank"]})
    await api.subscribe(corrections.url, filters={"country": ["EE"]}, alerts=["event.corrected"])
    corrected = changed(
        3,
        type=AlertType.EVENT_CORRECTED,
        event=event(3, country="LV"),
        changes=(Change(field="country", before="EE", after="LV", reason="the article said Latvia"),),
    )
    for message in (changed(1), changed(2, event=mines(2)), corrected, changed(4, event=event(4, sources=1))):
        await api.publish(message)
    await consumed(api)
    await eventually(lambda: baltic.got(2))
    await eventually(makers.got)
    await eventually(corrections.got)
    assert [one.id for one in baltic.received] == [changed(1).alert_id, corrected.alert_id]
    assert [one.id for one in makers.received] == [changed(2).alert_id]
    assert [one.id for one in corrections.received] == [corrected.alert_id]


async def test_a_test_alert_goes_to_that_subscription_alone(api: RunningApi, new_receiver: NewReceiver) -> None:
    asked, other = await new_receiver(), await new_receiver()
    subscription = await api.subscribe(asked.url, alerts=["event.retracted"])
    await api.subscribe(other.url)
    answer = await api.admin.post(f"/v1/subscriptions/{subscription['id']}/test")
    assert answer.status_code == 202
    (received,) = await eventually(asked.got)
    assert received.id == answer.json()["alert_id"]
    body = received.verified(subscription["secret"])
    assert body["type"] == "subscription.test"
    assert body["data"]["event"] is None
    assert body["data"]["changes"] == []
    (delivery,) = await settled(api, subscription, "delivered")
    assert delivery["attempts"][0]["trigger"] == "test"
    assert other.received == []
    assert (await api.client.get("/v1/alerts")).json()["data"] == []


async def test_stopping_finishes_the_post_in_hand(api: RunningApi, new_receiver: NewReceiver) -> None:
    receiver = await new_receiver(hangs=True)
    subscription = await api.subscribe(receiver.url)
    await api.publish(changed(1))
    await eventually(receiver.got)
    stopping = asyncio.create_task(api.stop())
    await asyncio.sleep(0.1)
    assert not stopping.done()
    receiver.hold.set()
    await stopping
    assert len(receiver.received) == 1
    assert subscription["id"]


async def test_a_malformed_message_goes_to_dead_with_its_reason_and_blocks_nothing(
    api: RunningApi, new_receiver: NewReceiver
) -> None:
    receiver = await new_receiver()
    await api.subscribe(receiver.url)
    await api.bus.context.publish("events.v1.treaty_withdrawal.evt_x", b'{"alert_id": 7}')
    await api.publish(changed(1))
    await eventually(receiver.got)
    dead = await api.bus.context.get_last_msg("DEAD", "dead.v1.EVENTS.api-alerts")
    assert b"alert_id" in (dead.data or b"")
