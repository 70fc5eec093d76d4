from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.api.heartbeats import MAX_SILENT_SHOWN, coverage_of, next_beat_at
from services.contracts.feed import FeedState, FeedStatus
from tests.support import samples

NOW = datetime(2026, 2, 20, 12, tzinfo=UTC)
SINCE = NOW - timedelta(hours=24)


def feed(number: int, *, succeeded: timedelta | None, failures: int = 0) -> FeedState:
    return FeedState(
        feed=samples.feed(id=f"feed_{number}"),
        next_check_at=NOW,
        last_success_at=None if succeeded is None else NOW - succeeded,
        consecutive_failures=failures,
        last_error="the server said 500" if failures else None,
    )


def test_a_feed_is_silent_when_its_tries_fail_and_none_succeeded_since_the_last_beat() -> None:
    feeds = [
        feed(1, succeeded=timedelta(hours=1)),
        feed(2, succeeded=timedelta(days=3)),  # not due more often, and its last try succeeded
        feed(3, succeeded=timedelta(hours=2), failures=1),
        feed(4, succeeded=timedelta(days=3), failures=9),
        feed(5, succeeded=None),
    ]
    found = coverage_of(feeds, since=SINCE, now=NOW)
    assert (found.feeds, found.heard, found.silent) == (5, 3, 2)
    assert [one.id for one in found.silent_feeds] == ["feed_5", "feed_4"]


def test_a_feed_that_is_read_and_brings_nothing_new_for_longer_than_usual_is_silent_too() -> None:
    used_to = timedelta(hours=2)
    read = feed(1, succeeded=timedelta(minutes=5)).model_copy(
        update={"status": FeedStatus.OK, "usual_silence_seconds": used_to.total_seconds()}
    )
    quiet = read.model_copy(update={"last_new_at": NOW - 5 * used_to})
    found = coverage_of([read.model_copy(update={"last_new_at": NOW - used_to}), quiet], since=SINCE, now=NOW)
    assert (found.heard, found.silent) == (1, 1)
    assert [(one.last_new_at, one.error) for one in found.silent_feeds] == [(NOW - 5 * used_to, None)]


def test_of_many_silent_feeds_the_first_are_shown_and_all_are_counted() -> None:
    found = coverage_of([feed(number, succeeded=None) for number in range(100)], since=SINCE, now=NOW)
    assert found.silent == 100
    assert len(found.silent_feeds) == MAX_SILENT_SHOWN


@given(st.integers(1, 744), st.integers(0, 10**7))
def test_the_next_beat_keeps_the_rhythm_and_lies_ahead_by_one_interval_at_most(hours: int, late_seconds: int) -> None:
    every, now = timedelta(hours=hours), NOW + timedelta(seconds=late_seconds)
    at = next_beat_at(NOW, every, now=now)
    assert now < at <= now + every
    assert (at - NOW) % every == timedelta()
