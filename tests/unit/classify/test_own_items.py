"""The project's own labelled items in English and Polish: every slot and stage, and silence on every look-alike."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.classify.reading import Reading, read

ITEMS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "en_pl.jsonl").read_text(encoding="utf-8").splitlines()
]
POSITIVE = [item for item in ITEMS if item["labels"]]
NEGATIVE = [item for item in ITEMS if not item["labels"]]


def _read(item: dict[str, Any]) -> Reading:
    published_on = date.fromisoformat(item["published"]) if item["published"] else None
    return read(item["title"], item["text"], published_on=published_on)


def _by_id(item: dict[str, Any]) -> str:
    return str(item["id"])


def test_the_items_are_enough_and_a_good_part_of_them_are_look_alikes() -> None:
    assert len(ITEMS) >= 60
    assert len(NEGATIVE) >= 30


@pytest.mark.parametrize("item", POSITIVE, ids=_by_id)
def test_an_item_gives_just_its_slots_at_their_stages(item: dict[str, Any]) -> None:
    told = {(f["type"], f["country"], f.get("treaty") or f.get("mine_type"), f["stage"]) for f in item["facts"]}
    found = {(f.topic, f.country, f.treaty or f.mine_type, f.stage) for f in _read(item).findings}
    assert found == told


@pytest.mark.parametrize("item", POSITIVE, ids=_by_id)
def test_the_dates_figures_and_makers_an_item_states_are_found(item: dict[str, Any]) -> None:
    found = _read(item).findings
    for fact in item["facts"]:
        peers = [f for f in found if (f.topic, f.country) == (fact["type"], fact["country"])]
        for name in ("notified_on", "effective_on", "quantity", "capacity_per_year", "producer"):
            if fact.get(name) is not None:
                told = {str(getattr(peer, name)) for peer in peers}
                # A maker that is written in two ways has the other behind it: "Hellenic Defence Systems (EAS)".
                assert str(fact[name]) in told | {value.partition(" (")[0] for value in told}, name


@pytest.mark.parametrize("item", NEGATIVE, ids=_by_id)
def test_a_look_alike_gives_nothing(item: dict[str, Any]) -> None:
    assert _read(item).findings == ()


@pytest.mark.parametrize("item", ITEMS, ids=_by_id)
def test_the_language_is_told_without_a_hint(item: dict[str, Any]) -> None:
    assert _read(item).language == item["lang"]


@pytest.mark.parametrize("item", POSITIVE, ids=_by_id)
def test_every_quote_stands_at_its_offsets_in_the_original(item: dict[str, Any]) -> None:
    original = f"{item['title']}\n{item['text']}"
    for finding in _read(item).findings:
        assert {"country", "stage"} <= {evidence.field for evidence in finding.evidence}
        for evidence in finding.evidence:
            assert original[evidence.start : evidence.end] == evidence.quote
            assert evidence.quote
