"""`ottawatch dead-letters`: what could not be processed, why, and putting it back."""

import asyncio
import contextlib
import sys
from pathlib import Path

from nats.errors import Error as NatsError

from services.runtime.dead_letters import replay_letter, stored_letters
from services.runtime.errors import RuntimeFailure
from services.runtime.jetstream import Bus, connected
from services.runtime.logs import configure_logs
from services.runtime.nats_server import no_server_at, running_embedded
from services.runtime.process import EXIT_BAD_CONFIGURATION
from services.runtime.settings import LogSettings, NatsSettings, load

CONNECT_SECONDS = 10.0
"""A service waits for its server for ever; who asks on a command line wants to know."""


def dead_letters_command(data: Path | None, *, replay: bool) -> int:
    """List the dead letters, a line each, or replay them all; answers the exit code."""
    try:
        configure_logs(load(LogSettings, level="error"), service="dead-letters")
        return asyncio.run(_run(load(NatsSettings) if data is None else running_embedded(data / "nats"), replay))
    except (RuntimeFailure, NatsError) as error:
        print(f"ottawatch dead-letters: {error or type(error).__name__}", file=sys.stderr)  # noqa: T201
        return EXIT_BAD_CONFIGURATION


async def _run(settings: NatsSettings, replay: bool) -> int:
    async with contextlib.AsyncExitStack() as stack:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                bus = await stack.enter_async_context(connected(settings, name="dead-letters", keep_streams=True))
        except TimeoutError as error:
            raise no_server_at(settings.url) from error
        return await _tell(bus, replay=replay)


async def _tell(bus: Bus, *, replay: bool) -> int:
    count = kept = 0
    async for stored in stored_letters(bus):
        letter = stored.letter
        count += 1
        told = f"{letter.dead_at:%Y-%m-%d %H:%M:%SZ}  {letter.source_subject}  {letter.consumer}  {letter.reason}"
        if replay and not await replay_letter(bus, stored):
            kept += 1
            told += "  (not replayed: too large to keep whole, and gone from its stream)"
        print(told)  # noqa: T201
    print(f"{count - kept} replayed, {kept} kept" if replay else f"{count} dead letters")  # noqa: T201
    return 0
