"""Where the feed of an address may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.discover import known_feeds
from services.ingest.links import feed_links


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.youtube.com/channel/UC123", ["https://www.youtube.com/feeds/videos.xml?channel_id=UC123"]),
        ("https://m.youtube.com/playlist?list=PL9", ["https://www.youtube.com/feeds/videos.xml?playlist_id=PL9"]),
        ("https://github.com/owner/name", ["https://github.com/owner/name/releases.atom"]),
        ("https://github.com/owner/name/releases", ["https://github.com/owner/name/releases.atom"]),
        ("https://github.com/owner", []),
        ("https://old.reddit.com/r/worldnews/", ["https://www.reddit.com/r/worldnews/.rss"]),
        ("https://medium.com/@somebody", ["https://medium.com/feed/@somebody"]),
        ("https://arms.substack.com/p/a", ["https://arms.substack.com/feed"]),
        ("https://news.example/", []),
    ],
)
def test_platforms_keep_their_feeds_at_known_places(url: str, expected: list[str]) -> None:
    assert list(known_feeds(url)) == expected


def links(page: str) -> list[tuple[str, str | None]]:
    return feed_links(page.encode(), content_type="text/html; charset=utf-8", url="https://news.example/world/")


def test_a_page_names_its_feeds_relative_to_itself_or_to_its_base() -> None:
    page = (
        "<link rel=alternate type='application/rss+xml' title='World' href='rss.xml'>"
        "<base href='https://cdn.example/'><LINK REL='x ALTERNATE' TYPE='application/atom+xml; x' HREF=/atom />"
    )
    assert links(page) == [("https://news.example/world/rss.xml", "World"), ("https://cdn.example/atom", None)]


def test_feeds_of_comments_come_last_and_other_links_not_at_all() -> None:
    page = (
        "<link rel=alternate type='application/rss+xml' title='Comments' href='/comments/feed'>"
        "<link rel=alternate type='application/rss+xml' href='/feed'>"
        "<link rel=alternate hreflang=de href='/de'><link rel=stylesheet type='text/css' href='/s.css'>"
        "<link rel=alternate type='application/rss+xml' href='javascript:alert(1)'>"
        "<link rel=alternate type='application/rss+xml' href='http://[bad'>"
    )
    assert [address for address, _ in links(page)] == [
        "https://news.example/feed",
        "https://news.example/comments/feed",
    ]


@given(st.text(max_size=300))
def test_no_page_makes_it_raise(page: str) -> None:
    assert isinstance(links("<link rel=alternate type='application/rss+xml' href='" + page), list)
