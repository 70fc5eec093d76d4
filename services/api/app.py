"""The composition root of the api service."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from datetime import timedelta
from typing import Any

import limits
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from services.api.admin_key import ensure_admin_key
from services.api.asgi import build_app
from services.api.book import AlertsBook
from services.api.engine import DeliveryEngine
from services.api.feed_board import FeedBoard
from services.api.handlers import (
    ALERTS_CONSUMER,
    OPERATIONS_CONSUMER,
    Alerting,
    on_event_changed,
    on_events_changed,
    on_feed_failing,
)
from services.api.live import LiveHub
from services.api.outgoing import Outgoing
from services.api.parts import Parts
from services.api.rate import RateLimiter
from services.api.recipients import Recipients
from services.api.recovery import take_up_parked
from services.api.routine import Routine
from services.api.send import Sender, way_out
from services.api.settings import ApiSettings
from services.api.vault import open_vault, seal_stored
from services.database.outage import waiting_out
from services.database.schema import require_current
from services.runtime.clock import utc_now
from services.runtime.consumer import consume
from services.runtime.database import Book, check_engine, open_engine
from services.runtime.http_server import listen, serving
from services.runtime.jetstream import connected
from services.runtime.process import Life
from services.runtime.settings import DatabaseSettings, NatsSettings, NetworkSettings, load

log = structlog.get_logger()


async def run(life: Life) -> None:
    """Serve HTTP and deliver alerts until the process is asked to stop."""
    settings = load(ApiSettings)
    networks = load(NetworkSettings).allowed_private_networks
    database = load(DatabaseSettings)
    listener = listen(settings.host, settings.port)
    async with (
        connected(load(NatsSettings), name="api") as bus,
        disposing(open_engine(database, Book.EVENTS, read_only=True)) as events,
        disposing(open_engine(database, Book.ALERTS, read_only=True)) as alerts,
        disposing(open_engine(database, Book.ALERTS)) as alerts_writer,
        way_out(settings, networks) as out,
    ):
        await waiting_out(lambda: require_current(events, Book.EVENTS), life)
        await waiting_out(lambda: require_current(alerts_writer, Book.ALERTS), life)
        await ensure_admin_key(alerts_writer, settings)
        vault = open_vault(settings)
        await seal_stored(alerts_writer, vault)
        book, recipients = AlertsBook(alerts_writer), Recipients()
        await waiting_out(lambda: take_up_parked(book, now=utc_now()), life)
        sender = Sender(out, settings, utc_now)
        engine = DeliveryEngine(book, Outgoing(vault), sender, recipients, settings, life, utc_now)
        hub = LiveHub(bus, max_clients=settings.stream_clients)
        parts = Parts(
            settings=settings,
            allowed_private=networks,
            events=events,
            alerts=alerts,
            alerts_writer=alerts_writer,
            hub=hub,
            feeds=FeedBoard(bus),
            bus=bus,
            rate_limiter=RateLimiter(limits.parse(settings.rate_limit) if settings.rate_limit else None),
            vault=vault,
            book=book,
            out=out,
            wake=engine.wake,
            checks={
                "nats": bus.check,
                "events database": lambda: check_engine(events),
                "alerts database": lambda: check_engine(alerts),
            },
            clock=utc_now,
        )
        alerting = Alerting(events, book, recipients, engine.wake, utc_now, settings.address, life)
        routine = Routine(
            book=book,
            events=events,
            read_feeds=parts.feeds.states,
            wake=engine.wake,
            clock=utc_now,
            public_url=settings.address,
            log_kept=timedelta(days=settings.webhook_log_days),
        )
        one, many = on_event_changed(alerting), on_events_changed(alerting)
        async with (
            working(
                engine.run(),
                routine.run(life),
                hub.run(life),
                consume(bus, ALERTS_CONSUMER, one, life, handle_batch=many),
                consume(bus, OPERATIONS_CONSUMER, on_feed_failing(alerting), life),
            ) as work,
            # Nobody but a proxy of the operator's own may say who the client is, so the headers are not believed.
            serving(build_app(parts), listener, proxy_headers=False),
        ):
            log.info("listening", host=settings.host, port=listener.getsockname()[1])
            life.announce_ready()
            await until_stopping(life, work)
            hub.close()


@contextlib.asynccontextmanager
async def disposing(engine: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    """The engine for the length of the block."""
    try:
        yield engine
    finally:
        await engine.dispose()


@contextlib.asynccontextmanager
async def working(*loops: Coroutine[Any, Any, None]) -> AsyncIterator[list[asyncio.Task[None]]]:
    """Background loops for the length of the block. They end by themselves when the process stops."""
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        yield tasks
    except BaseException:
        for task in tasks:
            task.cancel()
        raise
    finally:
        await asyncio.gather(*tasks, return_exceptions=True)


async def until_stopping(life: Life, tasks: list[asyncio.Task[None]]) -> None:
    """Wait for the end; raises what a background loop raised, because the service is not whole without it."""
    stop = asyncio.create_task(life.stopping.wait())
    try:
        await asyncio.wait({stop, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        if not life.stopping.is_set():
            for task in tasks:
                if task.done():
                    await task
            raise RuntimeError("a background loop ended before the service was asked to stop")
    finally:
        stop.cancel()
