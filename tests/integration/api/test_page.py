"""The live page in a real browser."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, expect
from sqlalchemy.ext.asyncio import AsyncEngine

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, FeedStatus
from services.contracts.streams import FEED_STATE_BUCKET
from services.contracts.vocabulary import EventStatus, Stage
from tests.integration.api.browser import browser, needs_chromium, page, picture
from tests.integration.api.conftest import RunningApi, sqlite_only
from tests.support.event_samples import article_row, attach_article, changed, event, mines, store_events

XSS = '<img src=x onerror="window.owned=1"><script>window.owned=1</script>'

__all__ = ["browser", "page"]  # fixtures

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
    sqlite_only,
]


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
    await expect(page.locator(".quotes")).to_contain_text("<script>")
    await expect(page.locator(".kept")).to_contain_text("<script>")
    await expect(page.locator(".kept mark").first).to_be_visible()
    await expect(page.locator(".clock")).to_contain_text("By the treaty")
    await expect(page.locator(".history")).to_contain_text("a second outlet")
    assert await page.locator(".detail img, .detail script").count() == 0
    assert await page.evaluate("window.owned") is None
    assert await page.locator(".articles h3 a").get_attribute("dir") == "auto", "Arabic runs from the right"
    link = page.locator(".articles h3 a")
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
    assert await page.locator(".articles h3 a").count() == 0


async def test_read_from_elsewhere_the_page_asks_for_a_key_and_keeps_it_in_the_tab(
    api: RunningApi, page: Page, events_book: AsyncEngine
) -> None:
    await store_events(events_book, [event(1)])
    await page.set_extra_http_headers({"X-Forwarded-For": "192.0.2.1"})
    await page.goto(api.base_url)
    await page.locator("#key-input").fill(api.admin_key)
    await picture(page, "key")
    await page.locator("#key button[type=submit]").click()
    await expect(page.locator(".event")).to_have_count(1)
    await expect(page.locator("#key")).to_be_hidden()
    await expect(page.locator("#live")).to_have_attribute("data-state", "live")
    assert api.admin_key not in await page.evaluate("JSON.stringify(localStorage)")


async def test_the_documentation_lists_every_operation(api: RunningApi, page: Page) -> None:
    await page.goto(api.base_url + "/docs")
    await expect(page.locator("#subscribe")).to_contain_text("/v1/subscriptions")
    await expect(page.locator("#list_of_events")).to_contain_text("min_sources")
    await picture(page, "docs")
