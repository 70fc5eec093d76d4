"""What the book lets go of, on both databases."""

import asyncio
import gzip
import json
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import col

from services.database.events import ArticleRow, FindingRow, OutboxRow
from services.store.keeping import Keeping, let_go
from services.store.locks import lock_groups
from tests.integration.store.conftest import StoreBench
from tests.support.eventually import eventually
from tests.support.store import NEGATED, START, message, on_day, withdrawal

MONTH = timedelta(days=30)


async def test_told_alerts_go_but_the_last_and_counting_goes_on(store: StoreBench) -> None:
    await store.say(*(message(name, withdrawal(name)) for name in ("FI", "EE", "LV")))
    async with async_sessionmaker(store.engine).begin() as session:
        told = update(OutboxRow).where(col(OutboxRow.position) > 1)
        await session.execute(told.values(published_at=START))
    assert await let_go(store.engine, Keeping(told_alerts=MONTH), on_day(90)) == 1

    await store.say(message("LT", withdrawal("LT")))
    async with async_sessionmaker(store.engine)() as session:
        positions = list(await session.scalars(select(col(OutboxRow.position)).order_by(col(OutboxRow.position))))
    assert positions == [1, 3, 4]  # the first was never told


async def test_a_new_book_has_nothing_to_let_go_of(store: StoreBench) -> None:
    everything = Keeping(told_alerts=MONTH, texts=MONTH, idle_findings=MONTH)
    assert await let_go(store.engine, everything, on_day(90)) == 0


async def test_old_texts_go_into_the_archive_and_the_event_stays_as_it_was(store: StoreBench, tmp_path: Path) -> None:
    wire, archive = "One wire story that many outlets print. " * 20, tmp_path / "archive"
    await store.say(message("a", withdrawal(), text=wire), message("b", withdrawal(), text=wire))
    (before,) = await store.events()
    assert await let_go(store.engine, Keeping(texts=MONTH, archive=archive), on_day(90)) == 2
    assert await let_go(store.engine, Keeping(texts=MONTH, archive=archive), on_day(90)) == 0

    async with async_sessionmaker(store.engine)() as session:
        assert set(await session.scalars(select(col(ArticleRow.text)))) == {""}
    archived = gzip.decompress((archive / "articles-2025-06.jsonl.gz").read_bytes()).decode().splitlines()
    kept = [json.loads(line) for line in archived]
    assert [(one["article"]["text"], len(one["findings"])) for one in kept] == [(wire, 1)] * 2
    await store.say(message("c", withdrawal(), text=wire))
    (after,) = await store.events()
    assert (after.sources, before.sources) == (1, 1)


async def test_findings_that_hang_on_nothing_go_and_others_stay(store: StoreBench) -> None:
    await store.say(
        message("a", withdrawal()), message("b", withdrawal("EE", realis=NEGATED)), message("c", revision=2)
    )
    assert await store.count(ArticleRow) == 3

    assert await let_go(store.engine, Keeping(idle_findings=MONTH), on_day(20)) == 0
    assert await let_go(store.engine, Keeping(idle_findings=MONTH), on_day(90)) == 2
    assert (await store.count(ArticleRow), await store.count(FindingRow)) == (1, 1)


async def test_what_is_kept_for_ever_stays(store: StoreBench) -> None:
    await store.say(message("a", withdrawal()))

    assert await let_go(store.engine, Keeping(), on_day(9000)) == 0


async def test_what_another_store_hangs_on_an_event_meanwhile_stays(store: StoreBench) -> None:
    """It holds the group's lock, or in SQLite the write lock, while it does."""
    await store.say(message("a", withdrawal()), message("b", withdrawal("EE", realis=NEGATED)))
    (event,) = await store.events()
    sessions = async_sessionmaker(store.engine)
    async with sessions.begin() as other:
        await lock_groups(other, ["treaty_withdrawal/EE/ottawa"])
        letting_go = asyncio.create_task(let_go(store.engine, Keeping(idle_findings=MONTH), on_day(90)))
        await eventually(lambda: _waits(store))
        hung = update(FindingRow).where(col(FindingRow.country) == "EE")
        await other.execute(hung.values(event_id=event.id))

    assert await letting_go == 0
    assert (await store.count(ArticleRow), await store.count(FindingRow)) == (2, 2)


async def _waits(store: StoreBench) -> bool:
    """Whether somebody waits for a lock; SQLite does not tell, and lets nobody begin to write."""
    if store.engine.dialect.name == "sqlite":
        return True
    async with store.engine.connect() as connection:
        waiting = await connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
    return bool(waiting)
