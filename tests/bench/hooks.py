"""A receiver of webhooks that costs next to nothing, so that the sender is what a bench measures.

Run as a process of its own: `python -m tests.bench.hooks`, which prints its port. `/hang…` never answers.
`GET /arrivals` answers and forgets `[path, webhook-id, seconds]` of every POST; seconds are those of `time.time`.
"""

import asyncio
import json
import time

Arrival = tuple[str, str, float]


class _Connection(asyncio.Protocol):
    """Just enough of HTTP/1.1 for requests with a Content-Length."""

    def __init__(self, arrivals: list[Arrival]) -> None:
        self._arrivals = arrivals
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].decode("latin-1")
            first, *lines = head.split("\r\n")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            length = int(fields.get("content-length", "0"))
            if len(self._buffer) < end + 4 + length:
                return
            self._buffer = self._buffer[end + 4 + length :]
            self._answer(first.split(" ")[0], first.split(" ")[1], fields)

    def _answer(self, method: str, path: str, fields: dict[str, str]) -> None:
        if method == "GET":
            body = json.dumps(self._arrivals).encode()
            self._arrivals.clear()
            self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            return
        self._arrivals.append((path, fields.get("webhook-id", ""), time.time()))
        if not path.startswith("/hang"):
            self._transport.write(b"HTTP/1.1 204 No Content\r\n\r\n")


async def main() -> None:
    """Serve until killed."""
    arrivals: list[Arrival] = []
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(arrivals), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
