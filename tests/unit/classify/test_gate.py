from pathlib import Path

import pytest

from services.classify.gate import could_matter, gate
from services.classify.labelled import Item, load_items
from services.classify.language_data import language_codes
from services.classify.lexicon import lexicon
from services.classify.normalise import normalise

DATA = Path(__file__).parents[2] / "data"
POSITIVE = [
    item for item in load_items([*sorted((DATA / "labelled").glob("*.jsonl")), DATA / "en_pl.jsonl"]) if item.labels
]


def _passes(text: str, code: str = "en") -> bool:
    return could_matter(text) and gate(lexicon(code).mentions(normalise(text))).passed


def test_an_arms_treaty_with_an_exit_passes() -> None:
    assert _passes("Finland left the Ottawa Convention")


def test_a_mine_with_a_maker_passes() -> None:
    assert _passes("The plant produces anti-tank mines")


def test_other_news_is_stopped_with_the_reason() -> None:
    result = gate(lexicon("en").mentions(normalise("The council left the question of the bridge open")))
    assert not result.passed
    assert "no arms treaty" in result.reason


@pytest.mark.parametrize("code", language_codes())
def test_the_scan_lets_every_labelled_report_of_a_language_through(code: str) -> None:
    texts = [f"{item.title}\n{item.text}" for item in POSITIVE if item.lang == code]
    assert [text for text in texts if not could_matter(text)] == []


@pytest.mark.parametrize("item", POSITIVE[::7], ids=lambda item: item.id)
def test_the_scan_sees_through_capitals_pages_and_loose_accents(item: Item) -> None:
    text = f"{item.title}\n{item.text}"
    disguised = text.replace(" ", "\u00a0").replace("-", "\u2011")
    assert could_matter(disguised)
    assert could_matter("<p>" + text.replace("e", "e\u00ad") + "</p>")


@pytest.mark.parametrize(
    "text",
    [
        "The council of the city met on Tuesday and opened the bridge.",
        "He began a company that makes bread.",
        "Det är svårt att veta vad hon menar.",
        "Правительство города открыло новый мост через реку.",
    ],
)
def test_the_scan_stops_news_of_other_things(text: str) -> None:
    assert not could_matter(text)


def test_a_bare_mine_needs_something_of_war_beside_it() -> None:
    assert not _passes("The mine in Lubin produced more.")
    assert _passes("The mine that the army bought was produced in Lubin.")
