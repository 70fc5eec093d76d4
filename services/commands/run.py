"""`ottawatch run`: nats-server and the four services as child processes, on files in one folder."""

import asyncio
import contextlib
import fcntl
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from services.ingest.feeds_file import read_feeds_file
from services.runtime.errors import BadConfiguration
from services.runtime.http_server import listen
from services.runtime.nats_server import EmbeddedNats, prepare_embedded
from services.runtime.process import EXIT_CLEAN, Life, run_service
from services.runtime.supervisor import ChildGaveUp, Program, Supervisor

log = structlog.get_logger()

PYTHON = (sys.executable, "-P")
"""Without -P a folder called `services` where the command is started would be taken for ours."""


@dataclass(frozen=True)
class RunOptions:
    """What `ottawatch run` was asked for."""

    data: Path
    port: int
    feeds: Path | None


def run_embedded(options: RunOptions) -> int:
    """Run until told to stop; answers the exit code."""
    return run_service("run", lambda life: _run(options, life))


async def _run(options: RunOptions, life: Life) -> None:
    if options.feeds is not None:
        if not options.feeds.is_file():
            raise BadConfiguration(f"--feeds {options.feeds}: there is no such file")
        read_feeds_file(options.feeds)  # ingest reads it too, but last: a mistake in it is told before anything starts
    with _only_one(options.data):
        _check_port(options.port)
        try:
            nats = prepare_embedded(options.data / "nats", port=_free_port())
        except OSError as error:
            raise BadConfiguration(f"{error.filename or options.data} cannot be written ({error.strerror})") from error
        environment = child_environment(options, nats)
        async with Supervisor(life) as supervisor:
            log_file = str(options.data / "nats" / "server.log")
            supervisor.start(Program("nats-server", nats.command, says_ready=False, says_why_in=log_file))
            await _migrate(environment)
            if life.stopping.is_set():
                return
            try:
                await _serve(supervisor, environment, options, life)
            except ChildGaveUp as error:
                raise BadConfiguration(f"{error} cannot start; it says why above") from error


async def _serve(supervisor: Supervisor, environment: dict[str, str], options: RunOptions, life: Life) -> None:
    """Start the services so that whoever sends starts after who receives; they stop in the reverse order."""
    receivers = [supervisor.start(_service(name, environment)) for name in ("api", "store", "classify")]
    await supervisor.until_ready(*receivers)
    ingest = supervisor.start(_service("ingest", environment))
    await supervisor.until_ready(ingest)
    if not life.stopping.is_set():
        life.announce_ready()
        print(f"Ottawatch is ready: http://127.0.0.1:{options.port}  (admin key: {options.data / 'admin.key'})")  # noqa: T201
        sys.stdout.flush()
        await supervisor.until_stopped()


def child_environment(options: RunOptions, nats: EmbeddedNats) -> dict[str, str]:
    """What the services need to know to find each other in this folder."""
    environment = {
        **nats.environment,
        "OTTAWATCH_DATABASE_DIRECTORY": str(options.data),
        "OTTAWATCH_API_PORT": str(options.port),
        "OTTAWATCH_API_ADMIN_KEY_FILE": str(options.data / "admin.key"),
        "OTTAWATCH_API_SECRETS_KEY_FILE": str(options.data / "secrets.key"),
        # The only one on this folder's server, so that after a crash it need not wait for its own lease to run out.
        "OTTAWATCH_INGEST_REPLICA": "embedded",
    }
    if options.feeds is not None:
        environment["OTTAWATCH_INGEST_FEEDS_FILE"] = str(options.feeds)
    return environment


def _service(name: str, environment: dict[str, str]) -> Program:
    return Program(name, [*PYTHON, "-m", "services", "serve", name], environment)


async def _migrate(environment: dict[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        *PYTHON, "-m", "services", "migrate", env={**os.environ, **environment}
    )
    try:
        code = await process.wait()
    except asyncio.CancelledError:  # told to stop meanwhile: the folder's lock must not be given back under it
        process.terminate()
        await process.wait()
        raise
    if code != EXIT_CLEAN:
        raise BadConfiguration("the database could not be brought up to date; the reason stands above")


@contextlib.contextmanager
def _only_one(data: Path) -> Iterator[None]:
    """Two runs on one folder would share its streams and files: the second is refused."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        file = (data / "lock").open("w")
    except OSError as error:
        raise BadConfiguration(f"--data {data} cannot be written ({error.strerror}); name another folder") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BadConfiguration(
                f"{data} is in use by another `ottawatch run`; stop it or name another --data"
            ) from error
        yield


def _check_port(port: int) -> None:
    listen("127.0.0.1", port).close()


def _free_port() -> int:
    with listen("127.0.0.1", 0) as socket:
        return int(socket.getsockname()[1])
