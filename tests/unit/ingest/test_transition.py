"""The state of a feed after a poll."""

from datetime import UTC, datetime, timedelta

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, FeedStatus
from services.ingest.schedule import GONE_CHECK, Pace
from services.ingest.transition import MAX_ERROR_CHARACTERS, Success, failed, succeeded
from services.ingest.verdict import Failed

NOW = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
PACE = Pace(floor=timedelta(minutes=5), default=timedelta(minutes=15), ceiling=timedelta(hours=1))
STATE = FeedState(feed=FeedReference(id="feed_1", url="https://news.example/rss"), next_check_at=NOW)
SUCCESS = Success('"e"', "date", "hash", "https://cdn.example/rss", None, "The News", listed=20, new=20, published=20)
MIDDLE = 0.5


def test_a_success_is_recorded_whole() -> None:
    state = succeeded(STATE, SUCCESS, PACE, NOW, MIDDLE)
    assert state == FeedState(
        feed=STATE.feed.model_copy(update={"title": "The News"}),
        status=FeedStatus.OK,
        adaptive_interval_seconds=900,
        next_check_at=NOW + timedelta(minutes=15),
        last_checked_at=NOW,
        last_success_at=NOW,
        etag='"e"',
        last_modified="date",
        body_hash="hash",
        final_url="https://cdn.example/rss",
        polls=1,
        articles=20,
    )


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
    state = failed(STATE, Failed("withdrawn", is_gone=True), PACE, NOW, MIDDLE)
    assert (state.status, state.next_check_at) == (FeedStatus.GONE, NOW + GONE_CHECK)


def test_a_title_of_the_feeds_file_is_not_replaced() -> None:
    named = STATE.model_copy(update={"feed": STATE.feed.model_copy(update={"title": "Mine"})})
    assert succeeded(named, SUCCESS, PACE, NOW, MIDDLE).feed.title == "Mine"


def test_an_error_of_any_length_fits() -> None:
    error = failed(STATE, Failed("x" * 10_000), PACE, NOW, MIDDLE).last_error
    assert error is not None
    assert len(error) == MAX_ERROR_CHARACTERS
