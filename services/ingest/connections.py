"""How ingest reaches ten thousand hosts from one process: an httpx transport without a pool.

A pool looks through all its connections at every request, which is fine for one host and slow for ten thousand that
are asked once each. Here a connection belongs to its origin: it is found by name, kept for a moment, and used again.
"""

import asyncio
import contextlib
import importlib.util
import socket
import ssl
import sys
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpcore
import httpx
from httpx._transports.default import map_httpcore_exceptions

from services.ingest.resolve import Resolver
from services.ingest.settings import IngestSettings
from services.runtime.addresses import IpAddress, is_allowed
from services.runtime.errors import ForbiddenAddress
from services.runtime.settings import IpNetwork

KEPT_SECONDS = 15.0
MOST_KEPT = 64
"""Idle connections: redirects and a second look at the same host find theirs; more would only be open files."""

if importlib.util.find_spec("sniffio") is None:
    # httpcore asks for this module, which anyio no longer brings, several times in every request, and Python looks
    # for a module that is not there on the disk each time: a fifth of the time of a request.
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]


class _Stream(httpcore.AsyncNetworkStream):
    """One TCP or TLS connection on asyncio's streams."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's interface
        try:
            async with asyncio.timeout(timeout):
                return await self._reader.read(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout from error
        except (OSError, ssl.SSLError) as error:
            raise httpcore.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        if not buffer:
            return
        try:
            self._writer.write(buffer)
            async with asyncio.timeout(timeout):
                await self._writer.drain()
        except TimeoutError as error:
            raise httpcore.WriteTimeout from error
        except (OSError, ssl.SSLError) as error:
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        # Not waited for: a server that never says goodbye must not hold a place among the polls.
        self._writer.transport.abort() if self._writer.transport.get_extra_info("ssl_object") else self._writer.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except TimeoutError as error:
            self._writer.transport.abort()
            raise httpcore.ConnectTimeout("no secure connection in time") from error
        except (OSError, ssl.SSLError) as error:
            self._writer.transport.abort()
            raise httpcore.ConnectError(str(error)) from error
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # of an idle connection: it was closed, or something came that nobody asked for
            return self._reader.at_eof() or bool(self._reader._buffer)  # type: ignore[attr-defined]
        return self._writer.get_extra_info(info)


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Dials addresses that were judged first, and no others."""

    def __init__(self, allowed_private: Iterable[IpNetwork], resolver: Resolver) -> None:
        self._allowed_private = tuple(allowed_private)
        self._resolver = resolver

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, judge every answer, and dial the judged addresses in turn within `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._resolver.resolve(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"{host} is not resolved within {timeout or 0:g} s") from error
        except (OSError, UnicodeError) as error:  # the second for a label that is empty or too long
            raise NameNotResolved.of(host, error) from error
        self._check(host, addresses)
        # An address that swallows packets (a broken IPv6 route) must leave time for the others.
        share = timeout and timeout / max(len(addresses), 1)
        failure: Exception | None = None
        for address in addresses:
            try:
                async with asyncio.timeout(share):
                    return _Stream(*await asyncio.open_connection(str(address), port))
            except TimeoutError:
                failure = httpcore.ConnectTimeout(f"no connection to {host} within {timeout or 0:g} s")
            except OSError as error:
                failure = httpcore.ConnectError(f"{host} at {address}: {error.strerror or error}")
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def _check(self, host: str, addresses: Iterable[IpAddress]) -> None:
        """Raise `ForbiddenAddress` if even one of the addresses may not be reached."""
        for address in addresses:
            if not is_allowed(address, self._allowed_private):
                raise ForbiddenAddress(
                    f"{host} is at {address}, which is not a public address; to allow it, add its network to "
                    "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS"
                )

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never: no outside input names a socket of this machine."""
        raise httpcore.ConnectError("unix sockets are not reachable from here")

    async def sleep(self, seconds: float) -> None:
        """Part of httpcore's interface."""
        await asyncio.sleep(seconds)


class NameNotResolved(httpcore.ConnectError):
    """The name server does not know the host, or does not answer."""

    is_passing = False
    """The name server may answer in a moment."""

    @classmethod
    def of(cls, host: str, error: Exception) -> "NameNotResolved":
        """The error for `host`, out of what the resolver said."""
        made = cls(f"{host} cannot be resolved: {getattr(error, 'strerror', None) or error}")
        made.is_passing = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
        return made


class HostTransport(httpx.AsyncBaseTransport):
    """Sends each request over its host's own connection; keeps idle ones for a moment, the newest `MOST_KEPT`."""

    def __init__(self, allowed_private: Iterable[IpNetwork], resolver: Resolver) -> None:
        self._backend = _GuardedBackend(allowed_private, resolver)
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
