"""Bring a book's tables to the newest shape: one alembic chain for each book, run before the services start."""

import asyncio
from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from asyncpg.exceptions import InvalidPasswordError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.runtime.database import Book, open_engine
from services.runtime.errors import BadConfiguration
from services.runtime.settings import DatabaseSettings

log = structlog.get_logger()

_LOCK = 7_361_997  # any number that is ours: two migrations at the same time wait for one another in PostgreSQL
_CONNECT_TRIES = 60


def alembic_config(book: Book) -> Config:
    """The alembic configuration of one book's chain."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations" / book.value))
    return config


def _upgrade(connection: Connection, book: Book, revision: str) -> None:
    config = alembic_config(book)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


async def migrate(settings: DatabaseSettings, book: Book, *, revision: str = "head") -> None:
    """Upgrade one book. Safe to run again and at the same time elsewhere."""
    engine = open_engine(settings, book, command_seconds=None)  # a migration of a large table takes its time
    try:
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await _require_utf8(connection)
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                await connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{book.value}"'))
            await connection.run_sync(_upgrade, book, revision)
    finally:
        await engine.dispose()


async def _require_utf8(connection: AsyncConnection) -> None:
    """News comes in every script; a database of another encoding would refuse it one article at a time."""
    encoding = (await connection.execute(text("SHOW server_encoding"))).scalar_one()
    if encoding != "UTF8":
        raise BadConfiguration(
            f"the database of OTTAWATCH_DATABASE_URL is encoded as {encoding} and must be UTF8: make it anew with "
            "CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0"
        )


async def migrate_all(settings: DatabaseSettings) -> None:
    """Upgrade every book; waits up to a minute for a database server that is still starting."""
    for attempt in range(1, _CONNECT_TRIES + 1):
        try:
            for book in Book:
                await migrate(settings, book)
        except InvalidPasswordError as error:
            raise BadConfiguration(
                "PostgreSQL refuses the password in OTTAWATCH_DATABASE_URL (password authentication failed); a volume "
                "keeps the password it was first made with"
            ) from error
        except DBAPIError as error:
            if settings.url is not None:
                raise
            raise _unusable_files(settings, str(error.orig)) from error
        except OSError as error:
            if settings.url is None:
                raise _unusable_files(settings, error.strerror or str(error)) from error
            if attempt == _CONNECT_TRIES:
                raise BadConfiguration(f"the database does not answer: {error}; see OTTAWATCH_DATABASE_URL") from error
            await asyncio.sleep(1)
        else:
            log.info("database is up to date")
            return


def _unusable_files(settings: DatabaseSettings, reason: str) -> BadConfiguration:
    return BadConfiguration(f"the database files in {settings.directory} cannot be used: {reason}")
