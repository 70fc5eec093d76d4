from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import Connection, inspect

from services.database.alerts import ALERTS_METADATA
from services.database.migrate import migrate
from services.runtime.database import Book, open_engine
from services.runtime.settings import DatabaseSettings


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_database(
    request: pytest.FixtureRequest, tmp_path: Path, new_postgres_url: Callable[[], Awaitable[str]]
) -> DatabaseSettings:
    if request.param == "sqlite":
        return DatabaseSettings(directory=tmp_path)
    return DatabaseSettings(url=SecretStr(await new_postgres_url()))


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, ALERTS_METADATA))


def shapes(connection: Connection) -> dict[str, tuple[object, ...]]:
    """What alembic's comparison overlooks: foreign keys' cascades and the keys' columns."""
    look = inspect(connection)
    return {
        table: (
            look.get_pk_constraint(table)["constrained_columns"],
            sorted((key["name"], tuple(key["column_names"])) for key in look.get_unique_constraints(table)),
            sorted((key["name"], str(key["options"])) for key in look.get_foreign_keys(table)),
            sorted((index["name"], tuple(index["column_names"])) for index in look.get_indexes(table)),
        )
        for table in ALERTS_METADATA.tables
    }


async def test_the_migrated_schema_is_the_one_the_models_describe(empty_database: DatabaseSettings) -> None:
    await migrate(empty_database, Book.ALERTS)
    engine = open_engine(empty_database, Book.ALERTS)
    async with engine.begin() as connection:
        assert await connection.run_sync(differences) == []
        migrated = await connection.run_sync(shapes)
        await connection.run_sync(ALERTS_METADATA.drop_all)
        await connection.run_sync(ALERTS_METADATA.create_all)
        assert migrated == await connection.run_sync(shapes)
    await engine.dispose()


async def test_migrating_twice_changes_nothing(empty_database: DatabaseSettings) -> None:
    await migrate(empty_database, Book.ALERTS)
    await migrate(empty_database, Book.ALERTS)
    engine = open_engine(empty_database, Book.ALERTS)
    async with engine.begin() as connection:
        tables = await connection.run_sync(lambda one: set(inspect(one).get_table_names()))
    assert tables == {*ALERTS_METADATA.tables, "alembic_version"}
    await engine.dispose()
