"""Two replicas of ingest as real processes: no feed is ever polled by both, and a killed one's feeds move over."""

import asyncio
import contextlib
from collections import Counter
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from services.contracts.feed import FeedState
from services.contracts.streams import FEED_LEASE_BUCKET, FEED_STATE_BUCKET
from services.runtime.buckets import read_bucket
from services.runtime.jetstream import Bus
from tests.integration.ingest.conftest import Ingest, published
from tests.integration.ingest.site import Site, rss
from tests.integration.ingest.watched import service
from tests.support.eventually import eventually

FEEDS = 40


class Crowded:
    """Pages that notice when two ask for one of them at the same time, and who asks."""

    def __init__(self, site: Site) -> None:
        self.under_way: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        for number in range(FEEDS):
            site.pages[f"/{number}"] = self.page

    async def page(self, request: Request) -> Response:
        path = request.url.path
        self.asked[path] += 1
        self.under_way[path] += 1
        self.most[path] = max(self.most[path], self.under_way[path])
        await asyncio.sleep(0.2)
        self.under_way[path] -= 1
        return Response(rss((path, f"Entry of {path}", "text")))


async def pollers(bus: Bus, *, at_least: int) -> Counter[str] | None:
    """How many feeds each replica polled last; None while fewer replicas than that poll."""
    states = [
        FeedState.model_validate_json(stored.value) for stored in (await read_bucket(bus, FEED_STATE_BUCKET)).values()
    ]
    counted = Counter(state.polled_by for state in states if state.polled_by is not None)
    return Counter({str(name): count for name, count in counted.items()}) if len(counted) >= at_least else None


async def test_two_replicas_share_the_feeds_never_poll_one_together_and_take_over_from_a_killed_one(
    bus: Bus, ingest: Ingest, environment: dict[str, str], site: Site, base: str
) -> None:
    crowded = Crowded(site)
    ingest.list_feeds(*(f"{base}/{number}" for number in range(FEEDS)))
    async with contextlib.AsyncExitStack() as stack:
        first = await stack.enter_async_context(service({**environment, "OTTAWATCH_INGEST_REPLICA": "first"}))
        await eventually(partial(pollers, bus, at_least=1))
        await stack.enter_async_context(service({**environment, "OTTAWATCH_INGEST_REPLICA": "second"}))
        shared = await eventually(partial(pollers, bus, at_least=2))
        assert shared is not None
        assert set(shared) == {"first", "second"}

        first.process.kill()
        await first.process.wait()
        crowded.asked.clear()

        async def all_asked() -> bool:
            return len(crowded.asked) == FEEDS

        await eventually(all_asked)
    assert max(crowded.most.values()) == 1
    articles = await published(bus)
    assert len(articles) == len({article.id for article in articles}) == FEEDS


async def test_of_two_under_one_name_the_first_ends_and_says_why(
    bus: Bus, ingest: Ingest, environment: dict[str, str]
) -> None:
    async def leases() -> bool:
        return "replica.test" in await read_bucket(bus, FEED_LEASE_BUCKET)

    ingest.list_feeds()
    async with service(environment) as first:
        await eventually(leases)
        async with service(environment) as second:
            assert await asyncio.wait_for(first.process.wait(), 20) == 78
            assert second.process.returncode is None
