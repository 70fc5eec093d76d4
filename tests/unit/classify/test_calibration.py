import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classify.calibration import fit_of, odds_alone, odds_of_signs, score_alone, score_of
from services.contracts.vocabulary import Topic

ODDS = st.floats(-1000, 1000)


@given(topic=st.sampled_from(Topic), low=ODDS, high=ODDS)
def test_a_score_is_a_share_and_more_evidence_never_lowers_it(topic: Topic, low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert 0 <= score_of(topic, low) <= score_of(topic, high) <= 1
    assert 0 <= score_alone(topic, low) <= score_alone(topic, high) <= 1


@given(topic=st.sampled_from(Topic), odds=st.floats(-4, 4))
def test_the_odds_behind_a_score_are_found_again(topic: Topic, odds: float) -> None:
    assert odds_alone(topic, score_alone(topic, odds)) == pytest.approx(odds, abs=0.05)


@given(topic=st.sampled_from(Topic), low=ODDS, high=ODDS)
def test_likelier_signs_never_add_less(topic: Topic, low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert odds_of_signs(topic, low) <= odds_of_signs(topic, high)


@pytest.mark.parametrize("topic", Topic)
def test_both_parts_speak_for_a_finding(topic: Topic) -> None:
    assert fit_of(topic).odds > 0
    assert fit_of(topic).signs > 0
    assert fit_of(topic).alone > 0
