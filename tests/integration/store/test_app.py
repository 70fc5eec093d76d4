"""The service as it runs: from FINDINGS to EVENTS, alone and beside another of its kind."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from pydantic import SecretStr

from services.contracts.dead_letter import DeadLetter
from services.contracts.event import EventChanged
from services.contracts.review import Review
from services.contracts.streams import DEAD, EVENTS
from services.contracts.vocabulary import AlertType, EventStatus, ReviewAction
from services.database.migrate import migrate
from services.runtime.database import Book, open_engine
from services.runtime.errors import BadConfiguration
from services.runtime.identifiers import stable_id
from services.runtime.jetstream import Bus
from services.runtime.process import Life
from services.runtime.settings import DatabaseSettings
from services.store.app import run
from tests.integration.store.conftest import StoreBench
from tests.integration.store.test_relay import published
from tests.support.eventually import eventually
from tests.support.nats import NatsProcess, free_port
from tests.support.store import START, message, production, withdrawal


@pytest.fixture
def environment(book: DatabaseSettings, nats_process: NatsProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in nats_process.embedded.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OTTAWATCH_NATS_STREAM_SCALE", "0.05")
    monkeypatch.setenv("OTTAWATCH_DATABASE_DIRECTORY", str(book.directory))
    if book.url is not None:
        monkeypatch.setenv("OTTAWATCH_DATABASE_URL", book.url.get_secret_value())


@contextlib.asynccontextmanager
async def running() -> AsyncIterator[Life]:
    life = Life()
    task = asyncio.create_task(run(life))
    try:
        await eventually(lambda: _ready_or_failed(life, task))
        yield life
    finally:
        life.stopping.set()
        await task


async def _ready_or_failed(life: Life, task: "asyncio.Task[None]") -> bool:
    if task.done():
        await task
    return life.is_ready


async def test_findings_become_events_and_alerts(environment: None, bus: Bus, store: StoreBench) -> None:
    async with running():
        said = [message("a", withdrawal()), message("c", production())]
        await bus.publish_all([(one, one.article.id) for one in said])
        await eventually(lambda: _at_least(2, bus))
        await bus.publish(message("b", withdrawal()), message_id="b")
        alerts = await eventually(lambda: _at_least(3, bus))

    assert [alert.type for alert in alerts] == [
        AlertType.EVENT_CREATED,
        AlertType.EVENT_CREATED,
        AlertType.EVENT_CORROBORATED,
    ]
    assert {event.status for event in await store.events()} == {EventStatus.CORROBORATED, EventStatus.REPORTED}


async def test_a_review_is_applied_by_the_running_store(environment: None, bus: Bus, store: StoreBench) -> None:
    await store.say(message("a", withdrawal()))
    (event,) = await store.events()
    review = Review(
        id=stable_id("rev", 1),
        event_id=event.id,
        action=ReviewAction.CONFIRM,
        reviewer="desk",
        made_at=START,
    )
    async with running():
        await bus.publish(review, message_id=review.id)
        alerts = await eventually(lambda: _at_least(2, bus))

    assert alerts[1].event.status == EventStatus.CONFIRMED


async def _at_least(number: int, bus: Bus) -> list[EventChanged]:
    found = await published(bus)
    return found if len(found) >= number else []


async def test_a_malformed_message_goes_to_dead_with_its_reason_and_stops_nobody(environment: None, bus: Bus) -> None:
    await bus.context.publish("findings.v1.art_x", b'{"article": 7}')
    good = message("a", withdrawal())
    await bus.publish(good, message_id="good")
    async with running():
        await eventually(lambda: _at_least(1, bus))

    state = (await bus.context.stream_info(DEAD.name)).state
    assert state.messages == 1
    letter = DeadLetter.decode((await bus.context.get_msg(DEAD.name, state.last_seq)).data or b"")
    assert "not a Findings" in letter.reason
    assert letter.payload() == b'{"article": 7}'


async def test_what_a_dead_store_left_is_told_by_the_next(environment: None, bus: Bus, store: StoreBench) -> None:
    await store.say(message("a", withdrawal()))
    assert (await bus.context.stream_info(EVENTS.name)).state.messages == 0

    async with running():
        await eventually(lambda: _at_least(1, bus))


async def test_health_answers_when_a_port_is_given(
    environment: None, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("OTTAWATCH_STORE_HEALTH_PORT", str(port))
    async with running(), httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}/readyz")
    assert answer.json() == {"status": "ok", "checked": ["database", "nats", "store"]}


async def test_a_database_without_tables_is_told_in_words(
    sqlite_book: DatabaseSettings, nats_process: NatsProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTTAWATCH_DATABASE_DIRECTORY", str(sqlite_book.directory))
    with pytest.raises(BadConfiguration, match="ottawatch migrate"):
        await run(Life())


async def test_two_stores_at_once_on_the_same_step_make_one_event(
    new_postgres_url: Callable[[], Awaitable[str]], life: Life
) -> None:
    settings = DatabaseSettings(url=SecretStr(await new_postgres_url()))
    await migrate(settings, Book.EVENTS)
    engines = [open_engine(settings, Book.EVENTS) for _ in range(2)]
    benches = [StoreBench.on(engine, life) for engine in engines]
    said = [message(f"n{number}", withdrawal(), production(producer="Belma")) for number in range(12)]
    try:
        # Both stores are handed every message, several at a time.
        await asyncio.gather(*(bench.say(one) for one in said for bench in benches))
        events, alerts = await benches[0].events(), await benches[0].alerts()
    finally:
        for engine in engines:
            await engine.dispose()

    assert sorted(event.article_count for event in events) == [12, 12]
    assert sorted(str(alert.type) for alert in alerts) == ["event.corroborated"] * 2 + ["event.created"] * 2


async def test_a_store_waits_for_a_database_that_is_away(life: Life) -> None:
    nowhere = DatabaseSettings(url=SecretStr(f"postgresql+asyncpg://nobody:none@127.0.0.1:{free_port()}/none"))
    engine = open_engine(nowhere, Book.EVENTS)
    bench = StoreBench.on(engine, life)
    waiting = asyncio.create_task(bench.say(message("a", withdrawal())))
    done, _ = await asyncio.wait({waiting}, timeout=1.5)
    assert not done

    life.stopping.set()
    with pytest.raises(Exception, match="stopping while the database is away"):
        await waiting
    await engine.dispose()
