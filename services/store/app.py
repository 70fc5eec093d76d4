"""The store service: findings in, events kept, alerts out."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from services.contracts.finding import Findings
from services.contracts.review import Review
from services.database.outage import waiting_out
from services.database.schema import require_current
from services.runtime.consumer import Consumer, Retry, consume
from services.runtime.database import Book, check_engine, open_engine
from services.runtime.health import health_server
from services.runtime.jetstream import connected
from services.runtime.process import Life
from services.runtime.settings import DatabaseSettings, NatsSettings, load
from services.store.clockwork import keep_clocks
from services.store.handlers import findings_batch_handler, findings_handler, reviews_handler
from services.store.keeping import keep_house
from services.store.relay import relay
from services.store.settings import StoreSettings

log = structlog.get_logger()

CONSUMER = Consumer(
    durable="store",
    stream=Findings.stream,
    subject_filter=Findings.subject_filter(),
    batch=200,  # stored in one transaction: a commit costs as much as twenty findings
    keeps_stream_clean=True,
)

REVIEWS_CONSUMER = Consumer(
    durable="store-reviews",
    stream=Review.stream,
    subject_filter=Review.subject_filter(),
    keeps_stream_clean=True,
)


async def run(life: Life) -> None:
    """Serve until the process is asked to stop; then finish what is in hand and tell what is committed."""
    settings = load(StoreSettings)
    async with (
        _book_of_events(load(DatabaseSettings), life) as engine,
        connected(load(NatsSettings), name="store") as bus,
    ):

        async def ready() -> str | None:
            return None if life.is_ready else "starting"

        async def database() -> str | None:
            return await check_engine(engine)

        checks = {"store": ready, "database": database, "nats": bus.check}
        committed, finished = asyncio.Event(), asyncio.Event()
        async with health_server(settings.health_host, settings.health_port, checks), asyncio.TaskGroup() as tasks:
            tasks.create_task(relay(engine, bus, committed=committed, finished=finished))
            life.announce_ready()
            async with asyncio.TaskGroup() as writers:
                one, many = findings_handler(engine, life, committed), findings_batch_handler(engine, life, committed)
                writers.create_task(consume(bus, CONSUMER, one, life, handle_batch=many))
                writers.create_task(consume(bus, REVIEWS_CONSUMER, reviews_handler(engine, life, committed), life))
                writers.create_task(keep_clocks(engine, committed, life, every_seconds=settings.clock_seconds))
                writers.create_task(keep_house(engine, settings.keeping, life))
            finished.set()
            committed.set()


@contextlib.asynccontextmanager
async def _book_of_events(settings: DatabaseSettings, life: Life) -> AsyncIterator[AsyncEngine]:
    """The book's engine, once its server answers and its tables are found to be the right ones."""
    engine = open_engine(settings, Book.EVENTS)
    try:
        with contextlib.suppress(Retry):  # stopping: `run` sees it
            await waiting_out(lambda: require_current(engine, Book.EVENTS), life)
        yield engine
    finally:
        await engine.dispose()
