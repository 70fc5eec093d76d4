"""Full text on demand, end to end: a thin summary, the real classifier, a local site, and findings that are revised."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.responses import Response

from services.classify import app as classify
from services.contracts.article import Article, TextFrom
from services.contracts.feed import SeenEntries
from services.contracts.finding import Findings
from services.contracts.streams import ARTICLES, FEED_SEEN_BUCKET, FINDINGS
from services.contracts.wanted import ArticleWanted
from services.ingest.feeds_file import feed_id
from services.runtime.jetstream import Bus
from services.runtime.process import Life
from tests.integration.ingest.conftest import Ingest, state_after
from tests.integration.ingest.site import Site
from tests.support.eventually import eventually

SUMMARY = "Estonia's government decided to withdraw from the Ottawa Convention."
DETAILS = (
    "Estonia deposited its instrument of withdrawal from the Ottawa Convention with the United Nations on "
    "27 June 2025. The withdrawal takes effect on 27 December 2025, the foreign ministry said."
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Estonia leaves the Ottawa Convention | The Site</title>
<link rel="canonical" href="BASE/estonia"><meta name="author" content="Mari Maasikas"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Estonia leaves the Ottawa Convention</h1>
<p>{SUMMARY}</p><p>{DETAILS}</p><p>Its neighbours have taken the same step, and the ministry said that landmines will
be bought only in need. The parliament had approved the exit of Estonia from the convention in early June.</p></article>
<footer>All rights reserved</footer></body></html>"""


@pytest.fixture
async def classifier(ingest: Ingest) -> AsyncIterator[None]:
    """The real one; `ingest` has set the environment."""
    assert ingest
    life = Life()
    task = asyncio.create_task(classify.run(life))
    yield
    life.stopping.set()
    await asyncio.wait_for(task, 20)


def feed(base: str, summary: str = SUMMARY) -> bytes:
    return (
        "<rss version='2.0'><channel><title>The Site</title><item><guid isPermaLink='false'>1</guid>"
        f"<link>{base}/estonia?utm=rss</link><title>Estonia leaves the Ottawa Convention</title>"
        f"<description>{summary}</description></item></channel></rss>"
    ).encode()


async def versions(bus: Bus) -> list[Article]:
    """Every version of every article, oldest first."""
    last = (await bus.context.stream_info(ARTICLES.name)).state.last_seq
    messages = [await bus.context.get_msg(ARTICLES.name, seq=number) for number in range(1, last + 1)]
    articles = Article.subject_prefix
    return [Article.decode(m.data or b"") for m in messages if (m.subject or "").startswith(articles)]


async def wishes(bus: Bus) -> list[ArticleWanted]:
    last = (await bus.context.stream_info(ARTICLES.name)).state.last_seq
    messages = [await bus.context.get_msg(ARTICLES.name, seq=number) for number in range(1, last + 1)]
    wanted = ArticleWanted.subject_prefix
    return [ArticleWanted.decode(m.data or b"") for m in messages if (m.subject or "").startswith(wanted)]


async def told(bus: Bus) -> list[Findings]:
    last = (await bus.context.stream_info(FINDINGS.name)).state.last_seq
    return [
        Findings.decode((await bus.context.get_msg(FINDINGS.name, seq=number)).data or b"")
        for number in range(1, last + 1)
    ]


async def seen_page(bus: Bus, url: str) -> int | None:
    """How often the page of the feed's only entry was asked for, as ingest remembers it."""
    bucket = await bus.bucket(FEED_SEEN_BUCKET)
    with contextlib.suppress(Exception):
        [entry] = SeenEntries.model_validate_json((await bucket.get(feed_id(url))).value or b"").entries.values()
        return entry.page_fetches
    return None


@pytest.mark.usefixtures("classifier")
async def test_a_thin_summary_brings_the_page_and_the_page_revises_the_finding(
    ingest: Ingest, site: Site, base: str, bus: Bus
) -> None:
    site.give("/rss", feed(base))
    site.give("/robots.txt", b"User-agent: *\nDisallow: /admin/\n", content_type="text/plain")
    site.give("/estonia", PAGE.replace("BASE", base).encode(), content_type="text/html; charset=utf-8")
    ingest.list_feeds(f"{base}/rss")

    async def both() -> list[Findings]:
        findings = await told(bus)
        return findings if len(findings) >= 2 else []

    async with ingest.running():
        first, second = await eventually(both)
        polls = (await state_after(bus, f"{base}/rss", 1) or pytest.fail("never polled")).polls
        await eventually(lambda: state_after(bus, f"{base}/rss", polls + 1))
        site.give("/rss", feed(base, f"{SUMMARY} Corrected."))
        summary, full, renewed = await eventually(lambda: three_versions(bus))

    assert [finding.effective_on for finding in first.findings] == [None]
    [revised] = second.findings
    assert str(revised.effective_on) == "2025-12-27"
    assert (full.id, full.revision, full.text_from) == (summary.id, 2, TextFrom.PAGE)
    assert DETAILS in full.text
    assert "All rights reserved" not in full.text
    assert (full.url, full.author) == (f"{base}/estonia", "Mari Maasikas")
    assert len(site.requests["/robots.txt"]) == 1
    asked, again = await wishes(bus)
    assert (asked.is_published, again.is_published) == (True, False)
    assert (renewed.revision, renewed.text_from) == (3, TextFrom.PAGE)
    assert renewed.text.startswith(f"{SUMMARY} Corrected.\n")
    assert DETAILS in renewed.text
    assert len(site.requests["/estonia"]) == 2


async def three_versions(bus: Bus) -> list[Article]:
    found = await versions(bus)
    return found if len(found) >= 3 else []


@pytest.mark.usefixtures("classifier")
@pytest.mark.parametrize(
    ("robots", "status", "page", "fetches"),
    [
        (b"User-agent: *\nDisallow: /\n", 200, b"", 0),
        (b"", 404, b"<html><body><p>Accept all cookies to continue.</p></body></html>", 1),
        (b"", 404, b"", 1),
    ],
    ids=["forbidden by robots.txt", "a wall of cookies", "an empty page"],
)
async def test_a_page_that_cannot_be_had_leaves_the_summary_and_is_not_asked_for_again(
    ingest: Ingest, site: Site, base: str, bus: Bus, robots: bytes, status: int, page: bytes, fetches: int
) -> None:
    site.give("/rss", feed(base))
    site.give("/robots.txt", robots, status, content_type="text/plain")
    site.give("/estonia", page, content_type="text/html")
    ingest.list_feeds(f"{base}/rss")

    async with ingest.running():
        assert await eventually(lambda: seen_page(bus, f"{base}/rss")) == 1
        polls = (await state_after(bus, f"{base}/rss", 1) or pytest.fail("never polled")).polls
        await eventually(lambda: state_after(bus, f"{base}/rss", polls + 1))
    [article] = await versions(bus)
    assert (article.revision, article.text) == (1, SUMMARY)
    assert len(site.requests["/estonia"]) == fetches


@pytest.mark.usefixtures("classifier")
async def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(
    ingest: Ingest, site: Site, base: str, bus: Bus
) -> None:
    async def redirect(_request: Request) -> Response:
        return Response(status_code=302, headers={"Location": "/premium/estonia"})

    site.give("/rss", feed(base))
    site.give("/robots.txt", b"User-agent: ottawatch\nDisallow: /premium/\n", content_type="text/plain")
    site.pages["/estonia"] = redirect
    site.give("/premium/estonia", PAGE.encode(), content_type="text/html")
    ingest.list_feeds(f"{base}/rss")
    async with ingest.running():
        assert await eventually(lambda: seen_page(bus, f"{base}/rss")) == 1
    assert "/premium/estonia" not in site.requests
    assert site.requests["/estonia"]
