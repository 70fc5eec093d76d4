import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classify.calibration import fitted, odds_of, probability, score_of
from services.contracts.vocabulary import Topic

ODDS = st.floats(-1000, 1000)


@given(topic=st.sampled_from(Topic), low=ODDS, high=ODDS)
def test_a_score_is_a_share_and_more_evidence_never_lowers_it(topic: Topic, low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert 0 <= score_of(topic, low) <= score_of(topic, high) <= 1


@given(topic=st.sampled_from(Topic), odds=st.floats(-4, 4))
def test_the_odds_behind_a_score_are_found_again(topic: Topic, odds: float) -> None:
    assert odds_of(topic, score_of(topic, odds)) == pytest.approx(odds, abs=0.05)


def test_the_fit_promises_what_was_right() -> None:
    examples = [(2.0, number % 10 < 7) for number in range(1000)]
    slope = fitted(examples)
    assert probability(slope, 2.0) == pytest.approx(0.7, abs=0.02)


def test_without_examples_nothing_changes() -> None:
    assert fitted([]) == 1.0


@given(st.lists(st.tuples(st.floats(-20, 20), st.booleans()), max_size=30))
def test_whatever_was_right_more_evidence_is_better_and_one_half_stays_one_half(
    examples: list[tuple[float, bool]],
) -> None:
    slope = fitted(examples)
    assert probability(slope, -5) < probability(slope, 0) == 0.5 < probability(slope, 5)
