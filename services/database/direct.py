"""Connections to PostgreSQL for readings of one statement, without a pool's checks before and after each."""

import asyncio
import weakref
from collections.abc import Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

_MOST = 4
"""As many at a time: more would not make a server answer sooner, and the pool serves everybody else."""


class DirectServer:
    """A few connections of our own. One that fails is thrown away, so a restarted server costs one error each."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = weakref.ref(engine)
        self._turns = asyncio.Semaphore(_MOST)
        self._idle: list[Any] = []
        event.listen(engine.sync_engine, "engine_disposed", self._close)

    async def fetch(self, text: str, values: Sequence[Any] = ()) -> Sequence[Any]:
        """The rows of one statement; raises what the driver raises."""
        async with self._turns:
            connection = self._idle.pop() if self._idle else await self._open()
            try:
                rows: Sequence[Any] = await connection.fetch(text, *values)
            except BaseException:
                connection.terminate()
                raise
            self._idle.append(connection)
            return rows

    async def _open(self) -> Any:
        engine = self._engine()
        assert engine is not None  # noqa: S101 - it asks through us
        raw = await engine.raw_connection()
        driver = raw.driver_connection
        raw.detach()  # ours from now on
        return driver

    def _close(self, _engine: object) -> None:
        while self._idle:
            self._idle.pop().terminate()


_servers: "weakref.WeakKeyDictionary[AsyncEngine, DirectServer]" = weakref.WeakKeyDictionary()


def direct(engine: AsyncEngine) -> DirectServer:
    """The connections kept for this engine; they go with it."""
    if engine not in _servers:
        _servers[engine] = DirectServer(engine)
    return _servers[engine]
