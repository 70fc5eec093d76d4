"""What the answer to a request for robots.txt means (RFC 9309)."""

import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.fetch import Answer
from services.ingest.robots import KEPT_WHILE_UNREACHABLE, LONGEST_KEPT, MOST_BYTES, SHORTEST_KEPT, robots_url, rules_in
from services.ingest.robots_rules import allowed

NOW = datetime(2026, 2, 20, 12, tzinfo=UTC)
URL = "https://news.example/robots.txt"
RULES = b"User-agent: *\nDisallow: /private/\n\nUser-agent: ottawatch\nCrawl-delay: 7\nDisallow: /*.pdf$\n"


@pytest.mark.parametrize(
    ("status", "allows_all", "is_trouble"),
    [
        (200, False, False),
        (404, True, False),
        (403, True, False),
        (410, True, False),
        (500, False, True),
        (429, False, True),
    ],
)
def test_each_status_has_its_meaning(status: int, allows_all: bool, is_trouble: bool) -> None:
    rules = rules_in(Answer(status, {}, URL, RULES if status == 200 else b""), NOW)
    assert (rules.packed is None and rules.trouble is None) == allows_all
    assert (rules.trouble is not None) == is_trouble


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ({}, LONGEST_KEPT),
        ({"cache-control": "max-age=3600"}, timedelta(hours=1)),
        ({"cache-control": "max-age=5"}, SHORTEST_KEPT),
        ({"cache-control": "max-age=31536000"}, LONGEST_KEPT),
    ],
)
def test_the_file_is_kept_as_long_as_it_says_within_bounds(headers: dict[str, str], kept: timedelta) -> None:
    assert rules_in(Answer(200, headers, URL, RULES), NOW).until == NOW + kept


def test_a_server_in_trouble_is_asked_again_soon() -> None:
    assert rules_in(Answer(503, {}, URL), NOW).until == NOW + KEPT_WHILE_UNREACHABLE


def test_of_an_endless_file_only_the_beginning_is_kept() -> None:
    rules = rules_in(Answer(200, {}, URL, b"#" * (2 * MOST_BYTES)), NOW)
    assert len(zlib.decompress(rules.packed or b"")) == MOST_BYTES


def test_the_rules_are_beside_the_page_on_the_same_host_and_port() -> None:
    assert robots_url("http://news.example:8080/a/b?c=d#e") == "http://news.example:8080/robots.txt"


@pytest.mark.parametrize(
    ("url", "agent", "expected"),
    [
        ("https://news.example/a.html", "ottawatch", (True, 7.0)),
        ("https://news.example/a.pdf", "ottawatch", (False, 7.0)),
        ("https://news.example/private/a", "ottawatch", (True, 7.0)),
        ("https://news.example/private/a", "otherbot", (False, 0.0)),
        ("https://news.example/a", "otherbot", (True, 0.0)),
    ],
)
def test_our_own_group_goes_before_that_for_everybody(url: str, agent: str, expected: tuple[bool, float]) -> None:
    assert allowed(RULES, url=url, agent=agent) == expected


@given(st.binary(max_size=300))
def test_any_bytes_have_a_meaning(body: bytes) -> None:
    is_allowed, delay = allowed(body, url="https://news.example/a", agent="ottawatch")
    assert isinstance(is_allowed, bool)
    assert delay >= 0
