"""The composition root of the demo: feed site and receiver in this process, Ottawatch as its child."""

import asyncio
import contextlib
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import httpx

from services.demo.chronology import load_chronology, load_expected_events
from services.demo.comparison import Comparison, compare
from services.demo.feeds import PUBLISHERS, feeds_toml
from services.demo.playback import PlaybackClock
from services.demo.receiver import GUEST_PATH, HOOK_PATH, Receiver
from services.demo.site import build_site
from services.demo.stack import (
    NotReady,
    fetch_events,
    ottawatch,
    read_admin_key,
    refuse_used_data,
    subscribe,
    wait_until_ready,
)
from services.runtime.http_server import listen, serving
from services.runtime.process import Life
from services.runtime.supervisor import ChildGaveUp, Supervisor

LOOPBACK = "127.0.0.1"

CLOCKS_ALL_RUN_ON = date(2025, 12, 1)
"""The day of the chronology on which all five notices had been given and none had taken effect."""

PATIENCE_SECONDS = 120.0
"""After so long the demo compares what there is, although things still move."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class DemoOptions:
    """What can be chosen about a demo. Port 0 takes a free one, for the site and the receiver."""

    duration: timedelta = timedelta(seconds=60)
    port: int = 8000
    site_port: int = 0
    receiver_port: int = 0
    data: Path | None = None
    """None makes a fresh folder and removes it afterwards."""
    quiet: timedelta = timedelta(seconds=6)
    """So long without a new event or alert counts as the end: several polls and a repeated delivery fit in."""
    once: bool = False
    """Leave after the comparison instead of running on."""
    log_level: str = "warning"


@dataclass(frozen=True)
class Scene:
    """The demo, set up: what plays on this machine and how it is addressed."""

    client: httpx.AsyncClient
    clock: PlaybackClock
    receiver: Receiver
    site_url: str
    hook_url: str
    data: Path


async def run_demo(options: DemoOptions, life: Life, say: Say = print) -> int:
    """Tell the chronology, show the alerts, compare. Answers 0 where all that was expected came, and only that."""
    async with open_scene(options, say) as set_up, Supervisor(life) as supervisor:
        feeds = set_up.data / "feeds.toml"
        feeds.write_text(feeds_toml(set_up.site_url), encoding="utf-8")
        supervisor.start(ottawatch(set_up.data, options.port, feeds, log_level=options.log_level))
        say(f"Starting Ottawatch, with its data in {set_up.data}")
        telling = asyncio.create_task(tell(options, life, set_up, say))
        running = asyncio.create_task(supervisor.until_stopped())
        try:
            await asyncio.wait({telling, running}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                await running
            return await telling
        except ChildGaveUp:
            say("Ottawatch cannot run; it has said why above.")
        except NotReady as error:
            say(f"The demo cannot go on: {error}")
        finally:
            telling.cancel()
            running.cancel()
    return 1


@contextlib.asynccontextmanager
async def open_scene(options: DemoOptions, say: Say) -> AsyncIterator[Scene]:
    """The feed site and the receiver, serving, and a folder for Ottawatch's data."""
    articles = load_chronology()
    clock = PlaybackClock(articles[0].published_at, articles[-1].published_at, options.duration)
    receiver = Receiver(say)
    site_socket = listen(LOOPBACK, options.site_port)
    receiver_socket = listen(LOOPBACK, options.receiver_port)
    with _data_folder(options.data) as data:
        async with (
            serving(build_site(articles, clock=clock), site_socket),
            serving(receiver.app(), receiver_socket),
            httpx.AsyncClient(base_url=f"http://{LOOPBACK}:{options.port}", trust_env=False) as client,
        ):
            yield Scene(client, clock, receiver, _url(site_socket), _url(receiver_socket) + HOOK_PATH, data)


async def tell(options: DemoOptions, life: Life, scene: Scene, say: Say) -> int:
    """Subscribe, let the year pass, and compare once things are quiet."""
    if not await wait_until_ready(scene.client, life):
        return 1
    scene.receiver.secret = await subscribe(scene.client, read_admin_key(scene.data), scene.hook_url)
    say(f"Events appear at {scene.client.base_url}/ ; the invented publishers are at {scene.site_url}/")
    say(f"A year of {len(PUBLISHERS)} feeds passes in {options.duration.total_seconds():.0f} s. Alerts:")
    scene.clock.start()
    if await life.sleep(options.duration.total_seconds()):
        return 1
    outcome = await _when_quiet(options.quiet.total_seconds(), life, scene)
    if outcome is None:
        return 1
    for line in outcome.lines():
        say(line)
    if not options.once:
        for line in _what_to_try(scene):
            say(line)
        await life.stopping.wait()
    return 0 if outcome.is_right else 1


def _what_to_try(scene: Scene) -> list[str]:
    """What a visitor can do now, each with what it needs."""
    page = f"{scene.client.base_url}".rstrip("/")
    guest_url = scene.hook_url.removesuffix(HOOK_PATH) + GUEST_PATH
    return [
        "",
        "Now look around; it runs on until Ctrl-C. The articles are invented, the withdrawals are real.",
        f"  Who left next, seen from {CLOCKS_ALL_RUN_ON:%-d %B %Y}:  {page}/#/treaties/ottawa?on={CLOCKS_ALL_RUN_ON}",
        f"  To make a webhook there or review a step, press Key and paste:  {read_admin_key(scene.data)}",
        f"  An address for your webhook, whose alerts are printed here:     {guest_url}",
    ]


async def _when_quiet(quiet_seconds: float, life: Life, scene: Scene) -> Comparison | None:
    """The comparison once nothing moves any more; None when the demo was told to stop."""
    expected = load_expected_events()
    now = asyncio.get_running_loop().time
    began = changed = now()
    seen: object = None
    while True:
        try:
            events = await fetch_events(scene.client)
        except httpx.HTTPError as error:
            if now() - began >= PATIENCE_SECONDS:
                raise NotReady(f"the events cannot be read: {error}") from error
            events, changed = [], now()  # a service that restarts is away for a moment
        state = ({(event.id, event.version) for event in events}, len(scene.receiver.deliveries))
        if state != seen:
            seen, changed = state, now()
        if now() - changed >= quiet_seconds or now() - began >= PATIENCE_SECONDS:
            return compare(expected, events)
        if await life.sleep(min(0.5, quiet_seconds)):
            return None


@contextlib.contextmanager
def _data_folder(chosen: Path | None) -> Iterator[Path]:
    if chosen is None:
        with tempfile.TemporaryDirectory(prefix="ottawatch-demo-") as made:
            yield Path(made)
        return
    refuse_used_data(chosen)
    chosen.mkdir(parents=True, exist_ok=True)
    yield chosen


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{host}:{port}"
