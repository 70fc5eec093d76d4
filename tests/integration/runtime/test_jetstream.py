"""The connection to JetStream against a real nats-server that comes late, refuses, dies and returns."""

import asyncio
import contextlib
import dataclasses
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from nats.js.errors import NotFoundError
from pydantic import SecretStr
from structlog.testing import capture_logs

from services.contracts.article import Article
from services.contracts.finding import Evidence
from services.contracts.streams import ARTICLES, BUCKETS, STREAMS
from services.runtime.errors import BadConfiguration, PublishFailed
from services.runtime.jetstream import Bus, connected, prepare
from services.runtime.settings import NatsSettings
from tests.support import samples
from tests.support.eventually import eventually
from tests.support.nats import NatsProcess


def changed(settings: NatsSettings, **changes: object) -> NatsSettings:
    return settings.model_copy(update=changes)


async def stored_ids(bus: Bus) -> list[str]:
    """The ids of the articles in their stream, in its order."""
    state = (await bus.context.stream_info(ARTICLES.name)).state
    messages = [await bus.context.get_msg(ARTICLES.name, seq=n) for n in range(1, state.last_seq + 1)]
    return [Article.decode(message.data or b"").id for message in messages]


def stop_politely(process: NatsProcess) -> None:
    """SIGTERM, as an operator's restart does, where `kill` is an accident."""
    conf = str(process.embedded.directory / "nats-server.conf")
    [server] = [child for child in psutil.Process().children() if conf in child.cmdline()]
    server.terminate()
    server.wait(10)


def pending(bus: Bus) -> int:
    """Answers that nats-py still waits for."""
    return len(bus.client._resp_map) + bus.context.publish_async_pending()


async def test_every_stream_and_bucket_is_there_with_its_limits(bus: Bus, nats_process: NatsProcess) -> None:
    scale = nats_process.settings.stream_scale
    for stream in STREAMS:
        config = (await bus.context.stream_info(stream.name)).config
        assert tuple(config.subjects or ()) == stream.subjects
        assert config.max_age == stream.max_age.total_seconds()
        assert config.max_bytes == int(stream.max_size_bytes * scale)
        assert config.duplicate_window == stream.duplicate_window.total_seconds()
        assert (config.storage, config.discard, config.retention) == ("file", "old", "limits")
    for name in BUCKETS:
        assert (await (await bus.bucket(name)).status()).bucket == name


async def test_preparing_again_keeps_what_is_stored(bus: Bus, nats_process: NatsProcess) -> None:
    await bus.publish(samples.article("one"), message_id="one")
    await (await bus.bucket(BUCKETS[0])).put("key", b"value")
    await asyncio.gather(*(prepare(bus.context, nats_process.settings) for _ in range(4)))
    assert await stored_ids(bus) == [samples.article("one").id]
    assert (await (await bus.bucket(BUCKETS[0])).get("key")).value == b"value"


async def test_a_stream_whose_contract_changed_is_brought_up_to_date(bus: Bus, nats_process: NatsProcess) -> None:
    await bus.publish(samples.article("one"), message_id="one")
    longer = dataclasses.replace(ARTICLES, max_age=timedelta(days=3), subjects=("articles.>", "pages.>"))
    await prepare(bus.context, nats_process.settings, [longer])
    config = (await bus.context.stream_info(ARTICLES.name)).config
    assert config.max_age == timedelta(days=3).total_seconds()
    assert set(config.subjects or ()) == {"articles.>", "pages.>"}
    assert len(await stored_ids(bus)) == 1


async def test_a_command_with_other_settings_leaves_the_streams_as_they_are(
    bus: Bus, nats_process: NatsProcess
) -> None:
    before = (await bus.context.stream_info(ARTICLES.name)).config
    smaller = changed(nats_process.settings, stream_scale=0.001)
    async with connected(smaller, name="command", keep_streams=True) as other:
        assert (await other.context.stream_info(ARTICLES.name)).config == before
    async with connected(smaller, name="service") as other:
        assert (await other.context.stream_info(ARTICLES.name)).config != before


@pytest.mark.parametrize("change", [{"password": SecretStr("open-sesame")}, {"user": "nobody"}, {"password": None}])
async def test_wrong_credentials_are_told_with_the_settings_that_hold_them(
    nats_process: NatsProcess, change: dict[str, object]
) -> None:
    async with asyncio.timeout(10):
        with pytest.raises(BadConfiguration, match=r"OTTAWATCH_NATS_USER and OTTAWATCH_NATS_PASSWORD") as told:
            async with connected(changed(nats_process.settings, **change), name="test"):
                pass
    assert "open-sesame" not in str(told.value)


async def test_an_address_that_is_none_is_told_and_not_waited_for() -> None:
    async with asyncio.timeout(10):
        with pytest.raises(BadConfiguration, match="OTTAWATCH_NATS_URL"):
            async with connected(NatsSettings(url="nats://127.0.0.1:port"), name="test"):
                pass


async def test_a_server_that_is_not_up_yet_is_waited_for(tmp_path: Path) -> None:
    process = NatsProcess(tmp_path)
    arrived = asyncio.Event()

    async def use() -> None:
        async with connected(process.settings, name="test") as bus:
            await bus.publish(samples.article("one"), message_id="one")
            arrived.set()

    with capture_logs() as logs:
        task = asyncio.create_task(use())
        await asyncio.sleep(0.3)
        assert not task.done()
        try:
            process.start()
            await asyncio.wait_for(arrived.wait(), 15)
            await task
        finally:
            process.kill()
    assert [line["event"] for line in logs].count("waiting for nats") == 1


async def test_waiting_tells_where_and_keeps_the_password_of_the_address() -> None:
    settings = NatsSettings(url="nats://user:open-sesame@127.0.0.1:9")
    with capture_logs() as logs, contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.5), connected(settings, name="test"):
            pass
    assert "127.0.0.1:9" in str(logs)
    assert "open-sesame" not in str(logs)


async def test_waiting_can_be_given_up(tmp_path: Path) -> None:
    async def use() -> None:
        async with connected(NatsProcess(tmp_path).settings, name="test"):
            pass

    task = asyncio.create_task(use())
    await asyncio.sleep(0.3)
    task.cancel()
    await asyncio.wait({task}, timeout=5)
    assert task.cancelled()


async def test_too_little_storage_is_told_with_the_stream_and_the_setting(nats_process: NatsProcess) -> None:
    with pytest.raises(BadConfiguration, match=r"too little storage for ARTICLES: .*OTTAWATCH_NATS_STREAM_SCALE"):
        async with connected(changed(nats_process.settings, stream_scale=1e6), name="test"):
            pass


async def test_messages_are_stored_in_the_order_given(bus: Bus) -> None:
    articles = [samples.article(f"a{n}") for n in range(600)]
    await bus.publish_all([(article, article.id) for article in articles])
    assert await stored_ids(bus) == [article.id for article in articles]
    assert pending(bus) == 0


async def test_publishing_to_a_dead_server_fails_within_its_bound_and_leaves_nothing_behind(
    bus: Bus, nats_process: NatsProcess
) -> None:
    hurried = dataclasses.replace(bus, publish_seconds=0.5)
    await hurried.publish(samples.article("one"), message_id="one")
    nats_process.kill()
    async with asyncio.timeout(5):
        with pytest.raises(PublishFailed):
            await hurried.publish_all([(samples.article(f"a{n}"), f"a{n}") for n in range(20)])
    await asyncio.sleep(0)
    assert pending(bus) == 0


async def test_a_message_larger_than_the_server_takes_fails_and_the_rest_can_go_on(bus: Bus) -> None:
    finding = samples.finding(evidence=(Evidence(field="country", quote="x" * (1024 * 1024), start=0, end=1),))
    huge = samples.findings("huge", finding)
    for _ in range(3):
        with pytest.raises(PublishFailed, match=r"(?i)payload"):
            await bus.publish(huge, message_id="huge")
    await bus.publish(samples.article("one"), message_id="one")
    assert await stored_ids(bus) == [samples.article("one").id]


async def test_a_message_without_a_stream_is_not_taken_for_stored(bus: Bus) -> None:
    await bus.context.delete_stream(ARTICLES.name)
    with pytest.raises(PublishFailed):
        await bus.publish(samples.article("one"), message_id="one")
    with pytest.raises(NotFoundError):
        await bus.context.stream_info(ARTICLES.name)


@pytest.mark.parametrize("is_killed", [True, False], ids=["killed", "stopped"])
async def test_after_the_server_returns_publishing_works_and_nothing_confirmed_is_lost(
    bus: Bus, nats_process: NatsProcess, is_killed: bool
) -> None:
    before, after = samples.article("before"), samples.article("after")
    await bus.publish(before, message_id=before.id)
    if is_killed:
        nats_process.kill()
    else:
        stop_politely(nats_process)

    async def is_noticed() -> bool:
        return not bus.client.is_connected

    await eventually(is_noticed)
    assert await bus.check() == "not connected to NATS"
    nats_process.start()

    async def is_published() -> bool:
        with contextlib.suppress(PublishFailed):
            await bus.publish(after, message_id=after.id)
            return True
        return False

    await eventually(is_published)
    assert await stored_ids(bus) == [before.id, after.id]
    assert await bus.check() is None
