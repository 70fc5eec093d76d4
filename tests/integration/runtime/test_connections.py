"""The pool of connections for webhooks, on real sockets."""

import asyncio
import ssl
from collections.abc import AsyncIterator

import httpx
import pytest

from services.runtime.connections import OriginPool
from services.runtime.dial import GuardedDialler
from services.runtime.resolve import Resolver
from tests.support.delivering import LOOPBACK, bare_server, request_of

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Peer:
    """Counts connections and answers every request on them."""

    def __init__(self, *, closes: bool = False) -> None:
        self.connections = 0
        self.requests = 0
        self._closes = closes

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while True:
            await request_of(reader)
            self.requests += 1
            writer.write(OK)
            await writer.drain()
            if self._closes:
                return


@pytest.fixture
async def transport() -> AsyncIterator[httpx.AsyncHTTPTransport]:
    made = httpx.AsyncHTTPTransport()
    made._pool = pool(max_idle=2)
    yield made
    await made.aclose()


def pool(*, max_idle: int, expiry: float = 15) -> OriginPool:
    return OriginPool(
        ssl_context=ssl.create_default_context(),
        max_idle=max_idle,
        keepalive_expiry=expiry,
        network_backend=GuardedDialler([LOOPBACK], Resolver(1)),
    )


async def post(transport: httpx.AsyncHTTPTransport, port: int) -> bytes:
    answer = await transport.handle_async_request(httpx.Request("POST", f"http://127.0.0.1:{port}/", content=b"x"))
    try:
        return await answer.aread()
    finally:
        await answer.aclose()


async def test_a_free_connection_is_used_again(transport: httpx.AsyncHTTPTransport) -> None:
    peer = Peer()
    async with bare_server(peer.answer) as port:
        assert [await post(transport, port) for _ in range(5)] == [b"ok"] * 5
    assert (peer.connections, peer.requests) == (1, 5)


async def test_as_many_connections_as_requests_at_once_and_only_a_few_are_kept(
    transport: httpx.AsyncHTTPTransport,
) -> None:
    peer = Peer()
    async with bare_server(peer.answer) as port:
        await asyncio.gather(*(post(transport, port) for _ in range(8)))
        first = peer.connections
        assert first == 8
        await asyncio.gather(*(post(transport, port) for _ in range(8)))
        assert peer.connections == first + 6  # two were kept


async def test_a_connection_that_the_peer_closed_is_not_used(transport: httpx.AsyncHTTPTransport) -> None:
    peer = Peer(closes=True)
    async with bare_server(peer.answer) as port:
        for _ in range(3):
            assert await post(transport, port) == b"ok"
            await asyncio.sleep(0.02)
    assert peer.connections == 3


async def test_a_connection_whose_answer_was_not_read_to_its_end_is_not_used_again(
    transport: httpx.AsyncHTTPTransport,
) -> None:
    peer = Peer()
    async with bare_server(peer.answer) as port:
        answer = await transport.handle_async_request(httpx.Request("POST", f"http://127.0.0.1:{port}/", content=b"x"))
        await answer.aclose()
        await post(transport, port)
    assert peer.connections == 2
