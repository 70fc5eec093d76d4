"""The live page in a real browser."""

import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from sqlalchemy.ext.asyncio import AsyncEngine

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, FeedStatus
from services.contracts.streams import FEED_STATE_BUCKET
from services.contracts.vocabulary import EventStatus, Stage
from tests.integration.api.conftest import RunningApi, sqlite_only
from tests.support.event_samples import article_row, attach_article, changed, event, mines, store_events

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
XSS = '<img src=x onerror="window.owned=1"><script>window.owned=1</script>'

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="NO CHROMIUM ON THIS MACHINE: the page is not tested"),
    sqlite_only,
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page that fails the test when its console shows an error or it asks another host for anything."""
    page = await browser.new_page(viewport={"width": 1100, "height": 900})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: None if "127.0.0.1" in request.url else faults.append(request.url))
    yield page
    assert faults == []


async def picture(page: Page, name: str) -> None:
    """Keeps what the page looks like, where OTTAWATCH_TEST_PICTURES says."""
    folder = os.environ.get("OTTAWATCH_TEST_PICTURES")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def put_feed(api: RunningApi, number: int, **fields: object) -> None:
    state = FeedState.model_validate(
        {
            "feed": FeedReference(id=f"feed_{number}", url=f"https://feed.example/{number}"),
            "next_check_at": datetime.now(UTC) + timedelta(minutes=4),
            **fields,
        }
    )
    bucket = await api.bus.bucket(FEED_STATE_BUCKET)
    await bucket.put(state.feed.id, state.model_dump_json().encode())


async def test_an_empty_list_says_why_and_when_the_next_check_is(api: RunningApi, page: Page) -> None:
    await page.goto(api.base_url)
    await expect(page.locator("#empty")).to_contain_text("No feed is watched")
    await put_feed(api, 1)
    await expect(page.locator("#empty")).to_contain_text("no article read yet", timeout=15_000)
    await expect(page.locator("#empty")).to_contain_text("Next check in")
    await put_feed(api, 1, status=FeedStatus.OK, polls=1, articles=40, last_success_at=datetime.now(UTC))
    await expect(page.locator("#empty")).to_contain_text("40 articles read", timeout=15_000)
    await picture(page, "empty")


async def test_events_are_listed_and_a_new_one_appears_by_itself(
    api: RunningApi, page: Page, events_book: AsyncEngine
) -> None:
    await store_events(
        events_book,
        [
            event(1),
            mines(2, status=EventStatus.REPORTED, sources=1, article_count=1, computed_effective_on=None),
            event(
                3,
                country="FI",
                stage=Stage.IN_EFFECT,
                title="Finland’s withdrawal from the Ottawa Convention takes effect",
            ),
            event(
                4,
                country="UA",
                stage=Stage.SUSPENDED,
                act=None,
                status=EventStatus.DISPUTED,
                notified_on=None,
                computed_effective_on=None,
                claimed_effective_on=None,
                title="Ukraine suspends its obligations under the Ottawa Convention",
            ),
        ],
    )
    await put_feed(api, 1, status=FeedStatus.OK, polls=1, articles=40, last_success_at=datetime.now(UTC))
    await put_feed(api, 2, status=FeedStatus.FAILING, polls=1)
    await page.goto(api.base_url)
    await expect(page.locator("#live")).to_have_attribute("data-state", "live")
    await expect(page.locator(".event")).to_have_count(4)
    await expect(page.locator("#feeds")).to_contain_text("1 failing")
    poland = event(
        5,
        country="PL",
        title="Poland’s parliament approves leaving the Ottawa Convention",
        stage=Stage.PARLIAMENT_APPROVED,
    )
    await api.publish(changed(5, event=poland))
    await expect(page.locator(".event").first).to_contain_text("Poland’s parliament")
    await expect(page.locator(".event")).to_have_count(5)
    await api.publish(changed(6, event=poland.model_copy(update={"sources": 7})))
    await expect(page.locator(".event").first).to_contain_text("7 independent sources")
    await expect(page.locator(".event")).to_have_count(5)
    await picture(page, "list")
    await page.emulate_media(color_scheme="dark")
    await picture(page, "list-dark")
    await page.set_viewport_size({"width": 380, "height": 800})
    await picture(page, "list-phone")
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= 380


async def test_one_event_shows_its_evidence_and_what_articles_say_stays_text(
    api: RunningApi, page: Page, events_book: AsyncEngine
) -> None:
    stored = event(1, title=f"Estonia leaves {XSS}")
    await store_events(events_book, [stored])
    await attach_article(
        events_book,
        stored,
        article_row(1, title=f"إستونيا تنسحب {XSS}", language="ar"),
        quote=f"تنسحب من الاتفاقية {XSS}",
    )
    await page.goto(api.base_url)
    await page.locator(".event .title a").click()
    await expect(page.locator(".detail h1")).to_contain_text("<img src=x")
    await expect(page.locator("blockquote")).to_contain_text("<script>")
    await expect(page.locator(".detail")).to_contain_text("In effect by the treaty’s clock")
    await expect(page.locator(".history")).to_contain_text("a second outlet")
    assert await page.locator(".detail img, .detail script").count() == 0
    assert await page.evaluate("window.owned") is None
    link = page.locator(".articles a")
    assert await link.get_attribute("rel") == "noopener noreferrer nofollow"
    await picture(page, "detail")
    await page.locator(".back").click()
    await expect(page.locator(".event")).to_have_count(1)


async def test_an_article_that_links_to_a_script_gets_no_link(
    api: RunningApi, page: Page, events_book: AsyncEngine
) -> None:
    await store_events(events_book, [event(1)])
    await attach_article(
        events_book, event(1), article_row(1, title="A link that is none", url="javascript:alert(1)"), quote="it leaves"
    )
    await page.goto(f"{api.base_url}/#{event(1).id}")
    await expect(page.locator(".articles")).to_contain_text("A link that is none")
    assert await page.locator(".articles a").count() == 0


async def test_read_from_elsewhere_the_page_asks_for_a_key_and_keeps_it_in_the_tab(
    api: RunningApi, page: Page, events_book: AsyncEngine
) -> None:
    await store_events(events_book, [event(1)])
    await page.set_extra_http_headers({"X-Forwarded-For": "192.0.2.1"})
    await page.goto(api.base_url)
    await page.locator("#key-input").fill(api.admin_key)
    await picture(page, "key")
    await page.locator("#key button").click()
    await expect(page.locator(".event")).to_have_count(1)
    await expect(page.locator("#key")).to_be_hidden()
    await expect(page.locator("#live")).to_have_attribute("data-state", "live")
    assert await page.evaluate("Object.keys(localStorage).length") == 0


async def test_the_documentation_lists_every_operation(api: RunningApi, page: Page) -> None:
    await page.goto(api.base_url + "/docs")
    await expect(page.locator("#subscribe")).to_contain_text("/v1/subscriptions")
    await expect(page.locator("#list_of_events")).to_contain_text("min_sources")
    await picture(page, "docs")
