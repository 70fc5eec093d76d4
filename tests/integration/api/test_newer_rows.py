"""Rows that a newer version wrote before this one came back: each costs itself, and nobody else an alert."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.api.digests import raise_digests
from services.api.match import AlertFilters
from services.api.recipients import read_recipients
from services.api.recovery import add_missed, take_up_parked
from services.api.trial import try_out
from services.api.vault import seal_stored
from services.contracts.vocabulary import AlertType
from services.database.alerts import Delivery, SigningKey, StoredAlert, Subscription
from tests.integration.api.conftest import RunningApi, sqlite_only
from tests.integration.api.test_alerts import NewReceiver
from tests.support.delivering import Office, bare_server, office, request_of
from tests.support.event_samples import changed
from tests.support.eventually import eventually

pytestmark = sqlite_only

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[str, list[str]]]:
    """An address, and the ids of what came there."""
    ids: list[str] = []

    async def answer(reader: Any, writer: Any) -> None:
        fields, _ = await request_of(reader)
        ids.append(fields["webhook-id"])
        writer.write(OK)
        await writer.drain()

    async with bare_server(answer) as port:
        yield f"http://127.0.0.1:{port}/hook", ids


async def change(desk: Office, table: Any, where: Any, **values: Any) -> None:
    async with desk.book.write() as connection:
        await connection.execute(update(table).where(where).values(**values))


async def test_a_format_that_is_not_known_parks_its_deliveries_and_the_others_go_out(
    alerts_book: AsyncEngine, receiver: tuple[str, list[str]]
) -> None:
    url, ids = receiver
    async with office(alerts_book) as desk:
        strange, plain = await desk.subscribe(url, format="carrier-pigeon"), await desk.subscribe(url)
        alerts = [await desk.tell(number, strange, plain) for number in (1, 2)]
        for alert in alerts:
            await desk.attempted(alert, plain, 1)
            (tried,) = await desk.attempted(alert, strange, 1)
            assert tried.error == "this version of Ottawatch knows no format 'carrier-pigeon'"
            assert tried.status_code is None
            assert (await desk.delivery(alert, strange)).state == "parked"
        assert sorted(ids) == sorted(alerts)
        assert (await desk.subscription(strange)).consecutive_failures == 0


async def test_what_is_parked_is_taken_up_by_the_version_that_understands_it(
    alerts_book: AsyncEngine, receiver: tuple[str, list[str]]
) -> None:
    url, ids = receiver
    async with office(alerts_book) as desk:
        name = await desk.subscribe(url, format="carrier-pigeon")
        alert = await desk.tell(1, name)
        await desk.attempted(alert, name, 1)
        is_it = col(Subscription.id) == name
        await change(desk, Subscription, is_it, format="standard", revision=Subscription.revision + 1)
        assert await take_up_parked(desk.book, now=desk.clock()) == 1
        assert await take_up_parked(desk.book, now=desk.clock()) == 0
        desk.engine.wake()
        await desk.attempted(alert, name, 2)
        assert ids == [alert]
        assert (await desk.delivery(alert, name)).state == "delivered"


@pytest.mark.parametrize("body", [b"\x02not json", b"[]", b'{"type":"event.created","tidings":{}}'])
async def test_an_alert_of_another_shape_goes_out_as_it_is_and_is_parked_where_it_must_be_rewritten(
    alerts_book: AsyncEngine, receiver: tuple[str, list[str]], body: bytes
) -> None:
    url, ids = receiver
    async with office(alerts_book) as desk:
        slack = await desk.subscribe(url, format="slack", status="paused")
        plain = await desk.subscribe(url, status="paused")
        strange, well = await desk.tell(1, slack, plain), await desk.tell(2, slack, plain)
        await change(desk, StoredAlert, col(StoredAlert.id) == strange, body=body)
        await change(desk, Subscription, col(Subscription.status) == "paused", status="active")
        desk.engine.wake()
        for alert in (strange, well):
            await desk.attempted(alert, plain, 1)
        await desk.attempted(well, slack, 1)
        (tried,) = await desk.attempted(strange, slack, 1)
        assert tried.error.startswith("the format slack cannot be made of this alert")
        assert (await desk.delivery(strange, slack)).state == "parked"
        assert sorted(ids) == sorted([strange, well, well])


async def test_a_signing_key_of_a_newer_kind_signs_nothing_and_is_left_as_it_is(
    alerts_book: AsyncEngine, receiver: tuple[str, list[str]]
) -> None:
    url, ids = receiver
    async with office(alerts_book) as desk:
        newer, odd, plain = [await desk.subscribe(url) for _ in range(3)]
        await change(desk, SigningKey, col(SigningKey.subscription_id) == newer, sealed="sealed9:abc:def")
        (key,) = await desk.rows(SigningKey, subscription_id=odd)
        await change(desk, SigningKey, col(SigningKey.id) == key.id, sealed=desk.vault.seal("whpq_x", place=key.id))
        alert = await desk.tell(1, newer, odd, plain)
        await desk.attempted(alert, plain, 1)
        for name in (newer, odd):
            (tried,) = await desk.attempted(alert, name, 1)
            assert "cannot be opened" in tried.error
            assert (await desk.delivery(alert, name)).state == "parked"
            assert (await desk.subscription(name)).consecutive_failures == 0
        assert ids == [alert]
        assert await seal_stored(alerts_book, desk.vault) == 0
        assert [row.sealed for row in await desk.rows(SigningKey, subscription_id=newer)] == ["sealed9:abc:def"]


async def test_an_alert_that_no_digest_can_hold_comes_by_itself_and_the_digest_without_it(
    alerts_book: AsyncEngine, receiver: tuple[str, list[str]]
) -> None:
    url, ids = receiver
    async with office(alerts_book) as desk:
        name = await desk.subscribe(url, status="paused")
        strange, well = await desk.tell(1, name), await desk.tell(2, name)
        await change(desk, StoredAlert, col(StoredAlert.id) == strange, body=b'{"tidings":{}}')
        await change(desk, Delivery, col(Delivery.state) == "pending", state="held", next_attempt_at=desk.clock())
        await change(desk, Subscription, col(Subscription.id) == name, status="active")
        assert await raise_digests(desk.book, now=desk.clock(), public_url="http://127.0.0.1") == 1
        desk.engine.wake()
        (digest,) = await desk.rows(StoredAlert, type="digest")
        for alert in (strange, digest.id):
            await desk.attempted(alert, name, 1)
        assert sorted(ids) == sorted([strange, digest.id])
        assert (await desk.delivery(well, name)).state == "digested"


async def test_a_dry_run_and_a_recovery_pass_over_what_they_do_not_understand(alerts_book: AsyncEngine) -> None:
    async with office(alerts_book) as desk:
        name = await desk.subscribe("http://127.0.0.1:9/hook", status="paused")
        strange, well = await desk.tell(1), await desk.tell(2)
        await change(desk, StoredAlert, col(StoredAlert.id) == strange, body=b'{"tidings":{}}')
        since = desk.clock() - timedelta(days=1)
        async with desk.book.write() as connection:
            trial = await try_out(
                connection,
                since=since,
                filters=AlertFilters(),
                alerts=[AlertType.EVENT_CREATED],
                max_age_days=None,
                most_read=100,
            )
            (recipient,) = await read_recipients(connection, [name])
            assert await add_missed(connection, recipient, since=since, now=desk.clock()) == (1, False)
        assert [message.alert_id for message, _ in trial.shown] == [well]
        assert dict(trial.left_out) == {"this version does not understand the alert": 1}


async def test_the_lists_show_rows_of_a_newer_version_with_what_is_wrong(
    api: RunningApi, new_receiver: NewReceiver, alerts_book: AsyncEngine
) -> None:
    receiver = await new_receiver()
    strange, plain = await api.subscribe(receiver.url), await api.subscribe(receiver.url)
    async with alerts_book.begin() as connection:
        is_it = col(Subscription.id) == strange["id"]
        newer = {"filters": {"mood": ["grave"]}, "format": "carrier-pigeon", "digest": {"every": "moon"}}
        await connection.execute(update(Subscription).where(is_it).values(**newer))
    listed = (await api.admin.get("/v1/subscriptions")).raise_for_status().json()["data"]
    problems = {one["id"]: one["problem"] for one in listed}
    told = "this version of Ottawatch does not understand its filters, digest, format"
    assert problems == {strange["id"]: told, plain["id"]: None}
    one = (await api.admin.get(f"/v1/subscriptions/{strange['id']}")).raise_for_status().json()
    assert one["filters"] == {"mood": ["grave"]}

    async def is_parked() -> bool:
        return [row["state"] for row in await api.deliveries(strange)] == ["parked"]

    (await api.admin.post(f"/v1/subscriptions/{strange['id']}/test")).raise_for_status()
    await eventually(is_parked)


async def test_a_subscription_of_a_newer_version_can_be_paused_and_gets_again_what_was_given_up(
    api: RunningApi, alerts_book: AsyncEngine
) -> None:
    strange = await api.subscribe("http://127.0.0.1:9/hook")
    async with alerts_book.begin() as connection:
        is_it = col(Subscription.id) == strange["id"]
        newer = {"filters": {"mood": ["grave"]}, "format": "carrier-pigeon"}
        await connection.execute(update(Subscription).where(is_it).values(**newer))
    address = f"/v1/subscriptions/{strange['id']}"
    answer = await api.admin.post(f"{address}/recover", json={"since": strange["created_at"]})
    assert answer.status_code == 202, answer.text
    assert answer.json() == {"retried": 0, "added": 0, "more": False}
    for status in ("paused", "active"):
        answer = await api.admin.patch(address, json={"status": status})
        assert answer.status_code == 200, answer.text
        assert (answer.json()["status"], answer.json()["format"]) == (status, "carrier-pigeon")
    assert (await api.admin.patch(address, json={"template": "{{ type }}"})).status_code == 422


@pytest.mark.parametrize("body", [b"\x02not json", b"\xff", b"[]"])
async def test_an_alert_of_another_shape_ends_nobodys_list(
    api: RunningApi, alerts_book: AsyncEngine, body: bytes
) -> None:
    for number in (1, 2):
        await api.publish(changed(number))

    async def listed() -> list[dict[str, Any]]:
        data: list[dict[str, Any]] = (await api.admin.get("/v1/alerts")).raise_for_status().json()["data"]
        return data

    async def both_are_listed() -> bool:
        return len(await listed()) == 2

    await eventually(both_are_listed)
    newest, older = await listed()
    async with alerts_book.begin() as connection:
        await connection.execute(update(StoredAlert).where(col(StoredAlert.id) == newest["id"]).values(body=body))
    strange, plain = await listed()
    assert plain == older
    assert {**strange, "timestamp": None} == {"id": newest["id"], "type": newest["type"], "timestamp": None, "data": {}}
