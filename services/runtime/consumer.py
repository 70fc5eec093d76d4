"""The one loop with which every service takes messages from a stream.

Pull, durable, explicit ack. A handler ends in one of three ways: it returns (the message is acknowledged), it
raises `Retry` (the message comes again after a wait) or it raises `Reject` (the message goes to DEAD with the
reason). Any other exception is a fault of ours or of the database: it is logged and treated as `Retry`, and
after `max_deliveries` tries the message goes to DEAD too, so that one bad message never blocks the rest.

The limit on deliveries is kept here and not by the server: a message the server gives up on is only announced
in a transient advisory and would be lost to us, while a redelivered one that killed its worker each time comes
back here and is buried with its reason.
"""

import asyncio
import base64
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

from services.contracts.dead_letter import MAX_KEPT_BYTES, DeadLetter
from services.contracts.message import InvalidMessage
from services.runtime.backoff import exponential
from services.runtime.clock import Clock, utc_now
from services.runtime.errors import PublishFailed
from services.runtime.identifiers import stable_id
from services.runtime.jetstream import Bus
from services.runtime.metrics import CONSUMER_BACKLOG, HANDLING_SECONDS, MESSAGES_HANDLED, PULL_REBINDS
from services.runtime.process import Life

log = structlog.get_logger()


class Retry(Exception):  # noqa: N818 - said by a handler, not a fault
    """This message cannot be handled now: bring it again after a wait."""


class Reject(Exception):  # noqa: N818
    """This message can never be handled: put it into DEAD with this text as the reason."""


@dataclass(frozen=True)
class Delivery:
    """One message as it was delivered."""

    subject: str
    data: bytes
    stream_sequence: int
    deliveries: int
    """1 at the first delivery."""


Handler = Callable[[Delivery], Awaitable[None]]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Consumer:
    """Who takes what from which stream, and how patiently."""

    durable: str
    stream: str
    subject_filter: str
    concurrency: int = 1
    """Messages handled at the same time; 1 keeps their order."""
    batch: int = 64
    ack_wait: timedelta = timedelta(seconds=15)
    """After a killed worker its messages come again this much later; who is alive renews it at a third of the time."""
    max_deliveries: int = 8
    """With waits of 1 s doubling to 60 s, about two minutes of trying before a message is given up."""
    first_wait: timedelta = timedelta(seconds=1)
    longest_wait: timedelta = timedelta(seconds=60)
    pull_seconds: float = 5.0
    stalled_after_empty_pulls: int = 3
    keeps_stream_clean: bool = False
    """Take every message of the stream, and bury those under subjects that carry no known message: nobody else would
    ever read them. One consumer of each stream does this."""
    passes_over: tuple[str, ...] = ()
    """Subject filters of the stream's messages that others read."""
    from_now_on: bool = False
    """Begin with messages stored after the consumer is first made, instead of with the oldest."""


async def consume(bus: Bus, consumer: Consumer, handle: Handler, life: Life, *, clock: Clock = utc_now) -> None:
    """Take messages and hand them to `handle` until `life.stopping`; what is in hand then is finished."""
    loop = _Loop(bus, consumer, handle, life, clock)
    while not life.stopping.is_set():
        try:
            await loop.run()
        except (NatsError, TimeoutError, OSError) as error:
            if bus.client.is_closed and not life.stopping.is_set():  # for good: only a new process connects again
                raise
            log.warning("consumer interrupted", consumer=consumer.durable, error=str(error) or type(error).__name__)
            await life.sleep(1)


class _Loop:
    def __init__(self, bus: Bus, consumer: Consumer, handle: Handler, life: Life, clock: Clock) -> None:
        self._bus = bus
        self._consumer = consumer
        self._handle = handle
        self._life = life
        self._clock = clock
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
        """Handle a batch, `concurrency` at a time. Once stopping, what has not been begun is handed back."""
        queue = list(reversed(messages))
        self._in_hand.update((id(message), message) for message in messages)

        async def work() -> None:
            while queue:
                message = queue.pop()
                try:
                    if self._life.stopping.is_set():
                        with contextlib.suppress(NatsError, OSError):  # unsaid, it comes again after ack_wait
                            await message.nak()
                    else:
                        await self._handle_one(message)
                finally:
                    self._in_hand.pop(id(message), None)

        async with asyncio.TaskGroup() as group:
            for _ in range(min(self._consumer.concurrency, len(messages))):
                group.create_task(work())

    async def _handle_one(self, message: Msg) -> None:
        metadata = message.metadata
        delivery = Delivery(message.subject, message.data, metadata.sequence.stream, metadata.num_delivered)
        started = time.perf_counter()
        try:
            if not self._is_ours(delivery.subject):
                await message.ack()
                return
            if delivery.deliveries > self._consumer.max_deliveries:
                raise Reject(f"delivered {delivery.deliveries - 1} times, and no try came to an end")
            await self._handle(delivery)
            await message.ack_sync(timeout=10)
            outcome = "handled"
        except (Reject, InvalidMessage) as error:
            outcome = await self._bury(message, delivery, str(error))
        except (NatsError, TimeoutError, OSError, PublishFailed) as error:
            # NATS is away or slow, which is no fault of the message: it comes again after ack_wait.
            log.warning("message left for redelivery", consumer=self._consumer.durable, error=repr(error))
            outcome = "interrupted"
        except Exception as error:
            if not isinstance(error, Retry):
                log.exception("handler failed", consumer=self._consumer.durable, sequence=delivery.stream_sequence)
            outcome = await self._try_again_or_bury(message, delivery, error)
        HANDLING_SECONDS.labels(self._consumer.durable).observe(time.perf_counter() - started)
        MESSAGES_HANDLED.labels(self._consumer.durable, outcome).inc()

    def _is_ours(self, subject: str) -> bool:
        """Whether the subject's messages are handled here; raises `Reject` when they are handled nowhere."""
        if subject.startswith(self._consumer.subject_filter.removesuffix(">")):
            return True
        if any(subject.startswith(other.removesuffix(">")) for other in self._consumer.passes_over):
            return False
        raise Reject(f"no message is known under the subject {subject}")

    async def _try_again_or_bury(self, message: Msg, delivery: Delivery, error: Exception) -> str:
        if delivery.deliveries >= self._consumer.max_deliveries:
            reason = f"failed {delivery.deliveries} times, last with {type(error).__name__}: {error}"
            return await self._bury(message, delivery, reason)
        wait = exponential(
            delivery.deliveries, first=self._consumer.first_wait, ceiling=self._consumer.longest_wait
        ).total_seconds()
        with contextlib.suppress(NatsError, OSError):
            await message.nak(delay=wait)
        return "retried"

    async def _bury(self, message: Msg, delivery: Delivery, reason: str) -> str:
        """Put the message into DEAD, then end it. The letter's id makes a second burial the same letter."""
        c = self._consumer
        letter = DeadLetter(
            source_stream=c.stream,
            source_subject=delivery.subject,
            stream_sequence=delivery.stream_sequence,
            consumer=c.durable,
            reason=reason[:2000],
            deliveries=delivery.deliveries,
            dead_at=self._clock(),
            payload_base64=base64.b64encode(delivery.data[:MAX_KEPT_BYTES]).decode(),
            payload_is_cut=len(delivery.data) > MAX_KEPT_BYTES,
        )
        log.error("message rejected", consumer=c.durable, sequence=delivery.stream_sequence, reason=reason)
        try:
            await self._bus.publish(letter, message_id=stable_id("dead", c.durable, delivery.stream_sequence))
            await message.term()
        except (PublishFailed, NatsError, OSError) as error:
            log.warning("dead letter not stored, will try again", error=repr(error))
            return "interrupted"
        return "rejected"

    async def _keep_in_hand(self) -> None:
        """Ack clocks run from the delivery of the batch: tell the server that the rest is still in hand."""
        while True:
            await asyncio.sleep(self._consumer.ack_wait.total_seconds() / 3)
            for message in list(self._in_hand.values()):
                with contextlib.suppress(NatsError, OSError):
                    await message.in_progress()
