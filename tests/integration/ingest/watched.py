"""The service as a process of its own, and the memory it holds."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator

import psutil

PROGRAM = "import sys; from services.ingest.app import run; from services.runtime.process import run_service as serve; "


class Watched:
    """The service's process, and the most memory it and its workers were seen to hold together."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.peak_bytes = 0

    async def watch(self) -> None:
        while True:
            self.peak_bytes = max(self.peak_bytes, self.held_bytes())
            await asyncio.sleep(0.02)

    def family(self) -> list[psutil.Process]:
        with contextlib.suppress(psutil.NoSuchProcess):
            parent = psutil.Process(self.process.pid)
            return [parent, *parent.children(recursive=True)]
        return []

    def held_bytes(self) -> int:
        held = 0
        for process in self.family():
            with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                held += process.memory_info().rss
        return held


@contextlib.asynccontextmanager
async def service(environment: dict[str, str]) -> AsyncIterator[Watched]:
    """`ottawatch serve ingest` in all but name."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM + "sys.exit(serve('ingest', run))", env={**os.environ, **environment}
    )
    watched = Watched(process)
    watcher = asyncio.create_task(watched.watch())
    try:
        yield watched
    finally:
        watcher.cancel()
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
