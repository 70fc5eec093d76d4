import ssl
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api import verdict
from services.runtime.errors import ForbiddenAddress

NOW = datetime(2025, 6, 27, tzinfo=UTC)


@given(st.integers(100, 999))
def test_only_2xx_is_success_and_only_410_is_for_good(status_code: int) -> None:
    found = verdict.of_answer(status_code, None, now=NOW)
    assert found.is_delivered == (200 <= status_code < 300)
    assert found.is_gone == (status_code == 410)
    assert (found.error is None) == found.is_delivered


def test_an_overloaded_receiver_is_given_a_minute_and_one_that_names_a_time_gets_that() -> None:
    assert verdict.of_answer(429, None, now=NOW).not_before == timedelta(minutes=1)
    assert verdict.of_answer(429, "90", now=NOW).not_before == timedelta(seconds=90)
    assert verdict.of_answer(500, None, now=NOW).not_before is None


def connect_error(cause: Exception) -> httpx.ConnectError:
    try:
        raise httpx.ConnectError("All connection attempts failed") from cause
    except httpx.ConnectError as error:
        return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TimeoutError(), "no answer within 15 s"),
        (httpx.ReadTimeout(""), "no answer within 15 s"),
        (httpx.ConnectTimeout(""), "does not answer"),
        (connect_error(ConnectionRefusedError()), "connection refused"),
        (connect_error(ssl.SSLError(1, "wrong version number")), "TLS failed"),
        (httpx.ConnectError("hook.example cannot be resolved: unknown"), "cannot be resolved"),
        (httpx.RemoteProtocolError("illegal status line"), "broke the HTTP protocol"),
        (httpx.ReadError(""), "the connection broke"),
        (ForbiddenAddress("x is at 10.0.0.1, which is not a public address"), "not a public address"),
    ],
)
def test_a_failure_is_told_in_plain_words_and_always_tried_again(error: Exception, words: str) -> None:
    found = verdict.of_failure(error, total_seconds=15)
    assert words in (found.error or "")
    assert not found.is_delivered
    assert not found.is_gone
