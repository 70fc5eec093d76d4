"""Who is polled when, with a poller and a store that only pretend."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, cast

from services.contracts.article import FeedReference
from services.contracts.feed import FeedCheck, FeedState, FeedStatus, SeenEntries
from services.ingest.account import Account
from services.ingest.errors import Outdated
from services.ingest.hosts import Hosts
from services.ingest.keep import Keep
from services.ingest.outcome import Outcome, Seen
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
        self.is_light = False

    @staticmethod
    def draw() -> float:
        return 0.5

    async def poll(self, state: FeedState, account: Account | None = None) -> Outcome:
        self.now += 1
        self.most_at_once = max(self.most_at_once, self.now)
        try:
            await self._work(state.feed.id)
        finally:
            self.now -= 1
        update = {"status": FeedStatus.OK, "next_check_at": utc_now() + timedelta(hours=1)}
        after = state.model_copy(update=update)
        check = None if account is None else FeedCheck(checked_at=utc_now(), url="", next_check_at=utc_now())
        return Outcome(after, "unchanged", seen=None if self.is_light else Seen(SeenEntries()), check=check)


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

    async def save_states(self, states: list[FeedState]) -> None:
        for state in states:
            if state.feed.id == "elsewhere":
                raise Outdated("written by another replica meanwhile")
            await self.save(Outcome(state, "unchanged"))


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


def scheduler_of(
    poller: FakePoller,
    keep: FakeKeep,
    life: Life,
    *,
    concurrency: int = 10,
    hosts: Hosts | None = None,
    not_ours: tuple[str, ...] = (),
    outdated: list[str] | None = None,
) -> Scheduler:
    return Scheduler(
        cast(Poller, poller),
        cast(Keep, keep),
        life,
        concurrency=concurrency,
        hosts=hosts or Hosts(at_once=2, spacing_seconds=5),
        holds=lambda feed_id: feed_id not in not_ours,
        on_outdated=([] if outdated is None else outdated).append,
    )


async def serve(poller: FakePoller, keep: FakeKeep, life: Life, states: list[FeedState], **options: Any) -> None:
    scheduler = scheduler_of(poller, keep, life, **options)
    for state in states:
        scheduler.plan(state)
    async with asyncio.timeout(20):
        await scheduler.run()


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


async def test_figures_alone_hold_no_place_while_they_are_stored(life: Life) -> None:
    polled = []

    async def work(name: str) -> None:
        polled.append(name)

    poller, keep = FakePoller(work), FakeKeep(life, 3, seconds=0.05)
    poller.is_light = True
    await serve(poller, keep, life, feeds("a", "b", "c"), concurrency=1)
    assert polled == ["a", "b", "c"]
    assert sorted(keep.stored) == ["a", "b", "c"]


async def test_a_feed_of_another_replica_s_is_not_polled(life: Life) -> None:
    polled = []

    async def work(name: str) -> None:
        polled.append(name)

    await serve(FakePoller(work), FakeKeep(life, 1), life, feeds("theirs", "ours"), not_ours=("theirs",))
    assert polled == ["ours"]


async def test_a_feed_that_another_replica_has_written_since_is_left_and_told_of(life: Life) -> None:
    async def work(_name: str) -> None:
        pass

    outdated: list[str] = []
    poller, keep = FakePoller(work), FakeKeep(life, 1)
    poller.is_light = True
    await serve(poller, keep, life, feeds("elsewhere", "ours"), outdated=outdated)
    assert outdated == ["elsewhere"]
    assert sorted(keep.stored) == ["ours"]


async def test_two_feeds_of_one_host_do_not_begin_together(life: Life) -> None:
    polled = []

    async def work(name: str) -> None:
        polled.append(name)

    first, second, third = feeds("first", "second", "third")
    same = second.model_copy(update={"feed": second.feed.model_copy(update={"url": "https://first.example/other"})})
    await serve(FakePoller(work), FakeKeep(life, 2), life, [first, same, third], hosts=Hosts(2, 3600))
    assert polled == ["first", "third"]


async def test_a_dropped_feed_is_polled_no_more_and_its_fetch_is_given_up(life: Life) -> None:
    begun = asyncio.Event()

    async def work(_name: str) -> None:
        begun.set()
        await asyncio.sleep(3600)

    scheduler = scheduler_of(FakePoller(work), FakeKeep(life, -1), life)
    scheduler.plan(feeds("a")[0])
    running = asyncio.create_task(scheduler.run())
    await begun.wait()
    scheduler.drop(["a"])
    await asyncio.wait_for(scheduler.until_quiet("a"), 10)
    assert not scheduler.is_under_way("a")
    assert scheduler.states == {}
    life.stopping.set()
    await running


async def test_a_check_asked_for_polls_at_once_and_answers_with_its_account(life: Life) -> None:
    polled = []

    async def work(name: str) -> None:
        polled.append(name)

    scheduler = scheduler_of(FakePoller(work), FakeKeep(life, -1), life)
    later = feeds("a")[0].model_copy(update={"next_check_at": utc_now() + timedelta(hours=1)})
    scheduler.plan(later)
    outcome = await asyncio.wait_for(scheduler.check_now("a"), 10)
    assert outcome is not None
    assert outcome.check is not None
    assert polled == ["a"]
    assert await scheduler.check_now("unknown") is None
