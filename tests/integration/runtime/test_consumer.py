"""The consumer loop against a real nats-server that is killed and started under it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from services.contracts.article import Article
from services.contracts.dead_letter import DeadLetter
from services.contracts.streams import ARTICLES, DEAD
from services.runtime.consumer import Consumer, Delivery, Handler, Reject, Retry, consume
from services.runtime.dead_letters import replay_letter, stored_letters
from services.runtime.jetstream import Bus
from services.runtime.process import Life
from tests.support import samples
from tests.support.eventually import eventually
from tests.support.nats import NatsProcess

CONSUMER = Consumer(
    durable="test",
    stream=ARTICLES.name,
    subject_filter=Article.subject_filter(),
    batch=10,
    ack_wait=timedelta(seconds=2),
    max_deliveries=3,
    first_wait=timedelta(milliseconds=50),
    longest_wait=timedelta(milliseconds=100),
    pull_seconds=0.5,
)


class Recorder:
    """A handler that remembers what it was given and may raise."""

    def __init__(self, behave: Callable[[Delivery], None] = lambda _delivery: None) -> None:
        self.seen: list[Delivery] = []
        self._behave = behave

    async def __call__(self, delivery: Delivery) -> None:
        self.seen.append(delivery)
        self._behave(delivery)

    async def has(self, count: int) -> bool:
        return len({d.stream_sequence for d in self.seen}) >= count


@contextlib.asynccontextmanager
async def consuming(bus: Bus, handler: Handler, consumer: Consumer = CONSUMER) -> AsyncIterator[Life]:
    life = Life()
    task = asyncio.create_task(consume(bus, consumer, handler, life))
    try:
        yield life
    finally:
        life.stopping.set()
        await asyncio.wait_for(task, 15)


async def publish(bus: Bus, count: int, start: int = 0) -> None:
    await bus.publish_all([(samples.article(f"a{n}"), f"id-{n}") for n in range(start, start + count)])


async def left_pending(bus: Bus) -> int:
    info = await bus.context.consumer_info(ARTICLES.name, CONSUMER.durable)
    return (info.num_pending or 0) + (info.num_ack_pending or 0)


async def letters(bus: Bus) -> list[DeadLetter]:
    return [stored.letter async for stored in stored_letters(bus)]


async def test_every_message_is_handled_once_and_acknowledged(bus: Bus) -> None:
    handler = Recorder()
    await publish(bus, 25)
    async with consuming(bus, handler):
        await eventually(lambda: handler.has(25))
    assert [d.stream_sequence for d in handler.seen] == list(range(1, 26))
    assert await left_pending(bus) == 0


async def test_the_same_message_id_is_stored_once(bus: Bus) -> None:
    await publish(bus, 3)
    await publish(bus, 3)
    assert (await bus.context.stream_info(ARTICLES.name)).state.messages == 3


async def test_a_retry_comes_again_after_a_wait_and_then_ends(bus: Bus) -> None:
    def twice(delivery: Delivery) -> None:
        if delivery.deliveries < 3:
            raise Retry("the database is away")

    handler = Recorder(twice)
    await publish(bus, 1)

    async def is_acknowledged() -> bool:
        return len(handler.seen) == 3 and await left_pending(bus) == 0

    async with consuming(bus, handler):
        await eventually(is_acknowledged)
    assert await letters(bus) == []


async def test_a_rejected_message_goes_to_dead_with_its_reason_and_the_rest_goes_on(bus: Bus) -> None:
    await bus.context.publish("articles.v1.feed_x", b"{not json")
    await publish(bus, 2)

    async def handle(delivery: Delivery) -> None:
        Article.decode(delivery.data)

    async with consuming(bus, handle):
        await eventually(lambda: letters(bus))
    [letter] = await letters(bus)
    assert "not a Article" in letter.reason
    assert letter.payload() == b"{not json"
    assert (letter.source_subject, letter.stream_sequence, letter.consumer) == ("articles.v1.feed_x", 1, "test")
    assert await left_pending(bus) == 0


async def test_a_message_under_a_subject_nobody_knows_is_buried_by_who_keeps_the_stream_clean(bus: Bus) -> None:
    await bus.context.publish("articles.v9.feed_x", b"from the future")
    await bus.context.publish("articles.wanted.v1.art_0", b"for another")
    await publish(bus, 1)
    handler = Recorder()
    keeper = Consumer(**{**CONSUMER.__dict__, "keeps_stream_clean": True, "passes_over": ("articles.wanted.v1.>",)})
    async with consuming(bus, handler, keeper):
        await eventually(lambda: letters(bus))
        await eventually(lambda: handler.has(1))
    [letter] = await letters(bus)
    assert letter.reason == "no message is known under the subject articles.v9.feed_x"
    assert [d.stream_sequence for d in handler.seen] == [3]
    assert await left_pending(bus) == 0


async def test_a_handler_that_always_fails_buries_the_message_after_its_last_try(bus: Bus) -> None:
    def fail(_delivery: Delivery) -> None:
        raise ZeroDivisionError("a fault of ours")

    handler = Recorder(fail)
    await publish(bus, 1)
    async with consuming(bus, handler):
        await eventually(lambda: letters(bus))
    [letter] = await letters(bus)
    assert letter.reason == "failed 3 times, last with ZeroDivisionError: a fault of ours"
    assert len(handler.seen) == 3


async def test_a_message_whose_worker_never_comes_back_is_buried_too(bus: Bus) -> None:
    """Its worker is killed each time, so no outcome is ever told; the deliveries still count."""
    await publish(bus, 1)
    impatient = Consumer(**{**CONSUMER.__dict__, "ack_wait": timedelta(milliseconds=200)})
    async with consuming(bus, Recorder(), impatient):
        await eventually(lambda: _consumer_exists(bus))
    # The worker that dies: it takes the message and is gone.
    await publish(bus, 1, start=1)
    for _ in range(3):
        subscription = await bus.context.pull_subscribe_bind(durable="test", stream=ARTICLES.name)
        assert len(await subscription.fetch(1, timeout=3)) == 1
        await subscription.unsubscribe()
        await asyncio.sleep(0.3)
    handler = Recorder()
    async with consuming(bus, handler, impatient):
        await eventually(lambda: letters(bus))
    [letter] = await letters(bus)
    assert letter.reason == "delivered 3 times, and no try came to an end"
    assert handler.seen == []


async def _consumer_exists(bus: Bus) -> bool:
    with contextlib.suppress(Exception):
        return await left_pending(bus) == 0
    return False


async def test_work_longer_than_the_ack_wait_is_not_given_to_another(bus: Bus) -> None:
    seen: list[int] = []

    async def slow(delivery: Delivery) -> None:
        seen.append(delivery.stream_sequence)
        await asyncio.sleep(1.5)

    quick = Consumer(**{**CONSUMER.__dict__, "ack_wait": timedelta(milliseconds=600)})
    await publish(bus, 2)

    async def is_done() -> bool:
        return len(seen) >= 2 and await left_pending(bus) == 0

    async with consuming(bus, slow, quick):
        await eventually(is_done)
    assert seen == [1, 2]


async def test_stopping_finishes_what_is_in_hand_and_hands_back_the_rest(bus: Bus) -> None:
    await publish(bus, 5)
    started, go_on = asyncio.Event(), asyncio.Event()
    done: list[int] = []

    async def handle(delivery: Delivery) -> None:
        started.set()
        await go_on.wait()
        done.append(delivery.stream_sequence)

    async with consuming(bus, handle) as life:
        await asyncio.wait_for(started.wait(), 5)
        life.stopping.set()
        go_on.set()
    assert done == [1]
    rest = Recorder()
    async with consuming(bus, rest):
        await eventually(lambda: rest.has(4))
    assert sorted({d.stream_sequence for d in rest.seen}) == [2, 3, 4, 5]


async def test_changed_settings_reach_a_durable_that_exists(bus: Bus) -> None:
    async with consuming(bus, Recorder()):
        await eventually(lambda: _consumer_exists(bus))
    changed = Consumer(**{**CONSUMER.__dict__, "ack_wait": timedelta(seconds=9)})

    async def has_changed() -> bool:
        info = await bus.context.consumer_info(ARTICLES.name, CONSUMER.durable)
        return info.config.ack_wait == 9

    async with consuming(bus, Recorder(), changed):
        await eventually(has_changed)


async def test_killing_the_server_in_the_middle_loses_nothing(bus: Bus, nats_process: NatsProcess) -> None:
    handler = Recorder()
    await publish(bus, 20)
    async with consuming(bus, handler):
        await eventually(lambda: handler.has(5))
        nats_process.kill()
        await asyncio.sleep(0.5)
        nats_process.start()
        await eventually(lambda: handler.has(20))

        async def is_back() -> bool:
            with contextlib.suppress(Exception):
                await publish(bus, 5, start=20)
                return True
            return False

        await eventually(is_back)
        await eventually(lambda: handler.has(25))


async def test_a_durable_deleted_under_the_loop_is_made_again(bus: Bus) -> None:
    handler = Recorder()
    await publish(bus, 1)
    async with consuming(bus, handler):
        await eventually(lambda: handler.has(1))
        await bus.context.delete_consumer(ARTICLES.name, CONSUMER.durable)
        await publish(bus, 1, start=1)
        await eventually(lambda: handler.has(2))


async def test_a_replayed_letter_is_handled_again_and_leaves_dead(bus: Bus) -> None:
    refuse = True

    def sometimes(_delivery: Delivery) -> None:
        if refuse:
            raise Reject("the rules were wrong")

    handler = Recorder(sometimes)
    await publish(bus, 1)
    async with consuming(bus, handler):
        await eventually(lambda: letters(bus))
        refuse = False
        [stored] = [stored async for stored in stored_letters(bus)]
        assert await replay_letter(bus, stored)
        await eventually(lambda: handler.has(2))
    assert await letters(bus) == []
    assert Article.decode(handler.seen[-1].data) == samples.article("a0")
    assert (await bus.context.stream_info(DEAD.name)).state.messages == 0
