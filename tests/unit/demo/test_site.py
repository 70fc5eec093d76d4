import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import feedparser
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.demo.chronology import load_chronology
from services.demo.feeds import PUBLISHERS
from services.demo.playback import BEFORE_ALL, everything_at_once
from services.demo.site import build_site, is_unchanged
from services.demo.syndication import http_date
from services.runtime.clock import Clock
from services.runtime.http_server import listen, serving

MIDDLE = datetime(2025, 7, 1, tzinfo=UTC)
WIRE = "/feeds/northern-wire.xml"


@contextlib.asynccontextmanager
async def site(clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    async with (
        serving(build_site(load_chronology(), clock=clock), listener),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        yield client


async def test_with_everything_released_the_feeds_hold_the_whole_chronology() -> None:
    async with site(everything_at_once) as client:
        feeds = [feedparser.parse((await client.get(p.feed_path)).content) for p in PUBLISHERS]
    identities = [entry.id for feed in feeds for entry in feed.entries]
    assert sorted(identities) == sorted(article.url for article in load_chronology())


async def test_before_the_start_every_feed_is_there_and_empty() -> None:
    async with site(lambda: BEFORE_ALL) as client:
        for publisher in PUBLISHERS:
            answer = await client.get(publisher.feed_path)
            assert answer.status_code == 200
            assert feedparser.parse(answer.content).entries == []


async def test_a_feed_holds_what_was_published_up_to_the_moment_reached() -> None:
    async with site(lambda: MIDDLE) as client:
        entries = feedparser.parse((await client.get(WIRE)).content).entries
    past = [a for a in load_chronology() if a.feed == "northern-wire" and a.published_at <= MIDDLE]
    assert [entry.id for entry in entries] == [article.url for article in reversed(past)]


@pytest.mark.parametrize("validator", ["etag", "last-modified"])
async def test_an_unchanged_feed_answers_304_with_no_body_until_an_article_comes_out(validator: str) -> None:
    moment = MIDDLE
    asking = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}[validator]
    async with site(lambda: moment) as client:
        first = await client.get(WIRE)
        again = await client.get(WIRE, headers={asking: first.headers[validator]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        moment += timedelta(days=60)
        changed = await client.get(WIRE, headers={asking: first.headers[validator]})
        assert changed.status_code == 200
        assert changed.headers["etag"] != first.headers["etag"]


async def test_the_validators_of_an_empty_feed_do_not_hide_its_first_article() -> None:
    moment = BEFORE_ALL
    async with site(lambda: moment) as client:
        empty = await client.get(WIRE)
        moment = MIDDLE
        for name, value in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
            assert (await client.get(WIRE, headers={name: empty.headers[value]})).status_code == 200


async def test_an_article_has_a_page_from_its_release_on() -> None:
    article = next(a for a in load_chronology() if a.published_at > MIDDLE)
    moment = MIDDLE
    async with site(lambda: moment) as client:
        assert (await client.get(f"/articles/{article.id}")).status_code == 404
        moment = article.published_at
        page = await client.get(f"/articles/{article.id}")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert article.text.split(".")[0] in page.text


async def test_the_links_in_a_feed_lead_to_pages_of_the_same_site_under_the_publishers_own_host() -> None:
    async with site(everything_at_once) as client:
        entry = feedparser.parse((await client.get(WIRE)).content).entries[0]
        link = httpx.URL(entry.link)
        assert (link.host, link.port) == ("northern-wire.localhost", client.base_url.port)
        page = await client.get(link.path, headers={"Host": f"{link.host}:{link.port}"})
    assert page.status_code == 200
    assert entry.title in page.text


@pytest.mark.parametrize("path", ["/feeds/nobody.xml", "/articles/nothing", "/elsewhere"])
async def test_what_is_not_there_answers_404(path: str) -> None:
    async with site(everything_at_once) as client:
        assert (await client.get(path)).status_code == 404


async def test_the_index_leads_to_every_feed() -> None:
    async with site(everything_at_once) as client:
        page = (await client.get("/")).text
    assert all(publisher.feed_path in page for publisher in PUBLISHERS)


ETAG = '"abc"'


@pytest.mark.parametrize(
    ("if_none_match", "if_modified_since", "unchanged"),
    [
        (None, None, False),
        ('"abc"', None, True),
        ('W/"abc"', None, True),
        ('"x", "abc"', None, True),
        ("*", None, True),
        ('"x"', http_date(MIDDLE), False),
        (None, http_date(MIDDLE), True),
        (None, http_date(MIDDLE - timedelta(seconds=1)), False),
        (None, "yesterday", False),
        (None, "Tue, 01 Jul 2025 00:00:00 -0000", True),
    ],
)
def test_the_entity_tag_decides_before_the_date(
    if_none_match: str | None, if_modified_since: str | None, unchanged: bool
) -> None:
    assert is_unchanged(if_none_match, if_modified_since, ETAG, MIDDLE) is unchanged


@given(st.text(), st.text())
def test_no_header_however_odd_is_an_error(if_none_match: str, if_modified_since: str) -> None:
    assert is_unchanged(None, if_modified_since, ETAG, MIDDLE) in {True, False}
    assert is_unchanged(if_none_match, None, ETAG, MIDDLE) == (
        any(tag.strip().removeprefix("W/") in {ETAG, "*"} for tag in if_none_match.split(","))
    )
