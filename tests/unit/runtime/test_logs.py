"""What a process writes to its logs. In a process of its own, because logging is configured once for all."""

import json
import subprocess
import sys
from typing import Any

import pytest

PROGRAM = """
import logging, sys, structlog
from services.runtime.logs import configure_logs
from services.runtime.settings import LogSettings
configure_logs(LogSettings(level={level!r}, format={format!r}), service="store")
log = structlog.get_logger()
{body}
"""


def logged(body: str, *, level: str = "info", format: str = "json") -> str:  # noqa: A002 - as the setting
    program = PROGRAM.format(level=level, format=format, body=body)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr


def lines(body: str, **options: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in logged(body, **options).splitlines()]


def test_a_line_is_json_with_time_level_service_and_fields() -> None:
    [line] = lines("log.info('stored', count=3, country='PL', title='Żółw')")
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "stored",
        "level": "info",
        "service": "store",
        "count": 3,
        "country": "PL",
        "title": "Żółw",
    }


@pytest.mark.parametrize("format", ["json", "text"])
def test_a_field_named_like_a_secret_is_hidden(format: str) -> None:  # noqa: A002
    names = ["secret", "password", "nats_password", "Authorization", "access_token", "api_key"]
    told = logged(f"for name in {names!r}: log.warning('x', **{{name: 'open-sesame'}})", format=format)
    assert "open-sesame" not in told
    assert told.count("hidden") == len(names)


def test_a_secret_deep_inside_a_field_is_hidden_too() -> None:
    body = "log.info('x', request={'url': 'u', 'headers': [{'Authorization': 'open-sesame', 'Accept': 'all'}]})"
    [line] = lines(body)
    assert line["request"] == {"url": "u", "headers": [{"Authorization": "hidden", "Accept": "all"}]}


def test_local_variables_of_a_crash_are_not_printed() -> None:
    body = "def f():\n    key = 'open' + '-sesame'\n    1 / 0\ntry:\n    f()\nexcept ZeroDivisionError:\n"
    body += "    log.exception('crashed')"
    for format in ("json", "text"):  # noqa: A001
        told = logged(body, format=format)
        assert "ZeroDivisionError" in told
        assert "open-sesame" not in told


def test_the_standard_library_is_logged_the_same_way_with_its_trace() -> None:
    body = "try:\n    1 / 0\nexcept ZeroDivisionError:\n    logging.getLogger('driver').exception('lost %s', 'it')"
    [line] = lines(body)
    assert (line["event"], line["level"], line["service"]) == ("lost it", "error", "store")
    assert "ZeroDivisionError" in line["exception"]


def test_the_level_holds_for_both() -> None:
    body = "log.info('a'); logging.getLogger('x').info('b'); log.error('c'); logging.getLogger('x').error('d')"
    assert [line["event"] for line in lines(body, level="error")] == ["c", "d"]


def test_addresses_that_the_http_client_visits_are_not_logged() -> None:
    assert logged("logging.getLogger('httpx').info('GET https://hook.example/token-in-path')") == ""
