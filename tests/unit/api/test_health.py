from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.api.health import (
    BURST,
    LONGEST_ASKED_HOLD,
    LONGEST_HOLD,
    OPENS_AT,
    Health,
    Outcome,
    after,
    allowance,
    full_until_after,
    is_given_up,
    next_allowed_at,
)

NOW = datetime(2025, 6, 27, tzinfo=UTC)
OUTCOMES = st.lists(st.tuples(st.integers(1, 5_000), st.booleans(), st.none() | st.integers(0, 10**6)), max_size=40)
LIMITS = st.integers(1, 60_000)


def failed(times: int, *, from_: Health | None = None) -> Health:
    health = from_ or Health()
    for number in range(times):
        health = after(health, Outcome(NOW + timedelta(seconds=number), is_success=False))
    return health


def test_a_few_failures_hold_nothing_back_and_more_do() -> None:
    assert failed(OPENS_AT - 1).held_until is None
    assert failed(OPENS_AT).held_until is not None


def test_each_failed_probe_doubles_the_wait_up_to_five_minutes() -> None:
    waits = []
    for times in range(OPENS_AT, OPENS_AT + 12):
        held_until = failed(times).held_until
        assert held_until is not None
        waits.append(held_until - (NOW + timedelta(seconds=times - 1)))
    assert waits[:3] == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert waits[-1] == LONGEST_HOLD


def test_one_success_ends_it_all() -> None:
    assert after(failed(20), Outcome(NOW, is_success=True)) == Health()


def test_a_receiver_that_asks_for_patience_gets_it_for_an_hour_at_most() -> None:
    asked = after(Health(), Outcome(NOW, is_success=False, asked_wait=timedelta(seconds=90)))
    assert asked.held_until == NOW + timedelta(seconds=90)
    greedy = after(Health(), Outcome(NOW, is_success=False, asked_wait=timedelta(days=30)))
    assert greedy.held_until == NOW + LONGEST_ASKED_HOLD


def test_only_an_unbroken_row_of_failures_is_given_up() -> None:
    patience = timedelta(days=5)
    health = failed(3)
    assert not is_given_up(health, now=NOW + timedelta(days=4, hours=23), patience=patience)
    assert is_given_up(health, now=NOW + timedelta(days=5), patience=patience)
    assert not is_given_up(after(health, Outcome(NOW, is_success=True)), now=NOW + timedelta(days=9), patience=patience)


@given(OUTCOMES)
def test_health_is_bounded_whatever_comes(outcomes: list[tuple[int, bool, int | None]]) -> None:
    health, moment = Health(), NOW
    for seconds, is_success, wait in outcomes:
        moment += timedelta(seconds=seconds)
        asked = None if wait is None else timedelta(seconds=wait)
        health = after(health, Outcome(moment, is_success, asked))
        assert (health.consecutive_failures == 0) == is_success
        assert (health.failing_since is None) == is_success
        assert health.held_until is None or health.held_until <= moment + LONGEST_ASKED_HOLD


@given(LIMITS, st.lists(st.integers(0, 5_000), min_size=1, max_size=30))
def test_no_minute_sees_more_than_the_limit_and_one_burst(per_minute: int, pauses_ms: list[int]) -> None:
    moment, full_until, begun = NOW, None, 0
    for pause in pauses_ms:
        moment += timedelta(milliseconds=pause)
        allowed = allowance(full_until, now=moment, per_minute=per_minute)
        if allowed:
            begun += allowed
            full_until = full_until_after(full_until, allowed, now=moment, per_minute=per_minute)
            assert next_allowed_at(full_until, per_minute=per_minute) > moment - timedelta(microseconds=10)
    minutes = (moment - NOW) / timedelta(minutes=1)
    burst = max(BURST / timedelta(minutes=1) * per_minute, 1)
    assert begun <= minutes * per_minute + burst + 1


@given(LIMITS)
def test_there_is_room_when_it_was_said_that_there_would_be(per_minute: int) -> None:
    allowed = allowance(None, now=NOW, per_minute=per_minute)
    full_until = full_until_after(None, allowed, now=NOW, per_minute=per_minute)
    assert allowance(full_until, now=NOW, per_minute=per_minute) == 0
    at = next_allowed_at(full_until, per_minute=per_minute) + timedelta(milliseconds=1)
    assert allowance(full_until, now=at, per_minute=per_minute) >= 1
