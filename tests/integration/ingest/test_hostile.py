"""The whole service, as a process of its own, among servers that mean it no good."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

import psutil
from nats.js.errors import KeyNotFoundError

from services.contracts.feed import FeedState, FeedStatus
from services.runtime.jetstream import Bus
from tests.integration.ingest.conftest import Ingest, published, state_of
from tests.integration.ingest.site import Site, hostile_servers, raw_server, rss, says
from tests.support.eventually import eventually

PROGRAM = "import sys; from services.ingest.app import run; from services.runtime.process import run_service as serve; "
MEBIBYTE = 1024 * 1024

EXPECTED_WORDS = {
    "garbage": "not a feed",
    "error": "in trouble (500",
    "gigabyte, endless": "larger than 15 MiB",
    "gigabyte, announced": "larger than 15 MiB",
    "gzip bomb": "larger than 15 MiB unpacked",
    "entity bomb": "no entries, and broken",
    "hang": "took longer than 3 s in all",
    "drip": "took longer than 3 s in all",
    "endless headers": "does not keep to HTTP",
    "endless interim answers": "took longer than 3 s in all",
    "body too short": "does not keep to HTTP",
    "not http": "does not keep to HTTP",
    "says nothing": "does not keep to HTTP",
    "brotli": "“br”",
    "redirect circle": "redirects in a circle",
    "redirect to a file": "neither http nor https",
    "broken gzip": "breaks off",
    "no TLS": "no secure connection",
}


class Watched:
    """The service's process, and the most memory it and its workers were seen to hold together."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.peak_bytes = 0

    async def watch(self) -> None:
        while True:
            self.peak_bytes = max(self.peak_bytes, self.held_bytes())
            await asyncio.sleep(0.02)

    def family(self) -> list[psutil.Process]:
        with contextlib.suppress(psutil.NoSuchProcess):
            parent = psutil.Process(self.process.pid)
            return [parent, *parent.children(recursive=True)]
        return []

    def held_bytes(self) -> int:
        held = 0
        for process in self.family():
            with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                held += process.memory_info().rss
        return held


@contextlib.asynccontextmanager
async def service(environment: dict[str, str]) -> AsyncIterator[Watched]:
    """`ottawatch serve ingest` in all but name."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM + "sys.exit(serve('ingest', run))", env={**os.environ, **environment}
    )
    watched = Watched(process)
    watcher = asyncio.create_task(watched.watch())
    try:
        yield watched
    finally:
        watcher.cancel()
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def test_hostile_servers_get_a_clear_status_and_harm_nobody(
    bus: Bus, ingest: Ingest, environment: dict[str, str], site: Site, base: str
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        addresses = {
            name: await stack.enter_async_context(raw_server(talk)) for name, talk in hostile_servers().items()
        }
        # A client's first TLS message holds a zero byte and no end of a request's head.
        plain = await stack.enter_async_context(raw_server(says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), until=b"\0"))
        addresses["no TLS"] = plain.replace("http:", "https:")
        site.give("/rss", rss(("1", "First", "one")))
        ingest.list_feeds(f"{base}/rss")
        environment["OTTAWATCH_INGEST_FETCH_SECONDS"] = "3"
        watched = await stack.enter_async_context(service(environment))
        await eventually(partial(_polls, bus, f"{base}/rss", 2))
        quiet_bytes = watched.peak_bytes
        watched.process.terminate()
        assert await watched.process.wait() == 0

        ingest.list_feeds(f"{base}/rss", *addresses.values())
        watched = await stack.enter_async_context(service(environment))
        states = {name: await eventually(partial(_polls, bus, url, 2)) for name, url in addresses.items()}
        words = {name: state.last_error or "" for name, state in states.items() if state is not None}
        wrong = {name: words[name] for name, expected in EXPECTED_WORDS.items() if expected not in words[name]}
        assert not wrong
        assert {state.status for state in states.values() if state is not None} == {FeedStatus.FAILING}

        healthy = await state_of(bus, f"{base}/rss")
        assert healthy.status is FeedStatus.OK
        # Two polls of a server that hangs took 6 s; the healthy feed, due each second, went on all the while.
        assert healthy.polls >= 6
        assert [article.title for article in await published(bus)] == ["First"]

        print(f"quiet {quiet_bytes / MEBIBYTE:.0f} MiB, among the hostile at most {watched.peak_bytes / MEBIBYTE:.0f}")
        assert watched.peak_bytes - quiet_bytes < 200 * MEBIBYTE

        family = watched.family()
        watched.process.send_signal(signal.SIGTERM)
        assert await watched.process.wait() == 0
        assert not [process.pid for process in family if process.is_running()]


async def _polls(bus: Bus, url: str, times: int) -> FeedState | None:
    with contextlib.suppress(KeyNotFoundError):
        state = await state_of(bus, url)
        if state.polls >= times:
            return state
    return None


async def test_a_feed_file_mistake_ends_the_process_with_its_own_code(
    ingest: Ingest, environment: dict[str, str], serve: Callable[[Any], Awaitable[str]]
) -> None:
    ingest.feeds_file.write_text("[[feeds]]\n")
    async with service(environment) as watched:
        assert await watched.process.wait() == 78
