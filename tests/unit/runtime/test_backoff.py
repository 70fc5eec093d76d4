"""The wait before the next try."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.runtime.backoff import exponential

FIRSTS = st.timedeltas(min_value=timedelta(milliseconds=1), max_value=timedelta(days=1))
CEILINGS = st.timedeltas(min_value=timedelta(days=1), max_value=timedelta(days=365))
ATTEMPTS = st.integers(-5, 100_000)
DRAWS = st.floats(0, 1, exclude_max=True)


@given(ATTEMPTS, FIRSTS, CEILINGS, st.floats(0, 1), DRAWS)
def test_a_wait_is_never_negative_nor_past_the_ceiling(
    attempt: int, first: timedelta, ceiling: timedelta, jitter: float, draw: float
) -> None:
    wait = exponential(attempt, first=first, ceiling=ceiling, jitter=jitter, draw=draw)
    assert timedelta() <= wait <= ceiling


@given(st.integers(1, 200), FIRSTS, CEILINGS)
def test_without_jitter_a_wait_is_never_shorter_than_the_one_before(
    attempt: int, first: timedelta, ceiling: timedelta
) -> None:
    def wait(number: int) -> timedelta:
        return exponential(number, first=first, ceiling=ceiling, jitter=0)

    assert wait(attempt) <= wait(attempt + 1)
    assert wait(attempt + 1) in (2 * wait(attempt), ceiling)


@given(ATTEMPTS, FIRSTS, CEILINGS, DRAWS)
def test_jitter_moves_a_wait_by_its_share_at_most(
    attempt: int, first: timedelta, ceiling: timedelta, draw: float
) -> None:
    plain = exponential(attempt, first=first, ceiling=ceiling, jitter=0)
    moved = exponential(attempt, first=first, ceiling=ceiling, jitter=0.2, draw=draw)
    tick = timedelta(microseconds=1)
    assert plain * 0.8 - tick <= moved <= plain * 1.2 + tick


def test_the_first_wait_is_the_first_wait() -> None:
    hour = timedelta(hours=1)
    waits = [exponential(n, first=timedelta(seconds=5), ceiling=hour, jitter=0) for n in (0, 1, 2, 3)]
    assert [wait.total_seconds() for wait in waits] == [5, 5, 10, 20]


def test_a_feed_that_fails_for_months_still_has_a_next_check() -> None:
    assert exponential(5000, first=timedelta(hours=2), ceiling=timedelta(days=1), jitter=0) == timedelta(days=1)


def test_draws_of_our_own_spread_what_failed_together() -> None:
    waits = {exponential(3, first=timedelta(seconds=1), ceiling=timedelta(hours=1)) for _ in range(20)}
    assert len(waits) > 1
