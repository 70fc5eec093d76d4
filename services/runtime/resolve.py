"""Names to addresses, in threads of their own.

The system's resolver cannot be called off: a dead name server holds a thread for half a minute, and asyncio's own few
threads, which others need too, would soon all wait for one. Here there are as many as there are requests, a name is
looked up once however many wait for it, and an answer holds for as long as its user says.
"""

import asyncio
import ipaddress
import socket
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from services.runtime.addresses import IpAddress

_MOST_REMEMBERED = 20_000


class Resolver:
    """Looks names up and remembers them for a moment; the connection judges every address anew."""

    def __init__(
        self, threads: int, look_up: Callable[..., Any] | None = None, *, remembered_seconds: float = 60.0
    ) -> None:
        self._look_up = look_up or socket.getaddrinfo
        self._remembered_seconds = remembered_seconds
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="resolve")
        self._known: OrderedDict[str, tuple[float, list[IpAddress]]] = OrderedDict()
        self._asking: dict[str, asyncio.Future[list[IpAddress]]] = {}

    async def resolve(self, host: str, port: int) -> list[IpAddress]:
        """Every address of `host`, in the resolver's order; raises `OSError` when there is none."""
        try:
            return [ipaddress.ip_address(host)]
        except ValueError:
            pass
        known = self._known.get(host)
        if known is not None and time.monotonic() - known[0] < self._remembered_seconds:
            return known[1]
        asking = self._asking.get(host)
        if asking is None:
            asking = asyncio.ensure_future(self._ask(host, port))
            self._asking[host] = asking
            asking.add_done_callback(lambda done: self._answered(host, done))
        return await asyncio.shield(asking)  # who gives up waiting must not take the answer from the others

    def close(self) -> None:
        """Wait for nobody."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _ask(self, host: str, port: int) -> list[IpAddress]:
        loop = asyncio.get_running_loop()
        # Also reads the odd notations ("0x7f.1", "2130706433"), so that they are judged like any other.
        infos = await loop.run_in_executor(self._threads, lambda: self._look_up(host, port, type=socket.SOCK_STREAM))
        return list(dict.fromkeys(ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in infos))

    def _answered(self, host: str, done: "asyncio.Future[list[IpAddress]]") -> None:
        self._asking.pop(host, None)
        if done.cancelled() or done.exception() is not None:
            return
        self._known[host] = (time.monotonic(), done.result())
        self._known.move_to_end(host)
        if len(self._known) > _MOST_REMEMBERED:
            self._known.popitem(last=False)
