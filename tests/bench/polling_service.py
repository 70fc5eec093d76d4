"""What the polling bench runs: the local site, and ingest as a process of its own on a nats-server of its own."""

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import psutil

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, FeedStatus, ListedFeed
from services.contracts.streams import ARTICLES, FEED_LIST_BUCKET, FEED_STATE_BUCKET
from services.ingest.feeds_file import feed_id
from services.runtime.buckets import read_bucket
from services.runtime.clock import utc_now
from services.runtime.jetstream import Bus, connected
from tests.support.nats import NatsProcess, free_port

PROGRAM = "import sys; from services.ingest.app import run; from services.runtime.process import run_service as serve; "
QUIET_SECONDS = 1.0


@dataclass(frozen=True)
class Site:
    """The local site, in a process of its own."""

    port: int

    def urls(self, kind: str, count: int) -> list[str]:
        """Addresses of feeds, each on a host of its own."""
        return [f"http://127.1.{n // 250}.{n % 250 + 1}:{self.port}/{kind}/{n}" for n in range(count)]

    def turn(self) -> None:
        """One more entry on top of every `/one` feed."""
        urllib.request.urlopen(f"http://127.0.0.1:{self.port}/turn").read()


@contextlib.contextmanager
def site() -> Iterator[Site]:
    """The site for the length of the block."""
    command = [sys.executable, "-m", "tests.bench.polling_site"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield Site(int(process.stdout.readline()))
    finally:
        process.kill()
        process.wait()


class Ingest:
    """The service in a process of its own, on a nats-server of its own."""

    def __init__(self) -> None:
        self._stack = contextlib.AsyncExitStack()
        self._nats = NatsProcess(Path(self._stack.enter_context(tempfile.TemporaryDirectory())) / "nats")
        self._health = free_port()
        self.peak_bytes = 0

    async def __aenter__(self) -> "Ingest":
        self._nats.start()
        self._stack.callback(self._nats.kill)
        settings = self._nats.settings.model_copy(update={"stream_scale": 1.0})
        self.bus: Bus = await self._stack.enter_async_context(connected(settings, name="bench"))
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._stack.aclose()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The service, ready, while the block runs."""
        nats = self._nats.settings
        environment = {
            **os.environ,
            "OTTAWATCH_NATS_URL": nats.url,
            "OTTAWATCH_NATS_USER": nats.user or "",
            "OTTAWATCH_NATS_PASSWORD": nats.password.get_secret_value() if nats.password else "",
            "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
            "OTTAWATCH_INGEST_REPLICA": "bench",
            "OTTAWATCH_INGEST_START_RATE": "1000000",
            "OTTAWATCH_INGEST_DEFAULT_INTERVAL": "3600",
            "OTTAWATCH_INGEST_HEALTH_PORT": str(self._health),
            "OTTAWATCH_LOG_LEVEL": "warning",
            # Without a feeds file the list's own entries count, and those of files would be dropped.
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", PROGRAM + "sys.exit(serve('ingest', run))", env=environment
        )
        watcher = asyncio.create_task(self._watch(process.pid))
        try:
            yield
        finally:
            watcher.cancel()
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()

    async def _watch(self, process_id: int) -> None:
        """Keep the most memory that the service and its workers were seen to hold together."""
        while True:
            held = 0
            with contextlib.suppress(psutil.NoSuchProcess):
                service = psutil.Process(process_id)
                for member in (service, *service.children(recursive=True)):
                    held += member.memory_info().rss
            self.peak_bytes = max(self.peak_bytes, held)
            await asyncio.sleep(0.5)

    def polls(self) -> float:
        """Polls that have ended, and 0 while the service is not up."""
        return sum(value for name, value in self._metrics() if name.startswith("ottawatch_ingest_polls_total"))

    def lags(self) -> list[tuple[float, float]]:
        """How many polls began at most so many seconds late."""
        prefix = 'ottawatch_ingest_poll_lag_seconds_bucket{le="'
        found = [(name.removeprefix(prefix).rstrip('"}'), value) for name, value in self._metrics() if prefix in name]
        return [(float(bound.replace("+Inf", "inf")), value) for bound, value in found]

    def _metrics(self) -> list[tuple[str, float]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._health}/metrics") as answer:
                lines = answer.read().decode().splitlines()
        except OSError:
            return []
        pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
        return [(name, float(value)) for name, _, value in pairs]

    async def put(self, bucket: str, values: dict[str, bytes]) -> None:
        """Write values, many at a time."""
        kept = await self.bus.bucket(bucket)
        rows = list(values.items())
        for start in range(0, len(rows), 256):
            await asyncio.gather(*(kept.put(key, value) for key, value in rows[start : start + 256]))

    async def plan(
        self,
        urls: list[str],
        *,
        lead: timedelta = timedelta(0),
        within: timedelta = timedelta(0),
        etag: str | None = None,
    ) -> None:
        """Put feeds on the list that are due now, or after `lead` and evenly spread over the time from then on."""
        now, listed, states = utc_now(), {}, {}
        for place, url in enumerate(urls):
            feed = FeedReference(id=feed_id(url), url=url)
            listed[feed.id] = ListedFeed(feed=feed, origin="api", added_at=now).model_dump_json().encode()
            state = FeedState(feed=feed, next_check_at=now + lead + within * (place / len(urls)))
            if etag is not None:
                known = {"etag": etag, "body_hash": sha256(b"").hexdigest(), "full_fetch_at": now}
                state = state.model_copy(update={**known, "status": FeedStatus.OK, "last_success_at": now})
            states[feed.id] = state.model_dump_json(exclude_none=True).encode()
        await self.put(FEED_STATE_BUCKET, states)
        await self.put(FEED_LIST_BUCKET, listed)

    async def make_due(self) -> None:
        """Let every feed be due now."""
        due = {}
        for key, stored in (await read_bucket(self.bus, FEED_STATE_BUCKET)).items():
            state = FeedState.model_validate_json(stored.value)
            due[key] = state.model_copy(update={"next_check_at": utc_now()}).model_dump_json(exclude_none=True).encode()
        await self.put(FEED_STATE_BUCKET, due)

    async def seconds_for(self, feeds: int) -> float:
        """From the first poll until `feeds` of them ended and all they led to is durable."""
        began = last = None
        written, polls = -1, 0.0
        while began is None or polls < feeds or time.perf_counter() - last < QUIET_SECONDS:
            await asyncio.sleep(0.02)
            seen = await self._written()
            now = time.perf_counter()
            if seen != written:
                written, last = seen, now
            if polls < feeds:
                polls = self.polls()
                began = began or (now if polls else None)
        return (last or began) - began

    async def _written(self) -> int:
        infos = [await self.bus.context.stream_info(name) for name in (f"KV_{FEED_STATE_BUCKET}", ARTICLES.name)]
        return sum(info.state.last_seq for info in infos)

    async def articles(self) -> int:
        """Articles in the stream."""
        return (await self.bus.context.stream_info(ARTICLES.name)).state.messages
