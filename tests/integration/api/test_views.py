"""Every view of the page in a real browser: what it shows, what can be done there, and who can use it."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect
from sqlalchemy.ext.asyncio import AsyncEngine

from services.contracts.alert import Severity
from services.contracts.vocabulary import EventStatus, MineType, Stage
from services.runtime.process import Life
from services.store import app as store
from tests.integration.api.browser import browser, needs_chromium, page, picture
from tests.integration.api.conftest import RunningApi, sqlite_only
from tests.support import samples
from tests.support.event_samples import article_row, attach_article, event, mines, store_events

__all__ = ["browser", "page"]  # fixtures

pytestmark = [pytest.mark.browser, needs_chromium, sqlite_only]

SOON = datetime.now(UTC).date() + timedelta(days=40)
LITHUANIA = event(1, country="LT", title="Lithuania notifies its withdrawal from the Ottawa Convention")
LATVIA = event(
    2,
    country="LV",
    title="Latvia notifies its withdrawal from the Ottawa Convention",
    notified_on=date(SOON.year - (SOON.month <= 6), (SOON.month - 7) % 12 + 1, 1),
    computed_effective_on=SOON,
    claimed_effective_on=SOON - timedelta(days=3),
    date_conflict=True,
)
BELMA = mines(3, status=EventStatus.REPORTED, sources=1, article_count=1)
BELMA_STARTS = mines(
    4,
    stage=Stage.STARTED,
    capacity_per_year=100_000,
    quantity=None,
    title="Belma (Poland) starts to produce anti-tank mines",
)
FORCIT = mines(
    5,
    country="FI",
    producer="Forcit",
    mine_type=MineType.NAVAL,
    title="Forcit (Finland) is contracted to produce naval mines",
)
VIEWS = {
    "now": "#/now",
    "event": f"#/events/{LITHUANIA.id}",
    "treaties": "#/treaties",
    "world": "#/treaties/ottawa?map=world",
    "day": "#/treaties/ottawa?on=2025-08-20",
    "production": "#/production",
    "timeline": "#/timeline?country=PL&topic=mine_production",
    "feeds": "#/feeds",
    "alerts": "#/alerts?treaty=ottawa",
}


@pytest.fixture
async def book(api: RunningApi, events_book: AsyncEngine) -> AsyncEngine:
    await store_events(events_book, [LITHUANIA, LATVIA, BELMA, BELMA_STARTS, FORCIT])
    await attach_article(
        events_book, LITHUANIA, article_row(1, title="Lithuania tells the UN it leaves"), quote="Lithuania"
    )
    return events_book


@pytest.fixture
async def running_store(api: RunningApi) -> AsyncIterator[None]:
    """The store beside the api, as reviews are applied by it."""
    life = Life()
    task = asyncio.create_task(store.run(life))
    while not life.is_ready:
        assert not task.done(), task.exception()
        await asyncio.sleep(0.01)
    yield
    life.stopping.set()
    await task


async def with_key(page: Page, api: RunningApi) -> None:
    await page.goto(api.base_url)
    await page.evaluate("key => sessionStorage.setItem('ottawatch-key', key)", api.admin_key)


async def test_a_filter_stands_in_the_address_and_becomes_a_webhook_a_feed_and_a_file(
    api: RunningApi, page: Page, book: AsyncEngine
) -> None:
    await page.goto(f"{api.base_url}/#/now")
    await page.locator(".filter-box summary").click()
    await page.locator("select[name=topic]").select_option("mine_production")
    await expect(page.locator(".event")).to_have_count(3)
    await page.locator("input[name=country]").fill("fi")
    await page.locator("input[name=country]").press("Enter")
    await expect(page.locator(".event")).to_have_count(1)
    assert "country=FI" in page.url
    for words, beginning in (
        ("a webhook", "#/alerts?"),
        ("an Atom feed", "v1/events.atom?"),
        ("a CSV file", "v1/events.csv?"),
    ):
        address = await page.get_by_role("link", name=words).get_attribute("href")
        assert address is not None
        assert address.startswith(beginning)
        assert "country=FI" in address
    await page.reload()
    await expect(page.locator(".event")).to_have_count(1)
    await page.goto(f"{api.base_url}/#/now?country=SE")
    await expect(page.locator("#empty")).to_contain_text("No step passes this filter")


async def test_the_treaty_board_shows_who_leaves_next_and_why_the_dates_differ(
    api: RunningApi, page: Page, book: AsyncEngine
) -> None:
    await page.goto(f"{api.base_url}/#/treaties")
    await expect(page.locator(".next li")).to_contain_text("Latvia")
    await expect(page.locator(".next li")).to_contain_text("Ottawa Convention")
    await expect(page.locator(".next li")).to_contain_text("40 days left")
    row = page.get_by_role("row").filter(has_text="Latvia")
    await expect(row).to_contain_text("differs")
    await expect(page.locator(".map path.tone-5")).to_have_count(2)
    await page.locator(".next a").click()
    await expect(page.locator(".detail h1")).to_contain_text("Latvia notifies")
    await expect(page.locator(".detail .mark")).to_contain_text("dates differ")


async def test_a_board_without_a_running_clock_leads_to_the_day_when_clocks_ran(
    api: RunningApi, page: Page, events_book: AsyncEngine
) -> None:
    gone = {"claimed_effective_on": None, "status": EventStatus.CORROBORATED}
    finland = event(1, country="FI", notified_on=date(2025, 7, 10), computed_effective_on=date(2026, 1, 10), **gone)
    poland = event(2, country="PL", notified_on=date(2025, 8, 20), computed_effective_on=date(2026, 2, 20), **gone)
    out = [
        one.model_copy(update={"id": event(number).id, "stage": Stage.IN_EFFECT})
        for number, one in ((3, finland), (4, poland))
    ]
    await store_events(events_book, [finland, poland, *out])
    await page.goto(f"{api.base_url}/#/treaties")
    await expect(page.locator(".empty")).to_contain_text("No notice is running out now")
    await page.get_by_role("link", name="See the board of 20 Aug 2025").click()
    await expect(page.locator(".next li").nth(0)).to_contain_text("Finland143 days left")
    await expect(page.locator(".next li").nth(1)).to_contain_text("Poland184 days left")
    await expect(page.locator(".day")).to_contain_text("As it stood on 20 Aug 2025")
    later = page.get_by_role("button", name="a month →")
    for month in ("2025-09", "2025-10", "2025-11", "2025-12", "2026-01"):
        await later.click()
        await expect(page.locator(".day input")).to_have_value(f"{month}-20")
        await expect(later).to_be_focused()
    await expect(page.locator(".next li")).to_contain_text("Poland31 days left")
    assert page.url.endswith("on=2026-01-20")
    for name, beginning in (
        ("a webhook", "#/alerts?"),
        ("an Atom feed", "v1/events.atom?"),
        ("a CSV", "v1/events.csv?"),
    ):
        address = await page.get_by_role("link", name=name).first.get_attribute("href")
        assert address is not None
        assert address.startswith(beginning)
        assert "stage=notified%2Cin_effect" in address
    await page.get_by_role("button", name="Today").click()
    await expect(page.locator(".empty")).to_contain_text("No notice is running out now")


async def test_production_shows_each_programme_s_steps_in_time(api: RunningApi, page: Page, book: AsyncEngine) -> None:
    await page.goto(f"{api.base_url}/#/production")
    await expect(page.locator(".chart .step")).to_have_count(3)
    await expect(page.get_by_role("row").filter(has_text="BELMA")).to_contain_text("100,000")
    await page.get_by_role("row").filter(has_text="BELMA").get_by_role("link").first.click()
    await expect(page.locator(".timeline > li")).to_have_count(2)


async def test_a_webhook_is_made_tested_paused_and_removed(api: RunningApi, page: Page, book: AsyncEngine) -> None:
    await with_key(page, api)
    await page.goto(f"{api.base_url}/#/alerts?treaty=ottawa&country=LV")
    await page.get_by_label("Address").fill("http://127.0.0.1:9/hook")
    await page.get_by_label("Description").fill("Baltic desk")
    await page.get_by_role("button", name="Subscribe").click()
    await expect(page.locator(".secret code")).to_contain_text("whsec_")
    card = page.locator(".card")
    await expect(card).to_contain_text("treaty ottawa")
    await card.get_by_role("button", name="Send a test").click()
    await expect(page.get_by_role("status").filter(has_text="A test is on its way")).to_be_visible()
    await expect(page.locator(".secret code")).to_contain_text("whsec_")  # shown once, so nothing may cover it
    await card.get_by_role("button", name="Send again what failed this week").click()
    await expect(page.locator("#view")).to_contain_text("Nothing of this week had failed")
    await card.locator(".log summary").click()
    await expect(card.locator(".log")).to_contain_text("subscription.test")
    await card.get_by_role("button", name="Pause").click()
    await expect(card.locator(".status").first).to_contain_text("paused")
    await card.get_by_role("button", name="Delete").click()
    await card.get_by_role("button", name="Delete for good?").click()
    await expect(page.locator(".empty")).to_contain_text("Nobody is sent alerts yet")


async def test_a_reviewer_dismisses_an_event_and_takes_it_back(
    api: RunningApi, page: Page, running_store: None
) -> None:
    await api.bus.publish(samples.findings(), message_id="one")
    await with_key(page, api)
    await page.reload()
    await page.locator(".event .title a").click()
    await page.locator(".review > summary").click()
    await page.get_by_label("Reason").fill("a rehearsal text")
    await page.locator("#review-dismiss").click()
    await expect(page.locator(".detail .status").first).to_contain_text("dismissed")
    await expect(page.locator(".detail")).to_contain_text("a rehearsal text")
    await page.locator(".review > summary").click()
    await page.get_by_role("button", name="Take back: dismiss").click()
    await expect(page.locator(".detail .status").first).not_to_contain_text("dismissed")


async def test_only_the_steps_that_weigh_enough_are_subscribed_to(
    api: RunningApi, page: Page, book: AsyncEngine
) -> None:
    await with_key(page, api)
    await page.goto(f"{api.base_url}/#/alerts")
    choices = page.get_by_label("Send").locator("option")
    await expect(choices).to_have_count(len(Severity))
    assert await choices.evaluate_all("all => all.map((one) => one.value)") == ["", *list(Severity)[1:]]
    await page.get_by_label("Address").fill("http://127.0.0.1:9/hook")
    await page.get_by_label("Send").select_option("high")
    await page.get_by_role("button", name="Subscribe").click()
    await expect(page.locator(".card")).to_contain_text("min severity high")
    [saved] = (await api.admin.get("/v1/subscriptions")).json()["data"]
    assert saved["filters"]["min_severity"] == "high"


@pytest.mark.parametrize(
    ("scheme", "views"), [("light", VIEWS), ("dark", ("now", "event", "treaties", "day"))], ids=["light", "dark"]
)
async def test_no_view_has_a_serious_fault_for_those_who_cannot_see_it(
    api: RunningApi, page: Page, book: AsyncEngine, scheme: Any, views: Iterable[str]
) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await with_key(page, api)
    for name in views:
        await page.goto("about:blank")
        await page.goto(f"{api.base_url}/{VIEWS[name]}")
        await expect(page.locator("#view .waiting")).to_have_count(0)
        await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found = (await Axe().run(page)).response["violations"]
        serious = [
            (one["id"], [node["target"] for node in one["nodes"]][:3])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == [], name
        await picture(page, f"view-{name}-{scheme}")


async def test_every_view_fits_a_phone(api: RunningApi, page: Page, book: AsyncEngine) -> None:
    await page.set_viewport_size({"width": 380, "height": 800})
    await with_key(page, api)
    for name, address in VIEWS.items():
        await page.goto("about:blank")
        await page.goto(f"{api.base_url}/{address}")
        await expect(page.locator("#view .waiting")).to_have_count(0)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 380, name
        await picture(page, f"phone-{name}")


async def test_all_is_reached_by_keyboard(api: RunningApi, page: Page, book: AsyncEngine) -> None:
    await page.goto(f"{api.base_url}/#/now")
    await expect(page.locator(".event")).to_have_count(5)
    reached: list[str] = []
    for _ in range(16):
        await page.keyboard.press("Tab")
        reached.append(await page.evaluate("document.activeElement.textContent.trim()"))
    assert reached[0] == "Skip to the content"
    for name in ("Now", "Treaties", "Production", "Feeds", "Alerts", "Key", "Filter and keep", FORCIT.title):
        assert name in reached
    await page.locator(".event a").first.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".detail h1")).to_be_visible()


async def test_what_all_views_weigh_together_is_little(api: RunningApi, page: Page, book: AsyncEngine) -> None:
    weights: dict[str, int] = {}

    async def weigh(response: Any) -> None:
        if "/web/" in response.url or response.url.rstrip("/") == api.base_url:
            sizes = await response.request.sizes()
            weights[response.url] = sizes["responseBodySize"]

    page.on("response", weigh)
    for address in VIEWS.values():
        await page.goto(f"{api.base_url}/{address}")
        await expect(page.locator("#view .waiting")).to_have_count(0)
    assert weights
    assert sum(weights.values()) <= 400_000, weights
