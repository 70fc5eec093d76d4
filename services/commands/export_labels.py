"""`ottawatch export-labels`: the articles of reviewed events as labelled items, to measure the reading by."""

import asyncio
import json
import sys
from pathlib import Path

from services.commands.keys import database_settings
from services.database.outage import DATABASE_ERRORS, in_words
from services.database.schema import require_current
from services.runtime.database import Book, open_engine
from services.runtime.errors import RuntimeFailure
from services.runtime.process import EXIT_BAD_CONFIGURATION, EXIT_CRASHED
from services.runtime.settings import DatabaseSettings
from services.store.labels import labelled_items


def export_labels_command(data: Path | None, output: str) -> int:
    """Write one JSON item a line to `output`, `-` being standard output; answers the exit code."""
    try:
        lines = asyncio.run(_lines(database_settings(data)))
    except RuntimeFailure as error:
        print(f"ottawatch export-labels: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_BAD_CONFIGURATION
    except DATABASE_ERRORS as error:
        print(f"ottawatch export-labels: the database does not answer: {in_words(error)}", file=sys.stderr)  # noqa: T201
        return EXIT_BAD_CONFIGURATION
    text = "".join(f"{line}\n" for line in lines)
    if output == "-":
        sys.stdout.write(text)
    else:
        try:
            Path(output).write_text(text, encoding="utf-8")
        except OSError as error:
            print(f"ottawatch export-labels: {output} cannot be written ({error.strerror})", file=sys.stderr)  # noqa: T201
            return EXIT_CRASHED
        print(f"{len(lines)} items", file=sys.stderr)  # noqa: T201
    return 0


async def _lines(settings: DatabaseSettings) -> list[str]:
    engine = open_engine(settings, Book.EVENTS, read_only=True)
    try:
        await require_current(engine, Book.EVENTS)
        return [json.dumps(item, ensure_ascii=False) async for item in labelled_items(engine)]
    finally:
        await engine.dispose()
