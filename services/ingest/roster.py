"""Which feeds are polled here: the listed ones of the shares that this replica holds.

Brings the list, the leases, the stored states and the scheduler together.
"""

import asyncio

import structlog

from services.contracts.feed import FeedState
from services.ingest.errors import Outdated, StoppedBeforeStored
from services.ingest.feed_list import FeedList
from services.ingest.keep import Keep
from services.ingest.leases import share_of
from services.ingest.resume import resumed, taken_up
from services.ingest.schedule import Pace
from services.ingest.scheduler import Scheduler
from services.runtime.clock import Clock

log = structlog.get_logger()


class Roster:
    """Told of every change in the list and in the shares; carries them out one after the other."""

    def __init__(self, keep: Keep, feed_list: FeedList, pace: Pace, clock: Clock) -> None:
        self._keep = keep
        self._list = feed_list
        self._pace = pace
        self._clock = clock
        self._scheduler: Scheduler | None = None
        self._shares: set[int] = set()
        self._work: asyncio.Queue[set[int] | str] = asyncio.Queue()

    def serve(self, scheduler: Scheduler) -> None:
        """Give the scheduler its feeds from now on, and hear of the list's changes."""
        self._scheduler = scheduler
        self._list.tell(self.on_listed)

    def on_taken(self, shares: set[int]) -> None:
        """These shares are ours from now on."""
        self._shares |= shares
        self._work.put_nowait(set(shares))

    def on_leaving(self, shares: set[int]) -> None:
        """Poll nothing of these shares any more."""
        self._shares -= shares
        self._polled.drop([feed_id for feed_id in self._polled.states if share_of(feed_id) in shares])

    def is_quiet(self, share: int) -> bool:
        """Whether no poll of the share is under way, and none waits to be stored."""
        return share not in self._polled.busy_shares

    def on_listed(self, feed_id: str) -> None:
        """The list says something else of this feed than before, or its state was overtaken."""
        self._work.put_nowait(feed_id)

    async def settle(self) -> None:
        """Carry out what is known so far."""
        while not self._work.empty():
            await self._do(self._work.get_nowait())

    async def run(self) -> None:
        """Carry out what comes, until cancelled."""
        while True:
            work = await self._work.get()
            try:
                await self._do(work)
            except StoppedBeforeStored:
                return
            except Outdated as error:  # somebody else was quicker; what they wrote is told, too
                log.info("list or shares changed again", reason=str(error))

    @property
    def _polled(self) -> Scheduler:
        if self._scheduler is None:
            raise RuntimeError("the roster serves no scheduler yet")
        return self._scheduler

    async def _do(self, work: set[int] | str) -> None:
        if isinstance(work, str):
            if share_of(work) in self._shares:
                await self._follow(work)
        else:
            await self._take_up(work & self._shares)

    async def _take_up(self, shares: set[int]) -> None:
        """Go on with the feeds of these shares where whoever polled them stopped."""
        if not shares:
            return
        kept = await self._keep.load_states(lambda feed_id: share_of(feed_id) in shares)
        listed = [feed for feed_id, feed in self._list.feeds.items() if share_of(feed_id) in shares]
        present = {feed.feed.id for feed in listed if feed.removed_at is None}
        await self._keep.forget_states(sorted(kept.keys() - present))
        states = resumed((feed for feed in listed if feed.is_polled), kept, self._pace, self._clock())
        for state in states:
            if share_of(state.feed.id) in self._shares:
                self._begin(state, kept.get(state.feed.id))
        log.info("feeds", listed=len(states), new=len([state for state in states if state.feed.id not in kept]))

    async def _follow(self, feed_id: str) -> None:
        """Do what the list says of one feed now."""
        listed = self._list.feeds.get(feed_id)
        if listed is None or not listed.is_polled:
            self._polled.drop([feed_id])
            await self._polled.until_quiet(feed_id)
            if listed is None or listed.removed_at is not None:
                self._polled.forget(feed_id)
                await self._keep.forget_states([feed_id])
            return
        await self._polled.until_quiet(feed_id)
        kept = self._polled.states.get(feed_id) or await self._keep.load_state(feed_id)
        self._begin(taken_up(listed, kept, self._pace, self._clock()), kept)

    def _begin(self, state: FeedState, kept: FeedState | None) -> None:
        self._polled.plan(state)
        # That a restart moves an overdue poll by seconds is not worth a write for each of ten thousand feeds.
        if kept is None or state.model_copy(update={"next_check_at": kept.next_check_at}) != kept:
            self._polled.store_soon(state)
