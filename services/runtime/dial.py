"""Dial a host for outside input, which must not become a way into the operator's own network.

The guard sits where the connection is made: it looks the name up, judges every answer, and dials an address it has
judged. A check before the request would be beaten by a name that resolves differently the second time.
"""

import asyncio
import socket
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from services.runtime.addresses import require_allowed
from services.runtime.errors import ForbiddenAddress
from services.runtime.resolve import Resolver
from services.runtime.settings import IpNetwork

_ASYNCIO_NAMES = {"client_addr": "sockname", "server_addr": "peername"}


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
        return self._writer.get_extra_info(_ASYNCIO_NAMES.get(info, info))


class GuardedDialler(httpcore.AsyncNetworkBackend):
    """Dials addresses that were judged first, and no others; with `only_private` only those of the networks named."""

    def __init__(self, allowed_private: Iterable[IpNetwork], resolver: Resolver, *, only_private: bool = False) -> None:
        self._allowed_private = tuple(allowed_private)
        self._resolver = resolver
        self._only_private = only_private

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
        require_allowed(host, addresses, self._allowed_private, only_private=self._only_private)
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
                failure.__cause__ = error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never: no outside input names a socket of this machine."""
        raise ForbiddenAddress("unix sockets are not reachable from here")

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
