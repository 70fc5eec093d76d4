"""Many rows in one statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

# Without it rows are sent in as many statements as there are combinations of columns that hold nothing.
_WITH_NULLS = {"render_nulls": True}


async def insert_rows(session: AsyncSession, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """New rows; all of them have the same columns."""
    if rows:
        await session.execute(insert(table), rows, execution_options=_WITH_NULLS)


async def update_rows(session: AsyncSession, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Changed rows, each with its key."""
    if rows:
        await session.execute(update(table), rows)
