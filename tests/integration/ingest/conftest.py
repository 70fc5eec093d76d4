"""The service as tests run it: in the test's own process, or as a process of its own."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nats.js.errors import KeyNotFoundError
from pydantic import ValidationError

from services.contracts.article import Article
from services.contracts.feed import FeedState
from services.contracts.streams import ARTICLES, FEED_STATE_BUCKET
from services.ingest.app import run
from services.ingest.feeds_file import feed_id
from services.runtime.jetstream import Bus
from services.runtime.process import Life
from tests.integration.ingest.site import Site
from tests.support.nats import NatsProcess


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
async def base(site: Site, serve: Callable[[Any], Awaitable[str]]) -> str:
    """The address of `site`."""
    return await serve(site)


@dataclass
class Ingest:
    """The service under test: its feeds file, and runs of it."""

    feeds_file: Path

    def list_feeds(self, *urls: str, interval: int | None = 1) -> None:
        """Write the feeds file."""
        period = "" if interval is None else f"interval = {interval}\n"
        self.feeds_file.write_text("".join(f"[[feeds]]\nurl = '{url}'\n{period}" for url in urls))

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Life]:
        """The service while the block runs; afterwards it is stopped as SIGTERM would."""
        life = Life()
        task = asyncio.create_task(run(life))
        try:
            while not life.is_ready and not task.done():  # noqa: ASYNC110 - the service announces by a flag
                await asyncio.sleep(0.01)
            yield life
        finally:
            life.stopping.set()
            await task


@pytest.fixture
def environment(nats_process: NatsProcess, tmp_path: Path) -> dict[str, str]:
    """The variables the service runs with."""
    nats = nats_process.settings
    assert nats.user is not None
    assert nats.password is not None
    return {
        "OTTAWATCH_NATS_URL": nats.url,
        "OTTAWATCH_NATS_USER": nats.user,
        "OTTAWATCH_NATS_PASSWORD": nats.password.get_secret_value(),
        "OTTAWATCH_NATS_STREAM_SCALE": "0.05",
        "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS": "127.0.0.1/32",
        "OTTAWATCH_INGEST_FEEDS_FILE": str(tmp_path / "feeds.toml"),
        "OTTAWATCH_INGEST_MIN_INTERVAL": "1",
        "OTTAWATCH_INGEST_REPLICA": "test",
    }


@pytest.fixture
def ingest(environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ingest:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Ingest(tmp_path / "feeds.toml")


async def state_of(bus: Bus, url: str) -> FeedState:
    """What the service remembers of the feed at `url`."""
    bucket = await bus.bucket(FEED_STATE_BUCKET)
    entry = await bucket.get(feed_id(url))
    return FeedState.model_validate_json(entry.value or b"")


async def state_after(bus: Bus, url: str, polls: int) -> FeedState | None:
    """The same once it was polled that often; None before."""
    with contextlib.suppress(KeyNotFoundError, ValidationError):  # the second while a broken one stands there
        state = await state_of(bus, url)
        if state.polls >= polls:
            return state
    return None


async def published(bus: Bus) -> list[Article]:
    """Every article in the stream, oldest first."""
    info = await bus.context.stream_info(ARTICLES.name)
    numbers = range(info.state.first_seq, info.state.last_seq + 1) if info.state.messages else ()
    messages = [await bus.context.get_msg(ARTICLES.name, seq=number) for number in numbers]
    return [Article.decode(message.data or b"") for message in messages]
