"""How often a key may ask. Reading on the machine itself, which needs no key, is not limited.

Each process counts for itself: two replicas of the api allow twice as much.
"""

import math
import time
from dataclasses import dataclass

from limits import RateLimitItem
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from services.api.errors import TooManyRequests

_POLICY = "per-key"


@dataclass(frozen=True)
class Spent:
    """What is left to a caller after a request."""

    allowed: int
    window_seconds: int
    remaining: int
    reset_seconds: int

    def headers(self) -> dict[str, str]:
        """The header fields of draft-ietf-httpapi-ratelimit-headers, version 10."""
        return {
            "RateLimit-Policy": f'"{_POLICY}";q={self.allowed};w={self.window_seconds}',
            "RateLimit": f'"{_POLICY}";r={self.remaining};t={self.reset_seconds}',
        }


class RateLimiter:
    """Counts the requests of each caller over a window that slides."""

    def __init__(self, limit: RateLimitItem | None) -> None:
        self._limit = limit
        self._strategy = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def spend(self, caller: str) -> Spent | None:
        """Count one request of `caller`; None where nothing is limited. Raises `TooManyRequests`."""
        if self._limit is None:
            return None
        allowed = await self._strategy.hit(self._limit, caller)
        window = await self._strategy.get_window_stats(self._limit, caller)
        reset_seconds = max(0, math.ceil(window.reset_time - time.time()))
        spent = Spent(self._limit.amount, self._limit.get_expiry(), max(0, window.remaining), reset_seconds)
        if not allowed:
            wait_seconds = max(1, reset_seconds)
            raise TooManyRequests(
                f"this key may ask {spent.allowed} times in {spent.window_seconds} s; "
                f"come again in {wait_seconds} s, or follow /v1/events/stream instead of polling",
                headers={"Retry-After": str(wait_seconds), **spent.headers()},
            )
        return spent
