"""Whether a book's tables have the shape that this version of the code needs."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from services.database.migrate import alembic_config
from services.runtime.database import Book
from services.runtime.errors import BadConfiguration


async def require_current(engine: AsyncEngine, book: Book) -> None:
    """Raise `BadConfiguration`, in plain words, unless the book was migrated to the newest shape."""
    newest = ScriptDirectory.from_config(alembic_config(book)).get_current_head()
    async with engine.connect() as connection:
        found = await connection.run_sync(_revision)
    if found == newest:
        return
    if found is None:
        raise BadConfiguration(f"the book of {book.value} has no tables yet: run `ottawatch migrate` first")
    raise BadConfiguration(
        f"the tables of the book of {book.value} are at version {found} and this program needs {newest}: "
        "run `ottawatch migrate`, or the program that made them"
    )


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
