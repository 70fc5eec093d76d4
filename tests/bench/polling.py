"""`make bench`: how fast ingest polls, beside what a user would take instead and beside the bare limits.

All ask the same local site on the same machine in one run: PyPI's `reader`, a bare httpx loop, and feedparser alone in
two processes. Ingest is the real service in a process of its own, with a real nats-server that syncs every write; it is
done when everything is durable: every article in its stream, every feed's state in its bucket.
"""

import argparse
import asyncio
import io
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

import feedparser
import feedparser_sgmllib
import httpx

from tests.bench.polling_service import Ingest, Site, site
from tests.bench.polling_site import ETAG, document

# reader brings its own feedparser, which imports this module by the name it has as a package of its own.
sys.modules.setdefault("sgmllib", feedparser_sgmllib)

READER_WORKERS = 10
"""What reader's own documentation takes for an example."""

HTTPX_AT_ONCE = 48

POLLS_PER_SECOND = 100_000 / (15 * 60)

SMALL = [400, 200, 60, 5_000]
FULL = [10_000, 10_000, 2_000, 100_000]
"""Feeds of the parts a to d."""

PARTS = {"a": "304", "b": "one new among twenty known", "c": "fifty new"}
TARGETS = {("a", "reader"): 1.0, ("b", "reader"): 4.0, ("c", "reader"): 1.5, ("c", "2 × feedparser"): 0.4}
"""How many times as quick ingest should be."""


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


@dataclass(frozen=True)
class Round:
    """One measurement of one part: feeds a second, and what ingest held at most."""

    rates: dict[str, float]
    """Of ingest and of each it is compared with."""
    peak_bytes: int

    def ratio(self, other: str) -> float:
        """How many times as quick as `other` ingest is."""
        return self.rates["ingest"] / self.rates[other]


def told(name: str, rounds: Sequence[Round]) -> None:
    """Print one line: the median rates and ratios, what they should be, and the most memory."""
    middle = {who: median(one.rates[who] for one in rounds) for who in rounds[0].rates}
    shown = "  ".join(f"{who} {rate:.0f}/s" for who, rate in middle.items())
    ratios = []
    for other in list(middle)[1:]:
        wanted = TARGETS.get((name, other))
        of = f" (wanted: {wanted})" if wanted else ""
        ratios.append(f"{median(one.ratio(other) for one in rounds):.2f} × {other}{of}")
    held = max(one.peak_bytes for one in rounds) / 2**20
    print(f"({name}) {PARTS[name]}: {shown};  {',  '.join(ratios)};  at most {held:.0f} MiB resident", flush=True)


def compared(count: int, ours: float, others: dict[str, float], ingest: Ingest) -> Round:
    """Seconds as rates."""
    seconds = {"ingest": ours, **others}
    return Round({who: count / taken for who, taken in seconds.items()}, ingest.peak_bytes)


async def unchanged(place: Site, count: int) -> Round:
    """Every feed answers 304."""
    urls = place.urls("same", count)
    async with Ingest() as ingest:
        await ingest.plan(urls, etag=ETAG.decode())
        async with ingest.running():
            ours = await ingest.seconds_for(count)
    reader = await asyncio.to_thread(lambda: reader_seconds(urls, iter((None, None))))
    return compared(count, ours, {"reader": reader[1], "httpx": await httpx_seconds(urls)}, ingest)


async def one_new(place: Site, count: int) -> Round:
    """Every feed has one new entry among twenty known ones."""
    urls = place.urls("one", count)
    async with Ingest() as ingest:
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
    return compared(count, ours, {"reader": reader[1], "2 × feedparser": bare}, ingest)


async def all_new(place: Site, count: int) -> Round:
    """Every feed has fifty new entries."""
    urls = place.urls("new", count)
    async with Ingest() as ingest:
        await ingest.plan(urls)
        async with ingest.running():
            ours = await ingest.seconds_for(count)
        articles = await ingest.articles()
    assert articles == count * 50, f"{articles} of {count * 50} articles are durable"
    reader = await asyncio.to_thread(lambda: reader_seconds(urls, iter((None,))))
    bodies = [document(str(n), 0, 50) for n in range(count)]
    bare = await asyncio.to_thread(lambda: feedparser_seconds(bodies))
    return compared(count, ours, {"reader": reader[0], "2 × feedparser": bare}, ingest)


async def lag(place: Site, count: int, seconds: float) -> None:
    """So many feeds, as often as a hundred thousand at fifteen minutes: how late do polls begin."""
    period = timedelta(seconds=count / POLLS_PER_SECOND)
    # Written and loaded first, due one after the other from then on.
    lead = timedelta(seconds=5 + count / 400)
    async with Ingest() as ingest:
        await ingest.plan(place.urls("same", count), lead=lead, within=period, etag=ETAG.decode())
        async with ingest.running():
            while not ingest.polls():  # noqa: ASYNC110 - it is another process
                await asyncio.sleep(0.2)
            before, started = ingest.polls(), time.perf_counter()
            await asyncio.sleep(seconds)
            polls, lags = ingest.polls() - before, ingest.lags()
            rate = polls / (time.perf_counter() - started)
    held = ingest.peak_bytes / 2**20
    late = next(bound for bound, number in lags if number >= 0.99 * lags[-1][1])
    print(
        f"(d) {count} feeds, {POLLS_PER_SECOND:.0f} due a second (100,000 every 15 minutes): {rate:.0f} polled a "
        f"second, 99 % of them at most {late:g} s late (wanted: 60), at most {held:.0f} MiB resident"
    )


async def bench(options: argparse.Namespace) -> None:
    """All of it."""
    sizes = json.loads(options.sizes) if options.sizes else FULL if options.full else SMALL
    works = {"a": unchanged, "b": one_new, "c": all_new}
    with site() as place:
        for (name, work), count in zip(works.items(), sizes, strict=False):
            if name in options.parts:
                began = time.perf_counter()
                told(name, [await work(place, count) for _ in range(options.rounds)])
                print(f"    {count} feeds, {options.rounds} rounds, {time.perf_counter() - began:.0f} s", flush=True)
        if "d" in options.parts:
            await lag(place, sizes[3], 60 if options.full else 10)


def main() -> None:
    """Take the sizes from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help=f"{FULL} feeds instead of {SMALL}: half an hour a round")
    parser.add_argument("--sizes", metavar="[A, B, C, D]", help="feeds of each part, as JSON")
    parser.add_argument("--parts", default="abcd", help="which parts (default: abcd)")
    parser.add_argument("--rounds", type=int, default=1, help="measure a, b and c so often and print the medians")
    asyncio.run(bench(parser.parse_args()))


if __name__ == "__main__":
    main()
