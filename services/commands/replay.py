"""`ottawatch replay`: read the kept articles again through the current rules."""

import asyncio
import contextlib
import sys
from datetime import UTC, datetime
from pathlib import Path

from nats.errors import Error as NatsError

from services.classify.handlers import article_reader
from services.classify.replay import Replayed, replay
from services.classify.rules_version import rules_version
from services.classify.settings import ClassifySettings
from services.runtime.clock import utc_now
from services.runtime.errors import BadConfiguration, RuntimeFailure
from services.runtime.jetstream import connected
from services.runtime.logs import configure_logs
from services.runtime.nats_server import no_server_at, running_embedded
from services.runtime.process import EXIT_BAD_CONFIGURATION
from services.runtime.settings import LogSettings, NatsSettings, load

CONNECT_SECONDS = 10.0


def replay_command(data: Path | None, since: str) -> int:
    """Replay the articles stored since the date or moment `since`; answers the exit code."""
    try:
        moment = parsed_since(since)
        configure_logs(load(LogSettings, level="error"), service="replay")
        done = asyncio.run(_run(load(NatsSettings) if data is None else running_embedded(data / "nats"), moment))
    except (RuntimeFailure, NatsError) as error:
        print(f"ottawatch replay: {error or type(error).__name__}", file=sys.stderr)  # noqa: T201
        return EXIT_BAD_CONFIGURATION
    print(  # noqa: T201
        f"{done.articles} articles since {moment:%Y-%m-%d %H:%M:%SZ} read by rules {rules_version()}: "
        f"{done.told} told, {done.taken_back} of them taken back"
    )
    return 0


def parsed_since(since: str) -> datetime:
    """The moment that `since` names; a date is its midnight, and without an offset it is UTC."""
    try:
        moment = datetime.fromisoformat(since)
    except ValueError as error:
        raise BadConfiguration(f"--since {since!r} is no date: write 2026-02-20 or 2026-02-20T08:00:00Z") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


async def _run(settings: NatsSettings, since: datetime) -> Replayed:
    threshold = load(ClassifySettings).score_threshold
    async with contextlib.AsyncExitStack() as stack:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                bus = await stack.enter_async_context(connected(settings, name="replay", keep_streams=True))
        except TimeoutError as error:
            raise no_server_at(settings.url) from error
        return await replay(bus, since, article_reader(threshold), utc_now)
