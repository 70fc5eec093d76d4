"""One poll of one feed: fetch, decide, read what is new. Changes nothing; the outcome says what to store."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from services.contracts.feed import FeedState, SeenEntries
from services.ingest.errors import FeedTrouble
from services.ingest.fetch import FEED_TYPES, Answer, Fetcher
from services.ingest.identity import news_in
from services.ingest.keep import Outcome
from services.ingest.parse_pool import ParsePool
from services.ingest.schedule import Pace
from services.ingest.transition import Success, failed, succeeded
from services.ingest.verdict import Changed, Failed, Unchanged, judge, validators_of
from services.runtime.clock import Clock


@dataclass(frozen=True)
class Poller:
    """What a poll needs."""

    fetcher: Fetcher
    pool: ParsePool
    load_seen: Callable[[str], Awaitable[SeenEntries]]
    pace: Pace
    clock: Clock
    draw: Callable[[], float] = random.random

    async def poll(self, state: FeedState) -> Outcome:
        """What a poll of the feed leads to. Any trouble with the feed is an outcome, too."""
        started_at = self.clock()
        try:
            answer = await self.fetcher.get(state.feed.url, accept=FEED_TYPES, validators=validators_of(state))
            verdict = judge(answer, state, started_at)
            if isinstance(verdict, Changed):
                return await self._read(state, answer, verdict, started_at)
        except FeedTrouble as trouble:
            verdict = Failed(str(trouble))
        if isinstance(verdict, Unchanged):
            success = Success(
                verdict.etag, verdict.last_modified, state.body_hash, answer.url, verdict.patience, state.feed.title
            )
            return Outcome(succeeded(state, success, self.pace, started_at, self.draw()), "unchanged")
        return Outcome(failed(state, verdict, self.pace, started_at, self.draw()), "failed")

    async def _read(self, state: FeedState, answer: Answer, verdict: Changed, started_at: datetime) -> Outcome:
        """Read a body that is not the last one. Only a body that could be read is remembered by its hash."""
        content_type = answer.headers.get("content-type", "")
        document = await self.pool.read_feed(answer.body, content_type=content_type, url=answer.url)
        seen = await self.load_seen(state.feed.id)
        news = news_in(document, seen, state.feed, self.clock())
        patience = verdict.patience
        if document.patience is not None:
            patience = max(document.patience, patience or document.patience)
        success = Success(
            verdict.etag,
            verdict.last_modified,
            verdict.body_hash,
            answer.url,
            patience,
            title=document.title,
            listed=news.listed,
            new=news.new,
            published=len(news.articles),
        )
        next_state = succeeded(state, success, self.pace, started_at, self.draw())
        result = "published" if news.articles else "nothing_new"
        return Outcome(next_state, result, news.articles, news.seen)
