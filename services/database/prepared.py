"""A query whose text is made once and asked many times, past the layers that make one out of objects at every call."""

import sqlite3
import time
import weakref
from collections.abc import Sequence
from typing import Any

import asyncpg
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncEngine

from services.database.direct import direct

_SECONDS_AT_ONCE = 0.004
"""What takes no longer is asked of SQLite on the spot: another thread would spend more on taking turns than on the
question."""
_STEPS_BETWEEN_LOOKS = 5_000


class _File:
    """A connection of our own to SQLite's file, that reads and gives up early."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=0)
        self._connection.execute("PRAGMA query_only=ON")
        self._connection.set_progress_handler(self._is_late, _STEPS_BETWEEN_LOOKS)
        self._until = 0.0
        weakref.finalize(self, self._connection.close)

    def _is_late(self) -> bool:
        return time.perf_counter() > self._until

    def rows(self, text: str, values: Sequence[Any]) -> list[Any] | None:
        """The answer; None if it is not there soon."""
        self._until = time.perf_counter() + _SECONDS_AT_ONCE
        try:
            return self._connection.execute(text, values).fetchall()
        except sqlite3.OperationalError:
            return None


_files: "weakref.WeakKeyDictionary[AsyncEngine, _File]" = weakref.WeakKeyDictionary()


class PreparedRead:
    """One reading with its values; rows come back as the driver gives them, or as their types read them."""

    def __init__(self, engine: AsyncEngine, statement: Select[Any]) -> None:
        compiled: Any = statement.compile(dialect=engine.dialect, compile_kwargs={"render_postcompile": True})
        processors = compiled._bind_processors  # how values travel is the dialect's own knowledge
        values = compiled.params
        self._engine = engine
        self._statement = statement
        self._text = str(compiled)
        self._values = [
            processors[name](values[name]) if name in processors else values[name] for name in compiled.positiontup
        ]

    async def rows(self) -> Sequence[Sequence[Any]]:
        """Ask now. A reading by itself sees one state of the book and needs no transaction around it."""
        at_once = await self._at_once()
        if at_once is not None:
            return at_once
        async with self._engine.connect() as connection:  # whatever is wrong is told as everywhere else
            return list(await connection.execute(self._statement))

    async def _at_once(self) -> Sequence[Sequence[Any]] | None:
        """The short way; None if it is not open now."""
        if self._engine.dialect.name == "sqlite":
            if self._engine not in _files:
                _files[self._engine] = _File(str(self._engine.url.database))
            return _files[self._engine].rows(self._text, self._values)
        try:
            return await direct(self._engine).fetch(self._text, self._values)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            return None
