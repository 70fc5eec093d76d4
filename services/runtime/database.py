"""Databases: SQLite files or PostgreSQL schemas, opened so that a commit is durable and a lock is waited for."""

from enum import StrEnum
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from services.runtime.errors import BadConfiguration
from services.runtime.settings import DatabaseSettings

BUSY_MILLISECONDS = 10_000

COMMAND_SECONDS = 60.0
"""Far above any statement of ours: a server that vanished without a word must not hold a handler for ever."""

ONLY_READS = "ottawatch_only_reads"
"""Execution option of a connection whose transactions write nothing: in SQLite they then wait for no writer."""


class Book(StrEnum):
    """The two sets of tables. Each is a file of its own in SQLite and a schema of its own in PostgreSQL."""

    EVENTS = "events"
    """Written by store, read by api."""
    ALERTS = "alerts"
    """Written and read by api."""


def open_engine(
    settings: DatabaseSettings, book: Book, *, read_only: bool = False, command_seconds: float | None = COMMAND_SECONDS
) -> AsyncEngine:
    """An engine for one book. Connects at first use; dispose of it at the end.

    A statement that PostgreSQL does not answer within `command_seconds` fails (None waits for ever).
    """
    if settings.url is None:
        return _open_sqlite(settings, book, read_only=read_only)
    url = settings.url.get_secret_value()
    if not url.startswith("postgresql+asyncpg://"):
        raise BadConfiguration("OTTAWATCH_DATABASE_URL must begin with postgresql+asyncpg://")
    server_settings = {"search_path": book.value, "application_name": f"ottawatch-{book.value}"}
    if read_only:
        server_settings["default_transaction_read_only"] = "on"
    return create_async_engine(
        url,
        hide_parameters=True,  # an error's text goes to the logs, and the values may be keys and secrets
        pool_size=5,
        max_overflow=10,
        pool_pre_ping=True,  # a restarted server leaves dead connections in the pool
        connect_args={"server_settings": server_settings, "timeout": 10, "command_timeout": command_seconds},
    )


def _open_sqlite(settings: DatabaseSettings, book: Book, *, read_only: bool) -> AsyncEngine:
    settings.directory.mkdir(parents=True, exist_ok=True)
    file = settings.directory / f"{book.value}.db"
    if not file.exists():
        file.touch(mode=0o600)  # it holds the secrets that sign webhooks; SQLite gives its side files the same rights
    engine = create_async_engine(URL.create("sqlite+aiosqlite", database=str(file)), hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself: on_begin does
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        # The message is acknowledged after the commit, so the commit must survive a power cut: NORMAL would not.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Any) -> None:
        # A transaction that reads first and writes later fails at once with "database is locked" when another
        # has written in between; taking the write lock at the beginning makes it wait instead.
        only_reads = read_only or connection.get_execution_options().get(ONLY_READS, False)
        connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")

    return engine


async def check_engine(engine: AsyncEngine) -> str | None:
    """A health check: None when the database answers."""
    async with engine.connect() as connection:
        await connection.execution_options(**{ONLY_READS: True})
        await connection.exec_driver_sql("SELECT 1")
    return None
