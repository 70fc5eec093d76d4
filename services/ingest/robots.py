"""robots.txt (RFC 9309): what a site lets us fetch besides its feeds, and how often.

A feed is published for programs, its articles are not: before the first page of a site its robots.txt is asked. The
file is kept for a day at most and judged in a parse worker, because strangers write it.
"""

import zlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

from services.ingest.errors import SOFT, FeedTrouble, FetchFailed
from services.ingest.fetch import Answer, Fetcher
from services.ingest.parse_pool import ParsePool
from services.ingest.verdict import freshness
from services.runtime.clock import Clock

MOST_BYTES = 512 * 1024
"""RFC 9309 asks for 500 KiB at least; what lies behind is not read."""

LONGEST_KEPT = timedelta(days=1)
SHORTEST_KEPT = timedelta(minutes=30)
KEPT_WHILE_UNREACHABLE = timedelta(minutes=5)
_MOST_KEPT_BYTES = 8 * 1024 * 1024
LONGEST_CRAWL_DELAY_SECONDS = 60.0


@dataclass(frozen=True)
class Rules:
    """What is known of one site: its file packed, or None where everything is allowed or nothing can be known."""

    until: datetime
    packed: bytes | None = None
    trouble: str | None = None
    """Why it can't be known; nothing is fetched meanwhile."""

    @property
    def size_bytes(self) -> int:
        """What keeping it costs."""
        return 200 + len(self.packed or b"")


def robots_url(url: str) -> str:
    """Where the rules for `url` are."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def rules_in(answer: Answer, now: datetime) -> Rules:
    """What the answer to the request for robots.txt says. Pure.

    No such file means that all is allowed; a server in trouble means that nothing is, until it is better.
    """
    kept = min(max(freshness(answer.headers, now) or LONGEST_KEPT, SHORTEST_KEPT), LONGEST_KEPT)
    if answer.status == HTTPStatus.OK:
        return Rules(now + kept, zlib.compress(answer.body[:MOST_BYTES]))
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Rules(now + KEPT_WHILE_UNREACHABLE, trouble=f"its server answers {answer.status}")
    return Rules(now + kept)


class Robots:
    """The rules of the sites whose pages were asked for of late, 8 MiB of them at most."""

    def __init__(self, fetcher: Fetcher, pool: ParsePool, agent: str, clock: Clock) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._agent = agent
        self._clock = clock
        self._kept: OrderedDict[str, Rules] = OrderedDict()
        self._bytes = 0

    def knows(self, url: str) -> bool:
        """Whether the rules for `url` are at hand."""
        rules = self._kept.get(robots_url(url))
        return rules is not None and rules.until > self._clock()

    async def check(self, url: str) -> float:
        """How many seconds the site asks to leave between requests; raises `FeedTrouble` if `url` is not for us."""
        rules = await self._rules(robots_url(url))
        if rules.trouble is not None:
            raise FetchFailed(f"robots.txt cannot be had, so the page is left alone: {rules.trouble}", weight=SOFT)
        if rules.packed is None:
            return 0.0
        body = zlib.decompress(rules.packed)
        is_allowed, delay = await self._pool.read_robots(body, url=url, agent=self._agent)
        if not is_allowed:
            raise FetchFailed("the site's robots.txt keeps us from this page")
        return min(max(delay, 0.0), LONGEST_CRAWL_DELAY_SECONDS)

    async def _rules(self, url: str) -> Rules:
        kept = self._kept.get(url)
        if kept is not None and kept.until > self._clock():
            self._kept.move_to_end(url)
            return kept
        try:
            rules = rules_in(await self._fetcher.get(url, accept="text/plain, */*;q=0.5"), self._clock())
        except FeedTrouble as trouble:
            rules = Rules(self._clock() + KEPT_WHILE_UNREACHABLE, trouble=str(trouble))
        self._keep(url, rules)
        return rules

    def _keep(self, url: str, rules: Rules) -> None:
        before = self._kept.pop(url, None)
        self._bytes += rules.size_bytes - (before.size_bytes if before else 0)
        self._kept[url] = rules
        while self._bytes > _MOST_KEPT_BYTES:
            self._bytes -= self._kept.popitem(last=False)[1].size_bytes
