"""What keeps two stores from deciding about the same thing at once.

PostgreSQL's advisory locks, held to the end of the transaction. SQLite needs none: its transactions begin with the
write lock. A transaction takes its articles, then groups in ascending order of their numbers, then the sequence,
so that no two can wait for each other.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_ARTICLE, _GROUP, _SEQUENCE, _RELAY = 7_361_001, 7_361_002, 7_361_003, 7_361_004  # any numbers that are ours


async def lock_articles(session: AsyncSession, article_ids: Iterable[str]) -> None:
    """Nobody else replaces what these articles say meanwhile."""
    await _lock(session, _ARTICLE, sorted({_number(article_id) for article_id in article_ids}))


async def lock_groups(session: AsyncSession, groups: Iterable[str]) -> None:
    """Nobody else merges these groups meanwhile."""
    await _lock(session, _GROUP, sorted({_number(group) for group in groups}))


async def lock_sequence(session: AsyncSession) -> None:
    """Numbers are given in the order of commits, because nobody else takes one before this transaction ends."""
    await _lock(session, _SEQUENCE, [0])


async def is_only_relay(session: AsyncSession) -> bool:
    """Whether this transaction is the one that relays now; alerts leave in order because only one does."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    answer = await session.scalar(text("SELECT pg_try_advisory_xact_lock(:kind, 0)"), {"kind": _RELAY})
    return bool(answer)


async def _lock(session: AsyncSession, kind: int, numbers: Iterable[int]) -> None:
    if session.get_bind().dialect.name != "postgresql":
        return
    wanted = list(numbers)
    if wanted:  # one statement for all: they are taken in the order of the list
        await session.execute(
            text(
                "SELECT pg_advisory_xact_lock(CAST(:kind AS integer), number) "
                "FROM unnest(CAST(:numbers AS integer[])) WITH ORDINALITY AS wanted(number, place) ORDER BY place"
            ),
            {"kind": kind, "numbers": wanted},
        )


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big", signed=True)
