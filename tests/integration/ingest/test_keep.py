"""What ingest remembers, on a real nats-server that comes and goes."""

import asyncio
from dataclasses import replace

import pytest

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, SeenEntries
from services.ingest.entries import Document, Entry
from services.ingest.errors import StoppedBeforeStored
from services.ingest.identity import news_in
from services.ingest.keep import Keep
from services.ingest.outcome import Outcome, Seen
from services.runtime.clock import utc_now
from services.runtime.jetstream import Bus
from services.runtime.process import Life
from tests.integration.ingest.conftest import published
from tests.support.nats import NatsProcess


def outcome(name: str = "feed_1", entries: int = 3) -> Outcome:
    feed = FeedReference(id=name, url=f"https://{name}.example/")
    document = Document(None, None, tuple(Entry(str(n), None, f"Entry {n}", "text") for n in range(entries)))
    news = news_in(document, SeenEntries(), feed, utc_now())
    return Outcome(FeedState(feed=feed, next_check_at=utc_now(), polls=1), "published", news.articles, Seen(news.seen))


async def test_what_is_saved_is_loaded_again(bus: Bus, life: Life) -> None:
    keep = await Keep.open(bus, life)
    assert await keep.load_states() == {}
    assert await keep.load_seen("feed_1") == Seen(SeenEntries())
    saved = outcome()
    assert saved.seen is not None
    await keep.save(saved)
    assert await keep.load_states() == {"feed_1": saved.state}
    assert (await keep.load_seen("feed_1")).entries == saved.seen.entries
    assert await published(bus) == list(saved.articles)


async def test_hundreds_of_states_are_saved_and_loaded(bus: Bus, life: Life) -> None:
    keep = await Keep.open(bus, life)
    states = {f"feed_{n}": outcome(f"feed_{n}", 0).state for n in range(500)}
    await keep.save_states(list(states.values()))
    assert await keep.load_states() == states


async def test_a_forgotten_feed_is_no_longer_among_the_states_but_what_it_published_is_remembered(
    bus: Bus, life: Life
) -> None:
    keep = await Keep.open(bus, life)
    saved = outcome()
    assert saved.seen is not None
    await keep.save(saved)
    await keep.forget_states(["feed_1"])
    assert await keep.load_states() == {}
    assert (await keep.load_seen("feed_1")).entries == saved.seen.entries


async def test_a_save_that_fails_is_done_again_until_nats_is_back(
    bus: Bus, life: Life, nats_process: NatsProcess
) -> None:
    keep = await Keep.open(replace(bus, publish_seconds=0.3), life)
    saved = outcome()
    nats_process.kill()
    saving = asyncio.create_task(keep.save(saved))
    done, _ = await asyncio.wait({saving}, timeout=1)  # the first tries are given up in this time
    assert not done
    nats_process.start()
    await asyncio.wait_for(saving, 20)
    assert await published(bus) == list(saved.articles)
    assert await keep.load_states() == {"feed_1": saved.state}


async def test_a_save_that_cannot_be_done_ends_when_the_process_is_stopped(
    bus: Bus, life: Life, nats_process: NatsProcess
) -> None:
    keep = await Keep.open(replace(bus, publish_seconds=0.3), life)
    nats_process.kill()
    saving = asyncio.create_task(keep.save(outcome()))
    await asyncio.wait({saving}, timeout=0.5)
    life.stopping.set()
    with pytest.raises(StoppedBeforeStored):
        await asyncio.wait_for(saving, 20)
