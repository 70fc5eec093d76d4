"""What people ask of ingest (contracts/feed_requests.py), answered over NATS."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from services.contracts import feed_requests as asked
from services.contracts.article import FeedReference
from services.contracts.feed import FeedOrigin, FeedState, ListedFeed
from services.contracts.feed_requests import FeedReply, NewFeed, Refusal, RefusalKind
from services.contracts.request import Request
from services.contracts.streams import FEED_STATE_BUCKET
from services.ingest.backfill import Backfill
from services.ingest.discover import Discovery, Found
from services.ingest.errors import FeedTrouble
from services.ingest.feed_list import FeedList
from services.ingest.feeds_file import feed_address, feed_id
from services.ingest.leases import Leases
from services.ingest.scheduler import Scheduler
from services.ingest.transition import polled_url
from services.runtime.buckets import read_bucket
from services.runtime.clock import Clock
from services.runtime.errors import NobodyAnswers, Refused
from services.runtime.jetstream import Bus
from services.runtime.requests import answering, ask

log = structlog.get_logger()

_AT_ONCE = 8
_PREVIEW_ENTRIES = 10
_FORWARD_SECONDS = 60.0


class _Refused(Exception):  # noqa: N818
    def __init__(self, kind: RefusalKind, words: str, feed_id: str | None = None) -> None:
        super().__init__(words)
        self.reply = FeedReply(refusal=Refusal(kind=kind, words=words, feed_id=feed_id))


@dataclass
class Requests:
    """Answers the requests; any replica does."""

    bus: Bus
    feed_list: FeedList
    scheduler: Scheduler
    leases: Leases
    discovery: Discovery
    backfill: Backfill
    clock: Clock
    _backfills: asyncio.Lock = field(default_factory=asyncio.Lock)
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Take requests while the block runs."""
        answers: dict[type[Request], Callable[[Any], Awaitable[FeedReply]]] = {
            asked.AddFeed: self._add,
            asked.ImportFeeds: self._import,
            asked.PreviewFeed: self._preview,
            asked.RemoveFeed: self._remove,
            asked.PauseFeed: self._pause,
            asked.ResumeFeed: self._resume,
            asked.SetInterval: self._set_interval,
            asked.CheckFeed: self._check,
            asked.BackfillFeed: self._backfill,
        }
        async with contextlib.AsyncExitStack() as stack:
            for kind, answer in answers.items():
                await stack.enter_async_context(answering(self.bus, kind, partial(self._answer, answer)))
            own = partial(self._answer, self._check_here)
            await stack.enter_async_context(answering(self.bus, asked.CheckFeed, own, replica=self.leases.name))
            yield

    async def _answer(self, answer: Callable[[Any], Awaitable[FeedReply]], request: Request) -> FeedReply:
        async with self._places:
            try:
                return await answer(request)
            except _Refused as refused:
                return refused.reply

    async def _add(self, request: asked.AddFeed) -> FeedReply:
        wanted = request.feed
        self._refuse_listed(_checked(wanted.url))
        found = await self._find(wanted.url)
        taken = found.candidates[0]
        self._refuse_listed(taken.url)
        await self._refuse_known_elsewhere(taken.url)
        listed = await self._put(wanted.model_copy(update={"url": taken.url, "title": wanted.title or taken.title}))
        return FeedReply(listed=listed, candidates=found.candidates, steps=found.steps, added=1)

    async def _import(self, request: asked.ImportFeeds) -> FeedReply:
        added = 0
        for wanted in request.feeds:
            before = self.feed_list.feeds.get(feed_id(_checked(wanted.url)))
            if before is None or before.removed_at is not None:
                await self._put(wanted)
                added += 1
        return FeedReply(added=added, skipped=len(request.feeds) - added)

    async def _preview(self, request: asked.PreviewFeed) -> FeedReply:
        found = await self._find(_checked(request.url))
        entries = tuple(
            asked.PreviewEntry(title=entry.title or entry.text[:100], url=entry.url, published_at=entry.published_at)
            for entry in found.document.entries[:_PREVIEW_ENTRIES]
        )
        return FeedReply(candidates=found.candidates, entries=entries, steps=found.steps)

    async def _remove(self, request: asked.RemoveFeed) -> FeedReply:
        now = self.clock()

        def removed(before: ListedFeed | None) -> ListedFeed | None:
            listed = _present(before, request.feed_id)
            # The file would bring it back at the next start, were it not remembered that somebody removed it.
            return listed.model_copy(update={"removed_at": now}) if listed.origin is FeedOrigin.FILE else None

        return FeedReply(listed=await self.feed_list.change(request.feed_id, removed))

    async def _pause(self, request: asked.PauseFeed) -> FeedReply:
        return await self._update(request.feed_id, paused_at=self.clock())

    async def _resume(self, request: asked.ResumeFeed) -> FeedReply:
        return await self._update(request.feed_id, paused_at=None)

    async def _set_interval(self, request: asked.SetInterval) -> FeedReply:
        return await self._update(request.feed_id, set_interval_seconds=request.interval_seconds)

    async def _update(self, feed_id: str, **fields: datetime | int | None) -> FeedReply:
        def updated(before: ListedFeed | None) -> ListedFeed | None:
            return _present(before, feed_id).model_copy(update=fields)

        return FeedReply(listed=await self.feed_list.change(feed_id, updated))

    async def _check(self, request: asked.CheckFeed) -> FeedReply:
        listed = _present(self.feed_list.feeds.get(request.feed_id), request.feed_id)
        if not listed.is_polled:
            raise _Refused(RefusalKind.INVALID, "the feed is paused; resume it first")
        if self.leases.holds(request.feed_id):
            return await self._check_here(request)
        owner = self.leases.owner_of(request.feed_id)
        if owner is not None and owner != self.leases.name:
            try:
                return await ask(self.bus, request, FeedReply, timeout_seconds=_FORWARD_SECONDS, replica=owner)
            except (NobodyAnswers, Refused) as error:
                log.warning("replica does not answer", replica=owner, error=str(error))
        raise _Refused(RefusalKind.BUSY, "the feed is changing hands between replicas of ingest; ask again in a moment")

    async def _backfill(self, request: asked.BackfillFeed) -> FeedReply:
        listed = _present(self.feed_list.feeds.get(request.feed_id), request.feed_id)
        if request.from_url is not None:
            _checked(request.from_url)
        if self._backfills.locked():
            raise _Refused(RefusalKind.BUSY, "another backfill is under way; ask again when it has ended")
        state = self.scheduler.states.get(request.feed_id)
        async with self._backfills:
            url = listed.feed.url if state is None else polled_url(state)
            return await self.backfill.run(listed.feed, url, request)

    async def _check_here(self, request: asked.CheckFeed) -> FeedReply:
        outcome = await self.scheduler.check_now(request.feed_id)
        if outcome is None:
            raise _Refused(RefusalKind.BUSY, "the feed cannot be polled at this moment; ask again")
        return FeedReply(listed=self.feed_list.feeds.get(request.feed_id), state=outcome.state, check=outcome.check)

    async def _find(self, url: str) -> Found:
        try:
            return await self.discovery.find(url)
        except FeedTrouble as trouble:
            raise _Refused(RefusalKind.NOT_A_FEED, str(trouble)) from trouble

    def _refuse_listed(self, url: str) -> None:
        listed = self.feed_list.feeds.get(feed_id(url))
        if listed is not None and listed.removed_at is None:
            raise _Refused(
                RefusalKind.ALREADY_LISTED, f"{url} is on the list already, as {listed.feed.id}", listed.feed.id
            )

    async def _refuse_known_elsewhere(self, url: str) -> None:
        """Another listed feed may lead to this address by its redirects."""
        needle = url.encode()
        for other_id, stored in (await read_bucket(self.bus, FEED_STATE_BUCKET)).items():
            if needle in stored.value:
                state = FeedState.model_validate_json(stored.value)
                if url in (state.final_url, state.moved_url) and other_id in self.feed_list.feeds:
                    words = f"{url} is what {state.feed.url} leads to, which is on the list already, as {other_id}"
                    raise _Refused(RefusalKind.ALREADY_LISTED, words, other_id)

    async def _put(self, wanted: NewFeed) -> ListedFeed | None:
        reference = FeedReference(id=feed_id(wanted.url), **wanted.model_dump(exclude={"interval_seconds"}))
        new = ListedFeed(
            feed=reference,
            origin=FeedOrigin.API,
            set_interval_seconds=wanted.interval_seconds,
            added_at=self.clock(),
        )

        def put(before: ListedFeed | None) -> ListedFeed | None:
            if before is not None and before.removed_at is not None:  # the file's own, taken back
                return before.model_copy(update={"removed_at": None, "set_interval_seconds": wanted.interval_seconds})
            return before or new

        return await self.feed_list.change(reference.id, put)


def _checked(url: str) -> str:
    try:
        return feed_address(url)
    except ValueError as error:
        raise _Refused(RefusalKind.INVALID, f"url: {error}") from error


def _present(listed: ListedFeed | None, feed_id: str) -> ListedFeed:
    if listed is None or listed.removed_at is not None:
        raise _Refused(RefusalKind.UNKNOWN_FEED, f"there is no feed {feed_id[:80]!r}; /v1/feeds lists those there are")
    return listed
