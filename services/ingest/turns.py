"""Wait for a host's turn: whoever fetches something besides the scheduler's polls shares its manners."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from services.ingest.hosts import Hosts


@contextlib.asynccontextmanager
async def in_turn(hosts: Hosts, url: str, *, not_before: float = 0.0) -> AsyncIterator[None]:
    """Begin when the host of `url` may be asked, and not before that moment of the monotonic clock; end with the
    block.
    """
    while True:
        now = time.monotonic()
        wait = max(hosts.wait(url, now), not_before - now)
        if wait <= 0:
            break
        await asyncio.sleep(wait)
    hosts.begin(url, now)
    try:
        yield
    finally:
        hosts.end(url)
