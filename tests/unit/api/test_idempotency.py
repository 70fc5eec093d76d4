"""What can go wrong around the application is answered as everything else is."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from services.api.envelope import Envelope
from services.api.idempotency import Idempotency
from services.api.vault import Vault
from services.runtime.clock import utc_now

KEYED = {"Idempotency-Key": "order-1", "Authorization": "Bearer otw_x"}


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    await PlainTextResponse(body.decode())(scope, receive, send)


@pytest.fixture
def face(tmp_path: Path) -> ASGIApp:
    """The layer, over a database that is not there."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/no/such/folder/alerts.db")
    return Envelope(Idempotency(_echo, engine, Vault(["k" * 32]), utc_now), max_body_bytes=100)


async def _answer(face: ASGIApp, headers: dict[str, str], *, pieces: int = 1) -> httpx.Response:
    async def body() -> AsyncIterator[bytes]:
        for _ in range(pieces):
            yield b"x" * 60

    transport = httpx.ASGITransport(face)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return await client.post("/v1/subscriptions", content=body(), headers=headers)


async def test_a_body_that_turns_out_too_large_is_refused_as_a_problem(face: ASGIApp) -> None:
    answer = await _answer(face, KEYED, pieces=2)
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


async def test_while_the_database_is_away_a_keyed_request_is_told_to_come_again(face: ASGIApp) -> None:
    answer = await _answer(face, KEYED)
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert answer.headers["retry-after"] == "5"


async def test_a_request_that_needs_no_key_leaves_nothing_in_the_book(face: ASGIApp) -> None:
    answer = await _answer(face, {"Idempotency-Key": "order-1"})
    assert (answer.status_code, answer.text) == (200, "x" * 60)
