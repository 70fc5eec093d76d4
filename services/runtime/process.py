"""The life of one service process: start, serve until told to stop, finish what is in hand, leave with a code."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator

import structlog

from services.runtime.errors import BadConfiguration
from services.runtime.logs import configure_logs
from services.runtime.settings import LogSettings, load

EXIT_CLEAN = 0
EXIT_CRASHED = 1
EXIT_BAD_CONFIGURATION = 78  # EX_CONFIG of sysexits.h: a supervisor need not try again

READY_FD_VARIABLE = "OTTAWATCH_READY_FD"
"""Names an inherited file descriptor; the service writes a line to it once it serves."""

log = structlog.get_logger()


class Life:
    """What a service is told about its own life, and tells of it."""

    def __init__(self) -> None:
        self.stopping = asyncio.Event()
        """Set once, when the process was asked to stop: take nothing new, finish what is in hand."""
        self.is_ready = False

    def announce_ready(self) -> None:
        """Tell the logs, `/readyz` and the supervising process (if any) that this service serves."""
        self.is_ready = True
        log.info("ready")
        descriptor = os.environ.pop(READY_FD_VARIABLE, None)
        if descriptor is not None:
            os.write(int(descriptor), b"ready\n")
            os.close(int(descriptor))

    async def sleep(self, seconds: float) -> bool:
        """Wait that long; answers True at once when the process is asked to stop."""
        try:
            await asyncio.wait_for(self.stopping.wait(), timeout=max(0.0, seconds))
        except TimeoutError:
            return False
        return True


async def _live(run: Callable[[Life], Awaitable[None]]) -> None:
    life = Life()
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(run(life))

    def on_signal(name: str) -> None:
        if life.stopping.is_set():
            log.warning("stopping at once", signal=name)
            task.cancel()
            return
        log.info("stopping", signal=name)
        life.stopping.set()
        if not life.is_ready:
            # Nothing is in hand yet, and the start may wait for a server that never comes.
            task.cancel()

    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, on_signal, one.name)
    try:
        await task
    except asyncio.CancelledError:
        if not life.stopping.is_set():
            raise


def run_service(name: str, run: Callable[[Life], Awaitable[None]]) -> int:
    """Run a service to its end and answer its exit code.

    The first SIGTERM or SIGINT sets `life.stopping`; a second cancels what is still running. Before the service has
    announced that it is ready the first one cancels already.
    """
    try:
        configure_logs(load(LogSettings), service=name)
        # What was imported stays: walking through it, the collector would stop every request under way for some 50 ms.
        gc.collect()
        gc.freeze()
        asyncio.run(_live(run))
    except BadConfiguration as error:
        print(f"ottawatch {name}: {error}", file=sys.stderr)  # noqa: T201 - logs may not be configured
        return EXIT_BAD_CONFIGURATION
    except BaseExceptionGroup as group:
        return _exit_code_of(name, group)
    except Exception:
        log.exception("crashed")
        return EXIT_CRASHED
    log.info("stopped")
    return EXIT_CLEAN


def _exit_code_of(name: str, group: BaseExceptionGroup) -> int:
    """A task group wraps what went wrong: look inside for a mistake that only the operator can mend."""
    mistakes, others = group.split(BadConfiguration)
    if mistakes is not None and others is None:
        for mistake in _leaves(mistakes):
            print(f"ottawatch {name}: {mistake}", file=sys.stderr)  # noqa: T201
        return EXIT_BAD_CONFIGURATION
    log.error("crashed", exc_info=group)
    return EXIT_CRASHED


def _leaves(error: BaseException) -> Iterator[BaseException]:
    """The errors themselves, out of groups within groups."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error
