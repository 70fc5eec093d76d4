"""`ottawatch keys`: API keys made by whoever can reach the database."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from services.api.keys import create_key, require_scopes
from services.database.schema import require_current
from services.runtime.database import Book, open_engine
from services.runtime.errors import RuntimeFailure
from services.runtime.process import EXIT_BAD_CONFIGURATION
from services.runtime.settings import DatabaseSettings, load


def database_settings(data: Path | None) -> DatabaseSettings:
    """The database of a data folder, or without one the database the settings name."""
    return load(DatabaseSettings) if data is None else load(DatabaseSettings, directory=data)


def create_key_command(name: str, scopes: Sequence[str], data: Path | None) -> int:
    """Make a key and print it alone on a line; answers the exit code."""
    try:
        require_scopes(scopes)
        print(asyncio.run(_create(name, scopes, database_settings(data))))  # noqa: T201
    except (RuntimeFailure, ValueError) as error:
        print(f"ottawatch keys create: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_BAD_CONFIGURATION
    return 0


async def _create(name: str, scopes: Sequence[str], settings: DatabaseSettings) -> str:
    engine = open_engine(settings, Book.ALERTS)
    try:
        await require_current(engine, Book.ALERTS)
        return await create_key(engine, name=name, scopes=scopes)
    finally:
        await engine.dispose()
