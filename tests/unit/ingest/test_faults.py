"""What went wrong on the way to a server, in words that an operator understands."""

import socket
import ssl

import httpx
import pytest

from services.ingest.errors import HARD, PASSING, SOFT
from services.ingest.faults import in_plain_words, weight_of
from services.runtime.dial import NameNotResolved
from services.runtime.errors import ForbiddenAddress


def tls(reason: str, verify_message: str | None = None) -> Exception:
    fault = ssl.SSLError(1, f"[SSL: {reason}] (_ssl.c:1006)")
    fault.reason = reason
    if verify_message:
        fault.verify_message = verify_message  # type: ignore[attr-defined]
    error = httpx.ConnectError(str(fault))
    error.__cause__ = fault
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (httpx.RemoteProtocolError("Receive buffer too long"), "the headers of its answer do not end"),
        (httpx.RemoteProtocolError("illegal status line: bytearray(b'SSH')"), "what it sends is no answer"),
        (httpx.RemoteProtocolError("illegal chunk header: bytearray(b'ZZ')"), "of which one states no length"),
        (httpx.RemoteProtocolError("conflicting Content-Length headers"), "states no one length"),
        (httpx.RemoteProtocolError("illegal header line: bytearray(b'x')"), "a header of its answer is none"),
        (httpx.RemoteProtocolError("something new"), "the server does not keep to HTTP: something new"),
        (tls("WRONG_VERSION_NUMBER"), "no secure connection: what answers there does not speak TLS"),
        (tls("CERTIFICATE_VERIFY_FAILED", "certificate has expired"), "no secure connection: certificate has expired"),
        (tls("SOMETHING_NEW"), "no secure connection: SOMETHING_NEW"),
        (httpx.ReadTimeout(""), "stopped answering in the middle"),
        (httpx.ReadError(""), "the connection broke: ReadError"),
        (ForbiddenAddress("10.0.0.1 is not public"), "10.0.0.1 is not public"),
        (httpx.InvalidURL("no host"), "the address is not valid: no host"),
    ],
)
def test_a_fault_is_told_in_words(error: Exception, words: str) -> None:
    assert words in in_plain_words(error)
    assert "bytearray" not in in_plain_words(error)


def test_what_servers_get_over_by_themselves_counts_less() -> None:
    busy = httpx.ConnectError("no name server answers")
    busy.__cause__ = NameNotResolved.of("a.example", socket.gaierror(socket.EAI_AGAIN, "try again"))
    assert weight_of(busy) == PASSING
    assert weight_of(httpx.ConnectTimeout("")) == SOFT
    assert weight_of(httpx.RemoteProtocolError("")) == HARD
