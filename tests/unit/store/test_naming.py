"""What an event is called, and that it keeps its name."""

from dataclasses import replace
from typing import Any

from services.contracts.vocabulary import MineType, Stage
from services.store.naming import name_rungs, treaty_name_of
from services.store.rungs import rungs
from services.store.stored import StoredFinding
from tests.support.store import on_day, production, withdrawal
from tests.unit.store.findings import stored

AP = MineType.ANTIPERSONNEL


def made(name: str, day: int, producer: str | None, mine_type: MineType, **facts: Any) -> StoredFinding:
    (finding,) = stored(name, production(producer=producer, mine_type=mine_type, **facts), published_at=on_day(day))
    return finding


def named(findings: list[StoredFinding], ages: dict[str, int]) -> dict[str, str]:
    found = rungs(findings)
    return {step.slot[0] or "nobody": name for step, name in zip(found, name_rungs(found, ages), strict=True)}


def test_an_event_keeps_its_name_when_a_later_report_makes_it_more_specific() -> None:
    vague = made("a", 0, None, AP)
    before = named([vague], {})["nobody"]
    after = named([replace(vague, owner=before), made("b", 1, "Belma", AP)], {before: 1})

    assert after == {"belma": before}


def test_an_event_keeps_its_name_when_an_older_report_arrives_late() -> None:
    first = made("a", 10, "Belma", AP)
    before = named([first], {})["belma"]

    assert named([replace(first, owner=before), made("b", 0, "Belma", AP)], {before: 1}) == {"belma": before}


def test_a_step_with_reports_of_two_events_keeps_the_one_with_more() -> None:
    findings = [
        replace(made("a", 0, "Belma", AP), owner="evt_old"),
        replace(made("b", 1, "Belma", AP), owner="evt_new"),
        replace(made("c", 2, "Belma", AP), owner="evt_new"),
    ]

    assert named(findings, {"evt_old": 1, "evt_new": 2}) == {"belma": "evt_new"}


def test_among_equals_the_older_event_stays() -> None:
    findings = [
        replace(made("a", 0, "Belma", AP), owner="evt_young"),
        replace(made("b", 1, "Belma", AP), owner="evt_old"),
    ]

    assert named(findings, {"evt_old": 1, "evt_young": 2}) == {"belma": "evt_old"}


def test_an_event_whose_reports_part_stays_with_most_of_them_and_the_rest_gets_a_name_of_its_own() -> None:
    original = named([made("a", 0, None, AP)], {})["nobody"]
    findings = [
        replace(made("a", 0, "Belma", AP), owner=original),
        replace(made("b", 1, "Dezamet", AP), owner=original),
        replace(made("c", 2, "Dezamet", AP), owner=original),
    ]
    names = named(findings, {original: 1})

    assert names["dezamet"] == original
    assert names["belma"] not in (original, None)


def test_two_windows_of_one_producer_have_two_names() -> None:
    found = rungs([made("a", 0, "Belma", AP), made("b", 400, "Belma", AP)])

    assert len(set(name_rungs(found, {}))) == 2


def test_a_rung_of_a_treaty_has_the_same_name_whoever_reports_it_first() -> None:
    one, other = rungs(stored("a", withdrawal())), rungs(stored("b", withdrawal()))

    assert name_rungs(one, {}) == name_rungs(other, {})


def test_a_rung_that_nobody_reported_yet_has_the_name_its_first_report_gives_it() -> None:
    reported = name_rungs(rungs(stored("a", withdrawal("FI", Stage.IN_EFFECT))), {})

    assert reported == (treaty_name_of("FI", "ottawa", Stage.IN_EFFECT, 1),)


def test_a_step_keeps_the_event_a_reviewer_spoke_of() -> None:
    findings = [
        replace(made("a", 0, "Belma", AP), owner="evt_reviewed"),
        replace(made("b", 1, "Belma", AP), owner="evt_other"),
        replace(made("c", 2, "Belma", AP), owner="evt_other"),
    ]
    ages = {"evt_other": 1, "evt_reviewed": 2}

    assert name_rungs(rungs(findings), ages, {"evt_reviewed"}) == ("evt_reviewed",)


def test_a_production_step_is_named_after_the_report_that_was_seen_first() -> None:
    vague, exact = made("a", 5, None, AP), made("b", 0, "Belma", AP)
    seen_later = replace(exact, first_seen_at=vague.first_seen_at + (on_day(9) - on_day(0)))

    assert name_rungs(rungs([vague, seen_later]), {}) == name_rungs(rungs([vague]), {})
