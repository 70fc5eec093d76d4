"""A document that a hub has pushed: read and published like a polled one, but it lists only what is new."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from services.contracts.article import FeedReference
from services.contracts.feed import SeenEntries
from services.contracts.wanted import ArticleWanted
from services.ingest.identity import News, news_in
from services.ingest.keep import Keep
from services.ingest.parse_pool import ParsePool
from services.runtime.clock import Clock


@dataclass(frozen=True)
class Pushes:
    """What taking a push needs."""

    keep: Keep
    pool: ParsePool
    until_quiet: Callable[[str], Awaitable[None]]
    poll_soon: Callable[[str], None]
    clock: Clock

    async def take(self, feed: FeedReference, body: bytes, *, content_type: str, url: str) -> int:
        """Publish what is new in it; answers how many articles. Raises `FeedTrouble` when it can't be read."""
        document = await self.pool.read_feed(body, content_type=content_type, url=url)
        await self.until_quiet(feed.id)
        seen = (await self.keep.load_seen(feed.id)).entries
        if not seen.is_plain:
            # Which entry is which shows only beside all the others: the push is no more than a hint to look.
            self.poll_soon(feed.id)
            return 0
        now = self.clock()
        news = news_in(document, seen, feed, now)
        await self.keep.publish(news.articles)
        reason = "the feed's hub has pushed another summary of an article whose page was read"
        await self.keep.publish_wishes(
            ArticleWanted(article=article, reason=reason, wanted_at=now, is_published=False) for article in news.renewed
        )
        await self.keep.change_seen(feed.id, lambda before: with_pushed(before, news))
        return len(news.articles)


def with_pushed(before: SeenEntries, news: News) -> SeenEntries:
    """What is remembered after a push. Pure.

    The entries of the feed's last whole document stay those that are listed; the pushed ones join them.
    """
    entries = dict(before.entries)
    last = max((entry.last_listed_at for entry in entries.values()), default=None)
    for article in (*news.articles, *news.renewed):
        known, pushed = entries.get(article.id), news.seen.entries.get(article.id)
        if pushed is not None and (known is None or known.revision < pushed.revision):
            listed_at = last or pushed.last_listed_at
            entries[article.id] = pushed.model_copy(update={"last_listed_at": listed_at, "piece_hash": None})
    return before.model_copy(update={"entries": entries})
