"""Webhook receivers that believe only what the reference implementation of Standard Webhooks verifies."""

import asyncio
import contextlib
import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

from standardwebhooks.webhooks import Webhook
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


class Hook:
    """Records every request; what does not verify is answered 401 and counted apart."""

    def __init__(self) -> None:
        self.secret: str | None = None
        self.alerts: list[tuple[str, dict[str, Any]]] = []
        """(webhook-id, body) of each verified request, repeats included."""
        self.refused = 0
        self.app = Starlette(routes=[Route("/hook", self._receive, methods=["POST"])])

    async def _receive(self, request: Request) -> Response:
        body = await request.body()
        try:
            assert self.secret is not None
            Webhook(self.secret).verify(body, dict(request.headers))
        except Exception:
            self.refused += 1
            return Response(status_code=401)
        self.alerts.append((request.headers["webhook-id"], json.loads(body)))
        return Response(status_code=204)

    def created(self) -> Counter[str]:
        """How many different `event.created` alerts each event had, by event id."""
        different = {
            (webhook_id, body["data"]["event"]["id"])
            for webhook_id, body in self.alerts
            if body["type"] == "event.created"
        }
        return Counter(event_id for _, event_id in different)


class _Receiving(asyncio.Protocol):
    """Just enough of HTTP/1.1 for requests with a Content-Length: a framework would cost more than the sender."""

    def __init__(self, board: "HookBoard") -> None:
        self._board = board
        self._read = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            first, *lines = self._read[:end].decode("latin-1").split("\r\n")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            length = int(fields["content-length"])
            if len(self._read) < end + 4 + length:  # the rest is on its way, or its sender was killed
                return
            body = bytes(self._read[end + 4 : end + 4 + length])
            del self._read[: end + 4 + length]
            status = self._board.receive(first.split(" ")[1], fields, body)
            self._transport.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")


class HookBoard:
    """Many receivers at one address, which say afterwards what never came to them and what was not meant for them."""

    def __init__(self) -> None:
        self.secrets: dict[str, Webhook] = {}
        self.came: dict[str, Counter[str]] = defaultdict(Counter)
        """By receiver, how often each webhook-id came and verified."""
        self.refused = 0

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """Receives for the length of the block; answers the address that the receivers' names are appended to."""
        loop = asyncio.get_running_loop()
        async with await loop.create_server(lambda: _Receiving(self), "127.0.0.1", 0) as server:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook/"

    def receive(self, path: str, fields: Mapping[str, str], body: bytes) -> bytes:
        """Judge one request; answers the status line."""
        name = path.removeprefix("/hook/")
        try:
            self.secrets[name].verify(body, dict(fields))
        except Exception:
            self.refused += 1
            return b"401 Unauthorized"
        self.came[name][fields["webhook-id"]] += 1
        return b"204 No Content"

    def expect(self, name: str, secret: str) -> None:
        """A receiver of this name verifies with this secret."""
        self.secrets[name] = Webhook(secret)

    def missing(self, name: str, wanted: Iterable[str]) -> set[str]:
        """Which of these never came to the receiver."""
        return set(wanted) - set(self.came[name])

    def strange(self, name: str, wanted: Iterable[str]) -> set[str]:
        """What came to the receiver although it was meant for others."""
        return set(self.came[name]) - set(wanted)

    def repeats(self) -> int:
        """How many deliveries came more than once."""
        return sum(times - 1 for ids in self.came.values() for times in ids.values())
