"""What ingest remembers, in JetStream's key-value store, and how an outcome gets there.

The order of a save is what makes a crash harmless: articles first, then which entries were published, then the
feed's state. Whatever is missing after a crash is done again, and doing it again changes nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import structlog
from nats.errors import Error as NatsError
from nats.js.errors import KeyNotFoundError
from nats.js.kv import KeyValue
from pydantic import BaseModel, ValidationError

from services.contracts.article import Article
from services.contracts.feed import FeedState, SeenEntries
from services.contracts.streams import FEED_SEEN_BUCKET, FEED_STATE_BUCKET
from services.ingest.errors import StoppedBeforeStored
from services.ingest.identity import message_id
from services.runtime.buckets import read_bucket
from services.runtime.errors import PublishFailed
from services.runtime.jetstream import Bus
from services.runtime.process import Life

log = structlog.get_logger()

_AWAY = (NatsError, OSError, TimeoutError, PublishFailed)
_LONGEST_WAIT_SECONDS = 5.0
_WRITES_AT_ONCE = 64

Result = TypeVar("Result")
Kept = TypeVar("Kept", bound=BaseModel)


@dataclass(frozen=True)
class Outcome:
    """All that one poll leads to."""

    state: FeedState
    result: str
    """For the metrics."""
    articles: tuple[Article, ...] = ()
    seen: SeenEntries | None = None
    """None when what was remembered still holds."""


class Keep:
    """The two buckets and the stream of articles. While NATS is away, every call waits for it to come back."""

    def __init__(self, bus: Bus, states: KeyValue, seen: KeyValue, life: Life) -> None:
        self._bus = bus
        self._states = states
        self._seen = seen
        self._life = life

    @classmethod
    async def open(cls, bus: Bus, life: Life) -> "Keep":
        """Bind to the buckets."""
        return cls(bus, await bus.bucket(FEED_STATE_BUCKET), await bus.bucket(FEED_SEEN_BUCKET), life)

    @property
    def is_reachable(self) -> bool:
        """Whether NATS is there at the moment."""
        return self._bus.client.is_connected

    async def load_states(self) -> dict[str, FeedState]:
        """Every feed's state by its id."""
        return await self._until_done(self._read_states)

    async def load_seen(self, feed_id: str) -> SeenEntries:
        """What was published of a feed."""

        async def read() -> SeenEntries:
            try:
                entry = await self._seen.get(feed_id)
            except KeyNotFoundError:
                return SeenEntries()
            return _decoded(SeenEntries, FEED_SEEN_BUCKET, feed_id, entry.value) or SeenEntries()

        return await self._until_done(read)

    async def save(self, outcome: Outcome) -> None:
        """Publish and remember; raises `StoppedBeforeStored` if the process is stopped while that is impossible."""
        feed_id = outcome.state.feed.id
        seen = outcome.seen
        if outcome.articles:
            messages = [(article, message_id(article)) for article in outcome.articles]
            await self._until_done(lambda: self._bus.publish_all(messages))
        if seen is not None:
            data = seen.model_dump_json().encode()
            await self._until_done(lambda: self._seen.put(feed_id, data))
        await self.save_states([outcome.state])

    async def save_states(self, states: Sequence[FeedState]) -> None:
        """Remember the states, several writes at a time."""
        for start in range(0, len(states), _WRITES_AT_ONCE):
            some = states[start : start + _WRITES_AT_ONCE]

            await self._until_done(partial(self._write_states, some))

    async def forget_states(self, feed_ids: Sequence[str]) -> None:
        """Drop the state of feeds that are no longer polled, so that nobody takes them for polled ones.

        What was published of them is kept: a feed that is put back later does not publish everything anew.
        """
        for feed_id in feed_ids:
            await self._until_done(partial(self._states.purge, feed_id))

    async def _write_states(self, states: Sequence[FeedState]) -> None:
        await asyncio.gather(*(self._states.put(state.feed.id, state.model_dump_json().encode()) for state in states))

    async def _read_states(self) -> dict[str, FeedState]:
        stored = await read_bucket(self._bus, FEED_STATE_BUCKET)
        states = ((key, _decoded(FeedState, FEED_STATE_BUCKET, key, kept.value)) for key, kept in stored.items())
        return {key: state for key, state in states if state is not None}

    async def _until_done(self, act: Callable[[], Awaitable[Result]]) -> Result:
        """Do it again until it succeeds: each of these acts may be repeated without harm."""
        failures = 0
        while True:
            try:
                return await act()
            except _AWAY as error:
                failures += 1
                if failures in (1, 10, 100):
                    log.warning("nats is away, will try again", error=str(error) or type(error).__name__)
                if await self._life.sleep(min(0.2 * failures, _LONGEST_WAIT_SECONDS)):
                    raise StoppedBeforeStored(str(error)) from error


def _decoded(kind: type[Kept], bucket: str, key: str, value: bytes | None) -> Kept | None:
    """The value, or None if it cannot be read: the feed is then taken for a new one, which costs one poll."""
    try:
        return kind.model_validate_json(value or b"")
    except ValidationError as error:
        log.warning("unreadable value ignored", bucket=bucket, key=key, error=str(error)[:300])
        return None
