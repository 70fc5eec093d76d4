"""A replica of ingest that hangs for longer than its lease and comes back: it takes nothing from its successor."""

import asyncio
import contextlib
import signal
from functools import partial

import pytest

from services.runtime.jetstream import Bus
from tests.integration.ingest.conftest import Ingest, base, environment, ingest, published, site
from tests.integration.ingest.site import Site
from tests.integration.ingest.test_replicas import FEEDS, Crowded, pollers
from tests.integration.ingest.watched import service
from tests.support.eventually import eventually

pytestmark = pytest.mark.soak

__all__ = ["base", "environment", "ingest", "site"]


async def test_a_replica_that_hung_for_half_a_minute_polls_nothing_that_another_took_over(
    bus: Bus,
    ingest: Ingest,
    environment: dict[str, str],
    site: Site,
    base: str,
) -> None:
    crowded = Crowded(site)
    ingest.list_feeds(*(f"{base}/{number}" for number in range(FEEDS)))
    async with contextlib.AsyncExitStack() as stack:
        first = await stack.enter_async_context(service({**environment, "OTTAWATCH_INGEST_REPLICA": "first"}))
        await stack.enter_async_context(service({**environment, "OTTAWATCH_INGEST_REPLICA": "second"}))
        await eventually(partial(pollers, bus, at_least=2), within_seconds=40)
        for _ in range(2):
            first.process.send_signal(signal.SIGSTOP)
            await asyncio.sleep(1)  # what was on its way is served; nobody takes the answers
            crowded.asked.clear()

            async def all_asked() -> bool:
                return len(crowded.asked) == FEEDS

            await eventually(all_asked, within_seconds=40)
            crowded.most.clear()
            first.process.send_signal(signal.SIGCONT)
            await asyncio.sleep(15)
            assert max(crowded.most.values()) == 1
            assert first.process.returncode is None
            await eventually(partial(pollers, bus, at_least=2), within_seconds=40)
    articles = await published(bus)
    assert len(articles) == len({article.id for article in articles}) == FEEDS
