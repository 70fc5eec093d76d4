"""`ottawatch feeds list|add|remove|pause|resume|check-now|backfill|import|export`: asked of a running ingest."""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from nats.errors import Error as NatsError

from services.api.feed_board import FeedBoard, KnownFeed
from services.api.opml import NotOpml, read_opml, write_opml
from services.contracts import feed_requests as asked
from services.contracts.feed import FeedStatus
from services.contracts.feed_requests import FeedReply, NewFeed
from services.contracts.request import Request
from services.ingest.feeds_file import feed_id, read_feeds_file
from services.runtime.clock import utc_now
from services.runtime.errors import BadConfiguration, NobodyAnswers, Refused, RuntimeFailure
from services.runtime.jetstream import Bus, connected
from services.runtime.logs import configure_logs
from services.runtime.nats_server import no_server_at, running_embedded
from services.runtime.process import EXIT_BAD_CONFIGURATION, EXIT_CRASHED
from services.runtime.requests import ask
from services.runtime.settings import LogSettings, NatsSettings, load

DEFAULT_PAGES = 10
PAGES_AT_ONCE = 5
BACKFILL_SECONDS = 60.0
CONNECT_SECONDS = 10.0
"""A service waits for its server for ever; who asks on a command line wants to know."""


class _NotDone(Exception):  # noqa: N818
    """Ingest would not, and said why."""


def feeds_command(action: str, target: str | None, data: Path | None, *, pages: int = DEFAULT_PAGES) -> int:
    """Do one of the actions and tell what came of it; answers the exit code."""
    try:
        configure_logs(load(LogSettings, level="error"), service="feeds")
        settings = load(NatsSettings) if data is None else running_embedded(data / "nats")
        asyncio.run(_run(settings, action, target or "", pages))
    except _NotDone as error:
        _say(str(error), error=True)
        return EXIT_CRASHED
    except (RuntimeFailure, NatsError) as error:
        _say(f"ottawatch feeds: {error or type(error).__name__}", error=True)
        return EXIT_BAD_CONFIGURATION
    return 0


async def _run(settings: NatsSettings, action: str, target: str, pages: int) -> None:
    acts: dict[str, Callable[[Bus, str], Awaitable[None]]] = {
        "list": _list,
        "add": _add,
        "remove": _remove,
        "pause": _pause,
        "resume": _resume,
        "check-now": _check,
        "backfill": partial(_backfill, pages=pages),
        "import": _import,
        "export": _export,
    }
    async with contextlib.AsyncExitStack() as stack:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                bus = await stack.enter_async_context(connected(settings, name="feeds", keep_streams=True))
        except TimeoutError as error:
            raise no_server_at(settings.url) from error
        await acts[action](bus, target)


async def _list(bus: Bus, _target: str) -> None:
    feeds = await FeedBoard(bus).feeds()
    for feed in feeds:
        _say(_line(feed))
    well = sum(feed.state.status is FeedStatus.OK for feed in feeds)
    _say(f"{len(feeds)} feeds, {well} of them well")


def _line(feed: KnownFeed) -> str:
    state = feed.state
    due = "paused" if state.status is FeedStatus.PAUSED else f"{state.next_check_at:%Y-%m-%d %H:%M:%SZ}"
    told = f"{state.feed.id}  {state.status:10}  next {due:20}  {state.articles:6} articles  {state.feed.url}"
    return told + (f"\n    {state.last_error}" if state.last_error else "")


async def _add(bus: Bus, url: str) -> None:
    reply = await _ask(bus, asked.AddFeed(feed=NewFeed(url=url)))
    for step in reply.steps:
        _say(step)
    if reply.listed is not None:
        _say(f"added {reply.listed.feed.id}  {reply.listed.feed.url}")


async def _remove(bus: Bus, feed: str) -> None:
    await _ask(bus, asked.RemoveFeed(feed_id=_id_of(feed)))
    _say(f"removed {feed}")


async def _pause(bus: Bus, feed: str) -> None:
    await _ask(bus, asked.PauseFeed(feed_id=_id_of(feed)))
    _say(f"paused {feed}")


async def _resume(bus: Bus, feed: str) -> None:
    await _ask(bus, asked.ResumeFeed(feed_id=_id_of(feed)))
    _say(f"resumed {feed}")


async def _check(bus: Bus, feed: str) -> None:
    reply = await _ask(bus, asked.CheckFeed(feed_id=_id_of(feed)))
    if reply.check is None:
        raise _NotDone("ingest answered without an account of the check")
    check = reply.check
    _say(f"GET {check.url}")
    for name, value in check.request_headers.items():
        _say(f"  > {name}: {value}")
    for name, value in check.response_headers.items():
        _say(f"  < {name}: {value}")
    for step in check.steps:
        _say(f"- {step}")


async def _backfill(bus: Bus, feed: str, *, pages: int) -> None:
    """In requests of a few documents each, so that each of them is told soon after it was read."""
    from_url, left, published = None, pages, 0
    while left > 0:
        some = min(left, PAGES_AT_ONCE)
        question = asked.BackfillFeed(feed_id=_id_of(feed), pages=some, from_url=from_url, seconds=BACKFILL_SECONDS)
        reply = await _ask(bus, question, seconds=2 * BACKFILL_SECONDS)
        for step in reply.steps:
            _say(step)
        left, published, from_url = left - max(reply.pages, 1), published + reply.published, reply.older_url
        if from_url is None:
            break
    _say(f"{published} articles published that were not seen before")
    if from_url is not None:
        _say(f"older ones are at {from_url}")


async def _import(bus: Bus, file: str) -> None:
    feeds, invalid = _feeds_in(Path(file))
    added = skipped = 0
    for start in range(0, len(feeds), asked.MAX_IMPORT):
        reply = await _ask(bus, asked.ImportFeeds(feeds=tuple(feeds[start : start + asked.MAX_IMPORT])))
        added, skipped = added + reply.added, skipped + reply.skipped
    for url in invalid:
        _say(f"not an address that can be polled: {url}", error=True)
    _say(f"{added} added, {skipped} on the list already, {len(invalid)} not usable")


def _feeds_in(file: Path) -> tuple[list[NewFeed], list[str]]:
    if file.suffix.lower() == ".toml":
        return [
            NewFeed(**listed.feed.model_dump(exclude={"id"}), interval_seconds=listed.interval_seconds)
            for listed in read_feeds_file(file)
        ], []
    try:
        return read_opml(file.read_bytes())
    except OSError as error:
        raise BadConfiguration(f"{file}: cannot be read ({error.strerror})") from error
    except NotOpml as error:
        raise BadConfiguration(f"{file}: not OPML: {error}") from error


async def _export(bus: Bus, _target: str) -> None:
    feeds = await FeedBoard(bus).feeds()
    _say(write_opml([feed.state.feed for feed in feeds], utc_now()).rstrip("\n"))


async def _ask(bus: Bus, request: Request, *, seconds: float = asked.REPLY_SECONDS) -> FeedReply:
    try:
        reply = await ask(bus, request, FeedReply, timeout_seconds=seconds)
    except NobodyAnswers as error:
        raise BadConfiguration("no ingest answers, and it alone changes feeds: is Ottawatch running?") from error
    except Refused as error:
        raise _NotDone(str(error)) from error
    if reply.refusal is not None:
        raise _NotDone(reply.refusal.words)
    return reply


def _id_of(feed: str) -> str:
    """The id of a feed named by its id or its address."""
    return feed_id(feed) if "://" in feed else feed


def _say(text: str, *, error: bool = False) -> None:
    print(text, file=sys.stderr if error else sys.stdout)
