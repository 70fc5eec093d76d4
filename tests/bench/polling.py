"""`make bench`: how fast ingest polls, beside what a user would take instead and beside the bare limits.

All ask the same local site on the same machine in one run: PyPI's `reader`, a bare httpx loop, and feedparser alone in
two processes. Ingest is the real service in a process of its own, with a real nats-server that syncs every write; it is
done when everything is durable: every article in its stream, every feed's state in its bucket.
"""

import argparse
import asyncio
import contextlib
import io
import json
import multiprocessing
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

import feedparser
import feedparser_sgmllib
import httpx
import psutil

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, FeedStatus, ListedFeed
from services.contracts.streams import ARTICLES, FEED_LIST_BUCKET, FEED_STATE_BUCKET
from services.ingest.feeds_file import feed_id
from services.runtime.buckets import read_bucket
from services.runtime.clock import utc_now
from services.runtime.jetstream import Bus, connected
from tests.bench.polling_site import ETAG, document
from tests.support.nats import NatsProcess, free_port

# reader brings its own feedparser, which imports this module by the name it has as a package of its own.
sys.modules.setdefault("sgmllib", feedparser_sgmllib)

PROGRAM = "import sys; from services.ingest.app import run; from services.runtime.process import run_service as serve; "
QUIET_SECONDS = 1.0
READER_WORKERS = 10
"""What reader's own documentation takes for an example."""

HTTPX_AT_ONCE = 48

POLLS_PER_SECOND = 100_000 / (15 * 60)


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

    def __init__(self, directory: Path) -> None:
        self._nats = NatsProcess(directory / "nats")
        self._health = free_port()
        self.resident_bytes = 0

    async def __aenter__(self) -> "Ingest":
        self._nats.start()
        self._stack = contextlib.AsyncExitStack()
        settings = self._nats.settings.model_copy(update={"stream_scale": 1.0})
        self.bus: Bus = await self._stack.enter_async_context(connected(settings, name="bench"))
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._stack.aclose()
        self._nats.kill()

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
        try:
            yield
            family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
            self.resident_bytes = sum(member.memory_info().rss for member in family)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()

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


def reader_seconds(urls: list[str], between: Iterator[None]) -> list[float]:
    """Seconds that reader takes to update these feeds, once for each step of `between`, which prepares the site."""
    from reader import make_reader

    seconds = []
    with tempfile.TemporaryDirectory() as directory:
        reader = make_reader(f"{directory}/reader.sqlite")
        for url in urls:
            reader.add_feed(url)
        for _ in between:
            begun = time.perf_counter()
            reader.update_feeds(workers=READER_WORKERS, scheduled=False)
            seconds.append(time.perf_counter() - begun)
        reader.close()
    return seconds


async def httpx_seconds(urls: list[str]) -> float:
    """Seconds that a bare loop over httpx takes for the 304s alone, nothing read, nothing kept."""
    places = asyncio.Semaphore(HTTPX_AT_ONCE)
    limits = httpx.Limits(max_connections=HTTPX_AT_ONCE)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:

        async def ask(url: str) -> None:
            async with places:
                answer = await client.get(url, headers={"If-None-Match": ETAG.decode()})
                assert answer.status_code == 304

        begun = time.perf_counter()
        await asyncio.gather(*map(ask, urls))
        return time.perf_counter() - begun


def _parse(bodies: list[bytes]) -> int:
    return sum(len(feedparser.parse(io.BytesIO(body)).entries) for body in bodies)


def feedparser_seconds(bodies: list[bytes]) -> float:
    """Seconds that feedparser alone takes for the bytes, in two processes."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(_parse, [bodies[:1], bodies[:1]])  # imported and warm
        begun = time.perf_counter()
        pool.map(_parse, [bodies[::2], bodies[1::2]])
        return time.perf_counter() - begun


def told(what: str, count: int, ours: float, others: dict[str, float]) -> dict[str, float]:
    """Print one line of rates and ratios."""
    rates = {"ingest": count / ours, **{name: count / seconds for name, seconds in others.items()}}
    shown = "  ".join(f"{name} {rate:7.1f}/s" for name, rate in rates.items())
    ratios = "  ".join(f"{rates['ingest'] / rate:5.2f} × {name}" for name, rate in rates.items() if name != "ingest")
    print(f"{what:34} {count:6} feeds   {shown}   ingest is {ratios}", flush=True)
    return rates


async def unchanged(place: Site, count: int) -> None:
    """Every feed answers 304."""
    urls = place.urls("same", count)
    async with Ingest(Path(tempfile.mkdtemp())) as ingest:
        await ingest.plan(urls, etag=ETAG.decode())
        async with ingest.running():
            ours = await ingest.seconds_for(count)
    reader = await asyncio.to_thread(lambda: reader_seconds(urls, iter((None, None))))
    told("(a) 304", count, ours, {"reader": reader[1], "httpx": await httpx_seconds(urls)})
    print(f"    resident memory of ingest and its workers: {ingest.resident_bytes / 2**20:.0f} MiB")


async def one_new(place: Site, count: int) -> None:
    """Every feed has one new entry among twenty known ones."""
    urls = place.urls("one", count)
    async with Ingest(Path(tempfile.mkdtemp())) as ingest:
        await ingest.plan(urls)
        async with ingest.running():
            await ingest.seconds_for(count)
        before = await ingest.articles()
        place.turn()
        await ingest.make_due()
        async with ingest.running():
            ours = await ingest.seconds_for(count)
        new = await ingest.articles() - before
    assert new == count, f"{new} of {count} articles are durable"

    def turns() -> Iterator[None]:
        yield
        place.turn()
        yield

    reader = await asyncio.to_thread(lambda: reader_seconds(urls, turns()))
    bodies = [document(str(n), 0, 21) for n in range(count)]
    bare = await asyncio.to_thread(lambda: feedparser_seconds(bodies))
    told("(b) one new among twenty known", count, ours, {"reader": reader[1], "2 × feedparser": bare})


async def all_new(place: Site, count: int) -> None:
    """Every feed has fifty new entries."""
    urls = place.urls("new", count)
    async with Ingest(Path(tempfile.mkdtemp())) as ingest:
        await ingest.plan(urls)
        async with ingest.running():
            ours = await ingest.seconds_for(count)
        articles = await ingest.articles()
    assert articles == count * 50, f"{articles} of {count * 50} articles are durable"
    reader = await asyncio.to_thread(lambda: reader_seconds(urls, iter((None,))))
    bodies = [document(str(n), 0, 50) for n in range(count)]
    bare = await asyncio.to_thread(lambda: feedparser_seconds(bodies))
    told("(c) fifty new", count, ours, {"reader": reader[0], "2 × feedparser": bare})


async def lag(place: Site, count: int, seconds: float) -> None:
    """So many feeds, as often as a hundred thousand at fifteen minutes: how late do polls begin."""
    period = timedelta(seconds=count / POLLS_PER_SECOND)
    # Written and loaded first, due one after the other from then on.
    lead = timedelta(seconds=5 + count / 400)
    async with Ingest(Path(tempfile.mkdtemp())) as ingest:
        await ingest.plan(place.urls("same", count), lead=lead, within=period, etag=ETAG.decode())
        async with ingest.running():
            while not ingest.polls():  # noqa: ASYNC110 - it is another process
                await asyncio.sleep(0.2)
            before, started = ingest.polls(), time.perf_counter()
            await asyncio.sleep(seconds)
            polls, lags = ingest.polls() - before, ingest.lags()
            rate = polls / (time.perf_counter() - started)
    late = next(bound for bound, number in lags if number >= 0.99 * lags[-1][1])
    print(
        f"(d) {count} feeds, {POLLS_PER_SECOND:.0f} due a second (100,000 every 15 minutes): {rate:.0f} polled a "
        f"second, 99 % of them at most {late:g} s late, resident {ingest.resident_bytes / 2**20:.0f} MiB"
    )


async def bench(options: argparse.Namespace) -> None:
    """All of it."""
    sizes = json.loads(options.sizes) if options.sizes else [10_000, 10_000, 2_000, 100_000] if options.full else None
    small = sizes or [400, 200, 60, 5_000]
    with site() as place:
        for part, work in zip("abc", (unchanged, one_new, all_new), strict=True):
            if part in options.parts:
                await work(place, small["abc".index(part)])
        if "d" in options.parts:
            await lag(place, small[3], 60 if options.full else 10)


def main() -> None:
    """Take the sizes from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="10,000 × 304, 10,000 × one new, 2,000 × fifty new")
    parser.add_argument("--sizes", metavar="[A, B, C, D]", help="feeds of each part, as JSON")
    parser.add_argument("--parts", default="abcd", help="which parts (default: abcd)")
    asyncio.run(bench(parser.parse_args()))


if __name__ == "__main__":
    main()
