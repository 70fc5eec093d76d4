"""From the feed that serves an article to the webhook that arrives, through the whole stack."""

import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.runtime.http_server import listen, serving
from tests.support.eventually import eventually
from tests.support.hook import Hook
from tests.support.stack import Stack

STATES = ("Bulgaria", "Chile", "Croatia", "Denmark", "Ecuador", "France", "Greece", "Ireland", "Kenya", "Norway")


def article(state: str) -> str:
    """An item about a step of its own."""
    now = format_datetime(datetime.now(UTC), usegmt=True)
    text = f"{state} has formally notified the United Nations of its withdrawal from the Ottawa Convention, it said."
    return (
        f"<item><guid>{state}</guid><link>https://{state.lower()}.example/1</link><pubDate>{now}</pubDate>"
        f"<title>{state} notifies its withdrawal from the Ottawa Convention</title>"
        f"<description>{text}</description></item>"
    )


async def seconds_each() -> list[float]:
    """For each of ten articles, from being served for the first time to the arrival of its alert."""
    items: list[str] = []
    served_at: dict[int, float] = {}

    async def feed(_request: Request) -> Response:
        served_at.setdefault(len(items), time.perf_counter())
        body = f'<rss version="2.0"><channel><title>A feed</title>{"".join(items)}</channel></rss>'
        return Response(body, media_type="application/rss+xml")

    hook, found = Hook(), []
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ottawatch-bench-")))
        listeners = [listen("127.0.0.1", 0) for _ in range(2)]
        await stack.enter_async_context(serving(Starlette(routes=[Route("/feed", feed)]), listeners[0]))
        await stack.enter_async_context(serving(hook.app, listeners[1]))
        site, receiver = (f"http://127.0.0.1:{one.getsockname()[1]}" for one in listeners)
        feeds = folder / "feeds.toml"
        feeds.write_text(f'[[feeds]]\nurl = "{site}/feed"\ninterval = 1\n')
        running = await stack.enter_async_context(Stack(folder / "data", feeds))
        hook.secret = (await running.subscribe(f"{receiver}/hook"))["secret"]
        for number, state in enumerate(STATES, 1):
            items.append(article(state))

            async def has_come(number: int = number) -> float:
                return time.perf_counter() if len(hook.alerts) >= number else 0.0

            arrived_at = await eventually(has_come, within_seconds=30)
            found.append(arrived_at - served_at[number])
            await asyncio.sleep(0.5)
    return found


async def main() -> None:
    """Print the report."""
    seconds = sorted(await seconds_each())
    told = f"p50 {statistics.median(seconds):.2f} s, longest {seconds[-1]:.2f} s"
    print(f"feed served to webhook received      {told} (of {len(seconds)}, a poll every second)", flush=True)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
