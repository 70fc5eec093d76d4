from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from services.api.timing import (
    Digesting,
    DigestTimes,
    QuietHours,
    digest_of,
    held_until,
    next_digest_at,
    quiet_hours_of,
    quiet_until,
)
from services.contracts.alert import Severity

NIGHT = QuietHours.model_validate({"from": "22:00", "to": "07:00", "tz": "Europe/Warsaw"})
ZONES = st.sampled_from(["UTC", "Europe/Warsaw", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu"])
CLOCK = st.times().map(lambda moment: moment.strftime("%H:%M"))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2025-06-27T21:30:00+02:00", None),
        ("2025-06-27T22:00:00+02:00", "2025-06-28T07:00:00+02:00"),
        ("2025-06-28T03:00:00+02:00", "2025-06-28T07:00:00+02:00"),
        ("2025-06-28T06:59:59+02:00", "2025-06-28T07:00:00+02:00"),
        ("2025-06-28T07:00:00+02:00", None),
        ("2025-10-26T01:00:00+02:00", "2025-10-26T07:00:00+01:00"),  # clocks go back at three
    ],
)
def test_quiet_hours_over_midnight_follow_the_clock_on_the_wall(now: str, until: str | None) -> None:
    assert quiet_until(at(now), NIGHT) == (None if until is None else at(until))


def test_a_daily_digest_comes_at_its_hour_there_and_an_hourly_one_on_the_hour() -> None:
    daily = DigestTimes(every="day", at="08:30", tz="Asia/Kolkata")
    assert next_digest_at(at("2025-06-27T03:00:00+00:00"), daily) == at("2025-06-28T03:00:00+00:00")
    assert next_digest_at(at("2025-06-27T02:59:00+00:00"), daily) == at("2025-06-27T03:00:00+00:00")
    hourly = DigestTimes(every="hour")
    assert next_digest_at(at("2025-06-27T02:59:00+00:00"), hourly) == at("2025-06-27T03:00:00+00:00")


def test_what_weighs_enough_is_not_held() -> None:
    night, now = NIGHT.model_copy(update={"unless": Severity.CRITICAL}), at("2025-06-28T03:00:00+02:00")
    assert held_until(now, Severity.CRITICAL, night, None) is None
    assert held_until(now, Severity.HIGH, night, None) == at("2025-06-28T07:00:00+02:00")


def test_a_digest_whose_hour_is_a_quiet_one_waits_for_its_end() -> None:
    hourly = DigestTimes(every="hour")
    assert held_until(at("2025-06-28T03:20:00+02:00"), None, NIGHT, hourly) == at("2025-06-28T07:00:00+02:00")


@given(MOMENTS, ZONES, CLOCK)
def test_the_next_digest_lies_ahead_by_a_day_at_most_but_for_the_changing_of_clocks(
    now: datetime, zone: str, clock: str
) -> None:
    moment = next_digest_at(now, DigestTimes(every="day", at=clock, tz=zone))
    assert now < moment <= now + timedelta(hours=49)
    shown = moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")
    # The hour that is left out in spring shows as an hour later.
    assert shown == clock or abs(int(shown[:2]) - int(clock[:2])) in (1, 23)


@given(MOMENTS, ZONES, CLOCK, CLOCK)
def test_the_end_of_quiet_hours_is_not_quiet(now: datetime, zone: str, begin: str, end: str) -> None:
    if begin == end:
        return
    quiet = QuietHours.model_validate({"from": begin, "to": end, "tz": zone})
    until = quiet_until(now, quiet)
    if until is not None:
        assert until > now


@pytest.mark.parametrize(
    "wrong",
    [
        {"from": "22:00", "to": "22:00"},
        {"from": "25:00", "to": "07:00"},
        {"from": "22:00:30", "to": "07:00"},
        {"from": "22:00+02:00", "to": "07:00"},
        {"from": "22:00", "to": "07:00", "tz": "Europe/Atlantis"},
        {"from": "22:00", "to": "07:00", "tz": "../../etc/passwd"},
        {"from": "22:00", "to": "07:00", "unless": "dire"},
    ],
)
def test_quiet_hours_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        QuietHours.model_validate(wrong)


def test_a_digest_may_be_asked_for_in_a_word() -> None:
    read = TypeAdapter(Digesting).validate_python
    assert read("hourly") == DigestTimes(every="hour")
    assert read("daily") == DigestTimes(every="day", at="07:00")
    with pytest.raises(ValidationError):
        read("weekly")


def test_what_a_row_keeps_is_read_back() -> None:
    digest = DigestTimes(every="day", at="06:15", tz="Europe/Warsaw", unless=Severity.HIGH)
    assert quiet_hours_of(NIGHT.model_dump(mode="json", by_alias=True)) == NIGHT
    assert digest_of(digest.model_dump(mode="json")) == digest
    assert quiet_hours_of(None) is None
    assert digest_of(None) is None
