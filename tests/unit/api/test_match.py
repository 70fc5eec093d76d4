from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.api.match import AlertFilters, is_fresh_enough, passes, wants
from services.contracts.event import Change
from services.contracts.vocabulary import AlertType
from tests.support.event_samples import changed, event, mines

BOTH = (changed(1), changed(2, event=mines(2)))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [True, True]),
        ({"topic": "mine_production"}, [False, True]),
        ({"country": ["ee"]}, [True, False]),
        ({"country": ["EE", "PL"]}, [True, True]),
        ({"treaty": ["ottawa"]}, [True, False]),
        ({"stage": ["contracted"]}, [False, True]),
        ({"producer": ["belma sa"]}, [False, True]),
        ({"mine_type": ["antitank", "naval"]}, [False, True]),
        ({"language": ["ET"]}, [True, True]),
        ({"language": ["ja"]}, [False, False]),
        ({"min_score": 0.95}, [False, False]),
        ({"min_sources": 2}, [True, True]),
        ({"q": "OTTAWA estonia"}, [True, False]),
        ({"topic": ["treaty_withdrawal"], "country": ["PL"]}, [False, False]),
    ],
)
def test_every_filter_that_is_set_must_hold(filters: dict[str, Any], expected: list[bool]) -> None:
    wanted = AlertFilters.model_validate(filters)
    assert [passes(message, wanted) for message in BOTH] == expected


@pytest.mark.parametrize("filters", [{"contry": ["PL"]}, {"stage": ["left"]}, {"min_score": 2}, {"country": [7]}])
def test_a_filter_that_nobody_knows_is_refused(filters: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        AlertFilters.model_validate(filters)


def test_who_was_told_of_the_wrong_country_is_told_of_the_correction() -> None:
    corrected = changed(
        3,
        type=AlertType.EVENT_CORRECTED,
        event=event(3, country="LV"),
        changes=(Change(field="country", before="EE", after="LV", reason="corrected"),),
    )
    estonia = AlertFilters(country=["EE"])
    assert passes(corrected, estonia)
    assert passes(corrected, AlertFilters(country=["LV"]))
    assert not passes(corrected, AlertFilters(country=["LT"]))
    assert not passes(corrected.model_copy(update={"type": AlertType.EVENT_CREATED}), estonia)


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from(AlertType))
def test_age_counts_only_for_news(days_old: int, max_age_days: int, kind: AlertType) -> None:
    raised_at = changed(1).raised_at
    reported_at = raised_at - timedelta(days=days_old)
    is_news = kind in (AlertType.EVENT_CREATED, AlertType.EVENT_CORROBORATED)
    assert is_fresh_enough(kind, raised_at, reported_at, max_age_days) == (not is_news or days_old <= max_age_days)
    assert is_fresh_enough(kind, raised_at, reported_at, None)
    assert is_fresh_enough(kind, raised_at, None, max_age_days)


def test_only_the_alert_types_that_were_chosen_are_sent() -> None:
    assert wants(changed(1), filters=AlertFilters(), alerts=[AlertType.EVENT_CREATED], max_age_days=None)
    assert not wants(changed(1), filters=AlertFilters(), alerts=[AlertType.NOTICE_DUE], max_age_days=None)
