from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import EventStatus, Stage
from services.demo.chronology import load_expected_events
from services.demo.comparison import compare
from tests.unit.demo.events import event_of

EXPECTED = load_expected_events()
ALL = [event_of(one, number) for number, one in enumerate(EXPECTED)]
BY_KEY = {one.key: one for one in EXPECTED}


def test_all_that_was_expected_and_nothing_else_is_right() -> None:
    outcome = compare(EXPECTED, ALL)
    assert outcome.is_right
    assert outcome.lines() == [f"{len(ALL)} of {len(ALL)} expected events, none unexpected"]


@given(st.sets(st.sampled_from(range(len(ALL)))))
def test_what_is_not_found_is_missing_by_its_key(absent: set[int]) -> None:
    outcome = compare(EXPECTED, [event for number, event in enumerate(ALL) if number not in absent])
    assert outcome.missing == tuple(EXPECTED[number].key for number in sorted(absent))
    assert outcome.is_right is not bool(absent)


def test_an_event_of_another_stage_is_unexpected_and_the_right_one_missing() -> None:
    tonight = BY_KEY["pl-ottawa-notified"]
    outcome = compare([tonight], [event_of(tonight, stage=Stage.IN_EFFECT)])
    assert outcome.missing == ("pl-ottawa-notified",)
    assert len(outcome.unexpected) == 1
    assert outcome.lines()[0] == "0 of 1 expected events, 1 unexpected"


def test_a_doubled_event_is_unexpected() -> None:
    outcome = compare(EXPECTED, [*ALL, event_of(EXPECTED[0], 999)])
    assert not outcome.missing
    assert len(outcome.unexpected) == 1


def test_a_wrong_date_is_told_with_the_right_one() -> None:
    one = BY_KEY["lt-ottawa-notified"]
    outcome = compare([one], [event_of(one, computed_effective_on=date(2025, 11, 8))])
    assert not outcome.is_right
    assert outcome.different == ("lt-ottawa-notified: computed_effective_on is 2025-11-08, expected 2025-12-27",)


def test_a_fact_that_was_not_written_down_may_have_any_value() -> None:
    one = BY_KEY["lt-ottawa-parliament-approved"]
    assert compare([one], [event_of(one, occurred_on=date(2025, 5, 8), quantity=3)]).is_right


def test_retracted_and_dismissed_events_do_not_count() -> None:
    one = EXPECTED[0]
    for status in (EventStatus.RETRACTED, EventStatus.DISMISSED):
        outcome = compare([one], [event_of(one, status=status)])
        assert outcome.missing == (one.key,)
        assert not outcome.unexpected
