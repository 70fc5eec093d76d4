"""The service as a process: how it ends, and what its sudden end costs."""

from functools import partial

from services.contracts.feed import FeedStatus
from services.contracts.streams import ARTICLES
from services.runtime.jetstream import Bus
from tests.integration.ingest.conftest import Ingest, published, state_after
from tests.integration.ingest.site import Site, rss
from tests.integration.ingest.watched import service
from tests.support.eventually import eventually

ENTRIES = 1500


async def stored(bus: Bus, at_least: int) -> bool:
    return (await bus.context.stream_info(ARTICLES.name)).state.messages >= at_least


async def test_killed_in_the_middle_of_publishing_it_loses_nothing_and_doubles_nothing(
    bus: Bus, ingest: Ingest, environment: dict[str, str], site: Site, base: str
) -> None:
    site.give("/rss", rss(*((str(n), f"Entry {n}", "text " * 50) for n in range(ENTRIES))))
    ingest.list_feeds(f"{base}/rss", interval=600)
    for some in (1, ENTRIES // 2):
        async with service(environment) as watched:
            await eventually(partial(stored, bus, some))
            watched.process.kill()
            await watched.process.wait()
    async with service(environment):
        state = await eventually(partial(state_after, bus, f"{base}/rss", 1))
    assert state is not None
    assert state.status is FeedStatus.OK
    articles = await published(bus)
    assert len(articles) == len({article.id for article in articles}) == ENTRIES
    assert {article.revision for article in articles} == {1}


async def test_a_feed_file_mistake_ends_the_process_with_its_own_code(
    ingest: Ingest, environment: dict[str, str]
) -> None:
    ingest.feeds_file.write_text("[[feeds]]\n")
    async with service(environment) as watched:
        assert await watched.process.wait() == 78
