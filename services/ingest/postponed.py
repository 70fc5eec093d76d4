"""Wishes for pages that must wait, in JetStream's key-value store.

A message that waits for its next delivery holds one of the places that its consumer has for unacknowledged ones: a few
dozen dead pages would hold up all others. So a wish that must wait is laid down here, its message is acknowledged, and
when its time has come it is published again. Every replica looks after all of them; whoever comes first publishes, and
the message's id keeps the second from being stored.
"""

from datetime import timedelta

import structlog
from nats.errors import Error as NatsError
from nats.js.kv import KeyValue
from pydantic import ValidationError

from services.contracts.streams import PAGE_WISH_BUCKET
from services.contracts.wanted import ArticleWanted, PostponedWish
from services.runtime.buckets import Stored, read_bucket
from services.runtime.clock import Clock
from services.runtime.errors import PublishFailed
from services.runtime.identifiers import stable_id
from services.runtime.jetstream import Bus
from services.runtime.process import Life

log = structlog.get_logger()

LOOK_EVERY_SECONDS = 10.0


class PostponedWishes:
    """One for each version of an article whose page is wanted."""

    def __init__(self, bus: Bus, bucket: KeyValue, clock: Clock) -> None:
        self._bus = bus
        self._bucket = bucket
        self._clock = clock

    @classmethod
    async def open(cls, bus: Bus, clock: Clock) -> "PostponedWishes":
        """Bind to the bucket."""
        return cls(bus, await bus.bucket(PAGE_WISH_BUCKET), clock)

    async def add(self, wanted: ArticleWanted, wait: timedelta) -> None:
        """Let the wish come again after `wait`; returns when that is durable."""
        wish = PostponedWish(wanted=wanted, due_at=self._clock() + wait)
        key = f"{wanted.article.id}.{wanted.article.revision}"
        await self._bucket.put(key, wish.model_dump_json().encode())

    async def run(self, life: Life) -> None:
        """Publish what is due, every few seconds, until the process stops."""
        while not await life.sleep(LOOK_EVERY_SECONDS):
            try:
                await self.publish_due()
            except (NatsError, PublishFailed, TimeoutError, OSError) as error:
                log.warning("postponed pages wait for nats", error=str(error) or type(error).__name__)

    async def publish_due(self) -> int:
        """Publish the wishes whose time has come; answers how many."""
        due = 0
        for key, stored in (await read_bucket(self._bus, PAGE_WISH_BUCKET)).items():
            wish = _decoded(stored.value)
            if wish is not None and wish.due_at > self._clock():
                continue
            if wish is not None:
                due += 1
                name = stable_id("msg", key, wish.due_at.isoformat())
                await self._bus.publish(wish.wanted, message_id=name)
            await self._forget(key, stored)
        return due

    async def _forget(self, key: str, stored: Stored) -> None:
        # Only up to what was read: it may be postponed anew already. A deletion would leave a marker for ever.
        stream, subject = f"KV_{PAGE_WISH_BUCKET}", f"$KV.{PAGE_WISH_BUCKET}.{key}"
        await self._bus.context.purge_stream(stream, seq=stored.revision + 1, subject=subject)


def _decoded(value: bytes) -> PostponedWish | None:
    try:
        return PostponedWish.model_validate_json(value)
    except ValidationError:  # the summary is all there is
        return None
