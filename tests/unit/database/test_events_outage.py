"""Telling a database that is away from a statement it will never accept."""

import pytest
from asyncpg.exceptions import (
    CannotConnectNowError,
    DeadlockDetectedError,
    InvalidPasswordError,
    NotNullViolationError,
    TooManyConnectionsError,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from services.database.outage import in_words, may_pass


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ConnectionRefusedError("no"), True),
        (TimeoutError(), True),
        (CannotConnectNowError("the database system is starting up"), True),
        (TooManyConnectionsError("too many"), True),
        (InvalidPasswordError("no"), False),
        (OperationalError("SELECT 1", {}, Exception("database is locked")), True),
        (DBAPIError("SELECT 1", {}, DeadlockDetectedError("deadlock")), True),
        (DBAPIError("SELECT 1", {}, Exception("gone"), connection_invalidated=True), True),
        (IntegrityError("INSERT", {}, NotNullViolationError("null")), False),
    ],
)
def test_waiting_helps_only_against_what_passes(error: Exception, expected: bool) -> None:
    assert may_pass(error) is expected


def test_words_are_the_drivers_and_never_the_statement() -> None:
    assert in_words(DBAPIError("INSERT INTO secret", {}, Exception("disk full"))) == "disk full"
    assert in_words(TimeoutError()) == "TimeoutError"
