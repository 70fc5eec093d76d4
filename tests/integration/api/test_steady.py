"""The page draws itself anew under a reader's hands: nothing that was typed, opened or in view goes."""

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from services.contracts.event import Event
from services.database.events import EventRow
from tests.integration.api.browser import browser, needs_chromium, page
from tests.integration.api.conftest import RunningApi, sqlite_only
from tests.integration.api.test_views import LATVIA, LITHUANIA, SOON, book, with_key
from tests.support.event_samples import article_row, attach_article, changed

__all__ = ["book", "browser", "page"]  # fixtures

pytestmark = [pytest.mark.browser, needs_chromium, sqlite_only]


async def change(events_book: AsyncEngine, one: Event, **fields: Any) -> None:
    """A change of a stored event, as the store makes it."""
    async with AsyncSession(events_book) as session, session.begin():
        await session.execute(update(EventRow).where(col(EventRow.id) == one.id).values(**fields))


async def test_a_live_change_takes_no_word_from_who_types_a_review(
    api: RunningApi, page: Page, book: AsyncEngine
) -> None:
    await attach_article(book, LITHUANIA, article_row(2, title="A second report"), quote="Lithuania", is_first=False)
    await with_key(page, api)
    await page.goto(f"{api.base_url}/#/events/{LITHUANIA.id}")
    await expect(page.locator("#live")).to_have_attribute("data-state", "live")
    await page.locator(".review > summary").click()
    await page.get_by_text("Correct fields").click()
    await page.locator("select[name=stage]").select_option("signed_into_law")
    await page.get_by_text("Some articles report another step").click()
    await page.get_by_role("checkbox").first.check()
    await page.get_by_text("1 more article from the same origin").click()
    reason = page.get_by_label("Reason")
    await reason.fill("not the notice itself")
    await reason.evaluate("field => { field.focus(); field.setSelectionRange(4, 7); }")
    stood = await reason.evaluate("field => field.getBoundingClientRect().top")
    await change(book, LITHUANIA, sources=7, notified_on=date(2025, 6, 30))
    await api.publish(changed(8, event=LITHUANIA.model_copy(update={"sources": 7})))
    await expect(page.locator(".detail")).to_contain_text("7 independent sources")
    await expect(reason).to_be_visible()
    await expect(reason).to_have_value("not the notice itself")
    await expect(reason).to_be_focused()
    assert await reason.evaluate("field => [field.selectionStart, field.selectionEnd]") == [4, 7]
    assert abs(await reason.evaluate("field => field.getBoundingClientRect().top") - stood) <= 2
    await expect(page.locator("select[name=stage]")).to_have_value("signed_into_law")
    await expect(page.locator("input[name=notified_on]")).to_have_value("2025-06-30")
    await expect(page.get_by_role("checkbox").first).to_be_checked()
    await expect(page.get_by_text("A second report").first).to_be_visible()


async def test_a_subscription_half_written_outlives_alerts_and_a_new_key(
    api: RunningApi, page: Page, book: AsyncEngine
) -> None:
    made = await api.subscribe("http://127.0.0.1:9/hook", description="Baltic desk")
    await with_key(page, api)
    await page.goto(f"{api.base_url}/#/alerts")
    await expect(page.locator("#live")).to_have_attribute("data-state", "live")
    await page.get_by_label("Address").fill("https://monitor.example/ho")
    await page.get_by_label("Format").select_option("slack")
    log = page.locator(".card .log")
    await log.locator("summary").click()
    await expect(log).to_contain_text("Nothing has been sent yet")
    await api.admin.patch(f"/v1/subscriptions/{made['id']}", json={"description": "Nordic desk"})
    await api.publish(changed(9, event=LITHUANIA))
    await expect(page.locator(".card h3")).to_have_text("Nordic desk")
    await expect(log).to_have_attribute("open", "")
    await page.get_by_role("button", name="Key").click()
    await page.locator("#key-input").fill(api.admin_key)
    await page.get_by_role("button", name="Use key").click()
    await expect(page.locator("#key")).to_be_hidden()
    await expect(page.get_by_label("Address")).to_have_value("https://monitor.example/ho")
    await expect(page.get_by_label("Format")).to_have_value("slack")


async def test_the_board_of_a_treaty_renews_itself_and_keeps_what_is_open(
    api: RunningApi, page: Page, book: AsyncEngine
) -> None:
    await page.goto(f"{api.base_url}/#/treaties")
    await expect(page.locator("#live")).to_have_attribute("data-state", "live")
    folded = page.locator("section > details").first
    await folded.locator("summary").click()
    await change(book, LATVIA, computed_effective_on=SOON + timedelta(days=2))
    await api.publish(changed(10, event=LATVIA))
    await expect(page.locator(".next li")).to_contain_text("42 days left")
    await expect(folded).to_have_attribute("open", "")
