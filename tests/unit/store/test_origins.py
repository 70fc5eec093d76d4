"""Who is behind a report."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reference.agencies import credited_agency
from services.reference.publishers import publisher_domain
from services.store.credits import credit_of, text_key
from services.store.likeness import letters_of
from services.store.origins import Copy, origins
from tests.support.store import START, message


def copy(name: str, own: str, text: str, hours: int = 0) -> Copy:
    return Copy(name, own, text, START + timedelta(hours=hours))


def test_copies_share_the_origin_of_the_earliest() -> None:
    found = origins([copy("a", "publisher:a", "t", 2), copy("b", "publisher:b", "t", 1), copy("c", "publisher:c", "u")])

    assert {key: origin.name for key, origin in found.items()} == {
        "a": "publisher:b",
        "b": "publisher:b",
        "c": "publisher:c",
    }


def test_copies_share_the_agency_that_one_of_them_credits() -> None:
    found = origins([copy("a", "publisher:a", "t", 1), copy("b", "agency:pap", "t", 2)])

    assert {origin.name for origin in found.values()} == {"agency:pap"}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(0, 5)), max_size=8))
def test_the_order_of_articles_does_not_matter(drawn: list[tuple[str, str, int]]) -> None:
    copies = [copy(f"art{n}", f"publisher:{own}", text, hours) for n, (own, text, hours) in enumerate(drawn)]

    assert origins(copies) == origins(reversed(copies))


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("WARSAW, Feb 20 (Reuters) - Poland left the treaty on Friday.", "reuters"),
        ("VARSOVIE (AFP) – La Pologne quitte la convention.", "afp"),
        ("Polska opuściła konwencję. " * 20 + "(PAP)", "pap"),
        ("Tallinn, BNS - Estonia leaves.", "bns"),
        ("The minister told the AP that the notice was sent.", None),
        ("The minister told Reuters: (no comment).", None),
        ("Words. " * 60 + "(Reuters) in the middle. " + "Words. " * 60, None),
    ],
)
def test_the_credit_is_the_dateline_or_the_foot_and_never_a_quotation(text: str, agency: str | None) -> None:
    assert credited_agency(text) == agency


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.err.ee/1", "err.ee"),
        ("https://news.err.ee/1", "err.ee"),
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://someone.substack.com/p", "someone.substack.com"),
        ("http://127.0.0.1:8080/a", None),
        ("http://[::1]/a", None),
        ("http://localhost/a", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_the_publisher_is_the_registered_domain(url: str, domain: str | None) -> None:
    assert publisher_domain(url) == domain


def test_an_agencys_own_site_is_the_agency() -> None:
    assert credit_of(message("a", publisher="www.reuters.com").article).origin == "agency:reuters"


def test_what_an_aggregator_lists_is_its_outlet_s_and_not_its_own() -> None:
    listed = message("a").article.model_copy(
        update={"url": "https://news.google.com/rss/articles/C", "publisher": "ERR", "publisher_url": "https://err.ee"}
    )
    assert credit_of(listed).origin == credit_of(message("b", publisher="news.err.ee").article).origin
    wire = listed.model_copy(update={"publisher": "Reuters", "publisher_url": "https://www.reuters.com"})
    assert credit_of(wire).origin == "agency:reuters"


def test_an_agency_in_the_page_s_byline_is_credited() -> None:
    article = message("a").article.model_copy(update={"author": "Mari Maasikas / BNS"})
    assert credit_of(article).origin == "agency:bns"
    assert credit_of(article.model_copy(update={"author": "Mari Maasikas"})).agency is None


def test_without_a_telling_address_the_feed_is_the_origin() -> None:
    article = message("a").article.model_copy(update={"url": "http://127.0.0.1/a"})

    assert credit_of(article).origin == f"feed:{article.feed.id}"


def test_a_long_text_is_a_copy_under_any_headline_and_a_short_one_is_not() -> None:
    long_one, short_one = "Finland has left. " * 20, "Finland has left."

    assert text_key("One", letters_of(long_one)) == text_key("Two", letters_of(long_one.upper() + "!"))
    assert text_key("One", letters_of(short_one)) != text_key("Two", letters_of(short_one))
