"""Documents through all that polls do with them: the quick way, which skips known entries, beside the whole way."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from prometheus_client import REGISTRY

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, SeenEntries
from services.ingest.entries import Limits
from services.ingest.fetch import Answer, Fetcher
from services.ingest.outcome import Outcome, Seen
from services.ingest.parse_pool import ParsePool
from services.ingest.poll import Poller
from services.ingest.schedule import Pace
from services.ingest.settings import IngestSettings

LIMITS = Limits(2000, 2000, 100_000, 2048)
URL = "https://a.example/feed"
BEGUN_AT = datetime(2026, 2, 20, 12, tzinfo=UTC)
PACE = Pace(
    floor=timedelta(minutes=5),
    default=timedelta(hours=1),
    ceiling=timedelta(days=1),
    start_spread=timedelta(0),
    push_backup=timedelta(days=1),
)
AT_ONCE = 4
_FAULTS_OF_OURS = ("broke down", "takes longer", "more memory", "the parser failed")
_ENTRY = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<(item|entry)(?=[\s>])", re.DOTALL)


@dataclass
class Server:
    """Gives its document to whoever asks."""

    body: bytes
    content_type: str

    async def get(self, url: str, **_options: Any) -> Answer:
        return Answer(200, {"content-type": self.content_type}, url, self.body)


class Feed:
    """One feed, polled again and again."""

    def __init__(self, pool: ParsePool, body: bytes, content_type: str) -> None:
        self._server = Server(body, content_type)
        self._seen = SeenEntries()
        self._now = BEGUN_AT
        self._state = FeedState(feed=FeedReference(id="feed_1", url=URL), next_check_at=BEGUN_AT)
        self._poller = Poller(cast(Fetcher, self._server), pool, self._load, PACE, lambda: self._now, draw=lambda: 0.5)

    async def _load(self, _feed_id: str) -> Seen:
        return Seen(self._seen)

    async def poll(self) -> Outcome:
        """The next poll, an hour later; what it leads to is kept."""
        outcome = await self._poller.poll(self._state)
        self._now += timedelta(hours=1)
        self._seen = outcome.seen.entries if outcome.seen else self._seen
        self._state = outcome.state.model_copy(update={"body_hash": None})
        return outcome

    async def poll_both_ways(self, body: bytes) -> tuple[Outcome, Outcome]:
        """What this document leads to when its known entries are skipped, and when all of it is read."""
        self._server.body = body
        quick = await self._poller.poll(self._state)
        self._seen = self._seen.model_copy(update={"is_plain": False})
        return quick, await self._poller.poll(self._state)


def with_one_more(body: bytes) -> bytes | None:
    """The document with a new entry on top of its first; None where it has none that can be seen."""
    if (first := next((found for found in _ENTRY.finditer(body) if found[1]), None)) is None:
        return None
    name = first[1]
    entry = b"<%s><title>One more</title><id>urn:more</id><guid>urn:more</guid></%s>" % (name, name)
    return body[: first.start()] + entry + body[first.start() :]


async def all_polled(documents: Iterable[tuple[bytes, str]], *, processes: int = 2) -> Counter[str]:
    """Poll each of the documents, bytes and content type, and again when it has grown; answers what happened.

    Fails where a reader breaks down, where known entries are published again, and where skipping known entries
    leads to anything else than reading all of it.
    """
    counts: Counter[str] = Counter()
    todo = iter(documents)
    lost, skipped = _sample("ottawatch_ingest_parse_workers_replaced_total"), _skipped()
    async with ParsePool(
        processes=processes,
        seconds=IngestSettings().parse_seconds,
        memory_bytes=IngestSettings().parse_memory_bytes,
        limits=LIMITS,
    ) as pool:
        await asyncio.gather(*(_poll_each(pool, todo, counts) for _ in range(AT_ONCE)))
        assert len(pool.process_ids) <= processes
    counts["workers lost"] = int(_sample("ottawatch_ingest_parse_workers_replaced_total") - lost)
    counts["read in pieces"] = int(_skipped() - skipped)
    return counts


async def _poll_each(pool: ParsePool, documents: Iterator[tuple[bytes, str]], counts: Counter[str]) -> None:
    for body, content_type in documents:
        feed = Feed(pool, body, content_type)
        first = await feed.poll()
        if first.result == "failed":
            words = first.state.last_error or ""
            assert words, body
            assert not any(fault in words for fault in _FAULTS_OF_OURS), (words, body)
            counts["unreadable"] += 1
            continue
        counts["feeds"] += 1
        assert (await feed.poll()).articles == (), body
        grown = with_one_more(body)
        if grown is not None:
            quick, whole = await feed.poll_both_ways(grown)
            assert (quick.result, quick.articles) == (whole.result, whole.articles), grown
            counts["grown"] += 1


def _skipped() -> float:
    return _sample("ottawatch_ingest_readings_total", how="pieces")


def _sample(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0
