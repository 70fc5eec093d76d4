"""What people ask of ingest, over NATS."""

from functools import partial

from nats.js.errors import KeyNotFoundError

from services.contracts import feed_requests as asked
from services.contracts.feed import FeedOrigin, FeedStatus
from services.contracts.feed_requests import FeedReply, NewFeed, RefusalKind
from services.contracts.operations import FeedFailing
from services.contracts.request import Refusal, Request
from services.contracts.streams import OPERATIONS
from services.ingest.feeds_file import feed_id
from services.runtime import requests
from services.runtime.jetstream import Bus
from tests.integration.ingest.conftest import Ingest, published, state_after, state_of
from tests.integration.ingest.site import Site, rss
from tests.support.eventually import eventually

PAGE = b"<html><head><link rel=alternate type='application/rss+xml' title='World' href='/rss'></head>hello</html>"


async def ask(bus: Bus, request: Request) -> FeedReply:
    return await requests.ask(bus, request, FeedReply, timeout_seconds=20)


async def refused(bus: Bus, request: Request) -> RefusalKind | None:
    refusal = (await ask(bus, request)).refusal
    return None if refusal is None else refusal.kind


async def test_a_feed_added_by_its_site_s_address_is_polled_at_once_and_after_a_restart(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    site.give("/", PAGE)
    site.give("/rss", rss(("1", "First", "one"), title="The Site"))
    ingest.list_feeds()
    async with ingest.running():
        reply = await ask(bus, asked.AddFeed(feed=NewFeed(url=f"{base}/", language="pl", interval_seconds=1)))
        assert reply.refusal is None
        assert reply.listed is not None
        assert (reply.listed.feed.url, reply.listed.feed.title) == (f"{base}/rss", "The Site")
        assert (reply.listed.origin, reply.listed.own_interval_seconds) == (FeedOrigin.API, 1)
        await eventually(partial(state_after, bus, f"{base}/rss", 2))
        assert await refused(bus, asked.AddFeed(feed=NewFeed(url=f"{base}/"))) is RefusalKind.ALREADY_LISTED
    polls = (await state_of(bus, f"{base}/rss")).polls
    async with ingest.running():
        await eventually(partial(state_after, bus, f"{base}/rss", polls + 1))
    assert [article.title for article in await published(bus)] == ["First"]
    assert len(site.requests["/"]) == 2


async def test_what_is_no_feed_and_names_none_is_refused_with_what_was_tried(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    site.give("/", b"<html>nothing here</html>")
    ingest.list_feeds()
    async with ingest.running():
        reply = await ask(bus, asked.AddFeed(feed=NewFeed(url=f"{base}/")))
        assert await refused(bus, asked.AddFeed(feed=NewFeed(url="ftp://x.example/"))) is RefusalKind.INVALID
    assert reply.refusal is not None
    assert reply.refusal.kind is RefusalKind.NOT_A_FEED
    assert "names 0 feeds" in reply.refusal.words
    assert f"{base}/feed: there is nothing at this address" in reply.refusal.words


async def test_an_address_that_a_listed_feed_leads_to_is_listed_already(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    site.give("/old", b"", 302, location="/rss")
    site.give("/rss", rss(("1", "First", "one")))
    ingest.list_feeds(f"{base}/old")
    async with ingest.running():
        await eventually(partial(state_after, bus, f"{base}/old", 1))
        reply = await ask(bus, asked.AddFeed(feed=NewFeed(url=f"{base}/rss")))
    assert reply.refusal is not None
    assert (reply.refusal.kind, reply.refusal.feed_id) == (RefusalKind.ALREADY_LISTED, feed_id(f"{base}/old"))


async def test_a_preview_shows_entries_and_adds_nothing(bus: Bus, ingest: Ingest, site: Site, base: str) -> None:
    site.give("/rss", rss(("1", "First", "one")))
    ingest.list_feeds()
    async with ingest.running():
        reply = await ask(bus, asked.PreviewFeed(url=f"{base}/rss"))
        assert await refused(bus, asked.CheckFeed(feed_id=feed_id(f"{base}/rss"))) is RefusalKind.UNKNOWN_FEED
    assert [entry.title for entry in reply.entries] == ["First"]
    assert await published(bus) == []


async def test_a_paused_feed_is_left_alone_until_it_is_resumed(bus: Bus, ingest: Ingest, site: Site, base: str) -> None:
    url = f"{base}/rss"
    site.give("/rss", rss(("1", "First", "one")))
    site.give("/other", rss(("2", "Second", "two")))
    ingest.list_feeds(url, f"{base}/other")
    async with ingest.running():
        await eventually(partial(state_after, bus, url, 1))
        assert (await ask(bus, asked.PauseFeed(feed_id=feed_id(url)))).refusal is None
        before = len(site.requests["/rss"])
        others = (await state_of(bus, f"{base}/other")).polls
        await eventually(partial(state_after, bus, f"{base}/other", others + 3))
        assert len(site.requests["/rss"]) <= before + 1  # one may have been under way
        assert await refused(bus, asked.CheckFeed(feed_id=feed_id(url))) is RefusalKind.INVALID
    async with ingest.running():
        await ask(bus, asked.ResumeFeed(feed_id=feed_id(url)))
        await eventually(partial(state_after, bus, url, (await state_of(bus, url)).polls + 1))


async def test_a_feed_of_the_file_that_somebody_removed_stays_away_until_it_is_added_again(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    url = f"{base}/rss"
    site.give("/rss", rss(("1", "First", "one")))
    ingest.list_feeds(url)

    async def gone() -> bool:
        try:
            await state_of(bus, url)
        except KeyNotFoundError:
            return True
        return False

    async with ingest.running():
        await eventually(partial(state_after, bus, url, 1))
        await ask(bus, asked.RemoveFeed(feed_id=feed_id(url)))
        await eventually(gone)
        assert await refused(bus, asked.RemoveFeed(feed_id=feed_id(url))) is RefusalKind.UNKNOWN_FEED
    async with ingest.running():
        assert await gone()
        assert (await ask(bus, asked.AddFeed(feed=NewFeed(url=url)))).refusal is None
        await eventually(partial(state_after, bus, url, 1))
    assert len(await published(bus)) == 1


async def test_a_check_now_tells_every_decision(bus: Bus, ingest: Ingest, site: Site, base: str) -> None:
    url = f"{base}/rss"
    site.give_conditionally("/rss", rss(("1", "First", "one")), '"x"')
    ingest.list_feeds(url, interval=600)
    async with ingest.running():
        await eventually(partial(state_after, bus, url, 1))
        check = (await ask(bus, asked.CheckFeed(feed_id=feed_id(url)))).check
        assert check is not None
        assert (check.status, check.request_headers["If-None-Match"]) == (304, '"x"')
        site.give("/rss", rss(("2", "Second", "two"), ("1", "First", "one")))
        check = (await ask(bus, asked.CheckFeed(feed_id=feed_id(url)))).check
    assert check is not None
    assert (check.listed, check.new, check.known, check.published) == (2, 1, 1, 1)
    assert "only the entries whose bytes were not known were read" in check.steps
    assert any("its own interval of 10 minutes" in step for step in check.steps)


async def test_an_interval_somebody_sets_holds_at_once_and_goes_before_the_file_s(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    url = f"{base}/rss"
    site.give("/rss", rss(("1", "First", "one")))
    ingest.list_feeds(url, interval=600)
    async with ingest.running():
        await eventually(partial(state_after, bus, url, 1))
        await ask(bus, asked.SetInterval(feed_id=feed_id(url), interval_seconds=1))
        state = await eventually(partial(state_after, bus, url, 3))
    assert state is not None
    assert state.interval_seconds == 1


async def test_an_import_lists_what_is_not_listed_yet(bus: Bus, ingest: Ingest, site: Site, base: str) -> None:
    site.give("/a", rss(("1", "A", "one")))
    ingest.list_feeds(f"{base}/a")
    async with ingest.running():
        feeds = tuple(NewFeed(url=f"{base}/{name}", interval_seconds=1) for name in ("a", "b"))
        reply = await ask(bus, asked.ImportFeeds(feeds=feeds))
        assert (reply.added, reply.skipped) == (1, 1)
        state = await eventually(partial(state_after, bus, f"{base}/b", 1))
    assert state is not None
    assert state.status is FeedStatus.FAILING


async def test_operators_are_told_once_of_a_feed_that_keeps_failing(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    ingest.list_feeds(f"{base}/nothing")
    async with ingest.running():
        await eventually(partial(state_after, bus, f"{base}/nothing", 1))
        for _ in range(8):
            await ask(bus, asked.CheckFeed(feed_id=feed_id(f"{base}/nothing")))
    info = await bus.context.stream_info(OPERATIONS.name)
    assert info.state.messages == 1
    told = FeedFailing.decode((await bus.context.get_msg(OPERATIONS.name, seq=1)).data or b"")
    assert (told.failures, told.feed.url) == (6, f"{base}/nothing")
    assert "nothing at this address" in told.error
    assert (await state_of(bus, f"{base}/nothing")).next_check_at > told.raised_at


async def test_words_that_are_no_request_are_refused(bus: Bus, ingest: Ingest) -> None:
    ingest.list_feeds()
    async with ingest.running():
        message = await bus.client.request(asked.AddFeed.subject, b'{"feed": {"url": 7}}', timeout=20)
    assert "feed.url" in Refusal.model_validate_json(message.data).refused
