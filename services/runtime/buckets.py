"""Reading a whole key-value bucket.

nats-py's watch says that it has told all there was before it has told any of it, when the first values and the
answer about how many there are cross on the wire: under load a full bucket then looks like an empty one. A pull
consumer knows how many values wait before it asks for the first.
"""

import contextlib
from dataclasses import dataclass

from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from services.runtime.jetstream import Bus

_BATCH = 500
_ANSWER_SECONDS = 10.0
_FORGOTTEN_AFTER_SECONDS = 60.0
_GONE = ("DEL", "PURGE")


@dataclass(frozen=True, slots=True)
class Stored:
    """One value of a bucket."""

    value: bytes
    revision: int
    """What an update must name to be the next one."""


async def read_bucket(bus: Bus, name: str) -> dict[str, Stored]:
    """Every value of the bucket by its key, deleted ones left out.

    Raises a NATS error or `TimeoutError` when the server does not answer.
    """
    prefix = f"$KV.{name}."
    context, stream = bus.context, f"KV_{name}"
    config = ConsumerConfig(
        deliver_policy=DeliverPolicy.LAST_PER_SUBJECT,
        ack_policy=AckPolicy.NONE,
        filter_subject=f"{prefix}>",
        inactive_threshold=_FORGOTTEN_AFTER_SECONDS,
        mem_storage=True,
        num_replicas=1,
    )
    made = await context.add_consumer(stream, config)
    waiting = made.num_pending or 0
    values: dict[str, Stored] = {}
    subscription = await context.pull_subscribe_bind(stream=stream, consumer=made.name)
    try:
        while waiting:
            for message in await subscription.fetch(min(waiting, _BATCH), timeout=_ANSWER_SECONDS):
                key = message.subject.removeprefix(prefix)
                values.pop(key, None)
                if (message.header or {}).get("KV-Operation") not in _GONE:
                    values[key] = Stored(message.data, message.metadata.sequence.stream)
                waiting = message.metadata.num_pending
    finally:
        with contextlib.suppress(NatsError, TimeoutError, OSError):
            await subscription.unsubscribe()
            await context.delete_consumer(stream, made.name)
    return values
