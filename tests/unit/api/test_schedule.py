from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from hypothesis import given
from hypothesis import strategies as st

from services.api.schedule import JITTER, LONGEST_RETRY_AFTER, next_attempt_at, retry_after
from services.api.settings import ApiSettings

NOW = datetime(2025, 6, 27, 12, tzinfo=UTC)
DRAWS = st.floats(0, 1, exclude_max=True)
WAITS = st.lists(st.floats(0, 100_000), min_size=1, max_size=12)


@given(WAITS, DRAWS, st.data())
def test_each_wait_stays_within_a_fifth_of_the_schedule(waits: list[float], draw: float, data: st.DataObject) -> None:
    attempts = data.draw(st.integers(1, len(waits)))
    at = next_attempt_at(attempts, now=NOW, waits_seconds=waits, draw=draw)
    assert at is not None
    wait, base = (at - NOW).total_seconds(), waits[attempts - 1]
    assert base * (1 - JITTER) - 0.001 <= wait <= base * (1 + JITTER) + 0.001


@given(WAITS, DRAWS)
def test_after_the_last_wait_there_is_no_other_try(waits: list[float], draw: float) -> None:
    assert next_attempt_at(len(waits) + 1, now=NOW, waits_seconds=waits, draw=draw) is None


@given(WAITS, DRAWS, st.timedeltas(timedelta(), timedelta(days=400)))
def test_a_receivers_wish_is_honoured_up_to_a_day(waits: list[float], draw: float, wish: timedelta) -> None:
    at = next_attempt_at(1, now=NOW, waits_seconds=waits, not_before=wish, draw=draw)
    assert at is not None
    assert at - NOW >= min(wish, LONGEST_RETRY_AFTER)
    longest = max(timedelta(seconds=waits[0]), LONGEST_RETRY_AFTER)
    assert at - NOW <= longest * (1 + JITTER) + timedelta(milliseconds=1)


def test_the_default_schedule_is_ten_tries_over_three_days() -> None:
    waits = ApiSettings().webhook_waits_seconds
    assert len(waits) + 1 == 10
    assert timedelta(days=2.9) < timedelta(seconds=sum(waits)) < timedelta(days=3.1)


@given(st.integers(0, 86_400))
def test_retry_after_is_read_as_seconds_and_as_a_date(seconds: int) -> None:
    assert retry_after(str(seconds), now=NOW) == timedelta(seconds=seconds)
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after(date, now=NOW) == timedelta(seconds=seconds)


def test_a_date_that_has_passed_asks_for_no_wait() -> None:
    assert retry_after("Fri, 27 Jun 2025 11:00:00 GMT", now=NOW) == timedelta()


@given(st.text())
def test_any_header_is_either_a_wait_or_nonsense(header: str) -> None:
    wait = retry_after(header, now=NOW)
    assert wait is None or wait >= timedelta()
