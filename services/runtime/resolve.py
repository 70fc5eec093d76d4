"""Names to addresses, in threads of their own.

The system's resolver cannot be called off: a dead name server holds a thread for half a minute, and asyncio's own few
threads, which others need too, would soon all wait for one. Here there are as many as there are requests, a name is
looked up once however many wait for it, and an answer holds for as long as its user says.
"""

import asyncio
import contextlib
import ipaddress
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
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
        self._places = asyncio.Semaphore(threads)
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
        for asking in list(self._asking.values()):
            asking.cancel()

    async def _ask(self, host: str, port: int) -> list[IpAddress]:
        async with self._places:
            answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            # A daemon, and not of a pool: Python waits for a pool's threads before it ends, even for those that wait
            # for a name server that is dead.
            threading.Thread(target=self._look, args=(host, port, answered), name="resolve", daemon=True).start()
            infos = await answered
        return list(dict.fromkeys(ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in infos))

    def _look(self, host: str, port: int, answered: "asyncio.Future[Any]") -> None:
        try:
            # Also reads the odd notations ("0x7f.1", "2130706433"), so that they are judged like any other.
            tell = partial(answered.set_result, self._look_up(host, port, type=socket.SOCK_STREAM))
        except Exception as error:
            tell = partial(answered.set_exception, error)
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile, and nobody waits
            answered.get_loop().call_soon_threadsafe(_tell_if_waited_for, answered, tell)

    def _answered(self, host: str, done: "asyncio.Future[list[IpAddress]]") -> None:
        self._asking.pop(host, None)
        if done.cancelled() or done.exception() is not None:
            return
        self._known[host] = (time.monotonic(), done.result())
        self._known.move_to_end(host)
        if len(self._known) > _MOST_REMEMBERED:
            self._known.popitem(last=False)


def _tell_if_waited_for(answered: "asyncio.Future[Any]", tell: Callable[[], None]) -> None:
    if not answered.done():
        tell()
