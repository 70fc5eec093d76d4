"""`ottawatch dead-letters`: what could not be processed, why, and putting it back."""

import asyncio
import sys
from pathlib import Path

from services.runtime.dead_letters import replay_letter, stored_letters
from services.runtime.errors import RuntimeFailure
from services.runtime.jetstream import connected
from services.runtime.nats_server import running_embedded
from services.runtime.process import EXIT_BAD_CONFIGURATION
from services.runtime.settings import NatsSettings, load


def dead_letters_command(data: Path | None, *, replay: bool) -> int:
    """List the dead letters, a line each, or replay them all; answers the exit code."""
    try:
        return asyncio.run(_run(load(NatsSettings) if data is None else running_embedded(data / "nats"), replay))
    except RuntimeFailure as error:
        print(f"ottawatch dead-letters: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_BAD_CONFIGURATION


async def _run(settings: NatsSettings, replay: bool) -> int:
    count = kept = 0
    async with connected(settings, name="dead-letters") as bus:
        async for stored in stored_letters(bus):
            letter = stored.letter
            count += 1
            told = f"{letter.dead_at:%Y-%m-%d %H:%M:%SZ}  {letter.source_subject}  {letter.consumer}  {letter.reason}"
            if replay and not await replay_letter(bus, stored):
                kept += 1
                told += "  (not replayed: too large to keep whole, and gone from its stream)"
            print(told)  # noqa: T201
    done = f"{count - kept} replayed, {kept} kept" if replay else f"{count} dead letters"
    print(done)  # noqa: T201
    return 0
