"""How every feed is doing, read from the key-value bucket that ingest keeps."""

import asyncio
import time

import structlog
from pydantic import ValidationError

from services.contracts.feed import FeedState
from services.contracts.streams import FEED_STATE_BUCKET
from services.runtime.buckets import read_bucket
from services.runtime.jetstream import Bus

log = structlog.get_logger()

_FRESH_SECONDS = 1.0
"""Any number of clients that look at once cost one reading of the bucket."""

_READ_SECONDS = 5.0


class FeedBoard:
    """Reads the bucket in one sweep and remembers it for a moment."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._lock = asyncio.Lock()
        self._read_at = float("-inf")
        self._states: list[FeedState] = []

    async def states(self) -> list[FeedState]:
        """Every feed's state, by id. Raises `TimeoutError` or a NATS error when the bucket does not answer."""
        async with self._lock:
            if time.monotonic() - self._read_at > _FRESH_SECONDS:
                if not self._bus.client.is_connected:
                    raise TimeoutError("not connected to NATS")
                async with asyncio.timeout(_READ_SECONDS):
                    self._states = await self._sweep()
                self._read_at = time.monotonic()
            return self._states

    async def _sweep(self) -> list[FeedState]:
        states: list[FeedState] = []
        for feed_id, kept in (await read_bucket(self._bus, FEED_STATE_BUCKET)).items():
            try:
                states.append(FeedState.model_validate_json(kept.value))
            except ValidationError as error:
                log.warning("feed state not readable", feed=feed_id, error=str(error)[:300])
        return sorted(states, key=lambda state: state.feed.id)
