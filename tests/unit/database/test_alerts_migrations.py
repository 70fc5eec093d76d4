import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import Connection, LargeBinary, bindparam, inspect, text

from services.api.vault import Vault, seal_stored
from services.database.alerts import ALERTS_METADATA
from services.database.column_types import UtcTime
from services.database.migrate import migrate
from services.runtime.database import Book, open_engine
from services.runtime.errors import BadConfiguration
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


AT = datetime(2025, 6, 27, 9, 30, tzinfo=UTC)
OF_AN_OLDER_VERSION = (
    "INSERT INTO subscription (id, url, filters, alerts, format, secret, status, created_at) VALUES "
    "('sub_1', 'https://x.example/', '{}', '[]', 'standard', 'whsec_YWJj', 'active', :at)",
    "INSERT INTO alert (id, type, raised_at, stored_at, body) VALUES ('alr_1', 'x', :at, :at, :body)",
    "INSERT INTO delivery (id, alert_id, subscription_id, state, trigger, next_attempt_at, attempts, created_at) "
    "VALUES ('dlv_1', 'alr_1', 'sub_1', 'pending', 'schedule', :at, 0, :at)",
)


async def test_secrets_in_the_clear_move_to_keys_and_are_sealed_and_no_delivery_is_lost(
    empty_database: DatabaseSettings,
) -> None:
    await migrate(empty_database, Book.ALERTS, revision="0001")
    engine = open_engine(empty_database, Book.ALERTS)
    async with engine.begin() as connection:
        for statement in OF_AN_OLDER_VERSION:
            values = [bindparam("at", AT, UtcTime())] if ":at" in statement else []
            if ":body" in statement:
                values.append(bindparam("body", b"{}", LargeBinary()))
            await connection.execute(text(statement).bindparams(*values))
    await migrate(empty_database, Book.ALERTS)
    vault = Vault(["a" * 32])
    assert await seal_stored(engine, vault) == 1
    assert await seal_stored(engine, vault) == 0
    assert await seal_stored(engine, Vault(["b" * 32, "a" * 32])) == 1
    with pytest.raises(BadConfiguration, match="OTTAWATCH_API_SECRETS_OLD_KEYS"):
        await seal_stored(engine, vault)
    async with engine.connect() as connection:
        key_id, sealed = (await connection.execute(text("SELECT id, sealed FROM signing_key"))).one()
        assert "whsec" not in sealed
        assert Vault(["b" * 32]).open(sealed, place=key_id) == "whsec_YWJj"
        place = (await connection.execute(text("SELECT seq FROM alert"))).scalar_one()
        assert (await connection.execute(text("SELECT id, alert_seq FROM delivery"))).all() == [("dlv_1", place)]
        signs, ordered = (await connection.execute(text("SELECT signatures, ordered FROM subscription"))).one()
        assert (json.loads(signs) if isinstance(signs, str) else signs, bool(ordered)) == (["v1"], False)
    await engine.dispose()
