from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reference.clocks import add_months, clock_rule, computed_effective_on
from services.reference.treaties import UnknownTreaty, all_treaties

KNOWN_STEPS = [
    ("ottawa", "2025-06-27", "2025-12-27"),  # Estonia, Latvia, Lithuania
    ("ottawa", "2025-07-10", "2026-01-10"),  # Finland
    ("ottawa", "2025-08-20", "2026-02-20"),  # Poland
    ("ccm", "2024-09-06", "2025-03-06"),  # Lithuania
    ("open_skies", "2020-05-22", "2020-11-22"),  # United States
    ("open_skies", "2021-06-18", "2021-12-18"),  # Russia
    ("inf", "2019-02-02", "2019-08-02"),  # United States
    ("cfe", "2023-06-09", "2023-11-07"),  # Russia
    ("npt", "2003-01-10", "2003-04-10"),  # North Korea, by its own count
    ("abm", "2001-12-13", "2002-06-13"),  # United States
]


@pytest.mark.parametrize(("treaty_id", "notified_on", "effective_on"), KNOWN_STEPS)
def test_the_clock_gives_the_date_history_recorded(treaty_id: str, notified_on: str, effective_on: str) -> None:
    assert computed_effective_on(treaty_id, date.fromisoformat(notified_on)) == date.fromisoformat(effective_on)


@pytest.mark.parametrize(
    ("notified_on", "effective_on"),
    [("2025-08-31", "2026-02-28"), ("2023-08-30", "2024-02-29"), ("2025-03-31", "2025-09-30")],
)
def test_a_month_too_short_for_the_day_ends_on_its_last_day(notified_on: str, effective_on: str) -> None:
    assert computed_effective_on("ottawa", date.fromisoformat(notified_on)) == date.fromisoformat(effective_on)


def test_a_treaty_that_is_not_in_force_has_no_date_of_effect() -> None:
    assert computed_effective_on("ctbt", date(2023, 11, 3)) is None


def test_a_treaty_without_a_withdrawal_clause_has_no_date_of_effect() -> None:
    assert computed_effective_on("pmda", date(2025, 10, 27)) is None
    assert clock_rule("pmda") is None


def test_a_notice_that_would_run_past_the_end_of_the_treaty_has_no_date_of_effect() -> None:
    assert computed_effective_on("new_start", date(2026, 1, 10)) is None
    assert computed_effective_on("new_start", date(2025, 11, 5)) == date(2026, 2, 5)


def test_the_rule_is_shown_with_its_source() -> None:
    rule = clock_rule("ottawa")
    assert rule is not None
    assert rule.article == "20"
    assert "receives" in rule.rule
    assert rule.source.startswith("https://")


def test_an_unknown_treaty_is_named_with_those_that_are_known() -> None:
    with pytest.raises(UnknownTreaty, match=r"no treaty 'paris'.*ottawa"):
        computed_effective_on("paris", date(2025, 1, 1))


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(min_value=0, max_value=240))
def test_adding_months_lands_in_the_month_asked_for_and_never_on_a_later_day(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


@given(st.dates(), st.sampled_from([treaty.id for treaty in all_treaties()]))
def test_a_date_of_effect_lies_after_the_notice(notified_on: date, treaty_id: str) -> None:
    effective_on = computed_effective_on(treaty_id, notified_on)
    assert effective_on is None or effective_on > notified_on
