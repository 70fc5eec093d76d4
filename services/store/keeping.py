"""What the book lets go of after a time, as the settings say: told alerts, old texts, findings that hang on nothing.

Facts, quotes, signatures and events stay, so that counts and a rebuild come out as before.
"""

import asyncio
import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col

from services.database.events import ArticleRow, FindingRow, OutboxRow
from services.database.folding import folded
from services.database.outage import waiting_out
from services.runtime.clock import Clock, utc_now
from services.runtime.consumer import Retry
from services.runtime.process import Life
from services.store.locks import lock_articles, lock_groups

log = structlog.get_logger()

EVERY_SECONDS = 3600.0
BATCH = 500
"""Rows in one transaction: a consumer of findings waits no longer for it than for a batch of its own."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long what is kept; None keeps it for ever."""

    told_alerts: timedelta | None = None
    texts: timedelta | None = None
    idle_findings: timedelta | None = None
    archive: Path | None = None
    """Where what is let go of is written first, a compressed file for each month of articles."""


async def keep_house(engine: AsyncEngine, keeping: Keeping, life: Life, *, clock: Clock = utc_now) -> None:
    """Let go of what has had its time, every hour until the process stops."""
    while not life.stopping.is_set():
        try:
            await waiting_out(lambda: let_go(engine, keeping, clock()), life)
        except Retry:  # stopping while the database is away
            return
        if await life.sleep(EVERY_SECONDS):
            return


async def let_go(engine: AsyncEngine, keeping: Keeping, now: datetime) -> int:
    """Do it once, batch by batch; answers how many rows were touched."""
    sessions = async_sessionmaker(engine)
    touched = 0
    for age, act in (
        (keeping.told_alerts, _drop_told_alerts),
        (keeping.idle_findings, _drop_idle),
        (keeping.texts, _empty_texts),
    ):
        count = BATCH if age is not None else 0
        while age is not None and count == BATCH:
            async with sessions.begin() as session:
                count = await act(session, now - age, keeping.archive)
            touched += count
    if touched:
        log.info("let go of old rows", count=touched)
    return touched


async def _drop_told_alerts(session: AsyncSession, before: datetime, _archive: Path | None) -> int:
    """The newest stays: its position is the one that the next alert counts on from."""
    newest = select(func.max(OutboxRow.position)).scalar_subquery()
    old = list(
        await session.scalars(
            select(col(OutboxRow.id))
            .where(col(OutboxRow.published_at) < before, col(OutboxRow.position) < newest)
            .order_by(col(OutboxRow.position))
            .limit(BATCH)
        )
    )
    await session.execute(delete(OutboxRow).where(col(OutboxRow.id).in_(old)))
    return len(old)


async def _drop_idle(session: AsyncSession, before: datetime, archive: Path | None) -> int:
    """Articles that hang on no event: what they said was denied, taken back, or never became an event."""
    hangs = exists().where(col(FindingRow.article_id) == col(ArticleRow.id), col(FindingRow.event_id).is_not(None))
    rows = await _held(session, col(ArticleRow.first_seen_at) < before, ~hangs)
    await _archive(session, rows, archive)
    ids = [row.id for row in rows]
    await session.execute(delete(FindingRow).where(col(FindingRow.article_id).in_(ids)))
    await session.execute(delete(ArticleRow).where(col(ArticleRow.id).in_(ids)))
    return len(rows)


async def _empty_texts(session: AsyncSession, before: datetime, archive: Path | None) -> int:
    rows = await _held(session, col(ArticleRow.first_seen_at) < before, col(ArticleRow.text) != "")
    await _archive(session, rows, archive)
    if rows:
        emptied = [{"id": row.id, "text": "", "folded_text": folded(row.title)} for row in rows]
        await session.execute(update(ArticleRow), emptied)
    return len(rows)


async def _held(session: AsyncSession, *conditions: ColumnElement[bool]) -> list[ArticleRow]:
    """The next articles of which these hold, while no other store reads them anew or hangs what they say on an event.

    Looked for before they are locked, and again after: another store may have been at them in between.
    """
    wanted = (
        select(col(ArticleRow.id))
        .where(*conditions)
        .order_by(col(ArticleRow.first_seen_at), col(ArticleRow.id))
        .limit(BATCH)
    )
    ids = list(await session.scalars(wanted))
    await lock_articles(session, ids)
    groups = select(col(FindingRow.group_key)).where(col(FindingRow.article_id).in_(ids)).distinct()
    await lock_groups(session, await session.scalars(groups))
    still = select(ArticleRow).where(col(ArticleRow.id).in_(ids), *conditions).order_by(col(ArticleRow.id))
    return list(await session.scalars(still))


async def _archive(session: AsyncSession, rows: Sequence[ArticleRow], archive: Path | None) -> None:
    """Write the articles with their findings where they are kept outside the database, before they go."""
    if archive is None or not rows:
        return
    said: dict[str, list[dict[str, Any]]] = {row.id: [] for row in rows}
    for finding in await session.scalars(select(FindingRow).where(col(FindingRow.article_id).in_(sorted(said)))):
        said[finding.article_id].append(finding.model_dump(mode="json"))
    by_month: dict[str, list[str]] = {}
    for row in rows:
        article = row.model_dump(mode="json", exclude={"signature", "folded_text"})
        line = json.dumps({"article": article, "findings": said[row.id]}, ensure_ascii=False)
        by_month.setdefault(f"{row.first_seen_at:%Y-%m}", []).append(line)
    await asyncio.to_thread(_append, archive, by_month)


def _append(archive: Path, by_month: dict[str, list[str]]) -> None:
    """A gzip file may consist of several members, so that appending needs no reading."""
    archive.mkdir(parents=True, exist_ok=True)
    for month, lines in by_month.items():
        with gzip.open(archive / f"articles-{month}.jsonl.gz", "at", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
