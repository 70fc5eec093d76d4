"""Telling a database that is away or busy, where waiting helps, from a statement it will never accept."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from asyncpg.exceptions import PostgresError
from sqlalchemy.exc import DBAPIError, OperationalError

from services.runtime.consumer import Retry
from services.runtime.process import Life

log = structlog.get_logger()

Answer = TypeVar("Answer")

AWAY_SECONDS = 1.0

DATABASE_ERRORS = (DBAPIError, PostgresError, OSError)
"""What either driver raises; asyncpg's own errors come bare where no connection could be made at all."""

# Classes of SQLSTATE: connection, transaction rolled back, resources, object not in the right state, operator.
_PASSING_CLASSES = frozenset({"08", "40", "53", "55", "57"})


def may_pass(error: BaseException) -> bool:
    """Whether the same may succeed later: the server is away or starting, a disk full, a lock not had in time."""
    if isinstance(error, OSError | OperationalError):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or getattr(error, "sqlstate", None)
    return str(state or "")[:2] in _PASSING_CLASSES


def in_words(error: BaseException) -> str:
    """The driver's own words, without the statement and its values."""
    return str(getattr(error, "orig", None) or error) or type(error).__name__


async def waiting_out(work: Callable[[], Awaitable[Answer]], life: Life) -> Answer:
    """What `work` answers, tried again while the database is away; raises `Retry` when the process stops meanwhile.

    A handler waits here and does not leave it to redelivery, because deliveries are counted: a database that is
    down for longer than their number allows would send every message to DEAD.
    """
    while True:
        try:
            return await work()
        except DATABASE_ERRORS as error:
            if not may_pass(error):
                raise
            log.warning("database is away, waiting", error=in_words(error))
        if await life.sleep(AWAY_SECONDS):
            raise Retry("stopping while the database is away")
