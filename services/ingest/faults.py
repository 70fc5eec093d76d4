"""What went wrong on the way to a server, as an operator would say it, and how much it counts. Pure."""

import ssl

import httpx

from services.ingest.errors import HARD, PASSING, SOFT
from services.runtime.dial import NameNotResolved
from services.runtime.errors import ForbiddenAddress

_HTTP_FAULTS = (
    ("Receive buffer too long", "the headers of its answer do not end"),
    ("illegal status line", "what it sends is no answer"),
    ("without sending a response", "it closes the connection without an answer"),
    ("without sending complete message body", "its answer breaks off before its end"),
    ("incomplete chunked read", "its answer breaks off before its end"),
    ("chunk", "its answer comes in parts of which one states no length"),
    ("Content-Length", "its answer states no one length"),
    ("header", "a header of its answer is none"),
)
"""What h11 and httpcore say of an answer, by a part of it, and what that means."""

_TLS_FAULTS = {
    "WRONG_VERSION_NUMBER": "what answers there does not speak TLS",
    "UNEXPECTED_EOF_WHILE_READING": "the server broke it off",
    "UNSUPPORTED_PROTOCOL": "the server speaks only a version of TLS that is not safe any more",
    "TLSV1_ALERT_PROTOCOL_VERSION": "the server speaks only a version of TLS that is not safe any more",
}


def in_plain_words(error: Exception) -> str:
    """What went wrong."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection: {_tls_fault(cause)}"
        cause = cause.__cause__ or cause.__context__
    detail = str(error)[:300]
    for kind, words in (
        (ForbiddenAddress, detail),
        (httpx.ConnectTimeout, "the server cannot be reached in time"),
        (httpx.TimeoutException, "the server stopped answering in the middle"),
        (httpx.ConnectError, f"the server cannot be reached: {detail}"),
        (httpx.RemoteProtocolError, f"the server does not keep to HTTP: {_http_fault(detail)}"),
        (httpx.NetworkError, f"the connection broke: {detail or type(error).__name__}"),
        ((httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError), f"the address is not valid: {detail}"),
    ):
        if isinstance(error, kind):
            return words
    return f"the fetch failed: {type(error).__name__}: {detail}"


def _http_fault(detail: str) -> str:
    for part, words in _HTTP_FAULTS:
        if part.casefold() in detail.casefold():
            return words
    return detail


def _tls_fault(error: ssl.SSLError) -> str:
    reason = error.reason or ""
    return getattr(error, "verify_message", None) or _TLS_FAULTS.get(reason) or reason or str(error)


def weight_of(error: Exception) -> float:
    """How much it counts: a network that fails for a moment is not a feed that is wrong."""
    cause = error.__cause__
    if isinstance(cause, NameNotResolved) and cause.is_passing:
        return PASSING
    if isinstance(error, httpx.NetworkError | httpx.TimeoutException):
        return SOFT
    return HARD
