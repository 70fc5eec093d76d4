"""The trigrams that PostgreSQL takes from a text are those that the text has."""

from collections.abc import Awaitable, Callable

from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.database.folding import folded
from services.database.migrate import migrate
from services.database.search import INDEXED_CHARACTERS
from services.runtime.database import Book, open_engine
from services.runtime.settings import DatabaseSettings
from tests.integration.store.test_search import TEXTS

SAID = (
    "",
    "a",
    "ab",
    "雷",
    "abc",
    "abcd",
    "abcde",
    "aaaaaaaa",
    "\\ & 'quoted' \\1 | : !",
    "\U0001f4a3\U0001f4a3 mine \U0001f4a3",
    "\x01 \x7f",
    "x" * INDEXED_CHARACTERS + "yz",
    *(folded(said) for _, said in TEXTS.values()),
)


def trigrams_of(said: str) -> set[str]:
    padded = said[:INDEXED_CHARACTERS] + "  "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


async def indexed(engine: AsyncEngine, said: str) -> set[str]:
    query = text("SELECT tsvector_to_array(search_grams(CAST(:said AS text)))")
    async with engine.connect() as connection:
        return set((await connection.execute(query, {"said": said})).scalar_one())


async def test_every_trigram_is_taken_and_nothing_else(new_postgres_url: Callable[[], Awaitable[str]]) -> None:
    settings = DatabaseSettings(url=SecretStr(await new_postgres_url()))
    for revision in ("0006", "0007"):  # alike, so that indexes made with the one serve with the other
        await migrate(settings, Book.EVENTS, revision=revision)
        engine = open_engine(settings, Book.EVENTS)
        try:
            for said in SAID:
                assert await indexed(engine, said) == trigrams_of(said), (revision, said[:40])
        finally:
            await engine.dispose()
