"""Fetch the pages of articles as a polite reader would: robots.txt first, one host not faster than it asks."""

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from services.ingest.errors import FetchFailed
from services.ingest.fetch import PAGE_TYPES, Answer, Fetcher
from services.ingest.full_page import FullPage
from services.ingest.hosts import Hosts
from services.ingest.parse_pool import ParsePool
from services.ingest.robots import Robots, robots_url
from services.ingest.verdict import refusal
from services.runtime.clock import Clock

_MOST_HOSTS = 2_000


@dataclass
class Pages:
    """What fetching a page needs. `hosts` is the one that spaces the polls of feeds, too."""

    fetcher: Fetcher
    pool: ParsePool
    robots: Robots
    hosts: Hosts
    clock: Clock
    _not_before: dict[str, float] = field(default_factory=dict)
    """By host: when its crawl delay is over, on the monotonic clock."""

    async def read(self, url: str) -> FullPage:
        """The article at `url`; raises `FeedTrouble` in plain words."""
        if not self.robots.knows(url):
            await self._turn(robots_url(url))
            try:
                delay = await self.robots.check(url)
            finally:
                self.hosts.end(url)
        else:
            delay = await self.robots.check(url)
        await self._turn(url)
        try:
            answer = await self.fetcher.get(url, accept=PAGE_TYPES, before_redirect=self.robots.check)
        finally:
            self.hosts.end(url)
            self._leave_alone(url, delay)
        self._check(url, answer)
        kind = answer.headers.get("content-type", "")
        return await self.pool.read_article(answer.body, content_type=kind, url=answer.url)

    def _check(self, url: str, answer: Answer) -> None:
        refused = refusal(answer, self.clock())
        if refused is not None:
            raise FetchFailed(refused.words, weight=refused.weight)
        if urlsplit(answer.url).path in ("", "/") and urlsplit(url).path not in ("", "/"):
            raise FetchFailed(f"leads to the front page of {urlsplit(answer.url).hostname}: the article is not there")

    async def _turn(self, url: str) -> None:
        """Wait until the host may be asked, and begin."""
        host = urlsplit(url).hostname or ""
        while True:
            now = time.monotonic()
            wait = max(self.hosts.wait(url, now), self._not_before.get(host, 0.0) - now)
            if wait <= 0:
                self.hosts.begin(url, now)
                return
            await asyncio.sleep(wait)

    def _leave_alone(self, url: str, seconds: float) -> None:
        now = time.monotonic()
        if len(self._not_before) > _MOST_HOSTS:
            self._not_before = {host: until for host, until in self._not_before.items() if until > now}
        if seconds:
            self._not_before[urlsplit(url).hostname or ""] = now + seconds
