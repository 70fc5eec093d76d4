"""`ottawatch keys`: API keys made, shown and revoked by whoever can reach the database."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from services.api.keys import create_key, list_keys, require_scopes, revoke_key
from services.database.alerts import ApiKey
from services.database.schema import require_current
from services.runtime.clock import utc_now
from services.runtime.database import Book, open_engine
from services.runtime.errors import BadConfiguration, RuntimeFailure
from services.runtime.process import EXIT_BAD_CONFIGURATION
from services.runtime.settings import DatabaseSettings, load


def database_settings(data: Path | None) -> DatabaseSettings:
    """The database of a data folder, or without one the database the settings name; on SQLite it must be there."""
    settings = load(DatabaseSettings) if data is None else load(DatabaseSettings, directory=data)
    if settings.url is None and not any((settings.directory / f"{book.value}.db").is_file() for book in Book):
        raise BadConfiguration(
            f"{settings.directory} holds no database: name the folder of `ottawatch run` with --data"
        )
    return settings


def create_key_command(name: str, scopes: Sequence[str], data: Path | None, *, valid_days: int | None = None) -> int:
    """Make a key and print it alone on a line; answers the exit code."""

    async def create(engine: AsyncEngine) -> str:
        expires_at = None if valid_days is None else utc_now() + timedelta(days=valid_days)
        return await create_key(engine, name=name, scopes=scopes, expires_at=expires_at)

    try:
        require_scopes(scopes)
        if valid_days is not None and not 1 <= valid_days <= 36_500:
            raise ValueError("a key is valid for 1 to 36500 days")
    except ValueError as error:
        return _refused("create", error)
    return _on_the_book("create", data, create)


def list_keys_command(data: Path | None) -> int:
    """Print every key on a line of its own, without what would let anybody in; answers the exit code."""

    async def show(engine: AsyncEngine) -> str:
        return "\n".join([_HEADING, *map(_line, await list_keys(engine))])

    return _on_the_book("list", data, show)


def revoke_key_command(words: str, data: Path | None) -> int:
    """Revoke the key that goes by `words`; answers the exit code."""

    async def revoke(engine: AsyncEngine) -> str:
        key = await revoke_key(engine, words, now=utc_now())
        return f"revoked: {key.id} ({key.prefix}…), {key.owner}"

    return _on_the_book("revoke", data, revoke)


_HEADING = f"{'id':<28}  {'begins':<14}  {'scopes':<16}  {'made':<16}  {'last used':<16}  {'state':<20}  owner"


def _line(key: ApiKey) -> str:
    state = "valid"
    if key.revoked_at is not None:
        state = "revoked"
    elif key.expires_at is not None:
        state = f"{'expired' if key.expires_at <= utc_now() else 'until'} {key.expires_at:%Y-%m-%d}"
    used = f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never"
    scopes = ",".join(key.scopes)
    made = f"{key.created_at:%Y-%m-%d %H:%M}"
    return f"{key.id:<28}  {key.prefix + '…':<14}  {scopes:<16}  {made:<16}  {used:<16}  {state:<20}  {key.owner}"


def _on_the_book(command: str, data: Path | None, act: Callable[[AsyncEngine], Awaitable[str]]) -> int:
    """Do `act` on the book of alerts and print what it answers."""

    async def run(settings: DatabaseSettings) -> str:
        engine = open_engine(settings, Book.ALERTS)
        try:
            await require_current(engine, Book.ALERTS)
            return await act(engine)
        finally:
            await engine.dispose()

    try:
        print(asyncio.run(run(database_settings(data))))  # noqa: T201
    except (RuntimeFailure, LookupError) as error:
        return _refused(command, error)
    return 0


def _refused(command: str, error: Exception) -> int:
    print(f"ottawatch keys {command}: {error}", file=sys.stderr)  # noqa: T201
    return EXIT_BAD_CONFIGURATION
