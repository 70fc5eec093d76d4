"""One task that knows when each feed is due and starts its polls, a bounded number at a time."""

import asyncio
import time
from collections.abc import Callable, Iterable

import structlog

from services.contracts.feed import FeedState
from services.ingest.account import Account
from services.ingest.change_log import ChangeLog
from services.ingest.due import Turns
from services.ingest.errors import Outdated, StoppedBeforeStored
from services.ingest.hosts import Hosts
from services.ingest.keep import Keep
from services.ingest.leases import share_of
from services.ingest.metrics import ARTICLES_PUBLISHED, FEEDS, POLL_LAG, POLLS
from services.ingest.outcome import Outcome
from services.ingest.poll import Poller
from services.ingest.schedule import current_interval
from services.ingest.transition import failed, polled_url
from services.ingest.verdict import Failed
from services.ingest.write_behind import WriteBehind
from services.runtime.process import Life

log = structlog.get_logger()

FINISH_SECONDS = 8.0
"""On stopping, outcomes that are being stored get this long; the supervisor kills after 15 s."""

_RECONNECT_LOOK_SECONDS = 0.2
_LOOK_SECONDS = 0.5
"""A finished poll may put its feed in front of the one waited for; no interval is below a second."""


class Scheduler:
    """Polls the feeds it was given when they are due, until the process is asked to stop."""

    def __init__(
        self,
        poller: Poller,
        keep: Keep,
        life: Life,
        *,
        concurrency: int,
        hosts: Hosts,
        holds: Callable[[str], bool],
        on_outdated: Callable[[str], None],
    ) -> None:
        self._poller = poller
        self._keep = keep
        self._life = life
        self._hosts = hosts
        self._holds = holds
        self._on_outdated = on_outdated
        self._free = concurrency
        self._freed = asyncio.Event()
        self._states: dict[str, FeedState] = {}
        self._turns = Turns()
        self._polls: dict[str, asyncio.Task[Outcome | None]] = {}
        self._saving: set[str] = set()
        self._later = WriteBehind(keep, self._outdated)
        self._changes = ChangeLog()

    @property
    def states(self) -> dict[str, FeedState]:
        """The feeds that are polled here, as they are now."""
        return self._states

    def is_under_way(self, feed_id: str) -> bool:
        """Whether the feed is being polled at this moment."""
        return feed_id in self._polls

    @property
    def busy_shares(self) -> set[int]:
        """The shares of which a feed is being polled or waits to be stored."""
        return {share_of(feed_id) for feed_id in (*self._polls, *self._later.feed_ids)}

    def plan(self, state: FeedState) -> None:
        """Poll this feed when it is due; from now on, if it was not polled before."""
        feed_id = state.feed.id
        self._count(self._states.get(feed_id), state)
        self._states[feed_id] = state
        self._turns.put(feed_id, state.next_check_at.timestamp())

    def store_soon(self, state: FeedState) -> None:
        """Store a state that did not come from a poll."""
        self._later.put(state)

    def forget(self, feed_id: str) -> None:
        """Do not store what was to be stored of it."""
        self._later.forget(feed_id)

    def drop(self, feed_ids: Iterable[str]) -> None:
        """Poll these no more. A fetch that is under way is given up; what is being stored is stored."""
        for feed_id in list(feed_ids):
            self._count(self._states.pop(feed_id, None), None)
            self._turns.forget(feed_id)
            task = self._polls.get(feed_id)
            if task is not None and feed_id not in self._saving:
                task.cancel()

    async def until_quiet(self, feed_id: str) -> None:
        """Wait for the end of a poll of this feed that is under way."""
        task = self._polls.get(feed_id)
        if task is not None:
            await asyncio.wait({task})

    async def check_now(self, feed_id: str) -> Outcome | None:
        """Poll the feed at once, with an account of every decision; None if it is not polled here."""
        await self.until_quiet(feed_id)
        if feed_id not in self._states or feed_id in self._polls:
            return None
        self._turns.forget(feed_id)
        task = self._begin(feed_id, Account(self._poller.clock()))
        await asyncio.wait({task})
        return None if task.cancelled() else task.result()

    async def run(self) -> None:
        """Serve the feeds."""
        writer = asyncio.create_task(self._later.run())
        try:
            while not self._life.stopping.is_set():
                await self._wait_for_work()
                while not self._life.stopping.is_set() and self._ahead() <= 0 and self._keep.is_reachable:
                    if self._free <= 0:
                        await self._wait_for_place()
                        continue
                    self._begin_next()
                    await asyncio.sleep(0)
        finally:
            await self._finish()
            self._changes.sum_up()
            writer.cancel()
            await self._later.flush()

    def _begin_next(self) -> None:
        """Start the poll that is due first, or put it off while its host is to be spared."""
        feed_id = self._turns.take(self._poller.clock().timestamp())
        if feed_id is None or feed_id in self._polls:
            return
        if not self._holds(feed_id):
            self.drop([feed_id])
            return
        wait = self._hosts.wait(polled_url(self._states[feed_id]), time.monotonic())
        if wait > 0:
            self._turns.put(feed_id, self._poller.clock().timestamp() + wait)
            return
        state = self._states[feed_id]
        POLL_LAG.observe(max(0.0, (self._poller.clock() - state.next_check_at).total_seconds()))
        self._begin(feed_id, None)

    def _begin(self, feed_id: str, account: Account | None) -> "asyncio.Task[Outcome | None]":
        task = asyncio.create_task(self._serve(self._states[feed_id], account))
        self._polls[feed_id] = task
        self._free -= 1

        def ended(_task: "asyncio.Task[Outcome | None]") -> None:
            self._polls.pop(feed_id, None)
            self._saving.discard(feed_id)
            self._free += 1
            self._freed.set()
            state = self._states.get(feed_id)
            if state is not None and feed_id not in self._turns and not self._life.stopping.is_set():
                self._turns.put(feed_id, state.next_check_at.timestamp())

        task.add_done_callback(ended)
        return task

    def _ahead(self) -> float:
        """Seconds until the next turn; not above 0 when somebody is due."""
        first = self._turns.first()
        return _LOOK_SECONDS if first is None else first - self._poller.clock().timestamp()

    async def _wait_for_work(self) -> None:
        """Until a feed is due. No poll is begun while NATS is away: its outcome could only wait in memory."""
        if not self._keep.is_reachable:
            await self._life.sleep(_RECONNECT_LOOK_SECONDS)
        elif (ahead := self._ahead()) > 0:
            await self._life.sleep(min(ahead, _LOOK_SECONDS))

    async def _wait_for_place(self) -> None:
        self._freed.clear()
        freed, stop = (asyncio.ensure_future(event.wait()) for event in (self._freed, self._life.stopping))
        await asyncio.wait({freed, stop}, return_when=asyncio.FIRST_COMPLETED, timeout=_LOOK_SECONDS)
        freed.cancel()
        stop.cancel()

    async def _serve(self, state: FeedState, account: Account | None) -> Outcome | None:
        """One poll from due to stored. Whatever happens to it, the feed gets its next turn."""
        now = self._poller.clock()
        try:
            outcome = await self._poll(state, account)
            await self._save(outcome)
        except StoppedBeforeStored:
            return None
        except Outdated as error:
            log.warning("outcome given up", feed=state.feed.id, reason=str(error))
            self._outdated(state.feed.id)
            return None
        except Exception:
            log.exception("outcome not stored by a fault of ours", feed=state.feed.id, url=state.feed.url)
            later = now + current_interval(state, self._poller.pace)
            self._remember(state.model_copy(update={"next_check_at": later}))
            return None
        self._remember(outcome.state)
        self._report(state, outcome)
        return outcome

    async def _poll(self, state: FeedState, account: Account | None) -> Outcome:
        url = polled_url(state)
        self._hosts.begin(url, time.monotonic())
        try:
            return await self._poller.poll(state, account)
        except StoppedBeforeStored:
            raise
        except Exception as error:  # a fault of ours must not end the polling of this feed, still less of the others
            log.exception("poll failed by a fault of ours", feed=state.feed.id, url=state.feed.url)
            fault = Failed(f"internal fault ({type(error).__name__}); the service's log has the details")
            now, draw = self._poller.clock(), self._poller.draw()
            return Outcome(failed(state, fault, self._poller.pace, now, draw), "fault")
        finally:
            self._hosts.end(url)

    async def _save(self, outcome: Outcome) -> None:
        feed_id = outcome.state.feed.id
        if outcome.is_light and outcome.check is None:
            self._later.put(outcome.state)
            return
        self._saving.add(feed_id)
        self._later.forget(feed_id)
        await self._keep.save(outcome)

    def _remember(self, state: FeedState) -> None:
        before = self._states.get(state.feed.id)
        if before is not None:  # not dropped meanwhile
            self._count(before, state)
            self._states[state.feed.id] = state

    def _outdated(self, feed_id: str) -> None:
        self.drop([feed_id])
        self._on_outdated(feed_id)

    def _report(self, before: FeedState, outcome: Outcome) -> None:
        POLLS.labels(outcome.result).inc()
        revisions = sum(article.revision > 1 for article in outcome.articles)
        ARTICLES_PUBLISHED.labels("revised").inc(revisions)
        ARTICLES_PUBLISHED.labels("new").inc(len(outcome.articles) - revisions)
        state = outcome.state
        if state.last_error != before.last_error:
            self._changes.tell(state)

    @staticmethod
    def _count(before: FeedState | None, after: FeedState | None) -> None:
        if before is not None:
            FEEDS.labels(before.status).dec()
        if after is not None:
            FEEDS.labels(after.status).inc()

    async def _finish(self) -> None:
        """Let what is being stored be stored, if it can be. The rest is dropped: it is polled again after a restart."""
        for feed_id, task in list(self._polls.items()):
            if feed_id not in self._saving or not self._keep.is_reachable:
                task.cancel()
        if self._polls:
            tasks = set(self._polls.values())
            _, late = await asyncio.wait(tasks, timeout=FINISH_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
