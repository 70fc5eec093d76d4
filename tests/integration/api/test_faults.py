"""Receivers that are down, flap, hang, drip, throttle, cheat with TLS or move: what becomes of the alerts."""

import asyncio
import contextlib
import datetime as dt
import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy.ext.asyncio import AsyncEngine

from services.database.alerts import ApiKey, Delivery, SigningKey, StoredAlert, Subscription
from tests.integration.api.conftest import sqlite_only
from tests.support.delivering import Office, bare_server, office, request_of
from tests.support.eventually import eventually
from tests.support.nats import free_port

pytestmark = sqlite_only

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


def failing(status: str = "500 Internal Server Error", headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n".encode()


class Post:
    """A receiver that gives the answers it is told, in turn, and then 200."""

    def __init__(self, answers: Sequence[bytes] = ()) -> None:
        self.answers = list(answers)
        self.ids: list[str] = []

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fields, _ = await request_of(reader)
        self.ids.append(fields["webhook-id"])
        writer.write(self.answers.pop(0) if self.answers else OK)
        await writer.drain()


@contextlib.asynccontextmanager
async def receiving(*answers: bytes) -> AsyncIterator[tuple[str, Post]]:
    post = Post(answers)
    async with bare_server(post.answer) as port:
        yield f"http://127.0.0.1:{port}/hook", post


async def when_tried_again(desk: Office, alert: str, name: str) -> None:
    """Move the clock to the moment of the next try."""
    delivery, subscription = await desk.delivery(alert, name), await desk.subscription(name)
    moments = [delivery.next_attempt_at, subscription.held_until or delivery.next_attempt_at]
    desk.later(max(moments) - desk.clock() + timedelta(milliseconds=1))


async def test_an_endpoint_that_is_down_for_three_days_gets_its_alert_by_the_tenth_try(
    alerts_book: AsyncEngine,
) -> None:
    port = free_port()
    async with office(alerts_book) as desk:
        name = await desk.subscribe(f"http://127.0.0.1:{port}/hook")
        alert = await desk.tell(1, name)
        began = desk.clock()
        for times in range(1, 10):
            log = await desk.attempted(alert, name, times)
            assert log[-1].error == "connection refused: nothing listens there"
            if times < 9:
                await when_tried_again(desk, alert, name)
        post = Post()
        server = await asyncio.start_server(post.answer, "127.0.0.1", port)
        async with server:
            await when_tried_again(desk, alert, name)
            log = await desk.attempted(alert, name, 10)
        assert timedelta(days=2, hours=9) < desk.clock() - began < timedelta(days=3, hours=15)
        assert post.ids == [alert]
        assert (await desk.delivery(alert, name)).state == "delivered"
        assert (await desk.subscription(name)).consecutive_failures == 0


async def test_after_the_tenth_try_it_is_given_up_and_the_subscription_goes_on(alerts_book: AsyncEngine) -> None:
    async with receiving(*[failing()] * 10) as (url, post), office(alerts_book) as desk:
        name = await desk.subscribe(url)
        alert = await desk.tell(1, name)
        for times in range(1, 11):
            await desk.attempted(alert, name, times)
            if times < 10:
                await when_tried_again(desk, alert, name)
        assert (await desk.delivery(alert, name)).state == "exhausted"
        held_until = (await desk.subscription(name)).held_until
        desk.later(held_until - desk.clock())
        later = await desk.tell(2, name)
        await desk.attempted(later, name, 1)
        assert post.ids == [alert] * 10 + [later]


async def test_five_days_of_nothing_but_failures_disable_and_the_owner_and_operators_are_told(
    alerts_book: AsyncEngine,
) -> None:
    async with (
        receiving(*[failing()] * 99) as (dead, _),
        receiving() as (own, told),
        receiving() as (op, operator),
        receiving() as (other, stranger),
        office(alerts_book) as desk,
    ):
        await add_key(desk, "key_owner", ["write"])
        await add_key(desk, "key_admin", ["admin"])
        await add_key(desk, "key_other", ["write"])
        name = await desk.subscribe(dead, owner_key_id="key_owner", description="Baltic desk")
        await desk.subscribe(own, owner_key_id="key_owner")
        await desk.subscribe(op, owner_key_id="key_admin")
        await desk.subscribe(other, owner_key_id="key_other")
        first = await desk.tell(1, name)
        await desk.attempted(first, name, 1)
        desk.later(timedelta(days=4, hours=23))
        await desk.attempted(first, name, 2)
        assert (await desk.subscription(name)).status == "active"
        desk.later(timedelta(hours=2))
        await desk.attempted(first, name, 3)

        async def is_told() -> bool:
            return bool(told.ids and operator.ids)

        await eventually(is_told)
        row = await desk.subscription(name)
        assert row.status == "disabled"
        assert "500 Internal Server Error" in row.disabled_reason
        (alert,) = await desk.rows(StoredAlert, type="subscription.disabled")
        assert told.ids == operator.ids == [alert.id]
        assert stranger.ids == []
        assert b'"host":"127.0.0.1"' in alert.body
        assert b"/hook" not in alert.body
        assert (await desk.delivery(first, name)).state == "cancelled"


async def add_key(desk: Office, key_id: str, scopes: list[str]) -> None:
    values = {
        "id": key_id,
        "owner": key_id,
        "prefix": "otw_",
        "hash": key_id,
        "scopes": scopes,
        "created_at": desk.clock(),
    }
    async with desk.book.write() as connection:
        await connection.execute(ApiKey.__table__.insert().values(values))  # type: ignore[attr-defined]


async def test_a_receiver_that_flaps_loses_nothing_and_is_never_disabled(alerts_book: AsyncEngine) -> None:
    answers = [answer for _ in range(6) for answer in (failing(), OK)]
    async with receiving(*answers) as (url, post), office(alerts_book) as desk:
        name = await desk.subscribe(url, ordered=True)
        alerts = [await desk.tell(number, name) for number in range(6)]
        for alert in alerts:
            await desk.attempted(alert, name, 1)
            desk.later(timedelta(days=1))
            await desk.attempted(alert, name, 2)
        assert post.ids == [alert for alert in alerts for _ in range(2)]
        row = await desk.subscription(name)
        assert (row.status, row.failing_since, row.held_until) == ("active", None, None)


async def test_an_ordered_subscription_gets_nothing_before_what_failed_and_one_that_is_not_does(
    alerts_book: AsyncEngine,
) -> None:
    async with (
        receiving(failing()) as (url, ordered),
        receiving(failing()) as (loose, unordered),
        office(alerts_book) as desk,
    ):
        one, other = await desk.subscribe(url, ordered=True), await desk.subscribe(loose)
        first = await desk.tell(1, one, other)
        await desk.attempted(first, one, 1)
        await desk.attempted(first, other, 1)
        second = await desk.tell(2, one, other)
        await desk.attempted(second, other, 1)
        assert await desk.attempts(second, one) == []
        await when_tried_again(desk, first, one)
        await desk.attempted(second, one, 1)
        assert ordered.ids == [first, first, second]
        await when_tried_again(desk, first, other)
        await desk.attempted(first, other, 2)
        assert unordered.ids == [first, second, first]


async def test_429_with_retry_after_holds_the_whole_subscription_for_that_time(alerts_book: AsyncEngine) -> None:
    throttled = failing("429 Too Many Requests", "Retry-After: 120\r\n")
    async with receiving(throttled) as (url, post), receiving() as (other_url, other), office(alerts_book) as desk:
        name, free = await desk.subscribe(url), await desk.subscribe(other_url)
        first = await desk.tell(1, name)
        await desk.attempted(first, name, 1)
        second = await desk.tell(2, name, free)
        await desk.attempted(second, free, 1)
        desk.later(timedelta(seconds=119))
        third = await desk.tell(3, free)
        await desk.attempted(third, free, 1)
        assert post.ids == [first]
        desk.later(timedelta(seconds=30))
        await desk.attempted(second, name, 1)
        await desk.attempted(first, name, 2)
        assert sorted(post.ids) == sorted([first, first, second])
        assert other.ids == [second, third]


async def test_a_broken_receiver_is_probed_with_one_delivery_and_the_others_wait_untouched(
    alerts_book: AsyncEngine,
) -> None:
    async with receiving(*[failing()] * 8) as (url, post), office(alerts_book, webhook_per_subscription=2) as desk:
        name = await desk.subscribe(url)
        alerts = [await desk.tell(number, name) for number in range(12)]

        async def is_held() -> bool:
            return (await desk.subscription(name)).held_until is not None

        await eventually(is_held)
        tried = len(post.ids)
        assert tried < len(alerts)
        held_until = (await desk.subscription(name)).held_until
        desk.later(held_until - desk.clock())

        async def is_probed() -> bool:
            return len(post.ids) > tried

        await eventually(is_probed)
        for _ in range(20):
            desk.later(timedelta(minutes=6))
            await asyncio.sleep(0.02)

        async def all_arrived() -> bool:
            return {*post.ids} == {*alerts}

        await eventually(all_arrived)


async def test_what_was_taken_ahead_for_a_receiver_that_begins_to_fail_is_given_back_unsent(
    alerts_book: AsyncEngine,
) -> None:
    asked, go_on = [], asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fields, _ = await request_of(reader)
        asked.append(fields["webhook-id"])
        await go_on.wait()
        writer.write(failing())
        await writer.drain()

    async with bare_server(answer) as port, office(alerts_book) as desk:
        name = await desk.subscribe(f"http://127.0.0.1:{port}/hook", status="paused")
        alerts = [await desk.tell(number, name) for number in range(1, 13)]
        async with desk.book.write() as connection:
            await connection.execute(Subscription.__table__.update().values(status="active"))  # type: ignore[attr-defined]
        desk.engine.wake()

        async def all_are_taken() -> bool:
            rows = await desk.rows(Delivery)
            return len(asked) == 4 and all(row.lease_until is not None for row in rows)

        await eventually(all_are_taken)
        go_on.set()

        async def is_at_rest() -> bool:
            rows = await desk.rows(Delivery)
            return len(asked) == 5 and all(row.lease_until is None for row in rows)

        await eventually(is_at_rest)  # four failed together, one alone, and now it is left in peace
        tries = sorted([len(await desk.attempts(alert, name)) for alert in alerts])
        assert tries == [0] * 7 + [1] * 5


async def test_no_more_than_so_many_a_minute_are_sent(alerts_book: AsyncEngine) -> None:
    async with receiving() as (url, post), office(alerts_book) as desk:
        name = await desk.subscribe(url, max_per_minute=60)  # a burst of ten seconds' worth
        alerts = [await desk.tell(number, name) for number in range(25)]
        await desk.attempted(alerts[9], name, 1)
        await asyncio.sleep(0.1)
        assert len(post.ids) == 10
        desk.later(timedelta(seconds=5))
        await desk.attempted(alerts[14], name, 1)
        await asyncio.sleep(0.1)
        assert len(post.ids) == 15


async def test_what_waits_for_a_limit_a_minute_keeps_nothing_from_others(alerts_book: AsyncEngine) -> None:
    async with receiving() as (url, _), office(alerts_book, webhook_concurrency=1) as desk:
        limited = [await desk.subscribe(url, max_per_minute=1) for _ in range(2)]
        older = [await desk.tell(number, *limited) for number in range(12)]
        free = await desk.subscribe(url)
        alert = await desk.tell(12, free)
        await desk.attempted(alert, free, 1)
        for name in limited:
            assert sum([len(await desk.attempts(one, name)) for one in older]) == 1


async def test_a_receiver_that_hangs_or_drips_its_head_is_given_up_in_time(alerts_book: AsyncEngine) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        for byte in b"HTTP/1.1 200 OK\r\nX-Endless: " + b"x" * 1_000:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.02)

    async def hang(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        await reader.read()

    async with (
        bare_server(drip) as dripping,
        bare_server(hang) as hanging,
        office(alerts_book, webhook_total_seconds=0.5) as desk,
    ):
        names = [await desk.subscribe(f"http://127.0.0.1:{port}/") for port in (dripping, hanging)]
        alert = await desk.tell(1, *names)
        for name in names:
            (tried,) = await desk.attempted(alert, name, 1)
            assert tried.error == "no answer within 0.5 s"
            assert tried.latency_ms < 5_000


async def test_a_body_that_never_ends_is_cut_and_the_status_counts(alerts_book: AsyncEngine) -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
        while True:
            writer.write(b"x" * 10_000)
            await writer.drain()

    async with bare_server(endless) as port, office(alerts_book) as desk:
        name = await desk.subscribe(f"http://127.0.0.1:{port}/")
        alert = await desk.tell(1, name)
        (tried,) = await desk.attempted(alert, name, 1)
        assert (tried.status_code, tried.error) == (200, None)
        assert len(tried.response) <= 4_000


async def test_a_certificate_that_nobody_vouches_for_is_told_in_words(alerts_book: AsyncEngine, tmp_path: Path) -> None:
    post = Post()
    async with bare_server(post.answer, ssl=self_signed(tmp_path)) as port, office(alerts_book) as desk:
        name = await desk.subscribe(f"https://127.0.0.1:{port}/")
        alert = await desk.tell(1, name)
        (tried,) = await desk.attempted(alert, name, 1)
        assert "TLS certificate not accepted" in tried.error
        assert post.ids == []


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "pem").write_bytes(key.private_bytes(*plain) + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "pem")
    return context


async def test_a_name_that_moves_to_a_private_address_between_tries_is_not_followed_there(
    alerts_book: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = ["127.0.0.1"]

    def getaddrinfo(_host: str, port: int, **_options: Any) -> list[Any]:
        return [(2, 1, 6, "", (addresses[-1], port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    async with receiving(failing()) as (url, post), office(alerts_book) as desk:
        name = await desk.subscribe(url.replace("127.0.0.1", "hook.example"))
        alert = await desk.tell(1, name)
        await desk.attempted(alert, name, 1)
        for elsewhere in ("10.1.2.3", "93.184.215.14"):  # the second is public, where plain http is refused
            addresses.append(elsewhere)
            times = len(await desk.attempts(alert, name))
            await when_tried_again(desk, alert, name)
            log = await desk.attempted(alert, name, times + 1)
            assert "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS" in log[-1].error
        assert post.ids == [alert]


async def test_a_subscription_whose_keys_cannot_be_opened_is_sent_nothing_unsigned(alerts_book: AsyncEngine) -> None:
    async with receiving() as (url, post), receiving() as (fine, other), office(alerts_book) as desk:
        broken, name = await desk.subscribe(url), await desk.subscribe(fine)
        async with desk.book.write() as connection:
            keys = SigningKey.__table__  # type: ignore[attr-defined]
            ours = keys.c.subscription_id == broken
            await connection.execute(keys.update().where(ours).values(sealed="sealed1:00000000:AAAA"))
        alert = await desk.tell(1, broken, name)
        (tried,) = await desk.attempted(alert, broken, 1)
        assert "cannot be opened" in tried.error
        await desk.attempted(alert, name, 1)
        assert (post.ids, other.ids) == ([], [alert])


async def test_what_waits_for_a_paused_subscription_is_sent_when_it_goes_on(alerts_book: AsyncEngine) -> None:
    async with receiving() as (url, post), office(alerts_book) as desk:
        name = await desk.subscribe(url, status="paused")
        alert = await desk.tell(1, name)
        await asyncio.sleep(0.1)
        assert post.ids == []
        async with desk.book.write() as connection:
            await connection.execute(Subscription.__table__.update().values(status="active"))  # type: ignore[attr-defined]
        desk.engine.wake()
        await desk.attempted(alert, name, 1)
        assert post.ids == [alert]


async def test_what_was_cancelled_while_it_was_under_way_is_not_tried_again(alerts_book: AsyncEngine) -> None:
    disabled, answers = asyncio.Event(), [failing("410 Gone"), failing()]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        mine = answers.pop(0)
        if not answers:
            await disabled.wait()
        writer.write(mine)
        await writer.drain()

    async with bare_server(answer) as port, office(alerts_book) as desk:
        name = await desk.subscribe(f"http://127.0.0.1:{port}/hook")
        first, second = await desk.tell(1, name), await desk.tell(2, name)

        async def is_disabled() -> bool:
            return bool((await desk.subscription(name)).status == "disabled")

        await eventually(is_disabled)
        disabled.set()
        gone, cancelled = (first, second) if (await desk.delivery(first, name)).attempts else (second, first)
        await desk.attempted(cancelled, name, 1)
        rows = [await desk.delivery(alert, name) for alert in (gone, cancelled)]
        assert [row.state for row in rows] == ["cancelled", "cancelled"]
        assert all(row.finished_at is not None for row in rows)
