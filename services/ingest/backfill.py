"""Older entries on request: the pages and archives that a feed document names (RFC 5005), one after the other.

What is found there is published if it was not seen before, and is not remembered as seen: the list of what was seen
belongs to the feed's newest document, and an old article that is published twice is one article all the same.
"""

import time
from dataclasses import dataclass, field

from services.contracts.article import Article, FeedReference
from services.contracts.feed_requests import BackfillFeed, FeedReply
from services.ingest.entries import Document
from services.ingest.errors import FeedTrouble, FetchFailed
from services.ingest.fetch import FEED_TYPES, Fetcher
from services.ingest.hosts import Hosts
from services.ingest.identity import news_in
from services.ingest.keep import Keep
from services.ingest.parse_pool import ParsePool
from services.ingest.turns import in_turn
from services.ingest.verdict import refusal
from services.runtime.clock import Clock


@dataclass
class _Walk:
    """How far one backfill has come."""

    visited: list[str] = field(default_factory=list)
    published: set[str] = field(default_factory=set)
    steps: list[str] = field(default_factory=list)
    older_url: str | None = None
    """Where it would go on."""


@dataclass(frozen=True)
class Backfill:
    """What a backfill needs."""

    fetcher: Fetcher
    pool: ParsePool
    hosts: Hosts
    keep: Keep
    clock: Clock

    async def run(self, feed: FeedReference, url: str, request: BackfillFeed) -> FeedReply:
        """Read the feed's document and those it leads to, so many at most; ends at the first trouble, and says so."""
        walk = _Walk(older_url=request.from_url or url)
        last_start = time.monotonic() + request.seconds
        seen = (await self.keep.load_seen(feed.id)).entries
        while walk.older_url is not None:
            url = walk.older_url
            if url in walk.visited:
                walk.steps.append(f"{url}: leads back to where we were")
                walk.older_url = None
                break
            if len(walk.visited) >= request.pages or time.monotonic() > last_start:
                break
            walk.visited.append(url)
            try:
                document = await self._read(url)
            except FeedTrouble as trouble:
                walk.steps.append(f"{url}: {trouble}")
                walk.older_url = None
                break
            news = news_in(document, seen, feed, self.clock())
            known = seen.entries.keys() | walk.published
            new = [article for article in news.articles if article.id not in known]
            await self._publish(new, walk)
            walk.steps.append(f"{url}: {news.listed} entries, {len(new)} not seen before")
            walk.older_url = document.older_url
        return FeedReply(
            pages=len(walk.visited),
            published=len(walk.published),
            older_url=walk.older_url,
            steps=tuple(walk.steps),
        )

    async def _read(self, url: str) -> Document:
        async with in_turn(self.hosts, url):
            answer = await self.fetcher.get(url, accept=FEED_TYPES)
        refused = refusal(answer, self.clock())
        if refused is not None:
            raise FetchFailed(refused.words, weight=refused.weight)
        return await self.pool.read_feed(
            answer.body, content_type=answer.headers.get("content-type", ""), url=answer.url
        )

    async def _publish(self, articles: list[Article], walk: _Walk) -> None:
        await self.keep.publish(articles)
        walk.published.update(article.id for article in articles)
