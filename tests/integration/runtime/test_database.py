"""Both databases: commits that last, writers that wait, readers that cannot write, migrations that repeat."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Integer, column, inspect, select, table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from services.database.migrate import migrate_all
from services.runtime.database import ONLY_READS, Book, check_engine, open_engine
from services.runtime.settings import DatabaseSettings


@pytest.fixture
async def settings(database_settings: DatabaseSettings) -> DatabaseSettings:
    """A database with one more table, `counter`, of one row."""
    engine = open_engine(database_settings, Book.EVENTS)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE counter (number INTEGER)"))
        await connection.execute(text("INSERT INTO counter VALUES (0)"))
    await engine.dispose()
    return database_settings


@pytest.fixture
async def engine(settings: DatabaseSettings) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(settings, Book.EVENTS)
    yield engine
    await engine.dispose()


async def number(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int((await connection.execute(text("SELECT number FROM counter"))).scalar_one())


async def shape(settings: DatabaseSettings) -> dict[Book, dict[str, list[str]]]:
    """The tables of each book with their columns."""
    found = {}
    for book in Book:
        engine = open_engine(settings, book)
        async with engine.connect() as connection:
            found[book] = await connection.run_sync(
                lambda sync: {
                    table: sorted(column["name"] for column in inspect(sync).get_columns(table))
                    for table in inspect(sync).get_table_names()
                }
            )
        await engine.dispose()
    return found


async def test_migrating_again_changes_nothing_and_keeps_the_rows(settings: DatabaseSettings) -> None:
    before = await shape(settings)
    engine = open_engine(settings, Book.EVENTS)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE counter SET number = 7"))
    await migrate_all(settings)
    assert await shape(settings) == before
    assert all("alembic_version" in tables and len(tables) > 1 for tables in before.values())
    assert await number(engine) == 7
    await engine.dispose()


async def test_the_two_books_do_not_see_each_other(settings: DatabaseSettings) -> None:
    tables = await shape(settings)
    assert "counter" in tables[Book.EVENTS]
    assert set(tables[Book.EVENTS]) & set(tables[Book.ALERTS]) == {"alembic_version"}


async def test_what_was_committed_is_there_and_what_was_rolled_back_is_not(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE counter SET number = 1"))
    async with engine.connect() as connection:
        await connection.execute(text("UPDATE counter SET number = 2"))
        await connection.rollback()
    assert await number(engine) == 1


async def test_a_reading_engine_cannot_write(settings: DatabaseSettings) -> None:
    reader = open_engine(settings, Book.EVENTS, read_only=True)
    assert await number(reader) == 0
    for statement in ("UPDATE counter SET number = 1", "CREATE TABLE more (x INTEGER)", "DROP TABLE counter"):
        with pytest.raises(DBAPIError, match=r"(?i)read-?\s?only"):
            async with reader.begin() as connection:
                await connection.execute(text(statement))
    assert await number(reader) == 0
    await reader.dispose()


async def test_an_error_tells_the_statement_and_hides_the_values(engine: AsyncEngine) -> None:
    with pytest.raises(DBAPIError, match="nowhere") as told:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "open-sesame"})
    assert "open-sesame" not in str(told.value)


async def test_a_check_answers_none_when_the_database_does(engine: AsyncEngine) -> None:
    assert await check_engine(engine) is None


async def test_a_check_does_not_wait_for_a_writer(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE counter SET number = 1"))
        assert await asyncio.wait_for(check_engine(engine), 3) is None


async def test_a_reader_sees_the_last_commit_while_another_writes(engine: AsyncEngine) -> None:
    async with engine.begin() as writing:
        await writing.execute(text("UPDATE counter SET number = 1"))
        async with engine.connect() as reading:
            await reading.execution_options(**{ONLY_READS: True})
            query = reading.execute(text("SELECT number FROM counter"))
            assert (await asyncio.wait_for(query, 3)).scalar_one() == 0
    assert await number(engine) == 1


async def test_a_connection_given_back_by_a_reader_writes_again(engine: AsyncEngine) -> None:
    """Its option does not stick to the pool: the next transaction takes the write lock at its beginning."""
    await check_engine(engine)
    await count_up_together(engine, 4)
    assert await number(engine) == 4


async def count_up_together(engine: AsyncEngine, writers: int) -> None:
    """Each reads first and writes later, which is what makes SQLite fail when the lock comes late."""
    # SQLite knows no FOR UPDATE, and SQLAlchemy leaves it out there.
    query = select(column("number", Integer)).select_from(table("counter")).with_for_update()

    async def count_up() -> None:
        async with engine.begin() as connection:
            seen = (await connection.execute(query)).scalar_one()
            await asyncio.sleep(0.02)
            await connection.execute(text("UPDATE counter SET number = :next"), {"next": seen + 1})

    async with asyncio.TaskGroup() as group:
        for _ in range(writers):
            group.create_task(count_up())


async def test_writers_at_the_same_time_wait_for_one_another_and_none_fails(engine: AsyncEngine) -> None:
    await count_up_together(engine, 12)
    assert await number(engine) == 12


async def test_two_processes_writers_wait_as_well(settings: DatabaseSettings) -> None:
    """Engines of their own share no pool, as processes do not."""
    engines = [open_engine(settings, Book.EVENTS) for _ in range(3)]
    async with asyncio.TaskGroup() as group:
        for engine in engines:
            group.create_task(count_up_together(engine, 3))
    assert await number(engines[0]) == 9
    for engine in engines:
        await engine.dispose()


async def test_sqlite_writes_ahead_and_syncs_every_commit(tmp_path: Path) -> None:
    engine = open_engine(DatabaseSettings(directory=tmp_path / "made for it"), Book.ALERTS)
    async with engine.connect() as connection:
        values = {
            pragma: (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one()
            for pragma in ("journal_mode", "synchronous", "foreign_keys")
        }
    await engine.dispose()
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}  # 2 is FULL
    assert (tmp_path / "made for it" / "alerts.db").is_file()


@pytest.mark.parametrize("name", ["with space", "żółw", "what?", "50%", "#1"])
async def test_a_folder_of_any_name_holds_the_sqlite_files(tmp_path: Path, name: str) -> None:
    engine = open_engine(DatabaseSettings(directory=tmp_path / name), Book.EVENTS)
    assert await check_engine(engine) is None
    await engine.dispose()
    assert (tmp_path / name / "events.db").is_file()


async def test_each_book_is_a_schema_of_its_own_in_postgresql(new_postgres_url: Callable[[], Awaitable[str]]) -> None:
    settings = DatabaseSettings(url=SecretStr(await new_postgres_url()))
    for book in Book:
        engine = open_engine(settings, book)
        async with engine.connect() as connection:
            path = (await connection.execute(text("SHOW search_path"))).scalar_one()
            name = (await connection.execute(text("SHOW application_name"))).scalar_one()
        await engine.dispose()
        assert (path, name) == (book.value, f"ottawatch-{book.value}")


async def test_a_connection_cut_by_the_postgresql_server_is_replaced(
    new_postgres_url: Callable[[], Awaitable[str]],
) -> None:
    engine = open_engine(DatabaseSettings(url=SecretStr(await new_postgres_url())), Book.EVENTS)
    async with engine.connect() as connection:
        pid = (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
    other = open_engine(DatabaseSettings(url=SecretStr(str(engine.url.render_as_string(False)))), Book.ALERTS)
    async with other.connect() as connection:
        assert (await connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})).scalar_one()
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one() != pid
    await engine.dispose()
    await other.dispose()


def rights_in(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}


async def test_the_files_of_a_database_are_for_their_owner_alone(tmp_path: Path) -> None:
    settings = DatabaseSettings(directory=tmp_path)
    await migrate_all(settings)
    engine = open_engine(settings, Book.ALERTS)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE more (number INTEGER)"))
        rights = rights_in(tmp_path)
    await engine.dispose()
    assert {"alerts.db", "alerts.db-wal", "events.db"} <= rights.keys()
    assert set(rights.values()) == {0o600}
