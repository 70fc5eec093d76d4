"""Whether a page is about what its feed's entry is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.full_page import FullPage, tells_of


@pytest.mark.parametrize(
    ("title", "page"),
    [
        ("Estonia leaves the Ottawa Convention", "The convention of Ottawa no longer binds Estonia, which leaves it."),
        ("Polska wypowiada konwencję ottawską", "Polska wypowiedziała konwencję ottawską, podało ministerstwo."),
        (
            "日本、対人地雷禁止条約から脱退を検討",
            "政府は対人地雷禁止条約からの脱退を検討していると日本のメディアが伝えた。",
        ),
    ],
)
def test_a_page_that_uses_the_title_s_words_is_the_article_s(title: str, page: str) -> None:
    assert tells_of(FullPage("", page), title, "")


@pytest.mark.parametrize(
    "page",
    [
        "We value your privacy. Accept all cookies to continue reading on our website.",
        "Weather for the weekend: rain in the south, sun later on. Football results and the lottery.",
        "",
    ],
)
def test_a_wall_or_another_page_is_not_the_article(page: str) -> None:
    assert not tells_of(FullPage("Welcome", page), "Estonia leaves the Ottawa Convention", "It was announced today.")


def test_without_a_title_the_summary_is_compared() -> None:
    page = FullPage("", "The parliament approved the withdrawal.")
    assert tells_of(page, "", "Parliament approved a withdrawal")
    assert not tells_of(page, "", "Copper prices climb again")


@given(st.text(max_size=200), st.text(max_size=500))
def test_a_page_that_repeats_the_title_is_always_the_article_s(title: str, rest: str) -> None:
    assert tells_of(FullPage("", f"{title}\n{rest}"), title, "")
