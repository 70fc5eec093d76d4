import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.types import Message

from services.api import patient_stream


async def test_a_client_that_takes_nothing_without_hanging_up_ends_its_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patient_stream, "SEND_SECONDS", 0.05)
    ended = asyncio.Event()

    async def alerts() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"data: {}\n\n"
        finally:
            ended.set()

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError("it never hangs up")

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    scope = {"type": "http", "asgi": {"spec_version": "2.4"}}
    await patient_stream.PatientStream(alerts())(scope, receive, send)
    assert ended.is_set()
