"""The composition root of the ingest service."""

import asyncio
import contextlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import structlog

from services.contracts.article import MAX_TEXT_CHARACTERS, MAX_TITLE_CHARACTERS, MAX_URL_CHARACTERS
from services.contracts.feed import FeedState
from services.ingest.entries import Limits
from services.ingest.errors import StoppedBeforeStored
from services.ingest.feeds_file import ListedFeed, read_feeds_file
from services.ingest.fetch import open_fetcher
from services.ingest.keep import Keep
from services.ingest.parse_pool import ParsePool
from services.ingest.poll import Poller
from services.ingest.resume import resumed
from services.ingest.schedule import Pace
from services.ingest.scheduler import Scheduler, count_feeds
from services.ingest.settings import IngestSettings
from services.runtime.clock import utc_now
from services.runtime.health import health_server
from services.runtime.jetstream import connected
from services.runtime.process import Life
from services.runtime.settings import NatsSettings, NetworkSettings, load

log = structlog.get_logger()

_RESOLVER_THREADS = 32
"""Names are looked up in threads, and a dead name server holds one for many seconds; asyncio has six on two cores."""


async def run(life: Life) -> None:
    """Poll the feeds of the feeds file until `life.stopping`."""
    settings = load(IngestSettings)
    network = load(NetworkSettings)
    # Read before anything is connected: a mistake in it is told at once.
    listed = () if settings.feeds_file is None else read_feeds_file(settings.feeds_file)
    resolvers = ThreadPoolExecutor(_RESOLVER_THREADS, thread_name_prefix="resolve")
    asyncio.get_running_loop().set_default_executor(resolvers)
    async with (
        connected(load(NatsSettings), name="ingest") as bus,
        parse_pool(settings) as pool,
        open_fetcher(settings, network) as fetcher,
        health_server(settings.health_host, settings.health_port, {"nats": bus.check}),
    ):
        keep = await Keep.open(bus, life)
        pace = pace_of(settings)
        with contextlib.suppress(StoppedBeforeStored):  # stopped while NATS was away: nothing was begun yet
            states = await _take_up(keep, listed, pace)
            poller = Poller(fetcher, pool, keep.load_seen, pace, utc_now)
            scheduler = Scheduler(poller, keep, life, concurrency=settings.concurrency)
            life.announce_ready()
            await scheduler.run(states)


async def _take_up(keep: Keep, listed: Iterable[ListedFeed], pace: Pace) -> list[FeedState]:
    """The states to go on from, stored as they are now; feeds that left the file are no longer shown."""
    kept = await keep.load_states()
    states = resumed(listed, kept, pace, utc_now())
    await keep.forget_states(sorted(kept.keys() - {state.feed.id for state in states}))
    await keep.save_states([state for state in states if kept.get(state.feed.id) != state])
    count_feeds(states)
    log.info("feeds", listed=len(states), new=len([state for state in states if state.feed.id not in kept]))
    return states


def pace_of(settings: IngestSettings) -> Pace:
    """The operator's bounds on the intervals."""
    return Pace(
        floor=timedelta(seconds=settings.min_interval),
        default=timedelta(seconds=settings.default_interval),
        ceiling=timedelta(seconds=settings.max_interval),
    )


def parse_pool(settings: IngestSettings) -> ParsePool:
    """The parse workers with the limits of the contracts."""
    return ParsePool(
        processes=settings.parse_processes,
        seconds=settings.parse_seconds,
        memory_bytes=settings.parse_memory_bytes,
        limits=Limits(settings.max_items, MAX_TITLE_CHARACTERS, MAX_TEXT_CHARACTERS, MAX_URL_CHARACTERS),
    )
