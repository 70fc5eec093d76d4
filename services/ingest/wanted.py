"""Full text on demand: fetch the page of an article whose feed carries too little, and publish its new version."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from services.contracts.article import Article
from services.contracts.feed import SeenEntries, SeenEntry
from services.contracts.streams import ARTICLES
from services.contracts.wanted import ArticleWanted
from services.ingest.errors import HARD, FeedTrouble, NotYet, Outdated, StoppedBeforeStored
from services.ingest.full_text import Kept, full_version, given_up, kept, reason_to_leave
from services.ingest.keep import Keep
from services.ingest.metrics import PAGES
from services.ingest.pages import Pages
from services.ingest.postponed import PostponedWishes
from services.runtime.backoff import exponential
from services.runtime.clock import Clock
from services.runtime.consumer import Consumer, Delivery, Retry

log = structlog.get_logger()

MOST_TRIES = 3
"""A page whose server is in trouble is asked for this often; then the summary is all there is."""

FIRST_WAIT = timedelta(minutes=7)
"""Before the second try, spread by a fifth: a robots.txt that can't be had is not asked for again within five minutes,
and a try before would be none."""

LONGEST_WAIT = timedelta(hours=1)

Decide = Callable[[SeenEntry | None], Kept]


def wanted_consumer(concurrency: int) -> Consumer:
    """Who takes the wishes; all replicas share it."""
    return Consumer(
        durable="ingest-wanted",
        stream=ARTICLES.name,
        subject_filter=ArticleWanted.subject_filter(),
        concurrency=concurrency,
        batch=32,
    )


@dataclass(frozen=True)
class OnWanted:
    """Serves each wish once."""

    keep: Keep
    pages: Pages
    postponed: PostponedWishes
    until_quiet: Callable[[str], Awaitable[None]]
    """Waits for the end of a poll of a feed that is under way here: it is about to write what both remember."""
    clock: Clock

    async def __call__(self, delivery: Delivery) -> None:
        """Handle one delivery. A page that must be tried later is laid aside, and its message has ended."""
        wanted = ArticleWanted.decode(delivery.data)
        try:
            await self._serve(wanted, delivery.deliveries)
        except (StoppedBeforeStored, Outdated) as error:
            raise Retry(str(error)) from error

    async def _serve(self, wanted: ArticleWanted, deliveries: int) -> None:
        article, tries = wanted.article, wanted.tries + deliveries
        is_again = tries > 1
        known = (await self.keep.load_seen(article.feed.id)).entries.entries.get(article.id)
        left = reason_to_leave(wanted, known, is_again=is_again)
        if left is not None:
            log.info("page left alone", article=article.id, url=article.url, reason=left)
            PAGES.labels("left").inc()
            return
        try:
            page = await self.pages.read(article.url or "")
            full = full_version(article, page, self.clock())
        except NotYet as early:
            # This delivery was no try, but those before it were: one of them may have died before it published.
            await self._postpone(wanted.model_copy(update={"tries": tries - 1}), early.wait, "its host is to be spared")
            return
        except FeedTrouble as trouble:
            if trouble.weight < HARD and tries < MOST_TRIES:
                wait = exponential(tries, first=FIRST_WAIT, ceiling=LONGEST_WAIT)
                await self._postpone(wanted.model_copy(update={"tries": tries}), wait, str(trouble))
                return
            log.info("page not read", article=article.id, url=article.url, error=str(trouble), tries=tries)
            PAGES.labels("failed").inc()
            await self._store(article, lambda entry: given_up(wanted, entry))
            return
        words = full.content_hash
        is_published = await self._store(full, lambda entry: kept(wanted, entry, words, is_again=is_again))
        log.info("page read", article=article.id, url=full.url, characters=len(full.text), wanted=wanted.reason)
        PAGES.labels("published" if is_published else "unchanged").inc()

    async def _postpone(self, wanted: ArticleWanted, wait: timedelta, why: str) -> None:
        url, seconds = wanted.article.url, round(wait.total_seconds())
        log.info("page put off", article=wanted.article.id, url=url, reason=why, seconds=seconds)
        await self.keep.until_done(lambda: self.postponed.add(wanted, wait))
        PAGES.labels("put_off").inc()

    async def _store(self, version: Article, decide: Decide) -> bool:
        """Remember and publish what `decide` says; answers whether anything was published."""
        await self.until_quiet(version.feed.id)
        decided = Kept(None, None)

        def changed(seen: SeenEntries) -> SeenEntries:
            nonlocal decided
            decided = decide(seen.entries.get(version.id))
            if decided.entry is None:
                return seen
            return seen.model_copy(update={"entries": {**seen.entries, version.id: decided.entry}})

        await self.keep.change_seen(version.feed.id, changed)
        if decided.revision is None:
            return False
        await self.keep.publish([version.model_copy(update={"revision": decided.revision})])
        return True
