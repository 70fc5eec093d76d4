"""What ingest remembers, in JetStream's key-value store, and how an outcome gets there.

The order of a save is what makes a crash harmless: articles first, then which entries were published, then the
feed's state. Whatever is missing after a crash is done again, and doing it again changes nothing. Every write names
the revision it follows, so that a replica that was away for too long cannot undo what another has done since.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

import structlog
from nats.errors import Error as NatsError
from nats.js.errors import KeyNotFoundError, KeyWrongLastSequenceError
from nats.js.kv import KeyValue
from pydantic import BaseModel, ValidationError

from services.contracts.article import Article
from services.contracts.feed import FeedState, SeenEntries
from services.contracts.streams import FEED_SEEN_BUCKET, FEED_STATE_BUCKET
from services.contracts.wanted import ArticleWanted
from services.ingest.errors import Outdated, StoppedBeforeStored
from services.ingest.identity import message_id
from services.ingest.outcome import Outcome, Seen
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


class Keep:
    """The two buckets and the stream of articles. While NATS is away, every call waits for it to come back."""

    def __init__(self, bus: Bus, states: KeyValue, seen: KeyValue, life: Life) -> None:
        self._bus = bus
        self._states = states
        self._seen = seen
        self._life = life
        self._revisions: dict[str, int] = {}
        self._writing: dict[str, asyncio.Future[None]] = {}

    @classmethod
    async def open(cls, bus: Bus, life: Life) -> "Keep":
        """Bind to the buckets."""
        return cls(bus, await bus.bucket(FEED_STATE_BUCKET), await bus.bucket(FEED_SEEN_BUCKET), life)

    @property
    def is_reachable(self) -> bool:
        """Whether NATS is there at the moment."""
        return self._bus.client.is_connected

    async def load_states(self, wanted: Callable[[str], bool] = lambda _feed_id: True) -> dict[str, FeedState]:
        """The states of the feeds that are `wanted`, by id; what is written of them next follows what was read."""
        stored = await self.until_done(lambda: read_bucket(self._bus, FEED_STATE_BUCKET))
        states = {}
        for feed_id, kept in stored.items():
            if wanted(feed_id):
                self._revisions[feed_id] = kept.revision
                state = _decoded(FeedState, FEED_STATE_BUCKET, feed_id, kept.value)
                if state is not None:
                    states[feed_id] = state
        return states

    async def load_state(self, feed_id: str) -> FeedState | None:
        """The state of one feed; what is written of it next follows what was read."""

        async def read() -> FeedState | None:
            try:
                entry = await self._states.get(feed_id)
            except KeyNotFoundError:
                self._revisions.pop(feed_id, None)
                return None
            if entry.revision is not None:
                self._revisions[feed_id] = entry.revision
            return _decoded(FeedState, FEED_STATE_BUCKET, feed_id, entry.value)

        return await self.until_done(read)

    async def load_seen(self, feed_id: str) -> Seen:
        """What was published of a feed."""

        async def read() -> Seen:
            try:
                entry = await self._seen.get(feed_id)
            except KeyNotFoundError:
                return Seen(SeenEntries())
            entries = _decoded(SeenEntries, FEED_SEEN_BUCKET, feed_id, entry.value)
            return Seen(entries or SeenEntries(), entry.revision)

        return await self.until_done(read)

    async def save(self, outcome: Outcome) -> None:
        """Publish and remember; returns when all of it is durable.

        Raises `Outdated` if another replica was there since, `StoppedBeforeStored` if the process is stopped while
        NATS is away.
        """
        feed_id = outcome.state.feed.id
        if outcome.articles:
            messages = [(article, message_id(article)) for article in outcome.articles]
            await self.until_done(lambda: self._bus.publish_all(messages))
        if outcome.renewed:
            await self.publish_wishes(outcome.renewed)
        failing = outcome.failing
        if failing is not None:
            await self.until_done(lambda: self._bus.publish(failing, message_id=failing.alert_id))
        seen = outcome.seen
        if seen is not None:
            data = seen.entries.model_dump_json(exclude_none=True).encode()
            await self.until_done(lambda: _follow(self._seen, feed_id, data, seen.revision))
        await self.save_states([outcome.state])

    async def change_seen(self, feed_id: str, how: Callable[[SeenEntries], SeenEntries]) -> None:
        """Replace what was published of a feed by what `how` makes of it; asked again when a poll was quicker."""
        while True:
            seen = await self.load_seen(feed_id)
            after = how(seen.entries)
            if after == seen.entries:
                return
            data = after.model_dump_json(exclude_none=True).encode()
            try:
                await self.until_done(lambda: _follow(self._seen, feed_id, data, seen.revision))  # noqa: B023
            except Outdated:
                continue
            return

    async def publish(self, articles: Iterable[Article]) -> None:
        """Publish articles that did not come from a poll."""
        messages = [(article, message_id(article)) for article in articles]
        await self.until_done(lambda: self._bus.publish_all(messages))

    async def publish_wishes(self, wishes: Iterable[ArticleWanted]) -> None:
        """Ask for pages."""
        messages = [(wish, message_id(wish.article)) for wish in wishes]
        await self.until_done(lambda: self._bus.publish_all(messages))

    async def save_states(self, states: Iterable[FeedState]) -> None:
        """Remember the states, several writes at a time; raises `Outdated` if one of them was."""
        all_states = list(states)
        for start in range(0, len(all_states), _WRITES_AT_ONCE):
            some = all_states[start : start + _WRITES_AT_ONCE]
            # All are tried, also when one is outdated: the others are not the worse for it.
            results = await asyncio.gather(*map(self._save_state, some), return_exceptions=True)
            for failure in (result for result in results if isinstance(result, BaseException)):
                raise failure

    async def forget_states(self, feed_ids: Sequence[str]) -> None:
        """Drop the state of feeds that are no longer polled, so that nobody takes them for polled ones.

        What was published of them is kept: a feed that is put back later does not publish everything anew.
        """
        for feed_id in feed_ids:
            await self.until_done(lambda key=feed_id: self._states.purge(key))  # type: ignore[misc]
            self._revisions.pop(feed_id, None)

    async def _save_state(self, state: FeedState) -> None:
        feed_id = state.feed.id
        while (before := self._writing.get(feed_id)) is not None:  # each write follows the last one's revision
            await asyncio.wait({before})
        task = asyncio.ensure_future(self._write_state(feed_id, state.model_dump_json(exclude_none=True).encode()))
        self._writing[feed_id] = task
        try:
            await task
        finally:
            del self._writing[feed_id]

    async def _write_state(self, feed_id: str, data: bytes) -> None:
        revision = self._revisions.get(feed_id)
        self._revisions[feed_id] = await self.until_done(lambda: _follow(self._states, feed_id, data, revision))

    async def until_done(self, act: Callable[[], Awaitable[Result]]) -> Result:
        """Do it again until it succeeds, while NATS is away; only for acts that may be repeated without harm."""
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


async def _follow(bucket: KeyValue, key: str, data: bytes, revision: int | None) -> int:
    """Write the value that follows `revision` (None: the first); raises `Outdated` if another one does already."""
    try:
        if revision is None:
            return await bucket.create(key, data)
        return await bucket.update(key, data, last=revision)
    except KeyWrongLastSequenceError as error:
        try:
            stored = await bucket.get(key)
        except KeyNotFoundError:
            raise Outdated(f"{key} was removed meanwhile") from error
        if stored.value == data and stored.revision is not None:
            return stored.revision  # our own, of which the confirmation was lost
        raise Outdated(f"{key} was written by another replica meanwhile") from error


def _decoded(kind: type[Kept], bucket: str, key: str, value: bytes | None) -> Kept | None:
    """The value, or None if it cannot be read: the feed is then taken for a new one, which costs one poll."""
    try:
        return kind.model_validate_json(value or b"")
    except ValidationError as error:
        log.warning("unreadable value ignored", bucket=bucket, key=key, error=str(error)[:300])
        return None
