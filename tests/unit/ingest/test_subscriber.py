"""What feeds say of their hubs is a stranger's word: it must not end the loop that looks after all of them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, PushSubscription
from services.ingest.fetch import Fetcher
from services.ingest.hosts import Hosts
from services.ingest.push_book import PushBook
from services.ingest.relations import web_address
from services.ingest.subscriber import Subscriber

NOW = datetime(2026, 2, 20, 12, tzinfo=UTC)


class BookInMemory:
    """The part of a push book that looking needs."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def all(self) -> dict[str, PushSubscription]:
        return {}

    async def change(self, feed_id: str, _how: Callable[[Any], Any]) -> None:
        self.asked.append(feed_id)


def _subscriber(book: BookInMemory, hub_url: str) -> Subscriber:
    feed = FeedReference(id="feed_1", url="https://news.example/feed")
    state = FeedState(feed=feed, next_check_at=NOW, hub_url=hub_url, topic_url=feed.url)
    return Subscriber(
        book=cast("PushBook", book),
        fetcher=cast("Fetcher", None),
        hosts=Hosts(1, 1.0),
        states=lambda: [state],
        apply=lambda _state: None,
        public_callback="https://watch.example",
        own_networks=(),
        backup=timedelta(hours=6),
        clock=lambda: NOW,
        look_seconds=1.0,
    )


@pytest.mark.parametrize(
    "stated", ["http://hub:port/", "http://xn--/", "http://hub\x7f/", "http://hub\ud800/", "http://hub.example/"]
)
async def test_a_hub_that_no_secret_may_be_sent_to_is_left_alone_however_it_is_written(stated: str) -> None:
    hub = web_address(stated, base_url="https://news.example/feed")
    assert hub is not None
    book = BookInMemory()
    await _subscriber(book, hub).look()
    assert book.asked == []


async def test_a_hub_behind_tls_is_asked() -> None:
    book = BookInMemory()
    await _subscriber(book, "https://hub.example/").look()
    assert book.asked == ["feed_1"]
