from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import FeedKind
from services.demo.chronology import BundledArticle
from services.demo.feeds import FeedFormat, Publisher
from services.demo.syndication import article_html, feed_xml

RSS = Publisher("paper", "The Paper", FeedKind.NEWSPAPER, "en")
ATOM = Publisher("paper", "The Paper", FeedKind.NEWSPAPER, "en", format=FeedFormat.ATOM)


def an_article(*, title: str = "A vote", text: str = "They voted.", language: str = "en") -> BundledArticle:
    return BundledArticle(
        id="2025-06-25-vote",
        feed="paper",
        language=language,
        published_at=datetime(2025, 6, 25, 19, 40, tzinfo=UTC),
        url="https://paper.example/2025/06/vote",
        title=title,
        text=text,
        reports=("pl-ottawa-parliament-approved",),
    )


def written(publisher: Publisher, *articles: BundledArticle) -> bytes:
    return feed_xml(publisher, articles, "http://paper.localhost:9/", lambda one: f"http://paper.localhost:9/{one.id}")


@pytest.mark.parametrize("publisher", [RSS, ATOM], ids=["rss", "atom"])
def test_a_feed_reader_gets_back_what_the_article_says(publisher: Publisher) -> None:
    feed = feedparser.parse(written(publisher, an_article(text="Fish & chips <b>cost</b> less — łódź.")))
    (entry,) = feed.entries
    assert not feed.bozo
    assert entry.id == "https://paper.example/2025/06/vote"
    assert entry.link == "http://paper.localhost:9/2025-06-25-vote"
    assert entry.title == "A vote"
    assert entry.published_parsed[:5] == (2025, 6, 25, 19, 40)
    assert "Fish &amp; chips &lt;b&gt;cost&lt;/b&gt; less — łódź." in entry.summary


@pytest.mark.parametrize(("publisher", "version"), [(RSS, "rss20"), (ATOM, "atom10")])
def test_each_format_is_recognised_even_when_the_feed_is_still_empty(publisher: Publisher, version: str) -> None:
    feed = feedparser.parse(written(publisher))
    assert (feed.version, feed.bozo, feed.entries) == (version, False, [])
    assert feed.feed.title == "The Paper"


@pytest.mark.parametrize("publisher", [RSS, ATOM], ids=["rss", "atom"])
def test_the_labels_are_not_served(publisher: Publisher) -> None:
    assert b"parliament-approved" not in written(publisher, an_article())


# Characters that XML 1.0 can carry; the bundled texts hold no others.
prose = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1)


@given(prose, prose)
def test_no_text_breaks_out_of_its_element(title: str, text: str) -> None:
    article = an_article(title=title, text=text)
    channel = ET.fromstring(written(RSS, article)).find("channel")  # noqa: S314 - our own document
    assert channel is not None
    assert channel.findtext("item/title") == title
    assert [child.tag for child in channel].count("item") == 1


def test_a_page_shows_the_article_in_its_language() -> None:
    page = article_html(RSS, an_article(title="<Głosowanie>", language="pl")).decode()
    assert '<html lang="pl">' in page
    assert "&lt;Głosowanie&gt;" in page
    assert "They voted." in page
