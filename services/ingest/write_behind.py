"""Writes that nobody waits for: the figures of feeds in which nothing was new.

A crash that loses the last of them costs an early second look at those feeds and nothing else, so a poll does not
hold its place until they are on the disk, and a state that is overtaken by the next one is never written.
"""

import asyncio
from collections.abc import Callable

import structlog

from services.contracts.feed import FeedState
from services.ingest.errors import Outdated, StoppedBeforeStored
from services.ingest.keep import Keep

log = structlog.get_logger()

_AT_ONCE = 64
_FLUSH_SECONDS = 5.0


class WriteBehind:
    """States on their way to the store, the newest of each feed."""

    def __init__(self, keep: Keep, on_outdated: Callable[[str], None]) -> None:
        self._keep = keep
        self._on_outdated = on_outdated
        self._waiting: dict[str, FeedState] = {}
        self._storing: set[str] = set()
        self._some = asyncio.Event()

    @property
    def feed_ids(self) -> set[str]:
        """The feeds whose state is not stored yet."""
        return self._waiting.keys() | self._storing

    def put(self, state: FeedState) -> None:
        """Store this when there is time."""
        self._waiting[state.feed.id] = state
        self._some.set()

    def forget(self, feed_id: str) -> None:
        """Do not store what is waiting: something newer is stored otherwise."""
        self._waiting.pop(feed_id, None)

    async def run(self) -> None:
        """Store what comes, until cancelled."""
        while True:
            await self._some.wait()
            await self._store()

    async def flush(self) -> None:
        """Store what is left, if that can be done soon."""
        try:
            async with asyncio.timeout(_FLUSH_SECONDS):
                while self._waiting and self._keep.is_reachable:
                    await self._store()
        except TimeoutError:
            log.info("figures not stored", feeds=len(self._waiting))

    async def _store(self) -> None:
        ids = list(self._waiting)[:_AT_ONCE]
        batch = [self._waiting.pop(feed_id) for feed_id in ids]
        if not self._waiting:
            self._some.clear()
        self._storing = set(ids)
        await asyncio.gather(*map(self._store_one, batch))
        self._storing = set()

    async def _store_one(self, state: FeedState) -> None:
        try:
            await self._keep.save_states([state])
        except Outdated:
            self._on_outdated(state.feed.id)
        except StoppedBeforeStored:
            return
        except Exception:
            log.exception("figures not stored by a fault of ours", feed=state.feed.id, url=state.feed.url)
