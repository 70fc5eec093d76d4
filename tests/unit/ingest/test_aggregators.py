"""Whom an aggregator's item credits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.aggregators import credited, is_redirecting, without_credit

GOOGLE = "https://news.google.com/rss/search?q=x"
GDELT = "https://api.gdeltproject.org/api/v2/doc/doc?query=x"
OWN = "https://www.lrt.lt/?rss"


@pytest.mark.parametrize(
    ("source", "source_url", "link", "feed_url", "is_aggregator", "expected"),
    [
        (
            "ERR News",
            "https://news.err.ee",
            "https://news.google.com/rss/articles/C",
            GOOGLE,
            True,
            ("ERR News", "https://news.err.ee"),
        ),
        (None, None, "https://news.google.com/rss/articles/C", GOOGLE, True, (None, None)),
        (None, None, "https://www.delfi.lt/a/1", GDELT, True, ("delfi.lt", "https://delfi.lt/")),
        (None, None, "https://www.delfi.lt/a/1", OWN, False, (None, None)),
        ("LRT", "https://lrt.lt", "https://www.lrt.lt/a/1", OWN, False, (None, None)),
        ("BNS", "https://bns.lt", "https://www.lrt.lt/a/1", OWN, False, ("BNS", "https://bns.lt")),
        (None, None, None, GDELT, True, (None, None)),
    ],
)
def test_the_source_comes_first_then_an_aggregator_s_link(
    source: str | None,
    source_url: str | None,
    link: str | None,
    feed_url: str,
    is_aggregator: bool,
    expected: tuple[str | None, str | None],
) -> None:
    assert credited(source, source_url, link=link, feed_url=feed_url, is_aggregator=is_aggregator) == expected


def test_the_outlet_behind_a_title_is_taken_off_and_nothing_else() -> None:
    assert without_credit("Estonia leaves - ERR News", "ERR News") == "Estonia leaves"
    assert without_credit("Estonia - a history", "ERR News") == "Estonia - a history"
    assert without_credit("ERR News", "ERR News") == "ERR News"
    assert without_credit("Estonia leaves - ERR News", None) == "Estonia leaves - ERR News"


@given(st.text(max_size=80))
def test_any_address_is_judged_without_an_exception(url: str) -> None:
    assert is_redirecting(url) in (True, False)


@given(st.text(max_size=80), st.text(max_size=20))
def test_a_title_is_only_ever_shortened_at_its_end(title: str, source: str) -> None:
    assert title.startswith(without_credit(title, source))
