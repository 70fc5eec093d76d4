"""The figures of a feed that grow with every poll."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState
from services.ingest.history import after_reading, faded

NOW = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
STATE = FeedState(feed=FeedReference(id="feed_1", url="https://a.example/"), next_check_at=NOW)


def polled(state: FeedState, now: datetime, *, listed: int, new: int) -> FeedState:
    figures = after_reading(state, listed=listed, new=new, now=now)
    return state.model_copy(update={**figures, "last_checked_at": now})


def test_the_first_load_says_nothing_of_the_pace() -> None:
    state = polled(STATE, NOW, listed=50, new=50)
    assert (state.recent_articles, state.duplicate_share, state.measured_since) == (0, None, NOW)
    assert state.last_new_at == NOW


def test_articles_of_the_last_week_are_counted_and_fade() -> None:
    state = polled(STATE, NOW, listed=50, new=50)
    for hour in range(1, 24 * 30):
        state = polled(state, NOW + timedelta(hours=hour), listed=20, new=1)
    assert state.recent_articles == pytest.approx(168, rel=0.05)
    assert faded(state, NOW + timedelta(days=60)) < 3


def test_the_share_of_duplicates_follows_the_documents_of_late() -> None:
    state = polled(STATE, NOW, listed=20, new=20)
    for poll in range(1, 60):
        state = polled(state, NOW + timedelta(minutes=15 * poll), listed=20, new=5)
    assert state.duplicate_share == pytest.approx(0.75, abs=0.01)


def test_a_poll_that_read_nothing_changes_no_share() -> None:
    state = polled(polled(STATE, NOW, listed=20, new=20), NOW + timedelta(hours=1), listed=20, new=2)
    later = polled(state, NOW + timedelta(hours=2), listed=0, new=0)
    assert later.duplicate_share == state.duplicate_share
    assert later.last_new_at == state.last_new_at


def test_a_feed_that_sleeps_at_night_is_used_to_its_nights() -> None:
    state = polled(STATE, NOW, listed=20, new=20)
    for day in range(30):
        for hour in range(8, 20):
            state = polled(state, NOW + timedelta(days=day, hours=hour), listed=20, new=1)
    assert state.usual_silence_seconds is not None
    assert 2 * 3600 < state.usual_silence_seconds < 13 * 3600


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 2000), st.integers(0, 2000)), max_size=30))
def test_the_figures_stay_within_bounds(polls: list[tuple[int, int, int]]) -> None:
    state, now = STATE, NOW
    for seconds, listed, new in polls:
        now += timedelta(seconds=seconds)
        state = polled(state, now, listed=max(listed, new), new=new)
        assert state.recent_articles >= 0
        assert state.duplicate_share is None or 0 <= state.duplicate_share <= 1
        assert state.usual_silence_seconds is None or 0 <= state.usual_silence_seconds <= (now - NOW).total_seconds()
