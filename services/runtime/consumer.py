"""The one loop with which every service takes messages from a stream.

Pull, durable, explicit ack; what becomes of a message is told in services/runtime/handling.py.
"""

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import TypeVar

import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

from services.runtime.clock import Clock, utc_now
from services.runtime.handling import BatchHandler, Consumer, Delivery, Handler, Handling, Reject, Retry
from services.runtime.jetstream import Bus
from services.runtime.metrics import CONSUMER_BACKLOG, PULL_REBINDS
from services.runtime.process import Life

__all__ = ["BatchHandler", "Consumer", "Delivery", "Handler", "Reject", "Retry", "consume"]

log = structlog.get_logger()

Answer = TypeVar("Answer")


async def consume(
    bus: Bus,
    consumer: Consumer,
    handle: Handler,
    life: Life,
    *,
    handle_batch: BatchHandler | None = None,
    clock: Clock = utc_now,
) -> None:
    """Take messages and hand them to `handle` until `life.stopping`; what is in hand then is finished.

    With `handle_batch` all that one pull brings is handed over at once; what fails so goes through `handle` one by one.
    """
    loop = _Loop(bus, consumer, Handling(bus, consumer, handle, clock, handle_batch), life)
    while not life.stopping.is_set():
        try:
            await loop.run()
        except (NatsError, TimeoutError, OSError) as error:
            if bus.client.is_closed and not life.stopping.is_set():  # for good: only a new process connects again
                raise
            log.warning("consumer interrupted", consumer=consumer.durable, error=str(error) or type(error).__name__)
            await life.sleep(1)


class _Loop:
    def __init__(self, bus: Bus, consumer: Consumer, handling: Handling, life: Life) -> None:
        self._bus = bus
        self._consumer = consumer
        self._handling = handling
        self._life = life
        self._in_hand: dict[int, Msg] = {}  # by id(): nats-py's messages have no hash

    async def run(self) -> None:
        """One binding to the durable, until it stalls, breaks or the process stops."""
        await self._unless_stopping(self._ensure())
        subscription = await self._unless_stopping(
            self._bus.context.pull_subscribe_bind(durable=self._consumer.durable, stream=self._consumer.stream)
        )
        if subscription is None:
            return
        keeper = asyncio.create_task(self._keep_in_hand())
        try:
            await self._pull_until_stalled(subscription)
        finally:
            keeper.cancel()
            with contextlib.suppress(NatsError, TimeoutError, OSError):
                await subscription.unsubscribe()

    async def _ensure(self) -> None:
        """Make the durable or change it to today's settings: binding alone would silently keep the old ones."""
        c = self._consumer
        await self._bus.context.add_consumer(
            c.stream,
            ConsumerConfig(
                durable_name=c.durable,
                filter_subject=None if c.keeps_stream_clean else c.subject_filter,
                ack_policy=AckPolicy.EXPLICIT,
                deliver_policy=DeliverPolicy.NEW if c.from_now_on else DeliverPolicy.ALL,
                ack_wait=c.ack_wait.total_seconds(),
                max_deliver=-1,
                max_ack_pending=self._max_ack_pending,
            ),
        )

    @property
    def _max_ack_pending(self) -> int:
        return 2 * max(self._consumer.batch, self._consumer.concurrency)

    async def _pull_until_stalled(self, subscription: JetStreamContext.PullSubscription) -> None:
        empty_pulls = 0
        while not self._life.stopping.is_set():
            messages = await self._pull(subscription)
            if messages:
                empty_pulls = 0
                CONSUMER_BACKLOG.labels(self._consumer.durable).set(messages[-1].metadata.num_pending)
                await self._handle_all(messages)
                continue
            empty_pulls += 1
            if empty_pulls >= self._consumer.stalled_after_empty_pulls:
                empty_pulls = 0
                if await self._is_stalled():
                    PULL_REBINDS.labels(self._consumer.durable).inc()
                    log.warning("pull stalled, binding anew", consumer=self._consumer.durable)
                    return

    async def _pull(self, subscription: JetStreamContext.PullSubscription) -> list[Msg]:
        """The next messages, or none; returns early when the process stops."""
        try:
            # Messages delivered to a pull that is dropped when stopping come again after ack_wait: nothing is lost.
            pull = subscription.fetch(self._consumer.batch, timeout=self._consumer.pull_seconds)
            return await self._unless_stopping(pull) or []
        except TimeoutError:  # nats-py's way of saying that there was nothing
            return []

    async def _unless_stopping(self, asked: Awaitable[Answer]) -> Answer | None:
        """The server's answer, or None when the process stops first: a server that is away lets one wait."""
        request = asyncio.ensure_future(asked)
        stop = asyncio.ensure_future(self._life.stopping.wait())
        try:
            await asyncio.wait({request, stop}, return_when=asyncio.FIRST_COMPLETED)
            return request.result() if request.done() else None
        finally:
            for task in (request, stop):
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError, NatsError, TimeoutError, OSError):
                await request

    async def _is_stalled(self) -> bool:
        """Messages wait, more may be out for handling, and yet pulls bring nothing; or the durable is gone."""
        try:
            info = await self._unless_stopping(
                self._bus.context.consumer_info(self._consumer.stream, self._consumer.durable)
            )
        except NotFoundError:
            return True
        if info is None:
            return False
        CONSUMER_BACKLOG.labels(self._consumer.durable).set(info.num_pending or 0)
        return bool(info.num_pending) and (info.num_ack_pending or 0) < self._max_ack_pending

    async def _handle_all(self, messages: list[Msg]) -> None:
        """Handle a batch, at once or `concurrency` at a time. Once stopping, what has not been begun is handed back."""
        self._in_hand.update((id(message), message) for message in messages)
        left = messages if self._life.stopping.is_set() else await self._handling.handle_batch(messages)
        for done in {id(message) for message in messages} - {id(message) for message in left}:
            self._in_hand.pop(done, None)
        queue = list(reversed(left))

        async def work() -> None:
            while queue:
                message = queue.pop()
                try:
                    if self._life.stopping.is_set():
                        with contextlib.suppress(NatsError, OSError):  # unsaid, it comes again after ack_wait
                            await message.nak()
                    else:
                        await self._handling.handle_one(message)
                finally:
                    self._in_hand.pop(id(message), None)

        async with asyncio.TaskGroup() as group:
            for _ in range(min(self._consumer.concurrency, len(messages))):
                group.create_task(work())

    async def _keep_in_hand(self) -> None:
        """Ack clocks run from the delivery of the batch: tell the server that the rest is still in hand."""
        while True:
            await asyncio.sleep(self._consumer.ack_wait.total_seconds() / 3)
            for message in list(self._in_hand.values()):
                with contextlib.suppress(NatsError, OSError):
                    await message.in_progress()
