"""The service against a real site and a real nats-server."""

import asyncio
from functools import partial
from pathlib import Path

import httpx
import pytest
from nats.js.errors import KeyNotFoundError
from prometheus_client import REGISTRY
from starlette.requests import Request
from starlette.responses import Response

from services.contracts.feed import FeedState, FeedStatus
from services.contracts.streams import FEED_SEEN_BUCKET, FEED_STATE_BUCKET
from services.ingest.feeds_file import feed_id
from services.runtime.errors import BadConfiguration
from services.runtime.jetstream import Bus
from tests.integration.ingest.conftest import Ingest, published, state_after, state_of
from tests.integration.ingest.site import Site, rss
from tests.support.eventually import eventually
from tests.support.nats import NatsProcess, free_port


async def polled(bus: Bus, url: str, times: int) -> FeedState:
    """The feed's state once it was polled that often."""
    state = await eventually(partial(state_after, bus, url, times))
    assert state is not None
    return state


def parses() -> float:
    return REGISTRY.get_sample_value("ottawatch_ingest_parse_seconds_count") or 0.0


async def test_new_entries_are_published_and_the_state_of_the_feed_tells_of_it(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    site.give("/rss", rss(("2", "Second", "<p>two</p>".replace("<", "&lt;")), ("1", "First", "one"), title="The Site"))
    ingest.list_feeds(f"{base}/rss", interval=None)
    async with ingest.running():
        state = await polled(bus, f"{base}/rss", 1)
    articles = await published(bus)
    assert [(article.title, article.text, article.revision) for article in articles] == [
        ("First", "one", 1),
        ("Second", "two", 1),
    ]
    assert articles[0].feed == state.feed
    assert (state.status, state.articles, state.feed.title, state.last_error) == (FeedStatus.OK, 2, "The Site", None)
    assert state.last_success_at is not None
    assert state.next_check_at > state.last_success_at


async def test_a_feed_that_answers_304_costs_no_parse_and_publishes_nothing(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    etag = 'W/"it\xe9m; odd"'
    site.give_conditionally("/rss", rss(("1", "First", "one")), etag)
    ingest.list_feeds(f"{base}/rss")
    before = parses()
    async with ingest.running():
        state = await polled(bus, f"{base}/rss", 3)
    assert state.status is FeedStatus.OK
    assert [request.get("if-none-match") for request in site.requests["/rss"]][:3] == [None, etag, etag]
    assert parses() - before == 1
    assert len(await published(bus)) == 1


async def test_the_same_body_again_costs_no_parse_either(bus: Bus, ingest: Ingest, site: Site, base: str) -> None:
    site.give("/rss", rss(("1", "First", "one")))
    ingest.list_feeds(f"{base}/rss")
    before = parses()
    async with ingest.running():
        await polled(bus, f"{base}/rss", 3)
    assert parses() - before == 1


async def test_an_edited_entry_is_published_as_its_second_revision(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    site.give("/rss", rss(("1", "First", "one")))
    ingest.list_feeds(f"{base}/rss")
    async with ingest.running():
        await polled(bus, f"{base}/rss", 1)
        site.give("/rss", rss(("1", "First", "one, corrected")))

        async def both() -> bool:
            return len(await published(bus)) == 2

        await eventually(both)
    first, second = await published(bus)
    assert (first.id, first.revision) == (second.id, second.revision - 1)
    assert (second.text, second.first_seen_at) == ("one, corrected", first.first_seen_at)


async def test_a_restart_neither_polls_early_nor_publishes_again(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    site.give("/slow", rss(("1", "Slow", "one")))
    ingest.list_feeds(f"{base}/slow", interval=600)
    async with ingest.running():
        planned = (await polled(bus, f"{base}/slow", 1)).next_check_at
    site.give("/new", rss(("1", "New", "one")))
    ingest.list_feeds(f"{base}/slow", f"{base}/new", interval=600)
    async with ingest.running():
        await polled(bus, f"{base}/new", 1)
    assert len(site.requests["/slow"]) == 1
    assert (await state_of(bus, f"{base}/slow")).next_check_at == planned
    assert [article.title for article in await published(bus)] == ["Slow", "New"]


async def test_after_a_restart_a_changed_document_brings_only_what_is_new(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    site.give("/rss", rss(("1", "First", "one")))
    ingest.list_feeds(f"{base}/rss")
    async with ingest.running():
        polls = (await polled(bus, f"{base}/rss", 1)).polls
    site.give("/rss", rss(("2", "Second", "two"), ("1", "First", "one")))
    async with ingest.running():
        await polled(bus, f"{base}/rss", polls + 1)
    assert [article.title for article in await published(bus)] == ["First", "Second"]


async def test_a_feed_that_left_the_file_is_no_longer_shown_and_comes_back_without_publishing_anew(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    site.give("/a", rss(("1", "A", "one")))
    site.give("/b", rss(("1", "B", "one")))
    ingest.list_feeds(f"{base}/a", f"{base}/b")
    async with ingest.running():
        await polled(bus, f"{base}/a", 1)
        await polled(bus, f"{base}/b", 1)
    ingest.list_feeds(f"{base}/b")
    async with ingest.running():
        with pytest.raises(KeyNotFoundError):
            await state_of(bus, f"{base}/a")
    ingest.list_feeds(f"{base}/a", f"{base}/b")
    async with ingest.running():
        assert (await polled(bus, f"{base}/a", 1)).status is FeedStatus.OK
    assert sorted(article.title for article in await published(bus)) == ["A", "B"]


async def test_a_private_address_is_refused_unless_the_operator_allows_it(
    bus: Bus, ingest: Ingest, site: Site, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OTTAWATCH_ALLOWED_PRIVATE_NETWORKS")
    site.give("/rss", rss(("1", "First", "one")))
    ingest.list_feeds(f"{base}/rss")
    async with ingest.running():
        state = await polled(bus, f"{base}/rss", 1)
    assert state.status is FeedStatus.FAILING
    assert "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS" in (state.last_error or "")
    assert site.requests == {}


async def test_a_redirect_into_a_private_network_is_refused(bus: Bus, ingest: Ingest, site: Site, base: str) -> None:
    site.give("/rss", b"", 302, location=base.replace("127.0.0.1", "127.0.0.2") + "/secret")
    ingest.list_feeds(f"{base}/rss")
    async with ingest.running():
        state = await polled(bus, f"{base}/rss", 1)
    assert "127.0.0.2 is not a public address" in (state.last_error or "")
    assert "/secret" not in site.requests


async def test_a_failing_feed_recovers_by_itself(bus: Bus, ingest: Ingest, site: Site, base: str) -> None:
    site.give("/rss", b"<html>down for repairs</html>")
    ingest.list_feeds(f"{base}/rss")
    async with ingest.running():
        state = await polled(bus, f"{base}/rss", 2)
        assert (state.status, state.consecutive_failures) == (FeedStatus.FAILING, 2)
        assert state.last_error == "not a feed: this is a web page"
        site.give("/rss", rss(("1", "First", "one")))

        async def well() -> bool:
            return (await state_of(bus, f"{base}/rss")).status is FeedStatus.OK

        await eventually(well)
    assert len(await published(bus)) == 1


async def test_nats_killed_in_the_middle_of_a_poll_loses_nothing_and_doubles_nothing(
    bus: Bus, ingest: Ingest, site: Site, base: str, nats_process: NatsProcess
) -> None:
    asked = asyncio.Event()

    async def kill_and_answer(_request: Request) -> Response:
        if not asked.is_set():
            nats_process.kill()
            asked.set()
        return Response(rss(*((str(n), f"Entry {n}", "text") for n in range(40))))

    site.pages["/rss"] = kill_and_answer
    ingest.list_feeds(f"{base}/rss", interval=600)
    async with ingest.running() as life:
        await asyncio.wait_for(asked.wait(), 10)
        assert not await life.sleep(0.5)  # the outcome is there by now, and has nowhere to go
        nats_process.start()
        state = await polled(bus, f"{base}/rss", 1)
    assert (state.status, state.articles) == (FeedStatus.OK, 40)
    assert len(site.requests["/rss"]) == 1
    titles = [article.title for article in await published(bus)]
    assert sorted(titles) == sorted({f"Entry {n}" for n in range(40)})


async def test_stopped_while_nats_is_away_it_ends_cleanly_and_loses_nothing(
    bus: Bus, ingest: Ingest, site: Site, base: str, nats_process: NatsProcess
) -> None:
    asked = asyncio.Event()

    async def kill_and_answer(_request: Request) -> Response:
        if not asked.is_set():
            nats_process.kill()
            asked.set()
        return Response(rss(("1", "First", "one")))

    site.pages["/rss"] = kill_and_answer
    ingest.list_feeds(f"{base}/rss", interval=600)
    async with ingest.running():
        await asyncio.wait_for(asked.wait(), 10)
    nats_process.start()
    async with ingest.running():
        await polled(bus, f"{base}/rss", 1)
    assert [article.title for article in await published(bus)] == ["First"]


async def test_a_state_that_cannot_be_read_makes_the_feed_a_new_one(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    url = f"{base}/rss"
    for name in (FEED_STATE_BUCKET, FEED_SEEN_BUCKET):
        await (await bus.bucket(name)).put(feed_id(url), b"{")
    site.give("/rss", rss(("1", "First", "one")))
    ingest.list_feeds(url)
    async with ingest.running():
        assert (await polled(bus, url, 1)).status is FeedStatus.OK
    assert len(await published(bus)) == 1


async def test_without_a_feeds_file_the_service_is_ready_and_idle(
    bus: Bus, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OTTAWATCH_INGEST_FEEDS_FILE")
    port = free_port()
    monkeypatch.setenv("OTTAWATCH_INGEST_HEALTH_PORT", str(port))
    async with ingest.running(), httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        ready = await client.get("/readyz")
        metrics = await client.get("/metrics")
    assert (ready.status_code, ready.json()) == (200, {"status": "ok", "checked": ["nats"]})
    assert "ottawatch_ingest_polls_total" in metrics.text
    assert await published(bus) == []


async def test_a_mistake_in_the_feeds_file_stops_the_start(ingest: Ingest, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("[[feeds]]\nurl = 'https://a.example/'\nevery = 5\n")
    with pytest.raises(BadConfiguration, match=r"feeds\.toml: feed 1: unknown key “every”"):
        async with ingest.running():
            pass
