"""Wait for a host's turn: whoever fetches something besides the scheduler's polls shares its manners."""

import asyncio
import contextlib
import math
import time
from collections.abc import AsyncIterator
from datetime import timedelta

from services.ingest.errors import NotYet
from services.ingest.hosts import Hosts


@contextlib.asynccontextmanager
async def in_turn(
    hosts: Hosts, url: str, *, not_before: float = 0.0, patience_seconds: float = math.inf
) -> AsyncIterator[None]:
    """Begin when the host of `url` may be asked, and not before that moment of the monotonic clock; end with the
    block. Raises `NotYet` rather than wait for longer than `patience_seconds`.
    """
    while True:
        now = time.monotonic()
        wait = max(hosts.wait(url, now), not_before - now)
        if wait <= 0:
            break
        if wait > patience_seconds:
            raise NotYet(timedelta(seconds=wait))
        await asyncio.sleep(wait)
    hosts.begin(url, now)
    try:
        yield
    finally:
        hosts.end(url)
