"""The demo's year of news, told while each part of the stack is killed in turn: nothing lost, nothing doubled."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.demo.chronology import load_chronology, load_expected_events
from services.demo.comparison import compare
from services.demo.feeds import feeds_toml
from services.demo.playback import PlaybackClock
from services.demo.site import build_site
from tests.support.eventually import eventually
from tests.support.hook import Hook
from tests.support.stack import PARTS, Stack

Serve = Callable[[Any], Awaitable[str]]


@pytest.mark.timeout(240)
async def test_the_demo_told_under_kill_9_of_every_part_yields_exactly_its_events(tmp_path: Path, serve: Serve) -> None:
    articles, hook = load_chronology(), Hook()
    duration = timedelta(seconds=30)
    clock = PlaybackClock(articles[0].published_at, articles[-1].published_at, duration)
    site, receiver = await serve(build_site(articles, clock=clock)), await serve(hook.app)
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(feeds_toml(site))
    async with Stack(tmp_path / "data", feeds) as stack:
        hook.secret = (await stack.subscribe(f"{receiver}/hook"))["secret"]
        clock.start()
        for part in PARTS:
            await asyncio.sleep(duration.total_seconds() / (len(PARTS) + 1))
            killed = stack.kill(part)

            async def is_back(part: str = part, killed: int = killed) -> bool:
                return stack.parts().get(part, killed) != killed and await stack.is_ready()

            await eventually(is_back, within_seconds=30)

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
