"""How ingest reaches ten thousand hosts from one process: an httpx transport without a pool.

A pool looks through all its connections at every request, which is fine for one host and slow for ten thousand that
are asked once each. Here a connection belongs to its origin: it is found by name, kept for a moment, and used again.
"""

import contextlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpcore
import httpx
from httpx._transports.default import map_httpcore_exceptions

from services.ingest.settings import IngestSettings
from services.runtime.dial import GuardedDialler
from services.runtime.resolve import Resolver
from services.runtime.settings import IpNetwork

KEPT_SECONDS = 15.0
MOST_KEPT = 64
"""Idle connections: redirects and a second look at the same host find theirs; more would only be open files."""


class HostTransport(httpx.AsyncBaseTransport):
    """Sends each request over its host's own connection; keeps idle ones for a moment, the newest `MOST_KEPT`."""

    def __init__(self, allowed_private: Iterable[IpNetwork], resolver: Resolver) -> None:
        self._backend = GuardedDialler(allowed_private, resolver)
        self._ssl = httpx.create_ssl_context(trust_env=False)
        self._idle: OrderedDict[str, httpcore.AsyncHTTPConnection] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Httpx's interface."""
        url = request.url
        if url.scheme not in ("http", "https") or not url.host:
            raise httpx.UnsupportedProtocol(f"{str(url)[:200]!r} names no host to ask over http or https")
        core = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with map_httpcore_exceptions():
            connection = await self._connection_to(core.url.origin)
            try:
                answer = await connection.handle_async_request(core)
            except BaseException:
                await connection.aclose()
                raise
        body = _Body(answer.stream, partial(self._keep, str(core.url.origin), connection))
        return httpx.Response(answer.status, headers=answer.headers, stream=body, extensions=answer.extensions)

    async def _connection_to(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection:
        kept = self._idle.pop(str(origin), None)
        if kept is not None:
            if not kept.has_expired():
                return kept
            await kept.aclose()
        return httpcore.AsyncHTTPConnection(
            origin, ssl_context=self._ssl, keepalive_expiry=KEPT_SECONDS, network_backend=self._backend
        )

    async def _keep(self, origin: str, connection: httpcore.AsyncHTTPConnection) -> None:
        if not connection.is_idle():
            await connection.aclose()
            return
        before = self._idle.pop(origin, None)
        self._idle[origin] = connection
        oldest = before or (self._idle.popitem(last=False)[1] if len(self._idle) > MOST_KEPT else None)
        if oldest is not None:
            await oldest.aclose()

    async def aclose(self) -> None:
        """Close what is idle."""
        while self._idle:
            await self._idle.popitem()[1].aclose()


class _Body(httpx.AsyncByteStream):
    """A response's body; at its end the connection is kept."""

    def __init__(self, stream: Any, keep: Callable[[], Awaitable[None]]) -> None:
        self._stream = stream
        self._keep = keep

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with map_httpcore_exceptions():
            async for part in self._stream:
                yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
        await self._keep()


@contextlib.asynccontextmanager
async def fetching_client(
    settings: IngestSettings, allowed_private: Iterable[IpNetwork]
) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the guard in its transport. It follows no redirects, keeps no cookies, reads no proxy settings."""
    resolver = Resolver(settings.concurrency)
    client = httpx.AsyncClient(
        transport=HostTransport(allowed_private, resolver),
        timeout=httpx.Timeout(settings.fetch_seconds, connect=settings.connect_seconds, pool=None),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": settings.agent},
    )
    # httpx keeps every cookie it is given and sends it back: strangers could fill our memory and recognise us.
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
    try:
        async with client:
            yield client
    finally:
        resolver.close()
