"""An address that was understood once is answered again without being read anew.

Reading a query string into filters, and filters into a query, costs more than asking the database for a page. What an
address means does not change, so a route may leave behind how to write its answer anew, from the book as it then is.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from services.api.access import may_read
from services.api.answers import validated
from services.api.parts import Parts

log = structlog.get_logger()

_REMEMBERED = 500


@dataclass(frozen=True)
class _Understood:
    body: Callable[[], Awaitable[bytes]]
    route: Any


class Again:
    """Answers addresses whose route left behind, in `request.state.again`, how to write the body anew."""

    def __init__(self, app: ASGIApp, parts: Parts) -> None:
        self._app = app
        self._parts = parts
        self._understood: OrderedDict[tuple[str, bytes], _Understood] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let it through and remember what it meant."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        key = (scope["path"], scope["query_string"])
        known = self._understood.get(key)
        is_open = known is not None and await may_read(Request(scope), self._parts)
        body = await self._body(key, known) if known is not None and is_open else None
        if known is not None and body is not None:
            scope["route"] = known.route
            await validated(Request(scope), body, "application/json")(scope, receive, send)
            return
        await self._app(scope, receive, send)
        again = scope.get("state", {}).get("again")
        if again is not None:
            self._understood[key] = _Understood(again, scope.get("route"))
            while len(self._understood) > _REMEMBERED:
                self._understood.popitem(last=False)

    async def _body(self, key: tuple[str, bytes], known: _Understood) -> bytes | None:
        try:
            return await known.body()
        except Exception as error:  # the long way tells what is wrong as every route does, or goes well
            log.debug("answering the long way", error=str(error))
            self._understood.pop(key, None)
            return None
