from pathlib import Path

import pytest

from services.classify.labelled import load_items
from services.commands.evaluate import EvaluateOptions, evaluate_command, fallen_below, with_figures


def test_a_figure_below_its_floor_is_named_and_a_better_one_is_not() -> None:
    floors = {"all": {"slot": 0.9, "step": 0.7, "false_alarms": 0.01}}
    assert fallen_below({"all": {"slot": 0.95, "step": 0.7, "false_alarms": 0.0}}, floors) == []
    fallen = fallen_below({"all": {"slot": 0.85, "step": 0.7, "false_alarms": 0.02}}, floors)
    assert fallen == ["all: slot was 0.900 and is 0.850", "all: false_alarms was 0.010 and is 0.020"]


def test_a_figure_that_is_measured_no_more_is_a_fall() -> None:
    assert fallen_below({}, {"fi": {"slot": 0.9}}) == ["fi: slot was 0.900 and is measured no more"]


def test_the_table_is_renewed_between_its_marks() -> None:
    page = "before\n<!-- figures: begin -->\nold\n<!-- figures: end -->\nafter\n"
    assert with_figures(page, "new") == "before\n<!-- figures: begin -->\nnew\n<!-- figures: end -->\nafter\n"
    with pytest.raises(ValueError, match="lost its marks"):
        with_figures("no marks", "new")


def test_a_file_that_is_no_labelled_file_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "items.jsonl"
    file.write_text('\n{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        load_items([file])


def test_other_files_are_measured_without_floors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "items.jsonl"
    file.write_text(
        '{"id": "a", "lang": "en", "title": "Rain", "text": "It rained.", "labels": [], "facts": []}\n',
        encoding="utf-8",
    )
    assert evaluate_command(EvaluateOptions(labelled=[file])) == 0
    assert "| en | 1 |" in capsys.readouterr().out
    assert evaluate_command(EvaluateOptions(labelled=[tmp_path / "none.jsonl"])) == 2
