"""What the consumer loop tells while it is busy, and how it ends when its connection does."""

import asyncio
import contextlib

import pytest
from nats.errors import ConnectionClosedError
from nats.js.errors import NotFoundError
from prometheus_client import REGISTRY

from services.contracts.article import Article
from services.contracts.streams import ARTICLES
from services.runtime.consumer import Consumer, Delivery, consume
from services.runtime.jetstream import Bus
from services.runtime.process import Life
from tests.support import samples
from tests.support.eventually import eventually
from tests.support.nats import NatsProcess


def consumer(durable: str) -> Consumer:
    return Consumer(
        durable=durable, stream=ARTICLES.name, subject_filter=Article.subject_filter(), batch=5, pull_seconds=0.5
    )


async def test_the_backlog_is_told_while_the_consumer_has_its_hands_full(bus: Bus, life: Life) -> None:
    """When it never comes to rest is when somebody needs to know."""
    await bus.publish_all([(samples.article(f"a{n}"), f"id-{n}") for n in range(20)])
    go_on = asyncio.Event()

    async def busy(_delivery: Delivery) -> None:
        await go_on.wait()

    async def backlog() -> float | None:
        return REGISTRY.get_sample_value("ottawatch_consumer_backlog", {"consumer": "busy"})

    task = asyncio.create_task(consume(bus, consumer("busy"), busy, life))
    assert await eventually(backlog) == 15
    go_on.set()

    async def is_worked_off() -> bool:
        return await backlog() == 0

    await eventually(is_worked_off)
    life.stopping.set()
    await asyncio.wait_for(task, 10)


async def test_a_connection_closed_for_good_ends_the_loop_so_that_a_new_process_begins(bus: Bus, life: Life) -> None:
    async def ignore(_delivery: Delivery) -> None:
        pass

    async def is_asking() -> bool:
        with contextlib.suppress(NotFoundError):
            return bool((await bus.context.consumer_info(ARTICLES.name, "closed")).num_waiting)
        return False

    task = asyncio.create_task(consume(bus, consumer("closed"), ignore, life))
    await eventually(is_asking)
    await bus.client.close()
    with pytest.raises(ConnectionClosedError):
        await asyncio.wait_for(task, 30)


async def test_stopping_when_the_connection_is_already_closed_is_no_crash(bus: Bus, life: Life) -> None:
    """What was not begun cannot be handed back then; it comes again by itself."""
    await bus.publish_all([(samples.article(f"a{n}"), f"id-{n}") for n in range(5)])
    begun: list[int] = []

    async def close_and_stop(delivery: Delivery) -> None:
        begun.append(delivery.stream_sequence)
        await bus.client.close()
        life.stopping.set()

    await asyncio.wait_for(consume(bus, consumer("stopping"), close_and_stop, life), 15)
    assert begun == [1]


async def test_a_server_that_is_away_does_not_hold_up_stopping(
    bus: Bus, life: Life, nats_process: NatsProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    """The loop is asking it something then, and would wait ten seconds for the answer."""

    async def ignore(_delivery: Delivery) -> None:
        pass

    async def was_interrupted() -> bool:
        return "consumer interrupted" in capsys.readouterr().out

    task = asyncio.create_task(consume(bus, consumer("orphan"), ignore, life))
    await asyncio.sleep(0.2)
    nats_process.kill()
    await eventually(was_interrupted)
    await asyncio.sleep(1.2)  # it asks anew a second after it was interrupted
    life.stopping.set()
    await asyncio.wait_for(task, 5)
