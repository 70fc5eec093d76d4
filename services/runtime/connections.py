"""A pool of connections that finds a free one in no time, however many there are.

httpcore's own looks at every connection for every request, and asks the system about most of them: with a hundred
requests under way that costs more than the requests. Here a request takes the last connection that became free for
its origin, or makes one. How many are under way at once is the caller's to bound.
"""

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator

import httpcore

Place = tuple[bytes, bytes, int]
"""Scheme, host and port."""


class OriginPool(httpcore.AsyncConnectionPool):
    """Takes the place of httpcore's pool in an httpx transport."""

    def __init__(
        self,
        *,
        ssl_context: ssl.SSLContext,
        max_idle: int,
        keepalive_expiry: float,
        network_backend: httpcore.AsyncNetworkBackend,
    ) -> None:
        super().__init__(ssl_context=ssl_context, keepalive_expiry=keepalive_expiry, network_backend=network_backend)
        self._context = ssl_context
        self._max_idle = max_idle
        self._expiry = keepalive_expiry
        self._backend = network_backend
        self._idle: dict[Place, list[httpcore.AsyncHTTPConnection]] = {}
        self._oldest_first: OrderedDict[httpcore.AsyncHTTPConnection, Place] = OrderedDict()

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send one request over a connection of its own."""
        origin = request.url.origin
        place = (origin.scheme, origin.host, origin.port)
        while True:
            connection, is_fresh = await self._connection(origin, place)
            try:
                response = await connection.handle_async_request(request)
            except httpcore.ConnectionNotAvailable:
                await connection.aclose()
                if is_fresh:
                    raise
                continue
            except BaseException:
                await connection.aclose()
                raise
            return httpcore.Response(
                status=response.status,
                headers=response.headers,
                content=_Body(response, connection, place, self),
                extensions=response.extensions,
            )

    async def _connection(self, origin: httpcore.Origin, place: Place) -> tuple[httpcore.AsyncHTTPConnection, bool]:
        free = self._idle.get(place, [])
        while free:
            connection = free.pop()
            del self._oldest_first[connection]
            if connection.is_available() and not connection.has_expired():
                return connection, False
            await connection.aclose()
        made = httpcore.AsyncHTTPConnection(
            origin=origin,
            ssl_context=self._context,
            keepalive_expiry=self._expiry,
            network_backend=self._backend,
        )
        return made, True

    async def give_back(self, connection: httpcore.AsyncHTTPConnection, place: Place) -> None:
        """The request is over: keep the connection for the next, if it can be used again."""
        if not connection.is_idle() or connection.has_expired():
            await connection.aclose()
            return
        self._idle.setdefault(place, []).append(connection)
        self._oldest_first[connection] = place
        while self._oldest_first:
            oldest = next(iter(self._oldest_first))
            if len(self._oldest_first) <= self._max_idle and not oldest.has_expired():
                return
            await self._forget(oldest)

    async def _forget(self, connection: httpcore.AsyncHTTPConnection) -> None:
        place = self._oldest_first.pop(connection)
        left = self._idle[place]
        left.remove(connection)
        if not left:
            del self._idle[place]
        await connection.aclose()

    async def aclose(self) -> None:
        """Close what is idle; what is under way closes with its response."""
        for connection in list(self._oldest_first):
            await self._forget(connection)


class _Body:
    """A response's body, which gives the connection back when it is closed."""

    def __init__(
        self,
        response: httpcore.Response,
        connection: httpcore.AsyncHTTPConnection,
        place: Place,
        pool: OriginPool,
    ) -> None:
        self._response = response
        self._connection = connection
        self._place = place
        self._pool = pool

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._response.aiter_stream():
            yield part

    async def aclose(self) -> None:
        """End of the response."""
        await self._response.aclose()
        await self._pool.give_back(self._connection, self._place)
