"""The demo's year of news, told while each part of the stack is killed in turn: nothing lost, nothing doubled.

It is told twice over at once: by feeds, in its order, and straight into the stream, shuffled and every
article three times.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.contracts.article import Article, FeedReference
from services.demo.chronology import BundledArticle, load_chronology, load_expected_events
from services.demo.comparison import compare
from services.demo.feeds import feeds_toml
from services.demo.playback import PlaybackClock
from services.demo.site import build_site
from services.runtime.errors import PublishFailed
from services.runtime.identifiers import stable_id
from services.runtime.jetstream import Bus, connected
from services.runtime.nats_server import running_embedded
from tests.support.eventually import eventually
from tests.support.hook import Hook
from tests.support.stack import PARTS, Stack

Serve = Callable[[Any], Awaitable[str]]


def told_thrice(articles: Sequence[BundledArticle]) -> list[tuple[Article, str]]:
    """Each article three times, in no order, each with the id of its message."""
    told = [(as_article(article), f"{article.id} {copy}") for article in articles for copy in range(3)]
    random.Random(4).shuffle(told)
    return told


def as_article(bundled: BundledArticle) -> Article:
    return Article(
        id=stable_id("art", "shuffled", bundled.id),
        revision=1,
        content_hash=bundled.id,
        feed=FeedReference(id=stable_id("feed", bundled.feed), url=f"https://{bundled.feed}.example/rss"),
        url=bundled.url,
        title=bundled.title,
        text=bundled.text,
        language=bundled.language,
        published_at=bundled.published_at,
        first_seen_at=bundled.published_at,
        fetched_at=bundled.published_at,
    )


async def publish(bus: Bus, messages: Sequence[tuple[Article, str]]) -> None:
    """As ingest does: again and again until JetStream has confirmed them all."""
    while True:
        try:
            return await bus.publish_all(messages)
        except PublishFailed:
            await asyncio.sleep(0.5)


@pytest.mark.timeout(240)
async def test_the_demo_told_under_kill_9_of_every_part_yields_exactly_its_events(tmp_path: Path, serve: Serve) -> None:
    articles, hook = load_chronology(), Hook()
    duration = timedelta(seconds=30)
    clock = PlaybackClock(articles[0].published_at, articles[-1].published_at, duration)
    site, receiver = await serve(build_site(articles, clock=clock)), await serve(hook.app)
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(feeds_toml(site))
    shuffled = told_thrice(articles)
    portion = len(shuffled) // len(PARTS) + 1
    async with (
        Stack(tmp_path / "data", feeds) as stack,
        connected(running_embedded(tmp_path / "data" / "nats"), name="test", keep_streams=True) as bus,
    ):
        hook.secret = (await stack.subscribe(f"{receiver}/hook"))["secret"]
        clock.start()
        for number, part in enumerate(PARTS):
            await publish(bus, shuffled[number * portion : (number + 1) * portion])
            await asyncio.sleep(duration.total_seconds() / (len(PARTS) + 1))
            killed = stack.kill(part)

            async def is_back(part: str = part, killed: int = killed) -> bool:
                return stack.parts().get(part, killed) != killed and await stack.is_ready()

            await eventually(is_back)

        async def is_right() -> bool:
            try:
                outcome = compare(load_expected_events(), await stack.events())
            except (httpx.HTTPError, AssertionError):
                return False
            return outcome.is_right

        try:
            await eventually(is_right, within_seconds=60)
        except AssertionError:
            lines = "\n".join(compare(load_expected_events(), await stack.events()).lines())
            raise AssertionError(f"{lines}\n{stack.log[-5000:]}") from None
        events = {event.id for event in await stack.events()}

        async def all_told() -> bool:
            return set(hook.created()) >= events

        await eventually(all_told, within_seconds=60)
        await asyncio.sleep(3)
        assert set(hook.created()) == events
        assert set(hook.created().values()) == {1}
        dead = (await stack.client.get("/metrics")).text
        assert 'outcome="rejected"' not in dead
