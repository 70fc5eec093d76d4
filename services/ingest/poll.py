"""One poll of one feed: fetch, decide, read what is new. Changes nothing; the outcome says what to store."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from services.contracts.feed import FeedState
from services.contracts.wanted import ArticleWanted
from services.ingest.account import Account
from services.ingest.entries import Document
from services.ingest.errors import FeedTrouble, Unreadable
from services.ingest.fetch import FEED_TYPES, Answer, Fetcher
from services.ingest.identity import News, news_beside, news_in
from services.ingest.metrics import READINGS
from services.ingest.outcome import Outcome, Seen
from services.ingest.parse_pool import ParsePool
from services.ingest.pieces import Pieces, cut
from services.ingest.relations import in_link_header, web_address
from services.ingest.schedule import Pace
from services.ingest.transition import Success, failed, failing_of, is_to_be_told, polled_url, succeeded
from services.ingest.verdict import Changed, Failed, Unchanged, judge, validators_of
from services.ingest.words import happened_in_words
from services.runtime.clock import Clock


@dataclass(frozen=True)
class _Reading:
    """What a document held."""

    news: News
    title: str | None
    patience: timedelta | None
    how: str
    document: Document | None = None
    """What was read of it; None where nothing had to be."""


@dataclass(frozen=True)
class Poller:
    """What a poll needs."""

    fetcher: Fetcher
    pool: ParsePool
    load_seen: Callable[[str], Awaitable[Seen]]
    pace: Pace
    clock: Clock
    draw: Callable[[], float] = random.random
    replica: str | None = None
    tell_after: int = 6
    """Failures in a row after which operators are told."""

    async def poll(self, state: FeedState, account: Account | None = None) -> Outcome:
        """What a poll of the feed leads to. Any trouble with the feed is an outcome, too.

        `account` is told of every decision, where somebody wants to know.
        """
        started_at = self.clock()
        told = account or Account()
        try:
            validators = validators_of(state, started_at)
            told.asks(state, validators)
            answer = await self.fetcher.get(polled_url(state), accept=FEED_TYPES, validators=validators)
            told.got(answer)
            verdict = judge(answer, state, started_at)
            if isinstance(verdict, Changed):
                return await self._changed(state, answer, verdict, started_at, told)
        except FeedTrouble as trouble:
            verdict = Failed(str(trouble), trouble.weight)
        if isinstance(verdict, Unchanged):
            success = self._success(state, answer, verdict)
            after = succeeded(state, success, self.pace, started_at, self.draw())
            return told.closed(Outcome(after, "unchanged"))
        after = failed(state, verdict, self.pace, started_at, self.draw(), self.replica)
        if not is_to_be_told(after, self.tell_after):
            return told.closed(Outcome(after, "failed"))
        after = after.model_copy(update={"told_failing_at": started_at})
        return told.closed(Outcome(after, "failed", failing=failing_of(after, started_at)))

    def _success(self, state: FeedState, answer: Answer, verdict: Unchanged) -> Success:
        """What an answer without anything new says."""
        seconds = state.patience_seconds
        return Success(
            verdict.etag,
            verdict.last_modified,
            state.body_hash,
            answer.url,
            verdict.patience,
            title=state.feed.title,
            happened="unchanged, said the server (304)" if not answer.body else "the same document as before",
            is_full=bool(answer.body),
            moved_to=answer.url if answer.is_moved else None,
            document_patience=None if seconds is None else timedelta(seconds=seconds),
            polled_by=self.replica,
        )

    async def _changed(
        self, state: FeedState, answer: Answer, verdict: Changed, started_at: datetime, told: Account
    ) -> Outcome:
        """Read a body that is not the last one. Only a body that could be read is remembered by its hash."""
        seen = await self.load_seen(state.feed.id)
        reading = await self._read(state, answer, seen)
        READINGS.labels(reading.how).inc()
        news = reading.news
        told.read(news, reading.how)
        success = Success(
            verdict.etag,
            verdict.last_modified,
            verdict.body_hash,
            answer.url,
            verdict.patience,
            title=reading.title,
            listed=news.listed,
            new=news.new,
            published=len(news.articles),
            happened=happened_in_words(news.listed, news.new, news.changed),
            is_full=True,
            moved_to=answer.url if answer.is_moved else None,
            document_patience=reading.patience,
            frozen=None if reading.how == "known" else news.frozen,
            polled_by=self.replica,
        )
        after = succeeded(state, success, self.pace, started_at, self.draw())
        after = _with_hub(after, answer, reading.document)
        if reading.how == "known":
            return told.closed(Outcome(after, "nothing_new"))
        result = "published" if news.articles else "nothing_new"
        remembered = Seen(news.seen, seen.revision)
        return told.closed(Outcome(after, result, news.articles, remembered, renewed=_wished(news, started_at)))

    async def _read(self, state: FeedState, answer: Answer, seen: Seen) -> _Reading:
        """The news in a body, from the entries that are not known byte for byte where that is certain."""
        content_type = answer.headers.get("content-type", "")
        pieces = cut(answer.body, content_type)
        if pieces is not None and seen.entries.is_plain:
            reading = await self._read_pieces(state, answer, seen, pieces)
            if reading is not None:
                return reading
        document = await self.pool.read_feed(answer.body, content_type=content_type, url=answer.url)
        names = pieces.hashes if pieces is not None else ()
        news = news_in(document, seen.entries, state.feed, self.clock(), pieces=names)
        return _Reading(news, document.title, document.patience, "whole", document)

    async def _read_pieces(self, state: FeedState, answer: Answer, seen: Seen, pieces: Pieces) -> _Reading | None:
        named = {entry.piece_hash: article_id for article_id, entry in seen.entries.entries.items() if entry.piece_hash}
        known = {name: named[name] for name in pieces.hashes if name in named}
        if not known:
            return None
        unknown = [name for name in pieces.hashes if name not in known]
        seconds = state.patience_seconds
        patience = None if seconds is None else timedelta(seconds=seconds)
        if not unknown:
            return _Reading(News((), seen.entries, len(known), 0), state.feed.title, patience, "known")
        content_type = answer.headers.get("content-type", "")
        try:
            document = await self.pool.read_feed(pieces.without(known), content_type=content_type, url=answer.url)
        except Unreadable:  # what is left of a feed need not be one
            return None
        unread = {article_id: name for name, article_id in known.items()}
        news = news_beside(document, unread, seen.entries, state.feed, self.clock(), pieces=unknown)
        if news is None:
            return None
        return _Reading(news, document.title, document.patience, "pieces", document)


def _with_hub(state: FeedState, answer: Answer, document: Document | None) -> FeedState:
    """The state with the hub that the answer's header or its document names; a document that was not read says
    nothing.
    """
    named = in_link_header(answer.headers.get("link", ""), partial(web_address, base_url=answer.url))
    if document is None and named.hub_url is None:
        return state
    hub = named.hub_url or (document.hub_url if document else None)
    topic = named.self_url or (document.self_url if document else None) or answer.url
    return state.model_copy(update={"hub_url": hub, "topic_url": topic if hub else None})


def _wished(news: News, now: datetime) -> tuple[ArticleWanted, ...]:
    reason = "the feed has changed its summary of an article whose page was read"
    return tuple(
        ArticleWanted(article=article, reason=reason, wanted_at=now, is_published=False) for article in news.renewed
    )
