"""Pages are fetched with manners: robots.txt once a host, one turn at a time, and no front page for an article."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from services.ingest.errors import FeedTrouble, FetchFailed, NotYet
from services.ingest.fetch import Answer, Fetcher
from services.ingest.full_page import FullPage
from services.ingest.hosts import Hosts
from services.ingest.pages import MOST_PAGE_BYTES, Pages
from services.ingest.parse_pool import ParsePool
from services.ingest.robots import Robots
from services.ingest.robots_rules import allowed
from services.ingest.turns import in_turn

NOW = datetime(2026, 2, 20, 12, tzinfo=UTC)
SITE = "https://news.example"


class Web:
    """A web of answers by address; whoever fetches asks before following to `redirects`."""

    def __init__(self, answers: dict[str, Answer | FeedTrouble], redirects: dict[str, str] | None = None) -> None:
        self.answers = answers
        self.redirects = redirects or {}
        self.asked: list[str] = []

    async def get(
        self, url: str, *, before_redirect: Callable[[str], Awaitable[object]] | None = None, **_options: Any
    ) -> Answer:
        self.asked.append(url)
        if url in self.redirects and before_redirect is not None:
            await before_redirect(self.redirects[url])
            return await self.get(self.redirects[url])
        answer = self.answers.get(url, Answer(404, {}, url))
        if isinstance(answer, FeedTrouble):
            raise answer
        return answer


class Reader:
    """Reads in this process what parse workers read."""

    async def read_robots(self, body: bytes, *, url: str, agent: str) -> tuple[bool, float]:
        return allowed(body, url=url, agent=agent)

    async def read_article(self, body: bytes, **_options: Any) -> FullPage:
        return FullPage("", body.decode())


def pages(web: Web, hosts: Hosts | None = None) -> Pages:
    fetcher, pool = cast(Fetcher, web), cast(ParsePool, Reader())
    robots = Robots(fetcher, pool, "ottawatch", lambda: NOW)
    return Pages(fetcher, pool, robots, hosts or Hosts(at_once=2, spacing_seconds=0), lambda: NOW)


def ok(url: str, body: bytes) -> Answer:
    return Answer(200, {}, url, body)


async def test_robots_txt_is_asked_once_for_many_pages_of_a_host() -> None:
    web = Web({f"{SITE}/{name}": ok(f"{SITE}/{name}", name.encode()) for name in ("a", "b", "c")})
    reader = pages(web)
    assert [(await reader.read(f"{SITE}/{name}")).text for name in ("a", "b", "c")] == ["a", "b", "c"]
    assert web.asked == [f"{SITE}/robots.txt", f"{SITE}/a", f"{SITE}/b", f"{SITE}/c"]


@pytest.mark.parametrize(
    ("robots", "why"),
    [
        (ok(f"{SITE}/robots.txt", b"User-agent: *\nDisallow: /\n"), "keeps us from this page"),
        (Answer(503, {}, f"{SITE}/robots.txt"), "its server answers 503"),
        (FetchFailed("the server cannot be reached in time"), "cannot be reached in time"),
    ],
    ids=["disallowed", "in trouble", "unreachable"],
)
async def test_a_page_is_left_alone_where_robots_txt_says_no_or_cannot_be_had(
    robots: Answer | FeedTrouble, why: str
) -> None:
    web = Web({f"{SITE}/robots.txt": robots, f"{SITE}/a": ok(f"{SITE}/a", b"a")})
    with pytest.raises(FeedTrouble, match=why):
        await pages(web).read(f"{SITE}/a")
    assert web.asked == [f"{SITE}/robots.txt"]


async def test_a_redirect_to_another_host_asks_that_host_s_robots_txt_first() -> None:
    other = "https://other.example"
    web = Web(
        {
            f"{other}/robots.txt": ok(f"{other}/robots.txt", b"User-agent: *\nDisallow: /\n"),
            f"{other}/a": ok(other, b"a"),
        },
        {f"{SITE}/a": f"{other}/a"},
    )
    with pytest.raises(FeedTrouble, match=r"robots\.txt"):
        await pages(web).read(f"{SITE}/a")
    assert f"{other}/a" not in web.asked


async def test_the_front_page_is_not_taken_for_an_article_that_is_gone() -> None:
    web = Web({f"{SITE}/a": ok(f"{SITE}/", b"all the news of today")})
    with pytest.raises(FetchFailed, match="front page"):
        await pages(web).read(f"{SITE}/a")


async def test_a_page_of_a_size_that_no_article_has_is_not_read() -> None:
    web = Web({f"{SITE}/a": ok(f"{SITE}/a", b"<p>" * (MOST_PAGE_BYTES // 3 + 1))})
    with pytest.raises(FetchFailed, match=r"larger than 4\.?0? ?MiB"):
        await pages(web).read(f"{SITE}/a")


async def test_a_crawl_delay_and_the_polls_spacing_hold_for_the_next_page() -> None:
    hosts = Hosts(at_once=2, spacing_seconds=0)
    robots = ok(f"{SITE}/robots.txt", b"User-agent: *\nCrawl-delay: 40\n")
    reader = pages(Web({f"{SITE}/robots.txt": robots, f"{SITE}/a": ok(f"{SITE}/a", b"a")}), hosts)
    await reader.read(f"{SITE}/a")
    with pytest.raises(NotYet) as early:
        await reader.read(f"{SITE}/a")
    assert 30 < early.value.wait.total_seconds() <= 40
    spaced = Hosts(at_once=2, spacing_seconds=40)
    spaced.begin(f"{SITE}/feed", time.monotonic())
    with pytest.raises(NotYet):
        await pages(Web({}), spaced).read(f"{SITE}/a")


async def test_a_short_wait_for_a_host_is_waited_for() -> None:
    spaced = Hosts(at_once=2, spacing_seconds=5)
    spaced.begin(f"{SITE}/feed", time.monotonic())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(pages(Web({}), spaced).read(f"{SITE}/a"), 0.05)


async def test_a_turn_that_ends_in_trouble_gives_the_host_back() -> None:
    hosts = Hosts(at_once=1, spacing_seconds=0)

    async def fail() -> None:
        async with in_turn(hosts, SITE):
            assert hosts.wait(SITE, time.monotonic()) > 0
            raise ValueError("trouble")

    with pytest.raises(ValueError, match="trouble"):
        await fail()
    assert hosts.wait(SITE, time.monotonic()) == 0
