"""Wait for something that other processes or tasks bring about."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def eventually(look: Callable[[], Awaitable[T]], *, within_seconds: float = 60.0) -> T:
    """The first truthy answer of `look`; fails with its last answer when none comes in time."""
    deadline = time.monotonic() + within_seconds
    while True:
        answer = await look()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within_seconds} s; last answer: {answer!r}")
        await asyncio.sleep(0.05)
