"""Idempotency keys: a POST that is sent again because its answer got lost does nothing twice.

After draft-ietf-httpapi-idempotency-key-header. Only what succeeded is remembered: whoever was refused may mend the
request and send it under the same key.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.errors import BodyTooLarge, Conflict, Invalid, Problem
from services.api.problems import DATABASE_AWAY, database_away, problem_response
from services.api.vault import Vault
from services.database.alerts import IdempotentAnswer
from services.database.outage import in_words
from services.runtime.clock import Clock

log = structlog.get_logger()

KEPT = timedelta(hours=24)
_GIVEN_UP = timedelta(minutes=1)
"""A request that has not ended by then died with its process."""
_MAX_KEY_CHARACTERS = 255


@dataclass(frozen=True)
class _Ask:
    """One request under a key."""

    id: str
    fingerprint: str


class Idempotency:
    """Around the application: replays the answer to a POST whose Idempotency-Key was seen before."""

    def __init__(self, app: ASGIApp, engine: AsyncEngine, vault: Vault, clock: Clock) -> None:
        self._app = app
        self._engine = engine
        self._vault = vault
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive) if scope["type"] == "http" else None
        if request is None or not _is_concerned(request):
            await self._app(scope, receive, send)
            return
        try:
            body = await request.body()
            asked = _ask_of(request, body)
            answer = await self._first_or_known(asked)
        except (Problem, HTTPException, *DATABASE_AWAY) as error:
            await _refusal(error)(scope, receive, send)
            return
        except ClientDisconnect:
            return
        if answer is not None:
            await answer(scope, receive, send)
            return
        await self._answer_and_remember(asked, scope, body, send)

    async def _first_or_known(self, asked: _Ask) -> Response | None:
        """None when this request is the first and has now the right to act; else what was answered then."""
        now = self._clock()
        try:
            async with AsyncSession(self._engine) as session, session.begin():
                old = delete(IdempotentAnswer).where(col(IdempotentAnswer.begun_at) < now - KEPT)
                await session.execute(old)
                session.add(IdempotentAnswer(id=asked.id, fingerprint=asked.fingerprint, begun_at=now))
        except IntegrityError:
            return await self._known(asked)
        return None

    async def _known(self, asked: _Ask) -> Response | None:
        now = self._clock()
        async with AsyncSession(self._engine) as session, session.begin():
            row = await session.get(IdempotentAnswer, asked.id, with_for_update=True)
            if row is None:  # the first one failed in this very moment
                raise Conflict("the first request under this Idempotency-Key has just failed; send it again")
            if row.fingerprint != asked.fingerprint:
                raise Invalid("this Idempotency-Key was sent with another body; a new request needs a new key")
            if row.status is not None and row.sealed_body is not None:
                content = base64.b64decode(self._vault.open(row.sealed_body, place=row.id))
                headers = {"Idempotency-Replayed": "true", "Cache-Control": "no-store"}
                return Response(content, status_code=row.status, media_type=row.media_type, headers=headers)
            if now - row.begun_at < _GIVEN_UP:
                raise Conflict(
                    "the first request under this Idempotency-Key is still being answered", headers={"Retry-After": "2"}
                )
            row.begun_at = now
        return None

    async def _answer_and_remember(self, asked: _Ask, scope: Scope, body: bytes, send: Send) -> None:
        answer: list[Message] = []
        sent_body = False

        async def replayed_body() -> Message:
            nonlocal sent_body
            if sent_body:
                return {"type": "http.disconnect"}
            sent_body = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def keep(message: Message) -> None:
            answer.append(message)

        status = 500
        try:
            await self._app(scope, replayed_body, keep)
            status = answer[0]["status"]
        finally:
            # Before the answer leaves: a client that never got it finds it here.
            try:
                await self._remember(asked, status, answer)
            except DATABASE_AWAY as error:  # what was done is done, and the client must hear of it
                log.warning("answer not remembered under its Idempotency-Key", error=in_words(error))
        for message in answer:
            await send(message)

    async def _remember(self, asked: _Ask, status: int, answer: list[Message]) -> None:
        async with AsyncSession(self._engine) as session, session.begin():
            if not 200 <= status < 300:
                await session.execute(delete(IdempotentAnswer).where(col(IdempotentAnswer.id) == asked.id))
                return
            headers = dict(answer[0]["headers"])
            content = b"".join(message.get("body", b"") for message in answer[1:])
            sealed = self._vault.seal(base64.b64encode(content).decode(), place=asked.id)
            media_type = headers.get(b"content-type", b"application/json").decode("latin-1")
            known = update(IdempotentAnswer).where(col(IdempotentAnswer.id) == asked.id)
            await session.execute(known.values(status=status, media_type=media_type, sealed_body=sealed))


def _is_concerned(request: Request) -> bool:
    """Who needs no key changes nothing, so there is nothing that could be done twice, and nothing to keep."""
    headers = request.headers
    return request.method == "POST" and "idempotency-key" in headers and "authorization" in headers


def _refusal(error: Exception) -> Response:
    """The answer to a request that never reached the application: nobody further in would put it into words."""
    if isinstance(error, Problem):
        return problem_response(error)
    if isinstance(error, HTTPException):  # the envelope's, for a body that turned out to be too large
        return problem_response(BodyTooLarge(error.detail, headers={"Connection": "close"}))
    return database_away(error)


def _ask_of(request: Request, body: bytes) -> _Ask:
    key = request.headers["idempotency-key"].strip()
    if not 1 <= len(key) <= _MAX_KEY_CHARACTERS:
        raise Invalid(f"an Idempotency-Key has 1 to {_MAX_KEY_CHARACTERS} characters")
    caller = request.headers.get("authorization", "")
    parts = (caller, request.scope["path"], request.scope["query_string"].decode("latin-1"), key)
    identity = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return _Ask(id=identity, fingerprint=hashlib.sha256(body).hexdigest())
