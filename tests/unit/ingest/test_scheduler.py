"""Who is polled when, with a poller and a store that only pretend."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import cast

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, FeedStatus
from services.ingest.keep import Keep, Outcome
from services.ingest.poll import Poller
from services.ingest.schedule import Pace
from services.ingest.scheduler import Scheduler
from services.runtime.clock import utc_now
from services.runtime.process import Life

PACE = Pace(floor=timedelta(seconds=1), default=timedelta(hours=1), ceiling=timedelta(hours=1))


class FakePoller:
    """Polls by calling `work`; the feed is then due in an hour."""

    pace = PACE
    clock = staticmethod(utc_now)

    def __init__(self, work: Callable[[str], Awaitable[None]]) -> None:
        self._work = work
        self.now = 0
        self.most_at_once = 0

    @staticmethod
    def draw() -> float:
        return 0.5

    async def poll(self, state: FeedState) -> Outcome:
        self.now += 1
        self.most_at_once = max(self.most_at_once, self.now)
        try:
            await self._work(state.feed.id)
        finally:
            self.now -= 1
        update = {"status": FeedStatus.OK, "next_check_at": utc_now() + timedelta(hours=1)}
        return Outcome(state.model_copy(update=update), "unchanged")


class FakeKeep:
    """Stores in a dict, slowly if told to."""

    def __init__(self, life: Life, wanted: int, seconds: float = 0) -> None:
        self.is_reachable = True
        self.fails = 0
        self.stored: dict[str, FeedState] = {}
        self.saving = asyncio.Event()
        self._life = life
        self._wanted = wanted
        self._seconds = seconds

    async def save(self, outcome: Outcome) -> None:
        self.saving.set()
        await asyncio.sleep(self._seconds)
        if self.fails:
            self.fails -= 1
            raise ZeroDivisionError("ours")
        self.stored[outcome.state.feed.id] = outcome.state
        if len(self.stored) == self._wanted:
            self._life.stopping.set()


def feeds(*names: str) -> list[FeedState]:
    """Feeds that are due, the first the longest."""
    long_ago = utc_now() - timedelta(days=1)
    return [
        FeedState(
            feed=FeedReference(id=name, url=f"https://{name}.example/"),
            next_check_at=long_ago + timedelta(seconds=place),
        )
        for place, name in enumerate(names)
    ]


async def serve(poller: FakePoller, keep: FakeKeep, life: Life, states: list[FeedState], concurrency: int = 10) -> None:
    scheduler = Scheduler(cast(Poller, poller), cast(Keep, keep), life, concurrency=concurrency)
    async with asyncio.timeout(20):
        await scheduler.run(states)


async def test_every_due_feed_is_polled_and_no_more_at_once_than_allowed(life: Life) -> None:
    async def work(_name: str) -> None:
        await asyncio.sleep(0.01)

    names = [f"feed-{number}" for number in range(30)]
    poller, keep = FakePoller(work), FakeKeep(life, 30)
    await serve(poller, keep, life, feeds(*names), concurrency=4)
    assert sorted(keep.stored) == sorted(names)
    assert poller.most_at_once == 4


async def test_the_longest_overdue_feed_comes_first(life: Life) -> None:
    order = []

    async def work(name: str) -> None:
        order.append(name)

    await serve(FakePoller(work), FakeKeep(life, 3), life, list(reversed(feeds("a", "b", "c"))), concurrency=1)
    assert order == ["a", "b", "c"]


async def test_a_feed_that_is_not_due_is_left_alone(life: Life) -> None:
    polled = []

    async def work(name: str) -> None:
        polled.append(name)

    due, later = feeds("due", "later")
    later = later.model_copy(update={"next_check_at": utc_now() + timedelta(minutes=5)})
    await serve(FakePoller(work), FakeKeep(life, 1), life, [later, due])
    assert polled == ["due"]


async def test_a_feed_that_hangs_holds_up_no_other(life: Life) -> None:
    async def work(name: str) -> None:
        await asyncio.sleep(3600 if name == "hangs" else 0)

    keep = FakeKeep(life, 5)
    await serve(FakePoller(work), keep, life, feeds("hangs", "a", "b", "c", "d", "e"), concurrency=2)
    assert sorted(keep.stored) == ["a", "b", "c", "d", "e"]


async def test_a_fault_of_ours_is_shown_on_its_feed_and_stays_there(life: Life) -> None:
    async def work(name: str) -> None:
        if name == "unlucky":
            raise ZeroDivisionError("ours")

    keep = FakeKeep(life, 2)
    await serve(FakePoller(work), keep, life, feeds("unlucky", "lucky"))
    assert keep.stored["lucky"].status is FeedStatus.OK
    assert keep.stored["unlucky"].status is FeedStatus.FAILING
    assert "internal fault (ZeroDivisionError)" in (keep.stored["unlucky"].last_error or "")


async def test_a_feed_whose_outcome_could_not_be_stored_gets_its_next_turn(life: Life) -> None:
    polled = []

    async def work(name: str) -> None:
        polled.append(name)

    keep = FakeKeep(life, 1)
    keep.fails = 1
    every_second = [state.model_copy(update={"interval_seconds": 1}) for state in feeds("a")]
    await serve(FakePoller(work), keep, life, every_second)
    assert polled == ["a", "a"]


async def test_while_nats_is_away_no_poll_begins(life: Life) -> None:
    polled = []

    async def work(name: str) -> None:
        polled.append(name)

    keep = FakeKeep(life, 1)
    keep.is_reachable = False
    running = asyncio.create_task(serve(FakePoller(work), keep, life, feeds("a")))
    await asyncio.sleep(0.3)
    assert polled == []
    keep.is_reachable = True
    await running
    assert polled == ["a"]


async def test_on_stopping_what_is_being_stored_is_stored_and_a_fetch_is_dropped(life: Life) -> None:
    async def work(name: str) -> None:
        await asyncio.sleep(3600 if name == "fetching" else 0)

    keep = FakeKeep(life, wanted=-1, seconds=0.2)
    running = asyncio.create_task(serve(FakePoller(work), keep, life, feeds("fetching", "storing")))
    await keep.saving.wait()
    life.stopping.set()
    await running
    assert sorted(keep.stored) == ["storing"]
