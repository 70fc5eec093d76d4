"""The list of feeds in JetStream's key-value store: what the file and people ask for, the same for every replica."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.errors import KeyNotFoundError, KeyWrongLastSequenceError
from nats.js.kv import KeyValue
from pydantic import ValidationError

from services.contracts.feed import FeedOrigin, ListedFeed
from services.contracts.streams import FEED_LIST_BUCKET
from services.runtime.buckets import read_bucket
from services.runtime.jetstream import Bus
from services.runtime.process import Life

log = structlog.get_logger()

_LOOK_AGAIN_SECONDS = 60.0
"""Changes are told as they happen; should one be missed while NATS was away, it is found this much later."""

_WRITES_AT_ONCE = 64


def merged(
    filed: Iterable[ListedFeed], kept: Mapping[str, ListedFeed], now: datetime
) -> tuple[list[ListedFeed], list[str]]:
    """What to write and what to drop so that the list holds what the feeds file says today. Pure.

    What people did is kept: the feeds they added, paused, removed or gave an interval. A feed that both want belongs
    to the file as long as the file lists it, and to whoever added it afterwards only if they did so before.
    """
    writes = []
    in_file = {feed.feed.id: feed for feed in filed}
    for feed_id, filed_feed in in_file.items():
        before = kept.get(feed_id)
        if before is None:
            writes.append(filed_feed.model_copy(update={"added_at": now}))
            continue
        after = before.model_copy(update={"feed": filed_feed.feed, "interval_seconds": filed_feed.interval_seconds})
        if after != before:
            writes.append(after)
    dropped = [feed_id for feed_id, feed in kept.items() if feed.origin is FeedOrigin.FILE and feed_id not in in_file]
    return writes, dropped


class FeedList:
    """This replica's copy of the list, kept up to date, and the way to change it for all."""

    def __init__(self, bus: Bus, bucket: KeyValue) -> None:
        self._bus = bus
        self._bucket = bucket
        self._feeds: dict[str, ListedFeed] = {}
        self._loaded: dict[str, int] = {}
        self._hints: asyncio.Queue[str] = asyncio.Queue()
        self._on_change: Callable[[str], None] = lambda _feed_id: None

    @classmethod
    async def open(cls, bus: Bus) -> "FeedList":
        """Bind to the bucket and load what it holds."""
        made = cls(bus, await bus.bucket(FEED_LIST_BUCKET))
        await made.load()
        return made

    @property
    def feeds(self) -> Mapping[str, ListedFeed]:
        """Every listed feed by its id, removed ones that the file still lists included."""
        return self._feeds

    def tell(self, on_change: Callable[[str], None]) -> None:
        """From now on `on_change` is called with the id of every feed whose entry changed."""
        self._on_change = on_change

    async def load(self) -> None:
        """Read the whole list, and tell of what is different."""
        read: dict[str, ListedFeed] = {}
        revisions: dict[str, int] = {}
        for feed_id, stored in (await read_bucket(self._bus, FEED_LIST_BUCKET)).items():
            revisions[feed_id] = stored.revision
            known = self._feeds.get(feed_id) if self._loaded.get(feed_id) == stored.revision else None
            listed = known or _decoded(feed_id, stored.value)
            if listed is not None:
                read[feed_id] = listed
        self._loaded = revisions
        before, self._feeds = self._feeds, read
        for feed_id in before.keys() | read.keys():
            if before.get(feed_id) != read.get(feed_id):
                self._on_change(feed_id)

    async def follow_file(self, filed: Iterable[ListedFeed], now: datetime) -> None:
        """Make the list hold what the feeds file says."""
        writes, dropped = merged(filed, self._feeds, now)
        for start in range(0, len(writes), _WRITES_AT_ONCE):
            await asyncio.gather(*(self._put(feed) for feed in writes[start : start + _WRITES_AT_ONCE]))
        for feed_id in dropped:
            await self._bucket.purge(feed_id)
            self._set(feed_id, None)

    async def change(self, feed_id: str, how: Callable[[ListedFeed | None], ListedFeed | None]) -> ListedFeed | None:
        """Replace the feed's entry by what `how` makes of it, for every replica; None removes it.

        `how` may be called again with what somebody else wrote meanwhile. Answers the new entry.
        """
        while True:
            try:
                entry = await self._bucket.get(feed_id)
                before, revision = _decoded(feed_id, entry.value or b""), entry.revision
            except KeyNotFoundError:
                before = revision = None
            after = how(before)
            if after == before:
                return after
            try:
                if after is None:
                    await self._bucket.purge(feed_id)
                elif revision is None:
                    await self._bucket.create(feed_id, _encoded(after))
                else:
                    await self._bucket.update(feed_id, _encoded(after), last=revision)
            except KeyWrongLastSequenceError:
                continue
            self._set(feed_id, after)
            return after

    async def run(self, life: Life) -> None:
        """Follow the changes that any replica makes, until the process is asked to stop."""
        prefix = f"$KV.{FEED_LIST_BUCKET}."

        async def on_message(message: Msg) -> None:
            self._hints.put_nowait(message.subject.removeprefix(prefix))

        # JetStream's own subject: who hears it only learns that a key is worth reading, nothing is taken from it.
        subscription = await self._bus.client.subscribe(f"{prefix}>", cb=on_message)
        stop = asyncio.ensure_future(life.stopping.wait())
        try:
            while not life.stopping.is_set():
                hint = asyncio.ensure_future(self._hints.get())
                await asyncio.wait({hint, stop}, timeout=_LOOK_AGAIN_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                try:
                    if hint.done():
                        await self._refresh(hint.result())
                    elif not life.stopping.is_set():
                        await self.load()
                except (NatsError, OSError, TimeoutError) as error:
                    log.warning("list of feeds not read", error=str(error) or type(error).__name__)
                    await life.sleep(1)
                finally:
                    hint.cancel()
        finally:
            stop.cancel()
            if self._bus.client.is_connected:
                await subscription.unsubscribe()

    async def _refresh(self, feed_id: str) -> None:
        try:
            entry = await self._bucket.get(feed_id)
            self._set(feed_id, _decoded(feed_id, entry.value or b""))
        except KeyNotFoundError:
            self._set(feed_id, None)

    async def _put(self, feed: ListedFeed) -> None:
        await self._bucket.put(feed.feed.id, _encoded(feed))
        self._set(feed.feed.id, feed)

    def _set(self, feed_id: str, feed: ListedFeed | None) -> None:
        if self._feeds.get(feed_id) == feed:
            return
        if feed is None:
            del self._feeds[feed_id]
        else:
            self._feeds[feed_id] = feed
        self._on_change(feed_id)


def _encoded(feed: ListedFeed) -> bytes:
    return feed.model_dump_json(exclude_none=True).encode()


def _decoded(feed_id: str, value: bytes) -> ListedFeed | None:
    try:
        return ListedFeed.model_validate_json(value)
    except ValidationError as error:
        log.warning("unreadable entry in the list of feeds", feed=feed_id, error=str(error)[:300])
        return None
