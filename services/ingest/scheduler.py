"""One task that knows when each feed is due and starts its polls, a bounded number at a time."""

import asyncio
import heapq
from collections import Counter
from collections.abc import Iterable
from typing import Any

import structlog

from services.contracts.feed import FeedState
from services.ingest.errors import StoppedBeforeStored
from services.ingest.keep import Keep, Outcome
from services.ingest.metrics import ARTICLES_PUBLISHED, FEEDS, POLL_LAG, POLLS
from services.ingest.poll import Poller
from services.ingest.schedule import current_interval
from services.ingest.transition import failed
from services.ingest.verdict import Failed
from services.runtime.process import Life

log = structlog.get_logger()

FINISH_SECONDS = 8.0
"""On stopping, outcomes that are being stored get this long; the supervisor kills after 15 s."""

_RECONNECT_LOOK_SECONDS = 0.2
_LOOK_SECONDS = 0.5
"""A finished poll may put its feed in front of the one waited for; no interval is below a second."""


class Scheduler:
    """Polls feeds when they are due until the process is asked to stop."""

    def __init__(self, poller: Poller, keep: Keep, life: Life, *, concurrency: int) -> None:
        self._poller = poller
        self._keep = keep
        self._life = life
        self._places = asyncio.Semaphore(concurrency)
        self._states: dict[str, FeedState] = {}
        self._due: list[tuple[float, str]] = []
        self._polls: set[asyncio.Task[None]] = set()
        self._saving: set[asyncio.Task[None]] = set()

    async def run(self, states: Iterable[FeedState]) -> None:
        """Serve the feeds of `states`."""
        for state in states:
            self._plan(state)
        stop: asyncio.Future[Any] = asyncio.ensure_future(self._life.stopping.wait())
        try:
            while not self._life.stopping.is_set():
                await self._wait_for_work()
                if self._life.stopping.is_set() or not self._is_due():
                    continue
                if await self._place(stop):
                    _, feed_id = heapq.heappop(self._due)
                    task = asyncio.create_task(self._serve(self._states[feed_id]))
                    self._polls.add(task)
                    task.add_done_callback(self._polls.discard)
        finally:
            stop.cancel()
            await self._finish()

    def _plan(self, state: FeedState) -> None:
        self._states[state.feed.id] = state
        heapq.heappush(self._due, (state.next_check_at.timestamp(), state.feed.id))

    def _is_due(self) -> bool:
        return bool(self._due) and self._due[0][0] <= self._poller.clock().timestamp()

    async def _wait_for_work(self) -> None:
        """Until a feed is due. No poll is begun while NATS is away: its outcome could only wait in memory."""
        if not self._keep.is_reachable:
            await self._life.sleep(_RECONNECT_LOOK_SECONDS)
            return
        if not self._is_due():
            ahead = self._due[0][0] - self._poller.clock().timestamp() if self._due else _LOOK_SECONDS
            await self._life.sleep(min(ahead, _LOOK_SECONDS))

    async def _place(self, stop: "asyncio.Future[Any]") -> bool:
        """A free place among the polls; False when the process is asked to stop first, or NATS went away."""
        wanted: asyncio.Future[Any] = asyncio.ensure_future(self._places.acquire())
        await asyncio.wait({wanted, stop}, return_when=asyncio.FIRST_COMPLETED)
        if not wanted.done():
            wanted.cancel()
            return False
        if stop.done() or not self._keep.is_reachable:
            self._places.release()
            return False
        return True

    async def _serve(self, state: FeedState) -> None:
        """One poll from due to stored. Whatever happens to it, the feed gets its next turn."""
        now = self._poller.clock()
        POLL_LAG.observe(max(0.0, (now - state.next_check_at).total_seconds()))
        try:
            outcome = await self._poll(state)
            await self._save(outcome)
        except StoppedBeforeStored:
            return
        except Exception:
            log.exception("outcome not stored by a fault of ours", feed=state.feed.id, url=state.feed.url)
            wait = current_interval(state, self._poller.pace)
            self._plan(state.model_copy(update={"next_check_at": now + wait}))
            return
        finally:
            self._places.release()
        self._plan(outcome.state)
        self._report(state, outcome)

    async def _poll(self, state: FeedState) -> Outcome:
        try:
            return await self._poller.poll(state)
        except StoppedBeforeStored:
            raise
        except Exception as error:  # a fault of ours must not end the polling of this feed, still less of the others
            log.exception("poll failed by a fault of ours", feed=state.feed.id, url=state.feed.url)
            fault = Failed(f"internal fault ({type(error).__name__}); the service's log has the details")
            now, draw = self._poller.clock(), self._poller.draw()
            return Outcome(failed(state, fault, self._poller.pace, now, draw), "fault")

    async def _save(self, outcome: Outcome) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._saving.add(task)
            task.add_done_callback(self._saving.discard)
        await self._keep.save(outcome)

    def _report(self, before: FeedState, outcome: Outcome) -> None:
        POLLS.labels(outcome.result).inc()
        revisions = sum(article.revision > 1 for article in outcome.articles)
        ARTICLES_PUBLISHED.labels("revised").inc(revisions)
        ARTICLES_PUBLISHED.labels("new").inc(len(outcome.articles) - revisions)
        state = outcome.state
        if state.status is not before.status:
            FEEDS.labels(before.status).dec()
            FEEDS.labels(state.status).inc()
        if state.last_error != before.last_error:
            log.info("feed", url=state.feed.url, status=state.status, error=state.last_error)

    async def _finish(self) -> None:
        """Let what is being stored be stored, if it can be. The rest is dropped: it is polled again after a restart."""
        for task in self._polls - self._saving if self._keep.is_reachable else set(self._polls):
            task.cancel()
        if self._polls:
            _, late = await asyncio.wait(self._polls, timeout=FINISH_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._polls, return_exceptions=True)


def count_feeds(states: Iterable[FeedState]) -> None:
    """Set the gauge of feeds by status."""
    FEEDS.clear()
    for status, number in Counter(state.status for state in states).items():
        FEEDS.labels(status).set(number)
