"""From a feed to a verified alert, through everything a user would start."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.contracts.vocabulary import Topic
from tests.support.eventually import eventually
from tests.support.hook import Hook
from tests.support.stack import Stack

Serve = Callable[[Any], Awaitable[str]]

ESSAY = """Deminers' Courier
Analysis

Date: February 22, 2026.

On 20 February, Poland officially left the Ottawa Convention, the 1997 treaty that bans anti-personnel mines.

Warsaw had handed its notice of withdrawal to the United Nations on 20 August 2025, and the six months that the
convention asks for are over.

Norway, which also borders Russia, stays in the convention. Russia and the United States never joined it.

Deputy Defence Minister Paweł Zalewski said that Poland will begin to produce anti-personnel mines with domestic firms.
"""
BRIEF = """Poland has formally withdrawn from the Mine Ban Treaty, known as the Ottawa Convention.

On 20 February 2026 the country ceased to be a party, the defence ministry in Warsaw said.

About the author: she writes about gardens. Comments: 0. Privacy policy. Terms of use.
"""
COPPER = "Output of the Lubin copper mine in Poland rose by 4 % in the first quarter, its operator said."


def rss(*items: tuple[str, str, str, str]) -> bytes:
    """(key, title, text, date) each."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    ET.SubElement(channel, "title").text = "A local feed"
    for key, title, text, published in items:
        item = ET.SubElement(channel, "item")
        ET.SubElement(item, "guid", isPermaLink="false").text = key
        ET.SubElement(item, "link").text = f"https://{key}.example/article"  # each from a publisher of its own
        ET.SubElement(item, "title").text = title
        ET.SubElement(item, "description").text = text
        ET.SubElement(item, "pubDate").text = published
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


class Site:
    """Feeds whose body a test may change while it is polled."""

    def __init__(self, **bodies: bytes) -> None:
        self.bodies = bodies
        self.requests = 0
        self.app = Starlette(routes=[Route("/{name}", self._feed)])

    async def _feed(self, request: Request) -> Response:
        self.requests += 1
        body = self.bodies.get(request.path_params["name"])
        if body is None:
            return Response("broken on purpose", status_code=500)
        return Response(body, media_type="application/rss+xml")


def feeds_file(path: Path, *urls: str) -> Path:
    path.write_text("".join(f'[[feeds]]\nurl = "{url}"\ninterval = 1\n\n' for url in urls))
    return path


async def test_two_reports_of_one_step_become_one_event_and_one_verified_alert(tmp_path: Path, serve: Serve) -> None:
    site, hook = Site(a=rss(), b=rss()), Hook()
    base, receiver = await serve(site.app), await serve(hook.app)
    feeds = feeds_file(tmp_path / "feeds.toml", f"{base}/a", f"{base}/b", f"{base}/broken")
    async with Stack(tmp_path / "data", feeds) as stack:
        hook.secret = (await stack.subscribe(f"{receiver}/hook"))["secret"]
        site.bodies["a"] = rss(
            ("essay", "How a treaty failed", ESSAY, "Sun, 22 Feb 2026 08:00:00 GMT"),
            ("copper", "Copper output rises", COPPER, "Sun, 22 Feb 2026 09:00:00 GMT"),
        )
        site.bodies["b"] = rss(("brief", "Poland out of mine ban", BRIEF, "Sat, 21 Feb 2026 08:00:00 GMT"))

        async def has_both() -> Any:
            return [e for e in await stack.events() if e.treaty == "ottawa" and e.article_count == 2]

        [withdrawal] = await eventually(has_both)
        assert (withdrawal.country, withdrawal.stage.value) == ("PL", "in_effect")
        assert str(withdrawal.claimed_effective_on) == "2026-02-20"
        assert str(withdrawal.notified_on) == "2025-08-20"
        assert str(withdrawal.computed_effective_on) == "2026-02-20"
        assert withdrawal.sources == 2

        detail = (await stack.client.get(f"/v1/events/{withdrawal.id}")).json()
        assert {a["url"] for a in detail["articles"]} == {
            "https://essay.example/article",
            "https://brief.example/article",
        }
        assert all(evidence["quote"] for evidence in detail["evidence"])

        events = await stack.events()
        assert {(e.topic, e.country) for e in events} <= {(t, "PL") for t in Topic}
        assert any(e.topic is Topic.MINE_PRODUCTION and e.mine_type == "antipersonnel" for e in events)

        async def all_told() -> bool:
            return set(hook.created()) == {e.id for e in events}

        await eventually(all_told)
        await asyncio.sleep(2)  # two more polls of every feed: nothing may be told again
        assert set(hook.created().values()) == {1}
        assert hook.refused == 0

        status = {feed["url"]: feed for feed in (await stack.client.get("/v1/feeds")).json()["data"]}
        assert status[f"{base}/a"]["last_error"] is None
        assert "500" in status[f"{base}/broken"]["last_error"]
        assert await stack.stop() == 0


async def test_a_restart_keeps_everything_and_tells_nothing_twice(tmp_path: Path, serve: Serve) -> None:
    hook = Hook()
    site = Site(a=rss(("brief", "Poland out of mine ban", BRIEF, "Sat, 21 Feb 2026 08:00:00 GMT")))
    base, receiver = await serve(site.app), await serve(hook.app)
    feeds = feeds_file(tmp_path / "feeds.toml", f"{base}/a")
    async with Stack(tmp_path / "data", feeds) as stack:
        await eventually(stack.events)
        before = await stack.events()
        key = stack.authorization
        await stack.kill_all()
        hook.secret = None
        await stack.start()
        assert stack.authorization == key
        hook.secret = (await stack.subscribe(f"{receiver}/hook"))["secret"]
        polled = site.requests

        async def polls_again() -> bool:
            return site.requests >= polled + 2

        await eventually(polls_again)
        assert await stack.events() == before
        assert hook.alerts == []


async def test_a_second_run_on_the_same_folder_is_refused_in_words(tmp_path: Path) -> None:
    async with Stack(tmp_path / "data", None) as stack:
        second = Stack(tmp_path / "data", None)
        with pytest.raises(AssertionError, match=r"ended with 78[\s\S]*is in use by another `ottawatch run`"):
            await second.start()
        assert (await stack.client.get("/readyz")).status_code == 200


async def test_reading_needs_no_key_on_loopback_and_writing_always_does(tmp_path: Path) -> None:
    async with Stack(tmp_path / "data", None) as stack, httpx.AsyncClient(base_url=stack.url) as client:
        assert (await client.get("/v1/events")).json() == {"data": [], "next_cursor": None}
        refused = await client.post("/v1/subscriptions", json={"url": "https://receiver.example/hook"})
        assert refused.status_code == 401
        assert refused.headers["content-type"] == "application/problem+json"
        proxied = await client.get("/v1/events", headers={"X-Forwarded-For": "198.51.100.7"})
        assert proxied.status_code == 401
        key_file = tmp_path / "data" / "admin.key"
        assert key_file.stat().st_mode & 0o777 == 0o600
