"""The rules of HTTP and of good manners."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, FeedStatus
from services.ingest.errors import HARD, SOFT
from services.ingest.fetch import Answer, Validators
from services.ingest.verdict import (
    LONGEST_RETRY_AFTER,
    Changed,
    Failed,
    Unchanged,
    freshness,
    judge,
    retry_after,
    validators_of,
)

NOW = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
URL = "https://news.example/rss"
STATE = FeedState(
    feed=FeedReference(id="feed_1", url=URL),
    next_check_at=NOW,
    etag='W/"one"',
    last_modified="Fri, 20 Feb 2026 11:00:00 GMT",
    body_hash=hashlib.sha256(b"old").hexdigest(),
    full_fetch_at=NOW - timedelta(hours=3),
)


def answer(status: int, body: bytes = b"", *, is_conditional: bool = True, **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, URL, body, is_conditional)


def test_a_new_body_is_to_be_read_and_its_validators_are_kept_byte_for_byte() -> None:
    verdict = judge(answer(200, b"new", etag='W/"tw\xe9o" ', last_modified="yesterday, about noon"), STATE, NOW)
    assert verdict == Changed(hashlib.sha256(b"new").hexdigest(), 'W/"tw\xe9o" ', "yesterday, about noon", None)


def test_a_body_that_was_read_before_is_unchanged_whatever_its_validators() -> None:
    assert judge(answer(200, b"old", etag='"three"'), STATE, NOW) == Unchanged('"three"', None, None)


def test_a_304_keeps_the_validators_it_does_not_renew() -> None:
    assert judge(answer(304, etag='"fresh"'), STATE, NOW) == Unchanged('"fresh"', STATE.last_modified, None)


def test_a_304_to_an_unconditional_request_is_a_failure() -> None:
    assert isinstance(judge(answer(304, is_conditional=False), STATE, NOW), Failed)


def test_a_validator_of_absurd_length_is_not_kept() -> None:
    verdict = judge(answer(200, b"new", etag="x" * 5000), STATE, NOW)
    assert isinstance(verdict, Changed)
    assert verdict.etag is None


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (401, "refuses"),
        (403, "refuses"),
        (404, "nothing at this address"),
        (429, "less often"),
        (500, "in trouble (500 Internal Server Error)"),
        (503, "in trouble"),
        (599, "in trouble (599)"),
        (301, "without saying where"),
        (418, "instead of the document"),
        (206, "instead of the document"),
    ],
)
def test_a_status_becomes_plain_words(status: int, word: str) -> None:
    verdict = judge(answer(status), STATE, NOW)
    assert isinstance(verdict, Failed)
    assert word in verdict.words
    assert not verdict.is_gone


def test_410_means_gone() -> None:
    verdict = judge(answer(410), STATE, NOW)
    assert isinstance(verdict, Failed)
    assert verdict.is_gone


def test_a_cloudflare_challenge_is_named_as_such() -> None:
    verdict = judge(answer(403, cf_mitigated="challenge"), STATE, NOW)
    assert isinstance(verdict, Failed)
    assert "Cloudflare" in verdict.words


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_refusal_carries_the_wait_that_the_server_asks_for(status: int) -> None:
    verdict = judge(answer(status, retry_after="120"), STATE, NOW)
    assert isinstance(verdict, Failed)
    assert verdict.retry_after == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": "30"}, timedelta(seconds=30)),
        ({"retry-after": " 30 "}, timedelta(seconds=30)),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "99999999999999999999"}, LONGEST_RETRY_AFTER),
        ({"retry-after": "Fri, 20 Feb 2026 12:10:00 GMT"}, timedelta(minutes=10)),
        ({"retry-after": "Fri, 20 Feb 2026 11:00:00 GMT"}, timedelta(0)),
        # The server's clock is an hour behind ours: its date is measured by its own clock.
        (
            {"retry-after": "Fri, 20 Feb 2026 11:10:00 GMT", "date": "Fri, 20 Feb 2026 11:00:00 GMT"},
            timedelta(minutes=10),
        ),
    ],
)
def test_retry_after_is_seconds_or_a_date(headers: dict[str, str], expected: timedelta | None) -> None:
    assert retry_after(headers, NOW) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"cache-control": "public, max-age=600"}, timedelta(minutes=10)),
        ({"cache-control": "max-age=600", "age": "200"}, timedelta(seconds=400)),
        ({"cache-control": "max-age=600", "age": "900"}, timedelta(0)),
        ({"cache-control": "s-maxage=5"}, None),
        ({"cache-control": "max-age=lots"}, None),
        ({"expires": "Fri, 20 Feb 2026 12:05:00 GMT"}, timedelta(minutes=5)),
        ({"expires": "0"}, None),
        ({"cache-control": "max-age=60", "expires": "Fri, 20 Feb 2026 13:00:00 GMT"}, timedelta(minutes=1)),
    ],
)
def test_freshness_is_max_age_or_else_expires(headers: dict[str, str], expected: timedelta | None) -> None:
    assert freshness(headers, NOW) == expected


@given(st.dictionaries(st.sampled_from(["retry-after", "date", "cache-control", "age", "expires", "etag"]), st.text()))
def test_no_header_makes_the_judgement_raise(headers: dict[str, str]) -> None:
    for status in (200, 304, 410, 429, 500):
        judge(Answer(status, headers, URL, b"new", True), STATE, NOW)
    wait = retry_after(headers, NOW)
    assert wait is None or timedelta(0) <= wait <= LONGEST_RETRY_AFTER


def test_validators_are_sent_to_the_address_they_came_from() -> None:
    moved = STATE.model_copy(update={"final_url": "https://cdn.example/rss"})
    assert validators_of(moved, NOW) == Validators("https://cdn.example/rss", STATE.etag, STATE.last_modified)


def test_validators_without_a_body_that_was_read_are_not_sent() -> None:
    assert validators_of(STATE.model_copy(update={"body_hash": None}), NOW) is None


@pytest.mark.parametrize("status", [200, 304])
def test_validators_of_a_server_that_lets_nothing_be_kept_are_forgotten(status: int) -> None:
    verdict = judge(answer(status, b"new", etag='"x"', expires="0"), STATE, NOW)
    assert isinstance(verdict, Changed | Unchanged)
    assert (verdict.etag, verdict.last_modified) == (None, None)


@pytest.mark.parametrize(("age", "is_asked"), [(timedelta(hours=23), True), (timedelta(hours=24), False)])
def test_the_whole_document_is_fetched_once_a_day_whatever_the_validators(age: timedelta, is_asked: bool) -> None:
    known = STATE.model_copy(update={"full_fetch_at": NOW - age})
    assert (validators_of(known, NOW) is not None) == is_asked


@pytest.mark.parametrize(
    ("status", "weight"),
    [(400, HARD), (401, HARD), (403, HARD), (404, SOFT), (410, HARD), (429, SOFT), (500, SOFT), (503, SOFT)],
)
def test_what_servers_get_over_by_themselves_counts_half(status: int, weight: float) -> None:
    verdict = judge(answer(status), STATE, NOW)
    assert isinstance(verdict, Failed)
    assert verdict.weight == weight


def test_a_browser_check_has_a_status_of_its_own() -> None:
    verdict = judge(answer(403, cf_mitigated="Challenge"), STATE, NOW)
    assert isinstance(verdict, Failed)
    assert verdict.status is FeedStatus.CHALLENGED
