"""The migrations make exactly the tables that the code knows."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import Connection, inspect

from services.database.events import EVENTS_METADATA
from services.database.migrate import alembic_config, migrate
from services.runtime.database import Book, open_engine
from services.runtime.settings import DatabaseSettings


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_database(
    request: pytest.FixtureRequest, tmp_path: Path, new_postgres_url: Callable[[], Awaitable[str]]
) -> DatabaseSettings:
    if request.param == "sqlite":
        return DatabaseSettings(directory=tmp_path)
    return DatabaseSettings(url=SecretStr(await new_postgres_url()))


def _is_compared(name: str | None, kind: str, _parents: Any) -> bool:
    """What full text stands on is each database's own, and no table of ours."""
    return not (kind in ("table", "index") and (name or "").startswith("search_"))


def _differences(connection: Connection) -> list[Any]:
    opts = {"compare_type": True, "compare_server_default": True, "include_name": _is_compared}
    context = MigrationContext.configure(connection, opts=opts)
    return list(compare_metadata(context, EVENTS_METADATA))


async def test_the_migrated_schema_is_the_one_the_tables_describe(empty_database: DatabaseSettings) -> None:
    await migrate(empty_database, Book.EVENTS)
    engine = open_engine(empty_database, Book.EVENTS)
    try:
        async with engine.begin() as connection:
            assert await connection.run_sync(_differences) == []
    finally:
        await engine.dispose()


async def test_migrating_twice_is_migrating_once(empty_database: DatabaseSettings) -> None:
    await migrate(empty_database, Book.EVENTS)
    await migrate(empty_database, Book.EVENTS)


async def test_every_migration_can_be_taken_back(empty_database: DatabaseSettings) -> None:
    await migrate(empty_database, Book.EVENTS)

    def downgrade(connection: Connection) -> list[str]:
        config = alembic_config(Book.EVENTS)
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        return inspect(connection).get_table_names()

    engine = open_engine(empty_database, Book.EVENTS)
    try:
        async with engine.begin() as connection:
            assert await connection.run_sync(downgrade) == ["alembic_version"]
    finally:
        await engine.dispose()
