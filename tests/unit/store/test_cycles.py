"""When a case begins anew, so that a rung can be reached again."""

import random
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.vocabulary import MineType, Stage
from services.store.cycles import cycles_of
from services.store.rungs import rungs
from services.store.stored import StoredFinding
from tests.support.store import on_day, production, withdrawal
from tests.unit.store.findings import stored


def told(name: str, day: int, stage: Stage, **facts: Any) -> StoredFinding:
    (finding,) = stored(name, withdrawal("FI", stage, **facts), published_at=on_day(day))
    return finding


def made(name: str, day: int, stage: Stage, producer: str | None = "Belma") -> StoredFinding:
    finding = production(producer=producer, mine_type=MineType.ANTITANK, stage=stage)
    (one,) = stored(name, finding, published_at=on_day(day))
    return one


def steps(*findings: StoredFinding, accessions: tuple[date, ...] = ()) -> list[tuple[str, list[int]]]:
    """The stage and the numbers of the findings of each step."""
    order = {finding.id: index for index, finding in enumerate(findings)}
    found = rungs(findings, accessions)
    return sorted((str(step.stage), sorted(order[report.id] for report in step.reports)) for step in found)


DECIDED, REJECTED, NOTIFIED = Stage.GOVERNMENT_DECISION, Stage.REJECTED, Stage.NOTIFIED


def test_after_a_rejection_a_rung_happens_again() -> None:
    found = steps(told("a", 0, DECIDED), told("b", 30, REJECTED), told("c", 90, DECIDED), told("d", 95, DECIDED))

    assert found == [("government_decision", [0]), ("government_decision", [2, 3]), ("rejected", [1])]


def test_papers_that_go_on_about_the_old_step_open_no_new_one() -> None:
    found = steps(told("a", 0, DECIDED), told("b", 30, REJECTED), told("c", 40, DECIDED))

    assert found == [("government_decision", [0, 2]), ("rejected", [1])]


def test_a_step_dated_after_the_rejection_is_new_however_soon_it_is_reported() -> None:
    day = on_day(33).date()
    found = steps(told("a", 0, DECIDED), told("b", 30, REJECTED), told("c", 34, DECIDED, occurred_on=day))

    assert found == [("government_decision", [0]), ("government_decision", [2]), ("rejected", [1])]


def test_a_step_dated_before_the_rejection_is_the_old_one_however_late_it_is_reported() -> None:
    day = on_day(2).date()
    found = steps(told("a", 0, DECIDED), told("b", 30, REJECTED), told("c", 300, DECIDED, occurred_on=day))

    assert found == [("government_decision", [0, 2]), ("rejected", [1])]


def test_a_notice_is_withdrawn_only_when_two_say_so() -> None:
    once = [told("a", 0, NOTIFIED), told("b", 30, REJECTED), told("d", 90, NOTIFIED)]
    twice = [*once, told("c", 31, REJECTED)]

    assert steps(*once) == [("notified", [0, 2]), ("rejected", [1])]
    assert steps(*twice) == [("notified", [0]), ("notified", [2]), ("rejected", [1, 3])]


def test_what_is_in_effect_is_reopened_by_an_accession_alone() -> None:
    effect = [told("a", 0, Stage.IN_EFFECT), told("b", 30, REJECTED), told("c", 31, REJECTED), told("d", 900, NOTIFIED)]

    assert steps(*effect, told("e", 1200, Stage.IN_EFFECT))[0] == ("in_effect", [0, 4])
    joined = steps(*effect, told("e", 1200, Stage.IN_EFFECT), accessions=(on_day(500).date(),))
    assert joined[:2] == [("in_effect", [0]), ("in_effect", [4])]


def test_an_accession_before_any_news_changes_nothing() -> None:
    assert steps(told("a", 0, DECIDED), told("b", 9, DECIDED), accessions=(date(2012, 1, 9),)) == [
        ("government_decision", [0, 1])
    ]


def test_rungs_come_skipped_and_out_of_order_in_one_cycle() -> None:
    found = [
        told("a", 0, NOTIFIED),
        told("b", 5, Stage.CONSIDERED),
        told("c", 9, Stage.IN_EFFECT),
        told("d", 10, DECIDED),
    ]

    assert set(cycles_of(found).values()) == {1}


def test_production_begins_anew_after_it_was_halted() -> None:
    found = steps(made("a", 0, Stage.STARTED), made("b", 60, Stage.HALTED), made("c", 120, Stage.STARTED))

    assert found == [("halted", [1]), ("started", [0]), ("started", [2])]


def test_a_vague_report_belongs_to_the_production_of_its_own_time() -> None:
    found = steps(
        made("a", 0, Stage.STARTED),
        made("b", 60, Stage.HALTED),
        made("c", 120, Stage.STARTED),
        made("d", 10, Stage.STARTED, producer=None),
        made("e", 130, Stage.STARTED, producer=None),
    )

    assert found == [("halted", [1]), ("started", [0, 3]), ("started", [2, 4])]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from(list(Stage)[:9])), min_size=1, max_size=10),
    st.randoms(use_true_random=False),
)
def test_cycles_do_not_depend_on_the_order_of_arrival(drawn: list[tuple[int, Stage]], chance: random.Random) -> None:
    stages = {stage for stage in Stage if stage.value not in ("planned", "contracted", "started", "expanded")}
    findings = [told(f"n{n}", day, stage) for n, (day, stage) in enumerate(drawn) if stage in stages]
    shuffled = [*findings]
    chance.shuffle(shuffled)

    assert cycles_of(findings) == cycles_of(shuffled)
    for step in rungs(findings):
        assert len({finding.stage for finding in step.reports}) == 1
