"""What an attempt's outcome means for its delivery, in plain words. Pure."""

import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

import httpx

from services.api.schedule import THROTTLED_WAIT, retry_after
from services.runtime.errors import ForbiddenAddress

_THROTTLING = frozenset({429, 502, 504})


@dataclass(frozen=True)
class Verdict:
    """Exactly one of four things: delivered, to be tried again, gone for good, or not to be sent by this version."""

    is_delivered: bool = False
    is_gone: bool = False
    """The receiver said 410: it wants nothing more, ever."""
    error: str | None = None
    not_before: timedelta | None = None
    """The least wait that the receiver asks for, or that overload deserves."""
    is_throttling: bool = False
    """The wait is meant for everything that goes there, not for this delivery alone."""
    is_ours: bool = False
    """The receiver has no part in it: nothing is held against it."""
    is_unsendable: bool = False
    """This version cannot make the request, however often it tries; another may."""


def of_answer(status_code: int, retry_after_header: str | None, *, now: datetime) -> Verdict:
    """What an answer means. Only 2xx is success."""
    if 200 <= status_code < 300:
        return Verdict(is_delivered=True)
    said = _status_words(status_code)
    if status_code == 410:
        return Verdict(is_gone=True, error=f"answered {said}: the receiver wants no more alerts")
    if 300 <= status_code < 400:
        return Verdict(error=f"answered {said}: redirects are not followed; subscribe with the final address")
    wait = retry_after(retry_after_header, now=now)
    if wait is None and status_code in _THROTTLING:
        wait = THROTTLED_WAIT
    is_throttling = status_code == 429 or (status_code == 503 and retry_after_header is not None)
    return Verdict(error=f"answered {said}", not_before=wait, is_throttling=is_throttling and wait is not None)


def of_failure(error: Exception, *, total_seconds: float) -> Verdict:
    """What a request without an answer means: always another try, because most causes pass."""
    return Verdict(error=failure_words(error, total_seconds))


def of_fault(error: Exception) -> Verdict:
    """What a mistake in our own code means: another try, because some depend on the moment."""
    return Verdict(error=f"a fault of Ottawatch's own: {type(error).__name__}: {error}", is_ours=True)


def of_unsendable(reason: str) -> Verdict:
    """What it means that no request can be made of the stored rows."""
    return Verdict(error=reason, is_ours=True, is_unsendable=True)


def failure_words(error: Exception, total_seconds: float) -> str:
    """Why a request came to no answer, in plain words."""
    if isinstance(error, ForbiddenAddress):
        return str(error)
    if isinstance(error, httpx.ConnectTimeout):
        return "no connection in time: the host does not answer"
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return f"no answer within {total_seconds:g} s"
    if isinstance(error, httpx.ConnectError):
        return _connect_words(error)
    if isinstance(error, httpx.RemoteProtocolError):
        return f"the receiver broke the HTTP protocol or hung up before it answered: {error}"
    if isinstance(error, httpx.ReadError | httpx.WriteError | httpx.CloseError):
        return "the connection broke before an answer came"
    if isinstance(error, httpx.HTTPError | OSError | UnicodeError):
        return f"{type(error).__name__}: {error}"
    return str(error)


def _connect_words(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"TLS certificate not accepted: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return f"TLS failed: {getattr(cause, 'reason', None) or cause}"
        if isinstance(cause, ConnectionRefusedError):
            return "connection refused: nothing listens there"
        cause = cause.__cause__ or cause.__context__
    return f"no connection: {error}"


def _status_words(status_code: int) -> str:
    try:
        return f"{status_code} {HTTPStatus(status_code).phrase}"
    except ValueError:
        return str(status_code)
