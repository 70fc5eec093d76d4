"""One message, or a batch of them, from delivery to its end: acknowledged, brought again, or buried in DEAD.

A handler ends in one of three ways: it returns (the message is acknowledged), it raises `Retry` (the message comes
again after a wait) or it raises `Reject` (the message goes to DEAD with the reason). Any other exception is a fault
of ours or of the database: it is logged and treated as `Retry`, and after `max_deliveries` tries the message goes to
DEAD too, so that one bad message never blocks the rest.

The limit on deliveries is kept here and not by the server: a message the server gives up on is only announced
in a transient advisory and would be lost to us, while a redelivered one that killed its worker each time comes
back here and is buried with its reason.
"""

import asyncio
import base64
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from services.contracts.dead_letter import MAX_KEPT_BYTES, DeadLetter
from services.contracts.message import InvalidMessage
from services.runtime.backoff import exponential
from services.runtime.clock import Clock
from services.runtime.errors import PublishFailed
from services.runtime.identifiers import stable_id
from services.runtime.jetstream import Bus
from services.runtime.metrics import HANDLING_SECONDS, MESSAGES_HANDLED

log = structlog.get_logger()

ACK_SECONDS = 10


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

BatchHandler = Callable[[Sequence[Delivery]], Awaitable[None]]
"""Handles all or none: when it raises, nothing may be left of it, because each message is then handled by itself."""


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


class Handling:
    """What one consumer does with the messages it takes."""

    def __init__(
        self, bus: Bus, consumer: Consumer, handler: Handler, clock: Clock, batch_handler: BatchHandler | None = None
    ) -> None:
        self._bus = bus
        self._consumer = consumer
        self._handler = handler
        self._clock = clock
        self._batch_handler = batch_handler

    async def handle_batch(self, messages: Sequence[Msg]) -> Sequence[Msg]:
        """Handle all of them at once where that is possible; answers those that must be handled one by one.

        That are the ones delivered before, because one of them may have killed its worker, and all of a batch that
        failed, because nobody knows yet which of them is to blame.
        """
        if self._batch_handler is None:
            return messages
        together = [message for message in messages if self._goes_with_others(message)]
        if len(together) < 2:
            return messages
        started = time.perf_counter()
        try:
            await self._batch_handler([_delivery_of(message) for message in together])
        except Exception as error:
            log.warning("batch taken apart", consumer=self._consumer.durable, size=len(together), error=repr(error))
            return messages
        acks = (message.ack_sync(timeout=ACK_SECONDS) for message in together)
        ends = await asyncio.gather(*acks, return_exceptions=True)
        lost = [end for end in ends if isinstance(end, BaseException)]
        if lost:  # handled, but not known to be: they come again, and handling them again changes nothing
            log.warning("acknowledgements lost", consumer=self._consumer.durable, count=len(lost), error=repr(lost[0]))
        HANDLING_SECONDS.labels(self._consumer.durable).observe(time.perf_counter() - started)
        MESSAGES_HANDLED.labels(self._consumer.durable, "handled").inc(len(together) - len(lost))
        MESSAGES_HANDLED.labels(self._consumer.durable, "interrupted").inc(len(lost))
        taken = {id(message) for message in together}
        return [message for message in messages if id(message) not in taken]

    def _goes_with_others(self, message: Msg) -> bool:
        subject = self._consumer.subject_filter.removesuffix(">")
        return message.subject.startswith(subject) and message.metadata.num_delivered == 1

    async def handle_one(self, message: Msg) -> None:
        """Handle one message; whatever comes of it, it raises nothing."""
        delivery = _delivery_of(message)
        started = time.perf_counter()
        try:
            if not self._is_ours(delivery.subject):
                await message.ack()
                return
            if delivery.deliveries > self._consumer.max_deliveries:
                raise Reject(f"delivered {delivery.deliveries - 1} times, and no try came to an end")
            await self._handler(delivery)
            await message.ack_sync(timeout=ACK_SECONDS)
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


def _delivery_of(message: Msg) -> Delivery:
    metadata = message.metadata
    return Delivery(message.subject, message.data, metadata.sequence.stream, metadata.num_delivered)
