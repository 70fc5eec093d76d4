"""Older entries on request: archives and pages that a feed names (RFC 5005)."""

import asyncio
from functools import partial

import pytest

from services.commands.feeds import feeds_command
from services.contracts.feed_requests import BackfillFeed, FeedReply, RefusalKind
from services.ingest.feeds_file import feed_id
from services.runtime import requests
from services.runtime.jetstream import Bus
from tests.integration.ingest.conftest import Ingest, published, state_after
from tests.integration.ingest.site import Site
from tests.support.eventually import eventually


def document(*numbers: int, older: str | None = None, relation: str = "prev-archive") -> bytes:
    link = f"<link rel='{relation}' href='{older}'/>" if older else ""
    entries = "".join(f"<entry><id>urn:{n}</id><title>Entry {n}</title></entry>" for n in numbers)
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title>{link}{entries}</feed>".encode()


async def ask(bus: Bus, url: str, **fields: object) -> FeedReply:
    question = BackfillFeed.model_validate({"feed_id": feed_id(url), **fields})
    return await requests.ask(bus, question, FeedReply, timeout_seconds=20)


async def test_archives_are_read_one_after_the_other_and_only_what_was_not_seen_is_published(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    site.give("/feed", document(6, 5, older="/2025/2"))
    site.give("/2025/2", document(5, 4, 3, older="/2025/1"))
    site.give("/2025/1", document(2, 1))
    ingest.list_feeds(f"{base}/feed")
    async with ingest.running():
        await eventually(partial(state_after, bus, f"{base}/feed", 1))
        first = await ask(bus, f"{base}/feed", pages=2)
        second = await ask(bus, f"{base}/feed", pages=5, from_url=first.older_url)
        again = await ask(bus, f"{base}/feed", pages=5)
        polls = (await state_after(bus, f"{base}/feed", 1)).polls  # type: ignore[union-attr]
        await eventually(partial(state_after, bus, f"{base}/feed", polls + 1))
    assert (first.pages, first.published, first.older_url) == (2, 2, f"{base}/2025/1")
    assert (second.pages, second.published, second.older_url) == (1, 2, None)
    assert again.pages == 3
    assert sorted(article.title for article in await published(bus)) == [f"Entry {n}" for n in range(1, 7)]


async def test_a_chain_that_leads_back_to_itself_or_into_trouble_ends(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    site.give("/circle", document(2, older="/circle", relation="next"))
    site.give("/broken", document(2, older="/missing", relation="next"))
    ingest.list_feeds(f"{base}/circle", f"{base}/broken")
    async with ingest.running():
        for path in ("circle", "broken"):
            await eventually(partial(state_after, bus, f"{base}/{path}", 1))
        circle = await ask(bus, f"{base}/circle", pages=9)
        broken = await ask(bus, f"{base}/broken", pages=9)
    assert (circle.pages, circle.older_url) == (1, None)
    assert "leads back" in circle.steps[-1]
    assert (broken.pages, broken.older_url) == (2, None)
    assert "404" in broken.steps[-1]


async def test_of_a_feed_that_is_not_listed_nothing_is_read(bus: Bus, ingest: Ingest, site: Site, base: str) -> None:
    ingest.list_feeds()
    async with ingest.running():
        reply = await ask(bus, f"{base}/feed")
    assert reply.refusal is not None
    assert reply.refusal.kind is RefusalKind.UNKNOWN_FEED
    assert not site.requests


async def test_the_command_reads_on_until_it_has_enough_and_says_where_older_ones_are(
    bus: Bus, ingest: Ingest, site: Site, base: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(12, 0, -1):
        site.give(f"/{number}", document(number, older=f"/{number - 1}"))
    ingest.list_feeds(f"{base}/12")
    async with ingest.running():
        await eventually(partial(state_after, bus, f"{base}/12", 1))
        assert await asyncio.to_thread(feeds_command, "backfill", f"{base}/12", None, pages=7) == 0
    told = capsys.readouterr().out
    assert f"{base}/6: 1 entries, 1 not seen before" in told
    assert "6 articles published that were not seen before" in told
    assert f"older ones are at {base}/5" in told
    assert "/5" not in site.requests
