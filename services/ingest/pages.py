"""Fetch the pages of articles as a polite reader would: robots.txt first, one host not faster than it asks."""

import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from services.ingest.errors import FetchFailed
from services.ingest.fetch import PAGE_TYPES, Answer, Fetcher
from services.ingest.full_page import FullPage
from services.ingest.hosts import Hosts
from services.ingest.inflate import size_in_words
from services.ingest.parse_pool import ParsePool
from services.ingest.robots import Robots
from services.ingest.settings import MEBIBYTE
from services.ingest.turns import in_turn
from services.ingest.verdict import refusal
from services.runtime.clock import Clock

_MOST_HOSTS = 2_000
PATIENCE_SECONDS = 10.0
"""A page whose host is to be left alone for longer is asked for later, so that the pages of others are not held up."""

MOST_PAGE_BYTES = 4 * MEBIBYTE
"""Ten times the page of a long article. One of all that a fetch may bring keeps its reader busy until it is killed."""


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
        """The article at `url`; raises `FeedTrouble` in plain words, or `NotYet` where its host is to be spared."""
        if self.robots.knows(url):
            delay = await self.robots.check(url)
        else:
            async with in_turn(self.hosts, url, patience_seconds=PATIENCE_SECONDS):
                delay = await self.robots.check(url)
        host = urlsplit(url).hostname or ""
        not_before = self._not_before.get(host, 0.0)
        async with in_turn(self.hosts, url, not_before=not_before, patience_seconds=PATIENCE_SECONDS):
            self._leave_alone(host, delay)
            answer = await self.fetcher.get(url, accept=PAGE_TYPES, before_redirect=self.robots.check)
        self._check(url, answer)
        kind = answer.headers.get("content-type", "")
        return await self.pool.read_article(answer.body, content_type=kind, url=answer.url)

    def _check(self, url: str, answer: Answer) -> None:
        refused = refusal(answer, self.clock())
        if refused is not None:
            raise FetchFailed(refused.words, weight=refused.weight)
        if len(answer.body) > MOST_PAGE_BYTES:
            raise FetchFailed(f"the page is larger than {size_in_words(MOST_PAGE_BYTES)}, which no article is")
        if urlsplit(answer.url).path in ("", "/") and urlsplit(url).path not in ("", "/"):
            raise FetchFailed(f"leads to the front page of {urlsplit(answer.url).hostname}: the article is not there")

    def _leave_alone(self, host: str, seconds: float) -> None:
        now = time.monotonic()
        if len(self._not_before) > _MOST_HOSTS:
            self._not_before = {name: until for name, until in self._not_before.items() if until > now}
        if seconds:
            self._not_before[host] = now + seconds
