"""The clock of a withdrawal: known steps by law, holds, and the marks that are told."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import Act, Stage, Topic
from services.store.clock import ARMED_CONFLICT, LATE_BY, MARKS, Effect, effect_of, mark_to_tell, marks_of


def effect(country: str, treaty: str, notified_on: date | None, act: Act | None = Act.WITHDRAW, **said: Any) -> Effect:
    facts = {
        "topic": Topic.TREATY_WITHDRAWAL,
        "country": country,
        "treaty": treaty,
        "stage": Stage.NOTIFIED,
        "act": act,
        "notified_on": notified_on,
    }
    return effect_of(facts, **said)


@pytest.mark.parametrize(
    ("country", "treaty", "notified_on", "effective_on"),
    [
        ("EE", "ottawa", date(2025, 6, 27), date(2025, 12, 27)),
        ("LV", "ottawa", date(2025, 6, 27), date(2025, 12, 27)),
        ("LT", "ottawa", date(2025, 6, 27), date(2025, 12, 27)),
        ("FI", "ottawa", date(2025, 7, 10), date(2026, 1, 10)),
        ("PL", "ottawa", date(2025, 8, 20), date(2026, 2, 20)),
        ("LT", "ccm", date(2024, 9, 6), date(2025, 3, 6)),
        ("US", "open_skies", date(2020, 5, 22), date(2020, 11, 22)),
        ("RU", "open_skies", date(2021, 6, 18), date(2021, 12, 18)),
        ("US", "inf", date(2019, 2, 2), date(2019, 8, 2)),
        ("RU", "cfe", date(2023, 6, 9), date(2023, 11, 7)),
    ],
)
def test_the_known_steps_take_effect_on_their_days(
    country: str, treaty: str, notified_on: date, effective_on: date
) -> None:
    assert effect(country, treaty, notified_on) == Effect(effective_on)


def test_a_suspension_has_no_effect_in_law() -> None:
    assert effect("UA", "ottawa", date(2025, 7, 17), Act.SUSPEND) == Effect()


def test_a_state_at_war_is_held_until_a_reviewer_says_otherwise() -> None:
    assert effect("UA", "ottawa", date(2025, 7, 17)) == Effect(hold=ARMED_CONFLICT)
    freed = effect("UA", "ottawa", date(2025, 7, 17), is_hold_corrected=True)
    assert freed == Effect(date(2026, 1, 17))
    held = effect("FI", "ottawa", date(2025, 7, 10), corrected_hold=ARMED_CONFLICT, is_hold_corrected=True)
    assert held == Effect(hold=ARMED_CONFLICT)


def test_a_war_that_ended_holds_until_its_end_and_other_treaties_know_no_hold() -> None:
    assert effect("ET", "ottawa", date(2021, 1, 5)) == Effect(date(2022, 11, 2))
    assert effect("RU", "cfe", date(2023, 6, 9)).hold is None


EFFECTIVE_ON = date(2026, 1, 10)
days = st.integers(-200, 40)


@given(st.lists(days, min_size=1, max_size=30))
def test_whatever_the_days_of_looking_every_mark_is_told_at_most_once_and_late_ones_never(offsets: list[int]) -> None:
    open_marks = set(marks_of(EFFECTIVE_ON))
    told: list[int] = []
    for offset in offsets:  # a clock that jumps about
        today = EFFECTIVE_ON + timedelta(days=offset)
        due = [mark for mark in open_marks if mark.due_on <= today]
        mark = mark_to_tell(due, today)
        open_marks -= set(due)
        if mark is not None:
            told.append(mark.days_before)
            assert mark.due_on <= today < EFFECTIVE_ON + LATE_BY

    assert len(told) == len(set(told))
    assert told == sorted(told, reverse=True)


def test_looking_every_day_tells_every_mark_on_its_day() -> None:
    open_marks, told = set(marks_of(EFFECTIVE_ON)), {}
    for offset in range(-120, 20):
        today = EFFECTIVE_ON + timedelta(days=offset)
        due = [mark for mark in open_marks if mark.due_on <= today]
        mark = mark_to_tell(due, today)
        open_marks -= set(due)
        if mark is not None:
            told[mark.days_before] = -offset

    assert told == {mark: mark for mark in MARKS}
