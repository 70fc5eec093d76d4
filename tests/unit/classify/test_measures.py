from datetime import date

import pytest

from services.classify.labelled import Fact, Item
from services.classify.measures import Answer, Measures, by_language, measure
from services.contracts.finding import Finding
from services.contracts.vocabulary import MineType, Stage, Topic

EXIT, MINES = Topic.TREATY_WITHDRAWAL, Topic.MINE_PRODUCTION


def _fact(stage: Stage = Stage.NOTIFIED, **more: object) -> Fact:
    return Fact.model_validate({"type": EXIT, "country": "FI", "treaty": "ottawa", "stage": stage, **more})


def _order(**more: object) -> Fact:
    return Fact.model_validate(
        {"type": MINES, "country": "PL", "mine_type": "antitank", "stage": Stage.CONTRACTED, **more}
    )


def _found(stage: Stage = Stage.NOTIFIED, **more: object) -> Finding:
    values = {"topic": EXIT, "country": "FI", "treaty": "ottawa", "stage": stage, "score": 0.9, **more}
    return Finding.model_validate(values)


def _bought(**more: object) -> Finding:
    return Finding(
        topic=MINES, country="PL", mine_type=MineType.ANTITANK, stage=Stage.CONTRACTED, score=0.9
    ).model_copy(update=more)


def _measured(facts: tuple[Fact, ...], *findings: Finding, event: str | None = None) -> Measures:
    return measure([Answer(_item("x", facts, event), findings)])


def _item(name: str, facts: tuple[Fact, ...] = (), event: str | None = None, lang: str = "en") -> Item:
    labels = tuple(dict.fromkeys(fact.type for fact in facts))
    return Item(id=name, lang=lang, title="", text="", labels=labels, facts=facts, event=event)


def test_what_is_read_as_labelled_is_wholly_right() -> None:
    figures = _measured((_fact(),), _found()).figures()
    assert (figures[EXIT], figures["slot"], figures["step"]) == (1.0, 1.0, 1.0)


def test_a_stage_one_rung_off_is_near_and_no_step() -> None:
    figures = _measured((_fact(Stage.NOTIFIED),), _found(Stage.IN_EFFECT)).figures()
    assert (figures["slot"], figures["near"], figures["step"]) == (1.0, 1.0, 0.0)


@pytest.mark.parametrize("stage", [Stage.GOVERNMENT_DECISION, Stage.REJECTED, Stage.SUSPENDED])
def test_further_off_or_off_the_ladder_is_not_near(stage: Stage) -> None:
    assert _measured((_fact(Stage.NOTIFIED),), _found(stage)).figures()["near"] == 0.0


def test_a_finding_nobody_labelled_is_a_false_alarm() -> None:
    figures = measure([Answer(_item("a"), (_found(),)), Answer(_item("b"), ())]).figures()
    assert figures["false_alarms"] == 0.5
    assert figures[EXIT] == 0.0


def test_a_second_value_for_a_date_costs_as_much_as_a_miss() -> None:
    told = (_found(notified_on=date(2025, 7, 10)), _found(Stage.IN_EFFECT, notified_on=date(2025, 7, 9)))
    assert _measured((_fact(notified_on=date(2025, 7, 10)),), *told).figures()["dates"] == 0.5


def test_figures_are_hit_or_missed_and_absent_ones_not_measured() -> None:
    facts = (_order(quantity=500, capacity_per_year=9),)
    assert _measured(facts, _bought(quantity=500)).figures()["figures"] == 0.5
    assert "figures" not in _measured((_order(),), _bought()).figures()


def test_a_maker_is_right_when_one_name_holds_the_other() -> None:
    assert _measured((_order(producer="Belma"),), _bought(producer="ZM Belma")).figures()["producer"] == 1.0
    assert _measured((_order(producer="Belma"),), _bought(producer="Nitro-Chem")).figures()["producer"] == 0.0


def test_a_topic_labelled_without_facts_is_compared_by_topic_alone() -> None:
    item = _item("x").model_copy(update={"labels": (EXIT,)})
    figures = measure([Answer(item, (_found(),))]).figures()
    assert (figures[EXIT], figures["slot"]) == (1.0, 1.0)


def test_a_much_told_event_has_one_vote() -> None:
    right = [Answer(_item(f"a{number}", (_fact(),), event="much told"), (_found(),)) for number in range(9)]
    wrong = Answer(_item("b", (_fact(),), event="told once"), ())
    taken = measure([*right, wrong])
    assert taken.slot.recall == pytest.approx(0.5)
    assert taken.topics[EXIT].recall == pytest.approx(0.9)


def test_languages_are_measured_apart_the_most_frequent_first() -> None:
    answers = [Answer(_item(name, lang=lang), ()) for name, lang in (("a", "fi"), ("b", "en"), ("c", "fi"))]
    assert [(code, taken.items) for code, taken in by_language(answers)] == [("fi", 2), ("en", 1)]


def test_a_split_keeps_an_event_whole() -> None:
    folds = {_item(f"a{number}", event="one step").fold(5) for number in range(20)}
    assert len(folds) == 1
    assert {_item(f"a{number}").fold(2) for number in range(50)} == {0, 1}
