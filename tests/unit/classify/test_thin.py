"""When an article's page is asked for: candidates whose feed says too little, once, and never through an aggregator."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classify.thin import missing_from
from services.contracts.article import Article, TextFrom
from tests.support import samples
from tests.support.by_rules import read

UNDATED = {
    "title": "Estonia to leave the Ottawa Convention",
    "text": "Estonia's government decided to withdraw from the Ottawa Convention.",
}


def missing(below: int = 600, **fields: Any) -> str | None:
    article: Article = samples.article("thin", **{**UNDATED, **fields})
    reading = read(article.title, article.text, language="en", published_on=date(2025, 6, 1))
    return missing_from(article, reading, below_characters=below)


def test_a_summary_without_the_dates_asks_for_the_page_and_says_what_is_missing() -> None:
    assert missing() == f"a text of {len(UNDATED['text'])} characters leaves out the dates"


def test_a_summary_with_its_dates_asks_for_nothing() -> None:
    text = "Poland's withdrawal from the Ottawa Convention took effect on 20 February 2026."
    assert missing(title="Poland leaves the Ottawa Convention", text=text) is None


def test_an_order_of_mines_without_maker_and_number_asks_for_both() -> None:
    text = "The Polish army has signed a contract for new anti-tank mines."
    assert missing(title="Army orders mines", text=text) == (
        f"a text of {len(text)} characters leaves out the maker, how many"
    )


def test_a_topic_word_without_a_finding_asks_as_well() -> None:
    reason = missing(title="Ottawa Convention: withdrawal on the agenda", text="More inside.")
    assert reason is not None
    assert "named: treaty ottawa" in reason


@pytest.mark.parametrize(
    ("case", "fields"),
    [
        ("other news", {"title": "Copper output rises", "text": "The mine in Lubin made more copper."}),
        ("a later revision", {"revision": 2}),
        ("the page itself", {"text_from": TextFrom.PAGE}),
        ("no address", {"url": None}),
        ("an aggregator's redirect", {"url": "https://news.google.com/rss/articles/CBMiK2h0dHBz?oc=5"}),
    ],
)
def test_nothing_is_asked_for(case: str, fields: dict[str, Any]) -> None:
    assert missing(**fields) is None, case


@given(st.integers(0, 2_000), st.integers(0, 2_000))
def test_only_a_text_below_the_limit_is_thin(below: int, padding: int) -> None:
    text = UNDATED["text"] + " " * padding
    assert (missing(below, text=text) is not None) == (len(text) < below)
