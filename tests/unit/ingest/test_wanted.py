"""What becomes of a wish for a page: served, laid aside for later, or given up."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from services.contracts.article import Article, FeedReference
from services.contracts.feed import SeenEntries, SeenEntry
from services.contracts.wanted import ArticleWanted
from services.ingest.errors import SOFT, FetchFailed, NotYet
from services.ingest.full_page import FullPage
from services.ingest.keep import Keep
from services.ingest.outcome import Seen
from services.ingest.pages import Pages
from services.ingest.postponed import PostponedWishes
from services.ingest.robots import KEPT_WHILE_UNREACHABLE
from services.ingest.wanted import FIRST_WAIT, LONGEST_WAIT, MOST_TRIES, OnWanted
from services.runtime.backoff import exponential
from services.runtime.consumer import Delivery

NOW = datetime(2026, 2, 20, 12, tzinfo=UTC)
ARTICLE = Article(
    id="art_" + "0" * 24,
    revision=1,
    content_hash="txt",
    feed=FeedReference(id="feed_1", url="https://a.example/feed"),
    url="https://a.example/1",
    title="Estonia leaves the Ottawa Convention",
    text="The government decided it.",
    first_seen_at=NOW,
    fetched_at=NOW,
)
WISH = ArticleWanted(article=ARTICLE, reason="the dates", wanted_at=NOW)
PAGE = FullPage(ARTICLE.title, f"{ARTICLE.text} Estonia will leave the convention six months after its notice.")


class Memory:
    """What ingest remembers and publishes, kept in lists."""

    def __init__(self) -> None:
        known = SeenEntry(revision=1, content_hash="txt", first_seen_at=NOW, last_listed_at=NOW)
        self.seen = SeenEntries(entries={ARTICLE.id: known})
        self.published: list[Article] = []

    async def load_seen(self, _feed_id: str) -> Seen:
        return Seen(self.seen)

    async def change_seen(self, _feed_id: str, how: Callable[[SeenEntries], SeenEntries]) -> None:
        self.seen = how(self.seen)

    async def publish(self, articles: list[Article]) -> None:
        self.published += articles

    async def until_done(self, act: Callable[[], Awaitable[Any]]) -> Any:
        return await act()


class Shelf:
    """Where wishes are laid aside."""

    def __init__(self) -> None:
        self.laid: list[tuple[ArticleWanted, timedelta]] = []

    async def add(self, wanted: ArticleWanted, wait: timedelta) -> None:
        self.laid.append((wanted, wait))


class Server:
    """Gives the page, or the trouble that it was told to give."""

    def __init__(self, *troubles: Exception) -> None:
        self.troubles = list(troubles)

    async def read(self, _url: str) -> FullPage:
        if self.troubles:
            raise self.troubles.pop(0)
        return PAGE


async def quiet(_feed_id: str) -> None:
    """No poll is under way."""


class Desk:
    """Serves wishes as the consumer hands them over."""

    def __init__(self, *troubles: Exception) -> None:
        self.memory, self.shelf = Memory(), Shelf()
        keep, pages, shelf = cast(Keep, self.memory), cast(Pages, Server(*troubles)), cast(PostponedWishes, self.shelf)
        self._serve = OnWanted(keep, pages, shelf, quiet, lambda: NOW)

    async def hand(self, wish: ArticleWanted, deliveries: int = 1) -> None:
        await self._serve(Delivery(wish.subject(), wish.encode(), 1, deliveries))


async def test_the_page_is_published_as_the_next_revision() -> None:
    desk = Desk()
    await desk.hand(WISH)
    assert [article.revision for article in desk.memory.published] == [2]
    assert desk.shelf.laid == []


async def test_a_page_whose_server_is_in_trouble_is_laid_aside_and_had_later() -> None:
    desk = Desk(FetchFailed("the server is in trouble", weight=SOFT))
    await desk.hand(WISH)
    [(again, wait)] = desk.shelf.laid
    assert (again.tries, desk.memory.published) == (1, [])
    assert timedelta(minutes=5) < wait < timedelta(minutes=9)
    await desk.hand(again)
    assert [article.revision for article in desk.memory.published] == [2]


def test_the_second_try_finds_a_robots_txt_that_is_asked_for_anew() -> None:
    assert exponential(1, first=FIRST_WAIT, ceiling=LONGEST_WAIT, draw=0.0) > KEPT_WHILE_UNREACHABLE


async def test_after_the_last_try_the_summary_is_all_there_is() -> None:
    desk = Desk(*(FetchFailed("the server is in trouble", weight=SOFT) for _ in range(MOST_TRIES)))
    wish = WISH
    for _ in range(MOST_TRIES):
        await desk.hand(wish)
        wish = desk.shelf.laid[-1][0]
    assert len(desk.shelf.laid) == MOST_TRIES - 1
    assert desk.memory.published == []
    assert desk.memory.seen.entries[ARTICLE.id].page_fetches == 1


async def test_a_page_that_is_refused_for_good_is_not_laid_aside() -> None:
    desk = Desk(FetchFailed("the site's robots.txt keeps us from this page"))
    await desk.hand(WISH)
    assert desk.shelf.laid == []
    assert desk.memory.seen.entries[ARTICLE.id].page_fetches == 1


@pytest.mark.parametrize("times", [1, 10])
async def test_waiting_for_a_host_costs_no_try(times: int) -> None:
    desk = Desk(*(NotYet(timedelta(seconds=50)) for _ in range(times)))
    for _ in range(times):
        await desk.hand(WISH)
    assert {(wish.tries, wait) for wish, wait in desk.shelf.laid} == {(0, timedelta(seconds=50))}
    await desk.hand(desk.shelf.laid[-1][0])
    assert len(desk.memory.published) == 1


async def test_a_version_that_was_remembered_and_not_published_comes_out_although_its_host_is_to_be_spared() -> None:
    desk = Desk()
    await desk.hand(WISH)
    desk.memory.published.clear()  # as if the process had died before it published
    waiting = Desk(NotYet(timedelta(seconds=50)))
    waiting.memory.seen = desk.memory.seen
    await waiting.hand(WISH, deliveries=2)
    [(again, _)] = waiting.shelf.laid
    await desk.hand(again)
    assert [article.revision for article in desk.memory.published] == [2]
