"""A stream to a client that may stop reading without hanging up."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

from fastapi.sse import EventSourceResponse
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

SEND_SECONDS = 30.0
"""A client that takes nothing for so long is gone, whatever its connection says: it would hold its place for ever."""


class PatientStream(EventSourceResponse):
    """Server-sent events, each given some time to leave."""

    body_iterator: AsyncGenerator[bytes, None]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request; end where the client does not take what it is sent."""

        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(SEND_SECONDS):
                await send(message)

        # Starlette tells of a client that is gone, or too slow, by this; nobody is left to be told of it.
        with contextlib.suppress(ClientDisconnect, TimeoutError):
            async with contextlib.aclosing(self.body_iterator):
                await super().__call__(scope, receive, send_in_time)
