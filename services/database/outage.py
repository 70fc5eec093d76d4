"""Telling a database that is away or busy, where waiting helps, from a statement it will never accept."""

from asyncpg.exceptions import PostgresError
from sqlalchemy.exc import DBAPIError, OperationalError

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
