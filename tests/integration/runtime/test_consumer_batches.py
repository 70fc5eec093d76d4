"""Batches: handled at once, and taken apart where one message spoils them."""

import asyncio
from collections.abc import Sequence

from nats.js.errors import NotFoundError

from services.contracts.streams import ARTICLES
from services.runtime.consumer import BatchHandler, Delivery, Reject, consume
from services.runtime.jetstream import Bus
from services.runtime.process import Life
from tests.integration.runtime.test_consumer import CONSUMER, Recorder, letters, publish
from tests.support.eventually import eventually


class BatchRecorder:
    """A batch handler that remembers what it was given, and refuses batches that hold a poisoned message."""

    def __init__(self, poison: Sequence[int] = (), fails_at_first: int = 0) -> None:
        self.batches: list[list[int]] = []
        self._poison = set(poison)
        self._failures = fails_at_first

    async def __call__(self, deliveries: Sequence[Delivery]) -> None:
        sequences = [delivery.stream_sequence for delivery in deliveries]
        if self._failures:
            self._failures -= 1
            raise RuntimeError("the disk is full")
        if self._poison.intersection(sequences):
            raise Reject("one of these can never be handled")
        self.batches.append(sequences)

    @property
    def handled(self) -> list[int]:
        return sorted(sequence for batch in self.batches for sequence in batch)


async def consuming(bus: Bus, handler: Recorder, batch_handler: BatchHandler) -> None:
    life = Life()
    task = asyncio.create_task(consume(bus, CONSUMER, handler, life, handle_batch=batch_handler))
    try:
        await eventually(lambda: is_empty(bus))
    finally:
        life.stopping.set()
        await asyncio.wait_for(task, 15)


async def is_empty(bus: Bus) -> bool:
    try:
        info = await bus.context.consumer_info(ARTICLES.name, CONSUMER.durable)
    except NotFoundError:  # not made yet
        return False
    return info.num_pending == 0 and info.num_ack_pending == 0


async def test_what_one_pull_brings_is_handled_at_once_and_acknowledged(bus: Bus) -> None:
    together, alone = BatchRecorder(), Recorder()
    await publish(bus, 25)
    await consuming(bus, alone, together)

    assert sorted([*together.handled, *(one.stream_sequence for one in alone.seen)]) == list(range(1, 26))
    assert len(together.batches) < 25
    assert max(map(len, together.batches)) > 1


async def test_one_poisoned_message_spoils_nobody_elses_handling(bus: Bus) -> None:
    def refuse(delivery: Delivery) -> None:
        if delivery.stream_sequence == 4:
            raise Reject("this one")

    together, alone = BatchRecorder(poison=[4]), Recorder(refuse)
    await publish(bus, 12)
    await consuming(bus, alone, together)

    by_itself = [one.stream_sequence for one in alone.seen]
    assert by_itself.count(4) == 1
    assert sorted({*together.handled, *by_itself}) == list(range(1, 13))
    assert [letter.stream_sequence for letter in await letters(bus)] == [4]


async def test_a_batch_that_fails_for_a_passing_reason_is_handled_one_by_one(bus: Bus) -> None:
    together, alone = BatchRecorder(fails_at_first=1), Recorder()
    await publish(bus, 8)
    await consuming(bus, alone, together)

    assert sorted([*together.handled, *(one.stream_sequence for one in alone.seen)]) == list(range(1, 9))
    assert await letters(bus) == []


async def test_a_message_that_was_delivered_before_is_handled_by_itself(bus: Bus) -> None:
    failed_once: set[int] = set()

    def fail_once(delivery: Delivery) -> None:
        if delivery.stream_sequence not in failed_once:
            failed_once.add(delivery.stream_sequence)
            raise RuntimeError("not now")

    alone = Recorder(fail_once)
    refusing = BatchRecorder(poison=range(1, 100))
    await publish(bus, 5)
    await consuming(bus, alone, refusing)

    assert refusing.batches == []
    assert {one.stream_sequence for one in alone.seen if one.deliveries == 2} == failed_once
