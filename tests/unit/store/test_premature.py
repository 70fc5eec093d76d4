"""Reports that a withdrawal is in effect before the law lets it be."""

from datetime import date
from typing import Any

import pytest

from services.contracts.vocabulary import Act, EventStatus, Stage
from services.store.gathering import Scene
from services.store.merge import merge
from services.store.merged import Merged
from services.store.stored import StoredFinding
from tests.support.store import FINNISH_NOTICE, on_day, withdrawal
from tests.unit.store.findings import stored

NOTICE_DAY = 39
EFFECT_DAY = 223
"""Days after `on_day(0)` of the Finnish notice and of its effect."""


def told(name: str, day: int, stage: Stage = Stage.IN_EFFECT, **facts: Any) -> StoredFinding:
    (finding,) = stored(name, withdrawal("FI", stage, **facts), published_at=on_day(day))
    return finding


def notice(name: str = "n", day: int = NOTICE_DAY + 1, **facts: Any) -> StoredFinding:
    return told(name, day, Stage.NOTIFIED, **({"notified_on": FINNISH_NOTICE} | facts))


def merged(*findings: StoredFinding) -> dict[Stage, Merged]:
    found, _ = merge(Scene(findings))
    assert len({one.facts.stage for one in found}) == len(found)
    return {one.facts.stage: one for one in found}


@pytest.mark.parametrize("day", [NOTICE_DAY - 1, NOTICE_DAY, NOTICE_DAY + 30, EFFECT_DAY - 2])
def test_while_the_period_of_notice_runs_a_report_of_the_effect_tells_of_the_notice(day: int) -> None:
    events = merged(notice(), told("a", day))

    assert list(events) == [Stage.NOTIFIED]
    assert (events[Stage.NOTIFIED].sources, events[Stage.NOTIFIED].status) == (2, EventStatus.CORROBORATED)


@pytest.mark.parametrize("day", [NOTICE_DAY - 2, EFFECT_DAY - 1, EFFECT_DAY, EFFECT_DAY + 400])
def test_before_the_notice_and_from_the_effect_on_it_is_a_report_of_its_own(day: int) -> None:
    assert set(merged(notice(), told("a", day))) == {Stage.NOTIFIED, Stage.IN_EFFECT}


def test_a_report_that_gives_the_day_of_the_notice_itself_needs_no_other() -> None:
    assert list(merged(told("a", NOTICE_DAY + 2, notified_on=FINNISH_NOTICE))) == [Stage.NOTIFIED]


def test_a_report_that_names_a_day_to_come_for_the_effect_tells_of_the_notice() -> None:
    assert list(merged(told("a", NOTICE_DAY, effective_on=date(2026, 1, 10)))) == [Stage.NOTIFIED]
    assert list(merged(told("a", EFFECT_DAY - 1, effective_on=date(2026, 1, 10)))) == [Stage.IN_EFFECT]


def test_without_a_known_notice_nothing_tells_that_an_effect_is_premature() -> None:
    assert set(merged(told("n", NOTICE_DAY, Stage.NOTIFIED), told("a", NOTICE_DAY))) == {
        Stage.NOTIFIED,
        Stage.IN_EFFECT,
    }


def test_of_rival_notices_the_earliest_effect_counts() -> None:
    earlier, report = notice("e", notified_on=date(2025, 6, 27)), told("a", EFFECT_DAY - 5)

    assert set(merged(notice(), earlier, report)) == {Stage.NOTIFIED, Stage.IN_EFFECT}


def test_a_notice_of_a_later_day_than_its_report_is_a_slip() -> None:
    assert set(merged(notice(day=20), told("a", NOTICE_DAY))) == {Stage.NOTIFIED, Stage.IN_EFFECT}


def test_reports_that_know_the_day_of_effect_outweigh_a_misread_notice() -> None:
    misread = notice("n", EFFECT_DAY + 1, notified_on=date(2026, 1, 10))
    dated = told("d", EFFECT_DAY + 1, effective_on=date(2026, 1, 10))

    assert set(merged(misread, told("a", EFFECT_DAY + 2), dated)) == {Stage.NOTIFIED, Stage.IN_EFFECT}


@pytest.mark.parametrize("act", [Act.SUSPEND, Act.EXPIRE, Act.UNSIGN])
def test_what_ends_otherwise_than_by_notice_waits_for_no_period(act: Act) -> None:
    assert Stage.IN_EFFECT in merged(notice(), told("a", NOTICE_DAY + 3, act=act))


def test_what_it_said_is_kept_as_a_rival_that_the_law_settles() -> None:
    (event,) = merged(notice(), told("a", NOTICE_DAY)).values()
    (stages,) = event.contradictions

    assert (stages.field, stages.is_settled) == ("stage", True)
    shown, rival = stages.values
    assert (shown.value, shown.origins, shown.is_shown) == ("notified", ("publisher:n.example",), True)
    assert (rival.value, rival.origins, rival.is_shown) == ("in_effect", ("publisher:a.example",), False)


def test_a_treaty_nobody_described_has_no_period_to_wait_for() -> None:
    said = [
        *stored("n", withdrawal(treaty="unheard_of", notified_on=FINNISH_NOTICE), published_at=on_day(40)),
        *stored("a", withdrawal(treaty="unheard_of", stage=Stage.IN_EFFECT), published_at=on_day(41)),
    ]
    assert set(merged(*said)) == {Stage.NOTIFIED, Stage.IN_EFFECT}
