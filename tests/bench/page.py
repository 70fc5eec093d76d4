"""How soon the page shows something, and what it weighs, in real Chromium beside a service that holds the demo's year.

First contentful paint is Chromium's own timing of a first visit, without anything kept, over loopback; the weight is
all that the page's views fetch of their own files, as it comes over the wire, the map included.
"""

import asyncio
import shutil
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Browser, Response, async_playwright

from services.demo.app import DemoOptions, run_demo
from services.runtime.process import Life
from tests.support.eventually import eventually
from tests.support.nats import free_port

RUNS = 5
PAINT_MS, WEIGHT_BYTES = 1000, 400_000
VIEWS = (
    "#/now",
    "#/treaties",
    "#/treaties/ottawa?map=world",
    "#/production",
    "#/feeds",
    "#/alerts",
    "#/timeline?country=PL",
)
_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[str]:
    """The demo, all of it told: the address of its page."""
    port, life, lines = free_port(), Life(), list[str]()
    options = DemoOptions(duration=timedelta(seconds=5), port=port, data=folder / "data", log_level="error")
    task = asyncio.create_task(run_demo(options, life, lines.append))

    async def is_told() -> bool:
        assert not task.done(), lines
        return any("expected events" in line for line in lines)

    try:
        await eventually(is_told, within_seconds=180)
        yield f"http://127.0.0.1:{port}"
    finally:
        life.stopping.set()
        await task


async def first_paint_ms(browser: Browser, address: str) -> float:
    """One first visit."""
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(address)
    await page.locator(".event").first.wait_for()
    painted: float = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    await context.close()
    return painted


async def weight_bytes(browser: Browser, address: str) -> int:
    """What one visitor of all views is sent of the page itself, each file once."""
    context = await browser.new_context()
    page = await context.new_page()
    weights: dict[str, int] = {}

    async def weigh(response: Response) -> None:
        if "/web/" in response.url or response.url == f"{address}/":
            weights[response.url] = max(
                (await response.request.sizes())["responseBodySize"], weights.get(response.url, 0)
            )

    page.on("response", weigh)
    for view in VIEWS:
        await page.goto("about:blank")
        await page.goto(f"{address}/{view}")
        await page.locator("#view > section").wait_for()  # drawn once all that it needs is there
    await context.close()
    return sum(weights.values())


async def main() -> int:
    """Measure, print, and answer 1 where a target is missed."""
    if _CHROMIUM is None:
        print("the page: NO CHROMIUM ON THIS MACHINE, not measured")
        return 0
    with tempfile.TemporaryDirectory(prefix="ottawatch-bench-") as folder:
        async with demo(Path(folder)) as address, async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            paints = [await first_paint_ms(browser, address) for _ in range(RUNS)]
            weight = await weight_bytes(browser, address)
            await browser.close()
    median = statistics.median(paints)
    print(f"\nthe page with the demo's year, {RUNS} first visits over loopback")
    print(
        f"  first contentful paint, median {median:.0f} ms ({min(paints):.0f} to {max(paints):.0f}), at most {PAINT_MS}"
    )
    print(f"  its own weight as sent, map included {weight / 1000:.0f} kB, at most {WEIGHT_BYTES // 1000}")
    return 0 if median <= PAINT_MS and weight <= WEIGHT_BYTES else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
