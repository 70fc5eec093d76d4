"""How every feed is doing, read from the key-value buckets that ingest keeps."""

import asyncio
import time
from dataclasses import dataclass
from typing import TypeVar

import structlog
from pydantic import BaseModel, ValidationError

from services.contracts.feed import FeedState, FeedStatus, ListedFeed
from services.contracts.streams import FEED_LIST_BUCKET, FEED_STATE_BUCKET
from services.runtime.buckets import read_bucket
from services.runtime.jetstream import Bus

log = structlog.get_logger()

_FRESH_SECONDS = 1.0
"""Any number of clients that look at once cost one reading of the buckets."""

_LARGEST_SHARE = 0.1
"""Of our time that may go into reading them: a hundred thousand feeds are read less often than a hundred."""

_READ_SECONDS = 10.0

Kept = TypeVar("Kept", bound=BaseModel)


@dataclass(frozen=True)
class KnownFeed:
    """One feed: how it is doing, and what the list of feeds says of it (nothing while ingest is bringing it up)."""

    state: FeedState
    listed: ListedFeed | None = None


class FeedBoard:
    """Reads the buckets in one sweep and remembers them for a moment."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._lock = asyncio.Lock()
        self._fresh_until = float("-inf")
        self._feeds: list[KnownFeed] = []
        self._decoded: dict[tuple[str, str], tuple[int, BaseModel | None]] = {}

    async def states(self) -> list[FeedState]:
        """Every feed's state, by id. Raises `TimeoutError` or a NATS error when the buckets do not answer."""
        return [feed.state for feed in await self.feeds()]

    async def feeds(self) -> list[KnownFeed]:
        """Every feed, by id; the same errors."""
        async with self._lock:
            if time.monotonic() > self._fresh_until:
                if not self._bus.client.is_connected:
                    raise TimeoutError("not connected to NATS")
                started = time.monotonic()
                async with asyncio.timeout(_READ_SECONDS):
                    self._feeds = await self._sweep()
                spent = time.monotonic() - started
                self._fresh_until = time.monotonic() + max(_FRESH_SECONDS, spent / _LARGEST_SHARE)
            return self._feeds

    def expire(self) -> None:
        """Something was changed: read anew at the next look."""
        self._fresh_until = float("-inf")

    async def _sweep(self) -> list[KnownFeed]:
        states = await self._read(FEED_STATE_BUCKET, FeedState)
        listed = await self._read(FEED_LIST_BUCKET, ListedFeed)
        feeds = []
        for feed_id in sorted(states.keys() | listed.keys()):
            entry, state = listed.get(feed_id), states.get(feed_id)
            if entry is not None and entry.removed_at is not None:
                continue
            if state is None:
                # Just listed: ingest writes its state within seconds, at the latest when it was polled.
                if entry is None or entry.added_at is None:
                    continue
                state = FeedState(feed=entry.feed, next_check_at=entry.added_at)
            if entry is not None and entry.paused_at is not None:
                state = state.model_copy(update={"status": FeedStatus.PAUSED})
            feeds.append(KnownFeed(state, entry))
        return feeds

    async def _read(self, bucket: str, kind: type[Kept]) -> dict[str, Kept]:
        """The bucket's values; what has not changed since the last look is not decoded again."""
        values: dict[str, Kept] = {}
        decoded: dict[tuple[str, str], tuple[int, BaseModel | None]] = {}
        for feed_id, stored in (await read_bucket(self._bus, bucket)).items():
            known = self._decoded.get((bucket, feed_id))
            if known is None or known[0] != stored.revision:
                known = (stored.revision, _decoded(kind, bucket, feed_id, stored.value))
            decoded[bucket, feed_id] = known
            if isinstance(known[1], kind):
                values[feed_id] = known[1]
        others = {key: value for key, value in self._decoded.items() if key[0] != bucket}
        self._decoded = others | decoded
        return values


def _decoded(kind: type[Kept], bucket: str, feed_id: str, value: bytes) -> Kept | None:
    try:
        return kind.model_validate_json(value)
    except ValidationError as error:
        log.warning("feed not readable", bucket=bucket, feed=feed_id, error=str(error)[:300])
        return None
