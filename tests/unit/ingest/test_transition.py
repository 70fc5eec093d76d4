"""The state of a feed after a poll."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, FeedStatus
from services.ingest.errors import HARD, PASSING, SOFT
from services.ingest.schedule import GONE_CHECK, Pace
from services.ingest.transition import (
    MAX_ERROR_CHARACTERS,
    MOVED_AFTER,
    MOVED_BACK_AFTER,
    Success,
    failed,
    failing_of,
    is_to_be_told,
    polled_url,
    succeeded,
)
from services.ingest.verdict import Failed

NOW = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
PACE = Pace(floor=timedelta(minutes=5), default=timedelta(minutes=15), ceiling=timedelta(hours=1))
STATE = FeedState(feed=FeedReference(id="feed_1", url="https://news.example/rss"), next_check_at=NOW)
SUCCESS = Success('"e"', "date", "hash", "https://cdn.example/rss", None, "The News", listed=20, new=20, published=20)
MIDDLE = 0.5


def test_a_success_is_recorded_whole() -> None:
    state = succeeded(STATE, replace(SUCCESS, is_full=True, happened="read", polled_by="one"), PACE, NOW, MIDDLE)
    assert state == FeedState(
        feed=STATE.feed.model_copy(update={"title": "The News"}),
        status=FeedStatus.OK,
        adaptive_interval_seconds=900,
        next_check_at=NOW + timedelta(minutes=15),
        next_check_reason="adapts, at present every 15 minutes",
        last_checked_at=NOW,
        last_success_at=NOW,
        what_happened="read",
        full_fetch_at=NOW,
        etag='"e"',
        last_modified="date",
        body_hash="hash",
        final_url="https://cdn.example/rss",
        polls=1,
        articles=20,
        listed_entries=20,
        measured_since=NOW,
        last_new_at=NOW,
        frozen_articles=0,
        polled_by="one",
    )


def test_a_permanent_redirect_is_believed_after_five_polls_in_a_row_that_found_the_feed_there() -> None:
    state = STATE
    moved = replace(SUCCESS, moved_to="https://new.example/rss")
    for confirmations in range(1, MOVED_AFTER):
        state = succeeded(state, moved, PACE, NOW, MIDDLE)
        assert (polled_url(state), state.redirect_confirmations) == (STATE.feed.url, confirmations)
    state = succeeded(state, moved, PACE, NOW, MIDDLE)
    assert polled_url(state) == "https://new.example/rss"
    assert state.feed.url == STATE.feed.url


@pytest.mark.parametrize("between", [None, "https://elsewhere.example/rss"])
def test_a_poll_that_is_sent_elsewhere_or_nowhere_begins_the_count_anew(between: str | None) -> None:
    state = STATE
    targets = ["https://new.example/rss"] * (MOVED_AFTER - 1) + [between] + ["https://new.example/rss"]
    for target in targets:
        state = succeeded(state, replace(SUCCESS, moved_to=target), PACE, NOW, MIDDLE)
    assert (state.moved_url, state.redirect_confirmations) == (None, 1)


def test_a_failure_begins_the_count_anew_and_a_new_address_that_keeps_failing_is_given_up() -> None:
    moving = STATE.model_copy(update={"redirect_url": "https://new.example/", "redirect_confirmations": 3})
    assert failed(moving, Failed("no"), PACE, NOW, MIDDLE).redirect_confirmations == 0
    state = STATE.model_copy(update={"moved_url": "https://new.example/"})
    for _ in range(MOVED_BACK_AFTER):
        assert polled_url(state) == "https://new.example/"
        state = failed(state, Failed("no"), PACE, NOW, MIDDLE)
    assert polled_url(state) == STATE.feed.url


def test_failures_that_pass_by_themselves_lengthen_the_wait_less() -> None:
    waits = {}
    for weight in (HARD, SOFT, PASSING):
        state = STATE
        for _ in range(4):
            state = failed(state, Failed("no", weight), PACE, NOW, MIDDLE)
        waits[weight] = state.next_check_at - NOW
    assert waits == {HARD: timedelta(hours=2), SOFT: timedelta(minutes=30), PASSING: timedelta(minutes=15)}


def test_operators_are_told_once_of_a_feed_that_keeps_failing_and_again_only_after_it_worked() -> None:
    state, told = STATE, []
    for number in range(10):
        now = NOW + timedelta(hours=number)
        state = failed(state, Failed("no"), PACE, now, MIDDLE)
        if is_to_be_told(state, 3):
            told.append(failing_of(state, now))
            state = state.model_copy(update={"told_failing_at": now})
    assert [(one.failures, one.failing_since, one.error) for one in told] == [(3, NOW, "no")]
    well = succeeded(state, SUCCESS, PACE, NOW, MIDDLE)
    assert not is_to_be_told(well, 3)
    again = failed(well, Failed("no"), PACE, NOW + timedelta(days=1), MIDDLE)
    assert failing_of(again, NOW).alert_id != told[0].alert_id


def test_operators_are_told_at_once_of_a_withdrawn_feed() -> None:
    assert is_to_be_told(failed(STATE, Failed("gone", status=FeedStatus.GONE), PACE, NOW, MIDDLE), 6)


def test_a_failure_says_why_and_keeps_what_is_known_of_the_last_good_body() -> None:
    well = succeeded(STATE, SUCCESS, PACE, NOW, MIDDLE)
    later = NOW + timedelta(minutes=15)
    state = failed(well, Failed("the server is in trouble"), PACE, later, MIDDLE)
    assert (state.status, state.last_error, state.consecutive_failures) == (
        FeedStatus.FAILING,
        "the server is in trouble",
        1,
    )
    assert (state.etag, state.body_hash, state.last_success_at) == ('"e"', "hash", NOW)
    assert (state.last_checked_at, state.next_check_at) == (later, later + timedelta(minutes=15))


def test_a_success_after_failures_clears_them() -> None:
    failing = STATE
    for _ in range(5):
        failing = failed(failing, Failed("no"), PACE, NOW, MIDDLE)
    assert failing.consecutive_failures == 5
    state = succeeded(failing, SUCCESS, PACE, NOW, MIDDLE)
    assert (state.status, state.last_error, state.consecutive_failures, state.polls) == (FeedStatus.OK, None, 0, 6)


def test_a_withdrawn_feed_is_gone_and_still_looked_at_once_a_day() -> None:
    state = failed(STATE, Failed("withdrawn", status=FeedStatus.GONE), PACE, NOW, MIDDLE)
    assert (state.status, state.next_check_at) == (FeedStatus.GONE, NOW + GONE_CHECK)


def test_a_title_of_the_feeds_file_is_not_replaced() -> None:
    named = STATE.model_copy(update={"feed": STATE.feed.model_copy(update={"title": "Mine"})})
    assert succeeded(named, SUCCESS, PACE, NOW, MIDDLE).feed.title == "Mine"


def test_an_error_of_any_length_fits() -> None:
    error = failed(STATE, Failed("x" * 10_000), PACE, NOW, MIDDLE).last_error
    assert error is not None
    assert len(error) == MAX_ERROR_CHARACTERS
