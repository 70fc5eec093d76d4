"""Keep a set of child processes running: started in order, restarted when they die, stopped in reverse order.

Each child has a process group of its own, so that Ctrl-C in a terminal reaches only the supervisor, which then
stops the children in order; and each dies with its parent (PR_SET_PDEATHSIG on Linux), so that a killed
supervisor leaves nobody behind.
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog

from services.runtime.backoff import exponential
from services.runtime.process import EXIT_BAD_CONFIGURATION, EXIT_CRASHED, READY_FD_VARIABLE, Life

log = structlog.get_logger()

STOP_SECONDS = 15.0
"""A child that takes longer to leave is killed; its work is safe, because nothing is acknowledged before it is done."""

HEALTHY_SECONDS = 60.0
"""A child that lived this long begins its restart waits anew."""

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """What to run, and how to know that it serves."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    says_why_in: str | None = None
    """The file in which the program says why it dies, when it is not standard error."""
    says_ready: bool = True
    """The program announces readiness (see `Life.announce_ready`); otherwise it counts as ready once started."""


class ChildGaveUp(Exception):  # noqa: N818
    """A child cannot run with its configuration; it has said why on standard error."""


def _dying_with(parent: int) -> Callable[[], None] | None:
    """What runs in the child before it becomes the program, so that it never outlives `parent`."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # loaded here: after a fork another thread may hold the loader's lock for ever

    def run_in_child() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we asked to be told
            os._exit(EXIT_CRASHED)

    return run_in_child


class Child:
    """One supervised program."""

    def __init__(self, program: Program, life: Life, *, stop_seconds: float = STOP_SECONDS) -> None:
        self.program = program
        self._stop_seconds = stop_seconds
        self.ready = asyncio.Event()
        self._life = life
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = False

    async def keep_running(self) -> None:
        """Start the program again whenever it dies, with growing waits, until `stop`."""
        loop = asyncio.get_running_loop()
        failures = 0
        while not self._stopping:
            started = loop.time()
            code = await self._run_once()
            if self._stopping:
                return
            if code == EXIT_BAD_CONFIGURATION:
                raise ChildGaveUp(self.program.name)
            failures = 1 if loop.time() - started > HEALTHY_SECONDS else failures + 1
            wait = exponential(failures, first=timedelta(milliseconds=200), ceiling=timedelta(seconds=30))
            where = {"see": self.program.says_why_in} if self.program.says_why_in else {}
            log.warning(
                "child died, restarting",
                child=self.program.name,
                exit=code,
                wait_seconds=wait.total_seconds(),
                **where,
            )
            if await self._life.sleep(wait.total_seconds()):
                return

    async def _run_once(self) -> int:
        read_end, write_end = os.pipe()
        environment = {**os.environ, **self.program.environment}
        if self.program.says_ready:
            environment[READY_FD_VARIABLE] = str(write_end)
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self.program.command,
                env=environment,
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=(write_end,) if self.program.says_ready else (),
                process_group=0,
                preexec_fn=_dying_with(os.getpid()),
            )
        except OSError as error:
            os.close(read_end)
            log.warning("child cannot be started", child=self.program.name, error=str(error))
            never = isinstance(error, FileNotFoundError | PermissionError)
            return EXIT_BAD_CONFIGURATION if never else EXIT_CRASHED
        finally:
            os.close(write_end)
        watcher = asyncio.create_task(self._watch_readiness(read_end))
        log.info("child started", child=self.program.name, pid=self._process.pid)
        code = await self._process.wait()
        watcher.cancel()
        return code

    async def _watch_readiness(self, read_end: int) -> None:
        """The pipe says a line when the child serves, and closes without one when it dies before."""
        reader = asyncio.StreamReader()
        with os.fdopen(read_end, "rb", buffering=0) as pipe:
            transport, _ = await asyncio.get_running_loop().connect_read_pipe(
                lambda: asyncio.StreamReaderProtocol(reader), pipe
            )
            try:
                if not self.program.says_ready or await reader.readline():
                    self.ready.set()
            finally:
                transport.close()

    async def stop(self) -> None:
        """SIGTERM, and SIGKILL for one that does not leave."""
        self._stopping = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), self._stop_seconds)
        except TimeoutError:
            log.warning("child did not stop, killing it", child=self.program.name)
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        log.info("child stopped", child=self.program.name, exit=process.returncode)


class Supervisor:
    """The children of one process, in the order they were started."""

    def __init__(self, life: Life, *, stop_seconds: float = STOP_SECONDS) -> None:
        self._life = life
        self._stop_seconds = stop_seconds
        self._children: list[tuple[Child, asyncio.Task[None]]] = []

    async def __aenter__(self) -> "Supervisor":
        return self

    async def __aexit__(self, *_exception: object) -> None:
        for child, task in reversed(self._children):
            await child.stop()
            task.cancel()
            await asyncio.wait([task])  # whatever ended it, the others are stopped too
            error = None if task.cancelled() else task.exception()
            if error is not None and not isinstance(error, ChildGaveUp):
                log.error("child was not kept running", child=child.program.name, exc_info=error)

    def start(self, program: Program) -> Child:
        """Begin to keep `program` running."""
        child = Child(program, self._life, stop_seconds=self._stop_seconds)
        self._children.append((child, asyncio.create_task(child.keep_running())))
        return child

    async def until_ready(self, *children: Child) -> None:
        """Wait until all serve; raises `ChildGaveUp` when one cannot, returns early when the process stops."""
        await self._first_of(asyncio.gather(*(child.ready.wait() for child in children)))

    async def until_stopped(self) -> None:
        """Wait until the process is asked to stop; raises `ChildGaveUp` when a child cannot run."""
        await self._first_of(asyncio.ensure_future(self._life.stopping.wait()))

    async def _first_of(self, wanted: "asyncio.Future[Any]") -> None:
        stop = asyncio.ensure_future(self._life.stopping.wait())
        keepers = [task for _, task in self._children]
        awaited: set[asyncio.Future[Any]] = {wanted, stop, *keepers}
        try:
            await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
            for keeper in keepers:
                if keeper.done():
                    await keeper
        finally:
            wanted.cancel()
            stop.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await wanted
