"""Which documents are read in part, and which whole."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, SeenEntries
from services.ingest.entries import Document, Limits
from services.ingest.errors import Unreadable
from services.ingest.fetch import Answer, Fetcher
from services.ingest.outcome import Outcome, Seen
from services.ingest.parse import parse_feed
from services.ingest.parse_pool import ParsePool
from services.ingest.poll import Poller
from services.ingest.schedule import Pace

NOW = datetime(2026, 2, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PACE = Pace(floor=DAY, default=DAY, ceiling=DAY, start_spread=DAY, push_backup=DAY)


class Feed:
    """A feed whose document a test changes; reads in this process what parse workers read, and says how much."""

    def __init__(self) -> None:
        self.body = b""
        self.read_bytes: list[int] = []
        self.refused_below = 0
        self.seen = SeenEntries()
        self.state = FeedState(feed=FeedReference(id="feed_1", url="https://a.example/feed"), next_check_at=NOW)
        fetcher, pool = cast(Fetcher, self), cast(ParsePool, self)
        self.poller = Poller(fetcher, pool, self.load, PACE, lambda: NOW, draw=lambda: 0.5)

    async def get(self, url: str, **_options: Any) -> Answer:
        return Answer(200, {"content-type": "application/rss+xml"}, url, self.body)

    async def read_feed(self, body: bytes, *, content_type: str, url: str) -> Document:
        self.read_bytes.append(len(body))
        if len(body) < self.refused_below:
            raise Unreadable("not a feed")
        limits = Limits(100, 1000, 1000, 1000)
        return parse_feed(body, content_type=content_type, url=url, limits=limits)

    async def load(self, _feed_id: str) -> Seen:
        return Seen(self.seen)

    async def poll(self, body: bytes) -> Outcome:
        self.body, self.read_bytes = body, []
        outcome = await self.poller.poll(self.state)
        self.state = outcome.state
        self.seen = outcome.seen.entries if outcome.seen else self.seen
        return outcome


def item(name: str, text: str = "x") -> str:
    return f"<item><guid>{name}</guid><title>{name}</title><description>{text}</description></item>"


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>T</title>{''.join(items)}</channel></rss>".encode()


async def test_of_a_document_with_one_new_entry_only_that_one_is_read() -> None:
    feed = Feed()
    await feed.poll(rss(item("a"), item("b")))
    outcome = await feed.poll(rss(item("c"), item("a"), item("b")))
    assert [article.title for article in outcome.articles] == ["c"]
    assert feed.read_bytes == [len(rss(item("c")))]


async def test_a_document_whose_entries_are_all_known_is_not_read() -> None:
    feed = Feed()
    await feed.poll(rss(item("a"), item("b")))
    outcome = await feed.poll(rss(item("b"), item("a")))
    assert (outcome.articles, outcome.result, feed.read_bytes) == ((), "nothing_new", [])


@pytest.mark.parametrize("fault", ["R & D", "&nbsp;", "&#x110000;"])
async def test_a_broken_document_is_always_read_whole(fault: str) -> None:
    feed = Feed()
    await feed.poll(rss(item("a", fault), item("b")))
    grown = rss(item("c"), item("a", fault), item("b"))
    outcome = await feed.poll(grown)
    assert [article.title for article in outcome.articles] == ["c"]
    assert feed.read_bytes == [len(grown)]


async def test_where_what_is_left_cannot_be_read_the_document_is_read_whole() -> None:
    feed = Feed()
    await feed.poll(rss(item("a"), item("b")))
    feed.refused_below = len(grown := rss(item("c"), item("a"), item("b")))
    outcome = await feed.poll(grown)
    assert [article.title for article in outcome.articles] == ["c"]
    assert feed.read_bytes == [len(rss(item("c"))), len(grown)]
