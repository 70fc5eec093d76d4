"""Committed alerts onto EVENTS: each once, in order, whatever dies in between."""

import asyncio

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel import col

from services.contracts.event import EventChanged
from services.contracts.streams import EVENTS
from services.contracts.vocabulary import Stage
from services.database.events import OutboxRow
from services.runtime.jetstream import Bus
from services.store.relay import publish_pending, relay
from tests.integration.store.conftest import StoreBench
from tests.support.eventually import eventually
from tests.support.nats import NatsProcess
from tests.support.store import message, withdrawal


async def published(bus: Bus) -> list[EventChanged]:
    state = (await bus.context.stream_info(EVENTS.name)).state
    return [
        EventChanged.decode((await bus.context.get_msg(EVENTS.name, sequence)).data or b"")
        for sequence in range(state.first_seq, state.last_seq + 1)
        if state.messages
    ]


async def forget_publishing(engine: AsyncEngine) -> None:
    async with async_sessionmaker(engine).begin() as session:
        await session.execute(update(OutboxRow).values(published_at=None))


async def say_four(store: StoreBench) -> None:
    await store.say(*(message(name, withdrawal(), withdrawal(stage=Stage.SIGNED_INTO_LAW)) for name in "ab"))


async def test_alerts_leave_in_the_order_of_their_commits(store: StoreBench, bus: Bus) -> None:
    await say_four(store)

    assert await publish_pending(store.engine, bus) == 4
    assert await published(bus) == await store.alerts()
    assert await publish_pending(store.engine, bus) == 0


async def test_a_crash_between_publishing_and_marking_publishes_once(store: StoreBench, bus: Bus) -> None:
    await say_four(store)
    await publish_pending(store.engine, bus)
    await forget_publishing(store.engine)

    assert await publish_pending(store.engine, bus) == 4
    assert await published(bus) == await store.alerts()


async def test_two_relays_at_once_publish_each_alert_once(store: StoreBench, bus: Bus) -> None:
    await say_four(store)
    await asyncio.gather(*(publish_pending(store.engine, bus) for _ in range(4)))

    assert await published(bus) == await store.alerts()


async def test_what_is_committed_while_nats_is_down_is_told_when_it_is_back(
    store: StoreBench, bus: Bus, nats_process: NatsProcess
) -> None:
    finished = asyncio.Event()
    running = asyncio.create_task(relay(store.engine, bus, committed=store.committed, finished=finished))
    nats_process.kill()
    await say_four(store)
    assert await store.count(OutboxRow) == 4

    nats_process.start()
    await eventually(lambda: is_told(store))
    finished.set()
    store.committed.set()
    await running
    assert await published(bus) == await store.alerts()


async def is_told(store: StoreBench) -> bool:
    async with async_sessionmaker(store.engine)() as session:
        waiting = await session.scalar(select(func.count()).where(col(OutboxRow.published_at).is_(None)))
        return waiting == 0


async def test_a_commit_wakes_the_relay_and_finishing_empties_the_outbox(store: StoreBench, bus: Bus) -> None:
    finished = asyncio.Event()
    running = asyncio.create_task(relay(store.engine, bus, committed=store.committed, finished=finished))
    await store.say(message("a", withdrawal()))
    await eventually(lambda: published(bus))

    await store.say(message("b", withdrawal()))
    finished.set()
    store.committed.set()
    await running
    assert await published(bus) == await store.alerts()
