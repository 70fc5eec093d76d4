"""Where reports differ: what is shown, what is kept beside it, and what is no contradiction."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import EventStatus, Stage
from services.store.gathering import Scene
from services.store.merge import merge
from services.store.merged import Merged
from services.store.stored import StoredFinding
from services.store.voices import is_same_figure
from tests.support.store import FINNISH_NOTICE, on_day, production, withdrawal
from tests.unit.store.findings import stored

OTHER_DAY = date(2025, 7, 1)


def only(*findings: StoredFinding, today: date = date.min) -> Merged:
    (merged,), _ = merge(Scene(findings, today=today))
    return merged


def one(name: str, day: int = 0, publisher: str | None = None, **facts: Any) -> StoredFinding:
    (finding,) = stored(name, withdrawal(**facts), published_at=on_day(day), publisher=publisher)
    return finding


def official(finding: StoredFinding) -> StoredFinding:
    return replace(finding, is_official=True)


def test_rivals_are_kept_with_who_states_them_and_the_event_is_disputed() -> None:
    merged = only(
        one("a", notified_on=FINNISH_NOTICE), one("b", notified_on=FINNISH_NOTICE), one("c", 9, notified_on=OTHER_DAY)
    )

    assert (merged.facts.notified_on, merged.status) == (FINNISH_NOTICE, EventStatus.DISPUTED)
    (contradiction,) = merged.contradictions
    assert (contradiction.field, contradiction.is_settled) == ("notified_on", False)
    assert [(rival.value, len(rival.origins), rival.is_shown) for rival in contradiction.values] == [
        ("2025-07-10", 2, True),
        ("2025-07-01", 1, False),
    ]
    assert merged.reasons["status"] == "sources differ on notified_on: 2025-07-10 (2), 2025-07-01 (1)"


def test_an_official_source_goes_before_any_number_of_others_and_settles_it() -> None:
    depositary = official(one("un", notified_on=FINNISH_NOTICE))
    merged = only(depositary, *(one(name, 5, notified_on=OTHER_DAY) for name in "abc"))

    assert (merged.facts.notified_on, merged.status) == (FINNISH_NOTICE, EventStatus.CONFIRMED)
    assert merged.contradictions[0].is_settled


def test_the_rivals_going_ends_the_dispute() -> None:
    mistaken = [one("a", notified_on=FINNISH_NOTICE), one("b", 1, "b.example", notified_on=OTHER_DAY)]
    assert only(*mistaken).status is EventStatus.DISPUTED

    mended = only(*mistaken, one("b2", 2, "b.example", notified_on=FINNISH_NOTICE))
    assert (mended.status, mended.contradictions) == (EventStatus.CORROBORATED, ())


def test_what_the_press_claims_of_the_effect_is_no_dispute_where_the_law_gives_the_day() -> None:
    claims = [
        one("a", notified_on=FINNISH_NOTICE, effective_on=date(2025, 12, 19)),
        one("b", notified_on=FINNISH_NOTICE, effective_on=date(2026, 1, 10)),
    ]
    merged = only(*claims)

    assert (merged.status, merged.contradictions[0].is_settled) == (EventStatus.CORROBORATED, True)
    assert merged.date_conflict == (merged.facts.claimed_effective_on != date(2026, 1, 10))
    unknown = only(*(replace(claim, notified_on=None) for claim in claims))
    assert unknown.status is EventStatus.DISPUTED


def test_a_day_more_or_less_of_the_step_itself_is_no_contradiction() -> None:
    near = only(one("a", occurred_on=date(2025, 7, 9)), one("b", occurred_on=date(2025, 7, 10)))
    far = only(one("a", occurred_on=date(2025, 7, 1)), one("b", occurred_on=date(2025, 7, 10)))

    assert near.contradictions == ()
    assert [each.field for each in far.contradictions] == ["occurred_on"]


def test_an_effect_told_on_the_day_of_the_notice_contradicts_those_who_tell_of_the_notice() -> None:
    effect = one("a", stage=Stage.IN_EFFECT)
    notice = one("b", stage=Stage.NOTIFIED, notified_on=FINNISH_NOTICE)

    def on(today: date) -> Merged:
        merged, _ = merge(Scene((effect, notice), today=today))
        return next(each for each in merged if each.facts.stage is Stage.IN_EFFECT)

    early = on(date(2025, 8, 1))
    assert early.status is EventStatus.DISPUTED
    assert [rival.value for rival in early.contradictions[0].values] == ["in_effect", "notified"]
    assert on(date(2026, 1, 10)).status is EventStatus.REPORTED


def test_the_works_are_shown_and_their_group_does_not_contradict_them() -> None:
    said = [
        *stored("a", production(producer="PGZ")),
        *stored("b", production(producer="PGZ")),
        *stored("c", production(producer="Belma")),
    ]
    merged = only(*said)

    assert (merged.facts.producer, merged.contradictions) == ("Belma", ())


@pytest.mark.parametrize(
    ("one_figure", "other", "same"),
    [
        (1_200_000, 1_234_000, True),
        (1_000_000, 1_200_000, False),
        (10_000, 10_500, True),
        (10_000, 14_000, False),
        (100, 101, True),
        (101, 102, False),
        (0, 0, True),
        (0, 7, False),
    ],
)
def test_a_rounded_figure_is_the_same_figure(one_figure: int, other: int, same: bool) -> None:
    assert is_same_figure(one_figure, other) is same
    assert is_same_figure(other, one_figure) is same


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_no_figure_is_the_same_as_one_a_tenth_away(figure: int, other: int) -> None:
    assert is_same_figure(figure, figure)
    if abs(figure - other) > 0.1 * max(figure, other):
        assert not is_same_figure(figure, other)


def test_status_grows_with_independent_origins() -> None:
    assert only(one("a")).status is EventStatus.REPORTED
    assert only(one("a"), one("b", 1)).status is EventStatus.CORROBORATED
    assert only(one("a"), official(one("b", 1))).status is EventStatus.CONFIRMED
    assert only(one("a", 0, "yle.fi"), one("b", 1, "yle.fi")).status is EventStatus.REPORTED


def test_a_premature_claim_is_marked_as_a_conflict_of_dates() -> None:
    voted = FINNISH_NOTICE + timedelta(days=100)

    assert only(one("a", notified_on=FINNISH_NOTICE, effective_on=voted)).date_conflict
    assert not only(one("a", notified_on=FINNISH_NOTICE, effective_on=date(2026, 1, 10))).date_conflict
