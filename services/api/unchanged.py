"""What has not changed is not read again: 304 from the state of the book of events alone.

Clients that poll send back the validator of what they have. Whether their copy is still right is a question about the
whole book: when nothing at all was committed since an answer was made, it stands, and neither the list nor its bytes
need to be made again to say so. The validator itself stays the hash of the answer, so it means the same to every
replica; this only spares the work.
"""

import asyncio
import sqlite3
import weakref
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.access import may_read
from services.api.answers import has_tag
from services.api.parts import Parts
from services.database.direct import direct

log = structlog.get_logger()

_FAMILIES = ("/v1/events", "/v1/cases", "/v1/treaties", "/v1/articles/")
"""Addresses whose answers follow from the book of events and the day."""

_REMEMBERED = 2_000
_KEPT_HEADERS = (b"etag", b"cache-control", b"vary", b"link")


class BookVersion:
    """A word that changes with every commit to the book of events."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._file: sqlite3.Connection | None = None
        self._turn = asyncio.Lock()
        self._next: asyncio.Task[str] | None = None

    async def read(self) -> str:
        """The word as of a moment after this call. Those who ask at the same time share one reading."""
        if self._engine.dialect.name == "sqlite":
            return self._of_file()
        if self._next is None:
            self._next = asyncio.create_task(self._of_server())
        return await asyncio.shield(self._next)

    def _of_file(self) -> str:
        """Microseconds, from memory that SQLite shares: nothing to wait for. Compared on one connection alone."""
        if self._file is None:
            self._file = sqlite3.connect(str(self._engine.url.database), isolation_level=None)
            weakref.finalize(self, self._file.close)
        return str(self._file.execute("PRAGMA data_version").fetchone()[0])

    async def _of_server(self) -> str:
        """Which transactions are visible: any commit on the server makes it another word."""
        async with self._turn:
            self._next = None  # who comes from now on might know of a commit that this reading misses
            ((word,),) = await direct(self._engine).fetch("SELECT CAST(pg_current_snapshot() AS text)")
            return str(word)


@dataclass(frozen=True)
class _Answered:
    version: str
    etag: str
    headers: tuple[tuple[bytes, bytes], ...]
    route: Any


class Unchanged:
    """Answers conditional requests whose answer was made since the last commit."""

    def __init__(self, app: ASGIApp, parts: Parts) -> None:
        self._app = app
        self._parts = parts
        self._book = BookVersion(parts.events)
        self._answered: OrderedDict[tuple[Any, ...], _Answered] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let it through and remember what came of it."""
        if not _is_concerned(scope):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if_none_match = headers.get("if-none-match")
        if not if_none_match:
            await self._app(scope, receive, send)
            return
        key = (scope["path"], scope["query_string"], headers.get("host"))
        try:
            version = f"{await self._book.read()} {self._parts.clock().date()}"
        except Exception as error:  # the long way tells what is wrong as every route does, or goes well
            log.debug("answering the long way", error=str(error))
            await self._app(scope, receive, send)
            return
        known = self._answered.get(key)
        holds = known is not None and known.version == version and has_tag(if_none_match, known.etag)
        if known is not None and holds and await may_read(HTTPConnection(scope), self._parts):
            scope["route"] = known.route
            await send({"type": "http.response.start", "status": 304, "headers": list(known.headers)})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, self._listening(send, scope, key, version))

    def _listening(self, send: Send, scope: Scope, key: tuple[Any, ...], version: str) -> Send:
        async def listening(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                kept = tuple((name, value) for name, value in message["headers"] if name.lower() in _KEPT_HEADERS)
                etag = dict(kept).get(b"etag")
                if etag is not None:
                    self._remember(key, _Answered(version, etag.decode("latin-1"), kept, scope.get("route")))
            await send(message)

        return listening

    def _remember(self, key: tuple[Any, ...], answered: _Answered) -> None:
        self._answered[key] = answered
        self._answered.move_to_end(key)
        while len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)


def _is_concerned(scope: Mapping[str, Any]) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
    return path.startswith(_FAMILIES) and not path.endswith("/stream")
