"""Which findings are about the same step."""

from typing import Any

import pytest

from services.contracts.vocabulary import MineType, Realis, Stage, Topic
from services.store.rungs import rungs
from services.store.stored import StoredFinding, group_key
from tests.support.store import HISTORICAL, NEGATED, on_day, production, withdrawal
from tests.unit.store.findings import stored


def made(name: str, day: int, producer: str | None, mine_type: MineType, **facts: Any) -> StoredFinding:
    (finding,) = stored(name, production(producer=producer, mine_type=mine_type, **facts), published_at=on_day(day))
    return finding


def steps(*findings: StoredFinding) -> list[list[int]]:
    """The numbers of the findings that report each step."""
    order = {finding.id: index for index, finding in enumerate(findings)}
    return sorted(sorted(order[report.id] for report in step.reports) for step in rungs(findings))


AP, AT, ANY = MineType.ANTIPERSONNEL, MineType.ANTITANK, MineType.UNSPECIFIED


def test_a_treaty_rung_is_one_however_long_it_is_reported() -> None:
    findings = [*stored("a", withdrawal()), *stored("b", withdrawal(), published_at=on_day(3000))]

    assert len(rungs(findings)) == 1


@pytest.mark.parametrize(("days", "expected"), [(365, [[0, 1]]), (366, [[0], [1]])])
def test_a_production_rung_takes_reports_within_365_days_of_its_newest(days: int, expected: list[list[int]]) -> None:
    assert steps(made("a", 0, "Belma", AP), made("b", days, "Belma", AP)) == expected


def test_each_report_moves_the_window_on() -> None:
    assert steps(*(made(f"n{day}", day, "Belma", AP) for day in (0, 300, 600, 900))) == [[0, 1, 2, 3]]


def test_a_report_without_producer_joins_the_only_one_that_fits() -> None:
    assert steps(made("a", 0, "Belma", AP), made("b", 5, None, AP)) == [[0, 1]]


def test_a_report_without_producer_stands_alone_when_two_fit() -> None:
    assert steps(made("a", 0, "Belma", AP), made("b", 1, "Dezamet", AP), made("c", 5, None, AP)) == [[0], [1], [2]]


def test_a_report_without_mine_type_joins_the_only_one_that_fits() -> None:
    assert steps(made("a", 0, "Belma", AP), made("b", 5, "Belma", ANY)) == [[0, 1]]
    assert steps(made("a", 0, "Belma", AP), made("b", 1, "Belma", AT), made("c", 5, "Belma", ANY)) == [[0], [1], [2]]


def test_a_report_that_says_neither_joins_when_there_is_but_one_step() -> None:
    assert steps(made("a", 0, "Belma", AP), made("b", 1, "Belma", ANY), made("c", 2, None, ANY)) == [[0, 1, 2]]


def test_reports_vague_in_different_ways_do_not_join_each_other() -> None:
    assert steps(made("a", 0, "Belma", ANY), made("b", 1, None, AP)) == [[0], [1]]


def test_a_vague_report_does_not_join_a_step_of_another_year() -> None:
    assert steps(made("a", 0, "Belma", AP), made("b", 500, None, AP)) == [[0], [1]]


def test_a_vague_report_bridges_two_windows_of_one_slot() -> None:
    assert steps(made("a", 0, "Belma", AP), made("b", 600, "Belma", AP), made("c", 300, None, AP)) == [[0, 1, 2]]


def test_the_spelling_of_a_producer_does_not_matter() -> None:
    assert steps(made("a", 0, "P.G.Z.", AP), made("b", 1, "pgz", AP)) == [[0, 1]]


def test_a_background_finding_opens_nothing() -> None:
    assert rungs([made("a", 0, "Belma", AP, realis=HISTORICAL)]) == ()


def test_a_background_finding_hangs_on_the_latest_step_that_had_begun() -> None:
    mention = made("m", 800, None, AP, realis=HISTORICAL)
    found = rungs([made("a", 0, "Belma", AP), made("b", 700, "Belma", AP), made("c", 1400, "Belma", AP), mention])

    assert [step.background for step in found] == [(), (mention,), ()]


def test_a_background_finding_that_could_mean_two_producers_hangs_on_none() -> None:
    mention = made("m", 9, None, AP, realis=HISTORICAL)
    found = rungs([made("a", 0, "Belma", AP), made("b", 1, "Dezamet", AP), mention])

    assert all(step.background == () for step in found)


def test_a_denied_step_opens_nothing_but_a_rejection_is_a_step() -> None:
    assert rungs(stored("a", withdrawal(realis=NEGATED))) == ()
    assert len(rungs(stored("a", withdrawal(stage=Stage.REJECTED, realis=NEGATED)))) == 1


@pytest.mark.parametrize("realis", [Realis.PLANNED, Realis.CONDITIONAL, Realis.ACTUAL])
def test_a_plan_is_a_report_because_its_stage_says_that_it_is_a_plan(realis: Realis) -> None:
    assert len(rungs(stored("a", withdrawal(stage=Stage.CONSIDERED, realis=realis)))) == 1


def test_the_group_of_production_is_the_state_and_that_of_a_withdrawal_its_treaty_too() -> None:
    assert group_key(Topic.MINE_PRODUCTION, "PL", None) == "mine_production/PL"
    assert group_key(Topic.TREATY_WITHDRAWAL, "PL", "ottawa") == "treaty_withdrawal/PL/ottawa"
