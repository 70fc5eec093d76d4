"""What feed documents say of their hub, themselves and their older entries, and whom their items credit."""

import json

import pytest

from services.contracts.article import Article, FeedReference
from services.contracts.feed import SeenEntries
from services.contracts.vocabulary import FeedKind
from services.ingest.entries import Document, Limits
from services.ingest.identity import news_in
from services.ingest.parse import parse_feed
from services.runtime.clock import utc_now

LIMITS = Limits(10, 200, 1_000, 2_048)
URL = "https://news.example/feed"
ATOM = "xmlns='http://www.w3.org/2005/Atom'"


def read(body: str | bytes) -> Document:
    data = body if isinstance(body, bytes) else body.encode()
    return parse_feed(data, content_type="", url=URL, limits=LIMITS)


@pytest.mark.parametrize(
    "body",
    [
        f"<feed {ATOM}><link rel='hub' href='https://hub.example/'/><link rel='self' href='/feed.atom'/>"
        "<link rel='prev-archive' href='/2025/12'/><entry><id>1</id><title>t</title></entry></feed>",
        f"<rss version='2.0' {ATOM.replace('xmlns', 'xmlns:atom')}><channel>"
        "<atom:link rel='hub' href='https://hub.example/'/><atom:link rel='self' href='/feed.atom'/>"
        "<atom:link rel='next' href='/2025/12'/><item><guid>1</guid><title>t</title></item></channel></rss>",
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "hubs": [
                    {"type": "rssCloud", "url": "https://x.example"},
                    {"type": "WebSub", "url": "https://hub.example/"},
                ],
                "feed_url": "/feed.atom",
                "next_url": "/2025/12",
                "items": [{"id": "1", "title": "t"}],
            }
        ),
    ],
    ids=["atom", "rss", "json"],
)
def test_hub_own_address_and_older_entries_are_read_in_every_format(body: str) -> None:
    document = read(body)
    assert document.hub_url == "https://hub.example/"
    assert document.self_url == "https://news.example/feed.atom"
    assert document.older_url == "https://news.example/2025/12"


def test_an_archive_goes_before_a_next_page() -> None:
    links = "<link rel='next' href='/page/2'/><link rel='prev-archive' href='/2025/12'/>"
    body = f"<feed {ATOM}>{links}<entry><id>1</id><title>t</title></entry></feed>"
    assert read(body).older_url == "https://news.example/2025/12"


def test_a_hub_that_is_no_web_address_is_none() -> None:
    body = f"<feed {ATOM}><link rel='hub' href='javascript:alert(1)'/><entry><id>1</id><title>t</title></entry></feed>"
    assert read(body).hub_url is None


GOOGLE_ITEM = """<item><title>Finland leaves mine treaty - Yle News</title>
<link>https://news.google.com/rss/articles/CBMiabc?oc=5</link><guid isPermaLink="false">CBMiabc</guid>
<description>&lt;ol&gt;&lt;li&gt;Finland leaves mine treaty&lt;/li&gt;
&lt;li&gt;Latvia starts production of mines&lt;/li&gt;&lt;/ol&gt;</description>
<source url="https://yle.fi">Yle News</source></item>"""


def articles(body: str, url: str, kind: FeedKind | None) -> tuple[Article, ...]:
    feed = FeedReference(id="feed_1", url=url, kind=kind)
    return news_in(read(body), SeenEntries(), feed, utc_now()).articles


def rss(items: str) -> str:
    return f"<rss version='2.0'><channel><title>Search</title>{items}</channel></rss>"


def test_a_google_news_item_credits_its_outlet_and_says_only_its_own_headline() -> None:
    [article] = articles(rss(GOOGLE_ITEM), "https://news.google.com/rss/search?q=mine", FeedKind.AGGREGATOR)
    assert (article.publisher, article.publisher_url) == ("Yle News", "https://yle.fi")
    assert (article.title, article.text) == ("Finland leaves mine treaty", "")


def test_an_item_of_gdelt_credits_the_domain_of_its_link() -> None:
    item = "<item><title>t</title><link>https://www.delfi.lt/a</link><guid>https://www.delfi.lt/a</guid></item>"
    url = "https://api.gdeltproject.org/api/v2/doc/doc?query=x&format=rss"
    [article] = articles(rss(item), url, FeedKind.AGGREGATOR)
    assert (article.publisher, article.publisher_url) == ("delfi.lt", "https://delfi.lt/")


def test_an_item_of_a_publisher_s_own_feed_credits_nobody_else() -> None:
    item = "<item><title>t</title><link>https://www.delfi.lt/a</link><guid>1</guid></item>"
    [article] = articles(rss(item), "https://www.delfi.lt/rss", FeedKind.NEWSPAPER)
    assert article.publisher is None
