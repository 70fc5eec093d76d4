"""What surrounds every answer: security headers, the cap on request bodies, HEAD, and the request metrics."""

import re
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.errors import BodyTooLarge
from services.api.metrics import REQUEST_SECONDS, REQUESTS
from services.api.problems import problem_response

SECURITY_HEADERS = {
    # The page and the documentation load scripts and styles from us alone, and nothing inline: text that came
    # from an article could not run even if it were ever written into the page as markup.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


_REQUEST_ID = re.compile(r"[A-Za-z0-9._\-]{8,64}")


class Envelope:
    """The outermost layer, around the framework's own error answers too."""

    def __init__(
        self, app: ASGIApp, *, max_body_bytes: int, larger: Mapping[str, int] | None = None, base_path: str = ""
    ) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes
        self._larger = larger or {}
        self._base_path = base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500
        request_id = _request_id(scope)
        state: dict[str, Any] = {"request_id": request_id}

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in {**SECURITY_HEADERS, **state.get("headers", {})}.items():
                    headers.setdefault(name, value)
            await send(message)

        path = scope["path"].removeprefix(self._base_path)  # a proxy may have taken it off already
        inner = dict(scope)
        inner["state"] = state
        inner["root_path"] = self._base_path
        if scope["method"] == "HEAD" and not scope["path"].endswith("/stream"):
            inner["method"] = "GET"  # the server sends no body after a HEAD, whatever we give it
        try:
            structlog.contextvars.bind_contextvars(request_id=request_id)
            cap = max(self._max_body_bytes, self._larger.get(path, 0))
            if self._base_path and scope["path"] == self._base_path:
                # The page's own links are relative to the folder it stands in.
                await RedirectResponse(f"{self._base_path}/", status_code=308)(inner, receive, send_with_headers)
            elif _declared_length(scope) > cap:
                await problem_response(_too_large(cap))(inner, receive, send_with_headers)
            else:
                await self._app(inner, _counted(receive, cap), send_with_headers)
        finally:
            route = getattr(inner.get("route"), "path", "unmatched")
            REQUESTS.labels(route, scope["method"] if route != "unmatched" else "any", str(status)).inc()
            if not route.endswith("/stream"):
                REQUEST_SECONDS.labels(route).observe(time.perf_counter() - started)


def _counted(receive: Receive, cap: int) -> Receive:
    """A body that does not say its length is counted as it comes."""
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > cap:
            raise HTTPException(413, _too_large(cap).detail)
        return message

    return counted


def _too_large(cap: int) -> BodyTooLarge:
    return BodyTooLarge(f"a request body may have at most {cap} bytes here", headers={"Connection": "close"})


def _request_id(scope: Scope) -> str:
    """The id a client or proxy gave the request, if it is one we would write into a log; else a new one."""
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    given = next((value.decode("latin-1") for name, value in headers if name == b"x-request-id"), "")
    return given if _REQUEST_ID.fullmatch(given) else uuid4().hex


def _declared_length(scope: Scope) -> int:
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    value: Any = next((value for name, value in headers if name == b"content-length"), b"0")
    return int(value) if value.isdigit() else 0
