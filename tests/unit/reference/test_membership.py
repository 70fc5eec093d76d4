"""Whom a treaty bound on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.reference.clocks import computed_effective_on
from services.reference.membership import Bond, bond, can_be_left_by, joined_on, party_since
from services.reference.schemas import Standing
from services.reference.treaties import all_treaties, treaty

OTTAWA = treaty("ottawa").membership
CCM = treaty("ccm").membership
assert OTTAWA is not None
assert CCM is not None
LISTED = [
    (subject.id, country) for subject in all_treaties() if subject.membership for country in subject.membership.states
]


def test_the_depositary_s_counts_come_out() -> None:
    assert OTTAWA is not None
    assert CCM is not None
    assert sum(standing.has_joined for standing in OTTAWA.states.values()) == 167
    assert sum(standing.signed_on is not None for standing in OTTAWA.states.values()) == 133
    assert sum(standing.has_joined for standing in CCM.states.values()) == 113
    assert sum(standing.signed_on is not None for standing in CCM.states.values()) == 108


@pytest.mark.parametrize("treaty_id", ["ottawa", "ccm"])
def test_every_member_of_the_united_nations_is_in_the_list_or_outside_it(treaty_id: str) -> None:
    subject = treaty(treaty_id)
    assert subject.membership is not None
    not_members = {"CK", "NU", "PS", "VA"}
    assert len({*subject.membership.states, *subject.never_joined} - not_members) == 193
    assert not set(subject.never_joined) & set(subject.membership.states)


@pytest.mark.parametrize(
    ("treaty_id", "country", "day", "bound"),
    [
        ("ottawa", "PL", "2013-05-31", False),  # deposited on 27 December 2012
        ("ottawa", "PL", "2013-06-01", True),
        ("ottawa", "PL", "2026-02-19", True),
        ("ottawa", "PL", "2026-02-20", False),
        ("ottawa", "FI", "2026-01-09", True),
        ("ottawa", "FI", "2026-01-10", False),
        ("ottawa", "EE", "2025-12-27", False),
        ("ottawa", "UA", "2026-02-01", True),  # what it called a suspension ended nothing
        ("ottawa", "RU", "2020-01-01", False),
        ("ottawa", "US", "2020-01-01", False),
        ("ottawa", "CA", "1999-02-28", False),
        ("ottawa", "CA", "1999-03-01", True),
        ("ottawa", "SS", "2011-07-09", True),
        ("ottawa", "TO", "2025-11-30", False),
        ("ottawa", "TO", "2025-12-01", True),
        ("ottawa", "LB", "2026-03-01", False),
        ("ottawa", "LB", "2026-09-01", None),  # its day of accession could not be checked
        ("ottawa", "LB", "2027-06-01", True),
        ("ccm", "LT", "2025-03-05", True),
        ("ccm", "LT", "2025-03-06", False),
        ("ccm", "UG", "2025-03-06", False),  # signed only
        ("ccm", "PL", "2025-03-06", False),
        ("open_skies", "US", "2020-11-21", True),
        ("open_skies", "US", "2020-11-22", False),
        ("open_skies", "RU", "2021-12-18", False),
        ("open_skies", "KG", "2021-12-18", False),
        ("cfe", "RU", "2023-11-06", True),
        ("cfe", "RU", "2023-11-07", False),
        ("inf", "RU", "2019-08-01", True),
        ("inf", "RU", "2019-08-02", False),
        ("new_start", "US", "2026-02-05", False),
        ("ctbt", "RU", "2020-01-01", False),  # not in force
        ("npt", "IN", "2020-01-01", False),
        ("npt", "DE", "2020-01-01", None),  # open, and no list of its parties is kept
    ],
)
def test_a_state_is_bound_from_entry_into_force_to_the_day_of_effect(
    treaty_id: str, country: str, day: str, bound: bool | None
) -> None:
    assert bond(treaty_id, country, date.fromisoformat(day)).bound is bound


def test_a_withdrawal_known_from_events_ends_the_bond_where_the_data_know_of_none() -> None:
    end = date(2027, 3, 1)
    assert bond("ottawa", "NO", date(2027, 2, 28), reported_end=end) == Bond(True, end)
    assert bond("ottawa", "NO", end, reported_end=end) == Bond(False, end)
    assert bond("ottawa", "NO", end) == Bond(True, None)


def test_the_data_s_own_end_stands_against_a_reported_one() -> None:
    assert bond("ottawa", "PL", date(2026, 2, 1), reported_end=date(2026, 1, 1)) == Bond(True, date(2026, 2, 20))


def test_an_end_reported_for_a_state_outside_binds_nobody() -> None:
    assert bond("ottawa", "RU", date(2026, 2, 1), reported_end=date(2026, 9, 1)) == Bond(False, None)


@pytest.mark.parametrize(("treaty_id", "country"), [pair for pair in LISTED if treaty(pair[0]).in_force])
def test_a_recorded_day_of_leaving_is_what_the_clock_gives(treaty_id: str, country: str) -> None:
    membership = treaty(treaty_id).membership
    assert membership is not None
    standing = membership.states[country]
    if standing.left_on is not None:
        assert standing.notified_on is not None
        assert standing.left_on == computed_effective_on(treaty_id, standing.notified_on)


@pytest.mark.parametrize("country", ["PL", "MH", "NO"])
def test_who_signed_or_joined_can_leave(country: str) -> None:
    assert can_be_left_by("ottawa", country)


@pytest.mark.parametrize("country", ["RU", "US", "FM", "TW"])
def test_who_never_did_cannot(country: str) -> None:
    assert not can_be_left_by("ottawa", country)


def test_the_days_of_joining_can_be_asked_for() -> None:
    assert joined_on("ottawa", "PL") == date(2012, 12, 27)
    assert party_since("ottawa", "PL") == date(2013, 6, 1)
    assert joined_on("ottawa", "RU") is None
    assert party_since("npt", "DE") is None


@given(st.sampled_from(LISTED), st.dates(), st.integers(min_value=1, max_value=4000))
def test_nobody_is_bound_again_after_leaving(pair: tuple[str, str], day: date, later: int) -> None:
    answer = bond(*pair, day)
    if answer.bound is False and answer.until is not None and day < date.max - timedelta(days=later):
        assert bond(*pair, day + timedelta(days=later)).bound is False


def test_a_standing_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValidationError, match="must follow one another"):
        Standing(joined_on=date(2020, 1, 1), in_force_on=date(2019, 1, 1))
