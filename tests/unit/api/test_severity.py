import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.severity import SEVERITY_OF_STAGE, is_at_least, severity_of
from services.contracts.alert import Severity
from services.contracts.vocabulary import Stage

SEVERITIES = st.sampled_from(Severity)


def test_every_stage_weighs_something() -> None:
    assert set(SEVERITY_OF_STAGE) == set(Stage)


@pytest.mark.parametrize("stage", ["notified", "in_effect", "contracted", "started", "expanded", "delivered"])
def test_what_binds_or_pays_is_critical(stage: str) -> None:
    assert severity_of(Stage(stage)) is Severity.CRITICAL


def test_talk_is_low_and_a_decision_high() -> None:
    assert severity_of(Stage.CONSIDERED) is Severity.LOW
    assert severity_of(Stage.PARLIAMENT_APPROVED) is Severity.HIGH


@given(SEVERITIES, SEVERITIES)
def test_severities_are_ordered(one: Severity, other: Severity) -> None:
    assert is_at_least(one, other) or is_at_least(other, one)
    assert (is_at_least(one, other) and is_at_least(other, one)) == (one is other)
