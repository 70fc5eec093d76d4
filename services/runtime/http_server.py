"""Serve an ASGI application inside a process that has a life of its own."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Generator
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from services.runtime.errors import BadConfiguration


class _Protocol(H11Protocol):
    """Uvicorn's, but what breaks the rules of HTTP itself is told as a problem detail like every other error."""

    def send_400_response(self, msg: str) -> None:
        body = json.dumps({"type": "about:blank", "title": "Bad Request", "status": 400, "detail": msg}).encode()
        headers = [
            ("content-type", "application/problem+json"),
            ("content-length", str(len(body))),
            ("connection", "close"),
        ]
        response = h11.Response(status_code=400, headers=headers, reason=b"Bad Request")
        for event in (response, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


class _Server(uvicorn.Server):
    """Uvicorn without its signal handlers: the process has its own, and uvicorn's would replace them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one. Raises `BadConfiguration` when the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Naming TCP is what makes asyncio send small writes at once: without it every answer on a kept connection waits for
    # the client's delayed acknowledgement, 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:  # the second for a number that is no port
        listener.close()
        reason = getattr(error, "strerror", error)
        raise BadConfiguration(
            f"cannot listen on {host}:{port} ({reason}); stop what uses it or choose another port"
        ) from error
    return listener


@contextlib.asynccontextmanager
async def serving(app: Any, listener: socket.socket, *, drain_seconds: int = 3, **config: Any) -> AsyncIterator[None]:
    """Serve `app` on `listener` while the block runs; afterwards finish open requests within `drain_seconds`."""
    server = _Server(
        uvicorn.Config(
            app,
            http=_Protocol,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            lifespan="off",
            timeout_graceful_shutdown=drain_seconds,
            **config,
        )
    )
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn offers a flag, no event
            await asyncio.sleep(0.005)
        if task.done():
            await task
        yield
    finally:
        server.should_exit = True
        await task
        listener.close()
