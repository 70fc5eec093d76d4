"""`ottawatch rebuild`: every event derived anew from the stored findings and reviews."""

import asyncio
import sys
from pathlib import Path

from services.commands.keys import database_settings
from services.database.outage import DATABASE_ERRORS, in_words
from services.database.schema import require_current
from services.runtime.database import Book, open_engine
from services.runtime.errors import RuntimeFailure
from services.runtime.logs import configure_logs
from services.runtime.process import EXIT_BAD_CONFIGURATION
from services.runtime.settings import DatabaseSettings, LogSettings, load
from services.store.rebuilding import rebuild

EXIT_DIFFERS = 1


def rebuild_command(data: Path | None, *, check: bool) -> int:
    """Derive all events anew, or say what would change; answers the exit code."""
    try:
        configure_logs(load(LogSettings, level="error"), service="rebuild")
        return asyncio.run(_run(database_settings(data), check=check))
    except RuntimeFailure as error:
        print(f"ottawatch rebuild: {error}", file=sys.stderr)  # noqa: T201
    except DATABASE_ERRORS as error:
        print(f"ottawatch rebuild: the database does not answer: {in_words(error)}", file=sys.stderr)  # noqa: T201
    return EXIT_BAD_CONFIGURATION


async def _run(settings: DatabaseSettings, *, check: bool) -> int:
    engine = open_engine(settings, Book.EVENTS, command_seconds=None)
    groups = differences = 0
    try:
        await require_current(engine, Book.EVENTS)
        async for done in rebuild(engine, only_check=check):
            groups += done.groups
            differences += len(done.differences)
            for line in done.differences:
                print(line)  # noqa: T201
    finally:
        await engine.dispose()
    verb = "would change" if check else "changed"
    print(f"{groups} groups derived anew, {differences} events {verb}")  # noqa: T201
    return EXIT_DIFFERS if check and differences else 0
