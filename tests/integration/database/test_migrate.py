"""Migrating: what cannot work is refused before anything is written."""

from pathlib import Path
from typing import Any

import asyncpg
import pytest
from pydantic import SecretStr

from services.database.migrate import migrate_all
from services.runtime.errors import BadConfiguration
from services.runtime.settings import DatabaseSettings


async def test_a_database_of_another_encoding_is_refused_with_the_mend(postgres_server: Any) -> None:
    connection = await asyncpg.connect(postgres_server.get_uri())
    try:
        await connection.execute(
            "CREATE DATABASE in_ascii ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        )
    finally:
        await connection.close()
    url = str(postgres_server.get_uri("in_ascii")).replace("postgresql://", "postgresql+asyncpg://", 1)
    with pytest.raises(BadConfiguration, match="encoded as SQL_ASCII and must be UTF8"):
        await migrate_all(DatabaseSettings(url=SecretStr(url)))


async def test_migrating_again_changes_nothing(database_settings: DatabaseSettings) -> None:
    await migrate_all(database_settings)


async def test_files_that_are_no_database_or_cannot_be_made_are_told_at_once_in_words(tmp_path: Path) -> None:
    (tmp_path / "events.db").write_text("not a database, whatever its name says")
    with pytest.raises(BadConfiguration, match="cannot be used: file is not a database"):
        await migrate_all(DatabaseSettings(directory=tmp_path))
    (tmp_path / "a file").touch()
    with pytest.raises(BadConfiguration, match="cannot be used"):
        await migrate_all(DatabaseSettings(directory=tmp_path / "a file" / "data"))
