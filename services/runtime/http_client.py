"""An httpx client that outside input cannot turn against the operator's own network.

The guard sits where the connection is made: it resolves the name, judges every answer, and dials an address it
has judged. A check before the request would be beaten by a name that resolves differently the second time.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Iterable
from http.cookiejar import DefaultCookiePolicy

import httpcore
import httpx
from httpcore._backends.auto import AutoBackend

from services.runtime.addresses import IpAddress, is_allowed, is_in, unwrapped
from services.runtime.errors import ForbiddenAddress
from services.runtime.settings import IpNetwork


async def resolve(host: str, port: int) -> list[IpAddress]:
    """Every address of `host`, in the resolver's order; raises `OSError` when there is none.

    The system's resolver also reads the odd notations ("0x7f.1", "2130706433"), so they are judged like any other.
    """
    loop = asyncio.get_running_loop()
    infos = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in infos))


async def checked_addresses(
    host: str, port: int, allowed_private: Iterable[IpNetwork], *, only_private: bool = False
) -> list[IpAddress]:
    """The addresses of `host`; raises `ForbiddenAddress` if even one of them may not be reached."""
    networks = tuple(allowed_private)
    addresses = await resolve(host, port)
    for address in addresses:
        if not is_allowed(address, networks):
            raise ForbiddenAddress(
                f"{host} is at {address}, which is not a public address; to allow it, add its network to "
                "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS"
            )
        if only_private and not is_in(unwrapped(address), networks):
            raise ForbiddenAddress(
                f"{host} is outside the networks of OTTAWATCH_ALLOWED_PRIVATE_NETWORKS, so its address must begin "
                "with https://"
            )
    return addresses


def _too_slow(host: str, seconds: float | None) -> httpcore.ConnectTimeout:
    return httpcore.ConnectTimeout(f"no connection to {host} within {seconds or 0:g} s")


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects by TCP, but only to addresses that `is_allowed`; with `only_private` only to the networks named."""

    def __init__(self, allowed_private: Iterable[IpNetwork], *, only_private: bool = False) -> None:
        self._allowed_private = tuple(allowed_private)
        self._only_private = only_private
        self._dialler = AutoBackend()

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
                addresses = await checked_addresses(host, port, self._allowed_private, only_private=self._only_private)
                # An address that swallows packets (a broken IPv6 route) must leave time for the others.
                share = timeout and timeout / max(len(addresses), 1)
                failure: Exception | None = None
                for address in addresses:
                    try:
                        return await self._dialler.connect_tcp(str(address), port, share, local_address, socket_options)
                    except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                        failure = error
        except TimeoutError as error:
            raise _too_slow(host, timeout) from error
        except (OSError, UnicodeError) as error:  # the second for a label that is empty or too long
            reason = getattr(error, "strerror", None) or error
            raise httpcore.ConnectError(f"{host} cannot be resolved: {reason}") from error
        if isinstance(failure, httpcore.ConnectTimeout):
            raise _too_slow(host, timeout) from failure
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
        await self._dialler.sleep(seconds)


def guarded_client(
    *,
    allowed_private: Iterable[IpNetwork],
    timeout: httpx.Timeout,
    user_agent: str,
    max_connections: int = 100,
    verify: ssl.SSLContext | bool = True,
) -> httpx.AsyncClient:
    """A client with the guard in its transport. It follows no redirects, keeps no cookies, reads no proxy settings."""
    transport = httpx.AsyncHTTPTransport(verify=verify, trust_env=False)
    context = verify if isinstance(verify, ssl.SSLContext) else httpx.create_ssl_context(verify=verify, trust_env=False)
    # httpx has no way to pass a network backend, so the pool it made is replaced by one that has the guard.
    transport._pool = httpcore.AsyncConnectionPool(
        ssl_context=context,
        max_connections=max_connections,
        max_keepalive_connections=max_connections // 2,
        keepalive_expiry=15,
        network_backend=GuardedBackend(allowed_private),
    )
    client = httpx.AsyncClient(
        transport=transport,
        timeout=timeout,
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": user_agent},
    )
    # httpx keeps every cookie it is given and sends it back: strangers could fill our memory and recognise us.
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
    return client
