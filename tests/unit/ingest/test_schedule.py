"""When a feed is polled next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState
from services.ingest import schedule
from services.ingest.schedule import Pace

NOW = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
PACE = Pace(floor=timedelta(minutes=5), default=timedelta(minutes=15), ceiling=timedelta(hours=1))
QUICK = Pace(floor=timedelta(seconds=1), default=timedelta(minutes=15), ceiling=timedelta(hours=1))
MIDDLE = 0.5


def state(**fields: object) -> FeedState:
    known = {"feed": FeedReference(id="feed_1", url="https://news.example/rss"), "next_check_at": NOW}
    return FeedState.model_validate({**known, **fields})


@pytest.mark.parametrize(
    ("interval_seconds", "pace", "expected"),
    [(None, PACE, None), (900, PACE, 900), (10, PACE, 300), (10, QUICK, 10), (86400, PACE, 86400)],
)
def test_an_explicit_interval_holds_down_to_the_floor(
    interval_seconds: int | None, pace: Pace, expected: int | None
) -> None:
    interval = schedule.own_interval(state(interval_seconds=interval_seconds), pace)
    assert interval == (None if expected is None else timedelta(seconds=expected))


@given(
    seconds=st.integers(1, 100_000),
    patience=st.none() | st.integers(0, 10**7),
    draw=st.floats(0, 1, exclude_max=True),
)
def test_an_explicit_interval_is_kept_to_the_second_whatever_the_publisher_asks_for(
    seconds: int, patience: int | None, draw: float
) -> None:
    feed = state(interval_seconds=seconds)
    asked = None if patience is None else timedelta(seconds=patience)
    wait = schedule.wait_after_success(feed, QUICK, timedelta(seconds=1), asked, draw)
    assert wait == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("listed", "new", "expected_seconds"),
    [
        (20, 0, 1125),  # nothing new: a quarter longer
        (0, 0, 1125),
        (20, 1, 900),  # a little: as it is
        (20, 6, 900),
        (21, 7, 540),  # a third: shorter
        (20, 20, 540),
    ],
)
def test_the_adaptive_interval_follows_the_share_of_news(listed: int, new: int, expected_seconds: int) -> None:
    feed = state(adaptive_interval_seconds=900, last_success_at=NOW)
    assert schedule.adapted_interval(feed, PACE, listed=listed, new=new) == timedelta(seconds=expected_seconds)


def test_the_first_poll_of_a_feed_says_nothing_of_its_pace() -> None:
    assert schedule.adapted_interval(state(), PACE, listed=20, new=20) == PACE.default


@given(
    adapted=st.none() | st.integers(0, 10**6),
    listed=st.integers(0, 2000),
    new=st.integers(0, 2000),
    patience=st.none() | st.integers(0, 10**7),
    draw=st.floats(0, 1, exclude_max=True),
)
def test_an_adaptive_wait_stays_between_floor_and_ceiling(
    adapted: int | None, listed: int, new: int, patience: int | None, draw: float
) -> None:
    feed = state(adaptive_interval_seconds=adapted, last_success_at=NOW)
    interval = schedule.adapted_interval(feed, PACE, listed=listed, new=new)
    assert PACE.floor <= interval <= PACE.ceiling
    asked = None if patience is None else timedelta(seconds=patience)
    wait = schedule.wait_after_success(feed, PACE, interval, asked, draw)
    assert PACE.floor <= wait <= PACE.ceiling * (1 + schedule.JITTER)


def test_what_the_publisher_asks_for_is_a_floor_up_to_our_ceiling() -> None:
    waits = [
        schedule.wait_after_success(state(), PACE, PACE.default, patience, MIDDLE)
        for patience in (timedelta(minutes=1), timedelta(minutes=40), timedelta(days=7))
    ]
    assert waits == [PACE.default, timedelta(minutes=40), PACE.ceiling]


@pytest.mark.parametrize(
    ("interval_seconds", "failures", "expected_seconds"),
    [
        (1, 1, 1),
        (1, 2, 2),
        (1, 4, 8),
        (1, 5, 12),  # twelve intervals
        (1, 1000, 12),
        (600, 3, 2400),
        (600, 9, 3600),  # an hour
        (7200, 9, 7200),  # its own interval is longer
    ],
)
def test_a_failing_feed_with_an_interval_of_its_own_comes_back_soon(
    interval_seconds: int, failures: int, expected_seconds: int
) -> None:
    wait = schedule.wait_after_failure(
        state(interval_seconds=interval_seconds),
        QUICK,
        failures=failures,
        is_gone=False,
        retry_after=None,
        draw=MIDDLE,
    )
    assert wait == timedelta(seconds=expected_seconds)


@given(
    interval_seconds=st.none() | st.integers(1, 10**5),
    failures=st.integers(1, 10**6),
    is_gone=st.booleans(),
    retry_after=st.none() | st.integers(0, 86400),
    draw=st.floats(0, 1, exclude_max=True),
)
def test_no_feed_is_given_up_and_no_server_is_hurried(
    interval_seconds: int | None, failures: int, is_gone: bool, retry_after: int | None, draw: float
) -> None:
    asked = None if retry_after is None else timedelta(seconds=retry_after)
    wait = schedule.wait_after_failure(
        state(interval_seconds=interval_seconds),
        PACE,
        failures=failures,
        is_gone=is_gone,
        retry_after=asked,
        draw=draw,
    )
    assert max(PACE.floor, asked or PACE.floor) <= wait <= timedelta(seconds=100_000)


def test_waits_between_failures_never_shrink() -> None:
    waits = [
        schedule.wait_after_failure(state(), PACE, failures=failures, is_gone=False, retry_after=None, draw=MIDDLE)
        for failures in range(1, 20)
    ]
    assert waits == sorted(waits)
    assert waits[-1] == schedule.LONGEST_BACKOFF


def test_after_a_restart_a_feed_is_polled_when_it_was_planned() -> None:
    planned = NOW + timedelta(minutes=7)
    assert schedule.resumed_check(state(next_check_at=planned, last_checked_at=NOW), PACE, NOW) == planned


def test_a_changed_interval_counts_from_the_last_poll() -> None:
    feed = state(
        interval_seconds=600, next_check_at=NOW + timedelta(hours=5), last_checked_at=NOW - timedelta(minutes=2)
    )
    assert schedule.resumed_check(feed, PACE, NOW) == NOW + timedelta(minutes=8)


def test_a_back_off_survives_a_restart() -> None:
    planned = NOW + timedelta(minutes=50)
    feed = state(interval_seconds=600, next_check_at=planned, last_checked_at=NOW, consecutive_failures=5)
    assert schedule.resumed_check(feed, PACE, NOW) == planned


def test_a_plan_made_by_a_wrong_clock_does_not_silence_a_feed() -> None:
    feed = state(next_check_at=NOW + timedelta(days=3650))
    assert schedule.resumed_check(feed, PACE, NOW) <= NOW + timedelta(days=1)


@given(st.lists(st.integers(-10_000, 10_000), max_size=200))
def test_feeds_due_at_a_start_are_spread_and_the_others_left_alone(offsets: list[int]) -> None:
    states = [state(next_check_at=NOW + timedelta(seconds=offset)) for offset in offsets]
    moved = schedule.spread(states, PACE, NOW)
    assert len(moved) == len(states)
    due = [one.next_check_at for one in moved[: sum(offset <= 0 for offset in offsets)]]
    assert due == [NOW + PACE.start_spread * place for place in range(len(due))]
    planned = sorted(one.next_check_at for one in states if one.next_check_at > NOW)
    assert sorted(one.next_check_at for one in moved[len(due) :]) == planned
