"""The project's own labelled items are read no worse than recorded, and are what they are said to be."""

import json
from pathlib import Path

import pytest

from services.classify.labelled import Item, load_items
from services.classify.measures import Answer
from services.commands.evaluate import (
    FLOORS,
    answers_to,
    fallen_below,
    floors_of,
    groups_of,
    held_out_items,
    own_files,
    table,
    with_figures,
)

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return load_items(own_files(ROOT))


@pytest.fixture(scope="module")
def answers(items: list[Item]) -> list[Answer]:
    return answers_to(items)


@pytest.fixture(scope="module")
def held_out() -> dict[str, list[Answer]]:
    return groups_of(held_out_items(ROOT))


def test_no_figure_has_fallen_below_its_floor(answers: list[Answer], held_out: dict[str, list[Answer]]) -> None:
    floors = json.loads((ROOT / FLOORS).read_text(encoding="utf-8"))
    assert fallen_below(floors_of(answers, held_out), floors) == []


def test_the_items_are_many_in_many_languages_and_half_of_them_look_alikes(items: list[Item]) -> None:
    assert len(items) >= 500
    assert len({item.lang for item in items}) >= 30
    assert sum(not item.labels for item in items) * 2 >= len(items) * 0.9
    assert len({item.id for item in items}) == len(items)


def test_the_page_holds_a_table_that_can_be_renewed(answers: list[Answer]) -> None:
    page = (ROOT / "docs" / "detection.md").read_text(encoding="utf-8")
    assert table(answers).splitlines()[0] in with_figures(page, table(answers))
    assert "**all**" in page
