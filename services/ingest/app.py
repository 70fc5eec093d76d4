"""The composition root of the ingest service."""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import AsyncIterator, Coroutine
from datetime import timedelta
from typing import Any

import structlog

from services.contracts.article import MAX_TEXT_CHARACTERS, MAX_TITLE_CHARACTERS, MAX_URL_CHARACTERS
from services.ingest.backfill import Backfill
from services.ingest.discover import Discovery
from services.ingest.entries import Limits
from services.ingest.errors import StoppedBeforeStored
from services.ingest.feed_list import FeedList
from services.ingest.feeds_file import read_feeds_file
from services.ingest.fetch import open_fetcher
from services.ingest.hosts import Hosts
from services.ingest.hubs import Hubs
from services.ingest.keep import Keep
from services.ingest.leases import Leases
from services.ingest.pages import Pages
from services.ingest.parse_pool import ParsePool
from services.ingest.poll import Poller
from services.ingest.postponed import PostponedWishes
from services.ingest.requests import Requests
from services.ingest.robots import Robots
from services.ingest.roster import Roster
from services.ingest.schedule import Pace
from services.ingest.scheduler import Scheduler
from services.ingest.settings import IngestSettings
from services.ingest.wanted import OnWanted, wanted_consumer
from services.runtime.clock import utc_now
from services.runtime.consumer import consume
from services.runtime.health import health_server
from services.runtime.jetstream import connected
from services.runtime.process import Life
from services.runtime.settings import NatsSettings, NetworkSettings, load

log = structlog.get_logger()


async def run(life: Life) -> None:
    """Poll the listed feeds, as far as they fall to this replica, until `life.stopping`."""
    settings = load(IngestSettings)
    network = load(NetworkSettings)
    # Read before anything is connected: a mistake in it is told at once.
    filed = () if settings.feeds_file is None else read_feeds_file(settings.feeds_file)
    async with (
        connected(load(NatsSettings), name="ingest") as bus,
        parse_pool(settings) as pool,
        page_pool(settings) as page_reader,
        open_fetcher(settings, network) as fetcher,
        health_server(settings.health_host, settings.health_port, {"nats": bus.check}),
    ):
        keep = await Keep.open(bus, life)
        name = settings.replica or f"{_own_host()}-{secrets.token_hex(4)}"
        pace = pace_of(settings)
        poller = Poller(
            fetcher, pool, keep.load_seen, pace, utc_now, replica=name, tell_after=settings.tell_failing_after
        )
        with contextlib.suppress(StoppedBeforeStored):  # stopped while NATS was away: nothing was begun yet
            feed_list = await keep.until_done(lambda: FeedList.open(bus))
            await keep.until_done(lambda: feed_list.follow_file(filed, utc_now()))
            roster = Roster(keep, feed_list, pace, utc_now)
            leases = await Leases.open(bus, name, is_named=settings.replica is not None, sharer=roster)
            hosts = Hosts(settings.host_concurrency, settings.host_spacing, network.allowed_private_networks)
            scheduler = Scheduler(
                poller,
                keep,
                life,
                concurrency=settings.concurrency,
                hosts=hosts,
                holds=leases.holds,
                on_outdated=roster.on_listed,
            )
            roster.serve(scheduler)
            await keep.until_done(leases.turn)
            await roster.settle()
            discovery = Discovery(fetcher, pool, utc_now)
            backfill = Backfill(fetcher, pool, hosts, keep, utc_now)
            requests = Requests(bus, feed_list, scheduler, leases, discovery, backfill, utc_now)
            robots = Robots(fetcher, page_reader, settings.user_agent, utc_now)
            postponed = await keep.until_done(lambda: PostponedWishes.open(bus, utc_now))
            pages = Pages(fetcher, page_reader, robots, hosts, utc_now)
            on_wanted = OnWanted(keep, pages, postponed, scheduler.until_quiet, utc_now)
            wanted_pages = wanted_consumer(settings.page_concurrency)
            hubs = Hubs(
                settings=settings,
                own_networks=network.allowed_private_networks,
                bus=bus,
                keep=keep,
                pool=pool,
                fetcher=fetcher,
                hosts=hosts,
                scheduler=scheduler,
                listed=lambda feed_id: feed_list.feeds.get(feed_id),
                clock=utc_now,
            )
            async with (
                requests.listening(),
                hubs.open() as hub_loops,
                _beside(
                    feed_list.run(life),
                    roster.run(),
                    leases.run(life),
                    consume(bus, wanted_pages, on_wanted, life),
                    postponed.run(life),
                    *hub_loops,
                ) as loops,
            ):
                life.announce_ready()
                await _until_stopping(life, asyncio.create_task(scheduler.run()), loops)
            await leases.end()


@contextlib.asynccontextmanager
async def _beside(*loops: Coroutine[Any, Any, None]) -> AsyncIterator[list["asyncio.Task[None]"]]:
    """The loops as tasks for the length of the block."""
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _until_stopping(life: Life, scheduler: "asyncio.Task[None]", loops: list["asyncio.Task[None]"]) -> None:
    """Until the scheduler has finished; raises what ended a loop before that, because nothing is right without it."""
    running = {scheduler, *loops}
    while not scheduler.done():
        done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done - {scheduler}:
            if not task.cancelled() and task.exception() is not None:
                life.stopping.set()
                await asyncio.wait({scheduler})
                task.result()
    scheduler.result()


def _own_host() -> str:
    """This machine's name, as far as it can stand in a key."""
    letters = [letter if letter.isascii() and letter.isalnum() else "-" for letter in socket.gethostname()]
    return "".join(letters)[:40] or "ingest"


def pace_of(settings: IngestSettings) -> Pace:
    """The operator's bounds on the intervals."""
    return Pace(
        floor=timedelta(seconds=settings.min_interval),
        default=timedelta(seconds=settings.default_interval),
        ceiling=timedelta(seconds=settings.max_interval),
        start_spread=timedelta(seconds=1 / settings.start_rate),
        push_backup=timedelta(seconds=settings.push_backup),
    )


def page_pool(settings: IngestSettings) -> ParsePool:
    """One more worker, for pages and robots.txt, begun when the first is wanted: what reads them takes 40 MB."""
    return parse_pool(settings, processes=1)


def parse_pool(settings: IngestSettings, *, processes: int | None = None) -> ParsePool:
    """The parse workers with the limits of the contracts."""
    return ParsePool(
        processes=processes or settings.parse_processes,
        seconds=settings.parse_seconds,
        memory_bytes=settings.parse_memory_bytes,
        limits=Limits(settings.max_items, MAX_TITLE_CHARACTERS, MAX_TEXT_CHARACTERS, MAX_URL_CHARACTERS),
    )
