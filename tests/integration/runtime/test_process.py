"""Services as processes: how they are stopped, and with which code they leave."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator

import pytest

from services.runtime.process import READY_FD_VARIABLE

PROGRAM = """
import asyncio, sys
from services.runtime.errors import BadConfiguration
from services.runtime.process import Life, run_service
def say(word):
    print(word, flush=True)
{body}
sys.exit(run_service("store", run))
"""

SERVING = """
async def run(life):
    life.announce_ready()
    say("serving")
    await life.stopping.wait()
    say("finishing")
    await asyncio.sleep(0.2)
    say("finished")
"""

STUBBORN = """
async def run(life):
    life.announce_ready()
    say("serving")
    await life.stopping.wait()
    say("finishing")
    try:
        await asyncio.Event().wait()
    finally:
        say("cancelled")
"""

STARTING = """
async def run(life):
    say("starting")
    try:
        await asyncio.Event().wait()
    finally:
        say("cleaned up")
"""


@contextlib.asynccontextmanager
async def service(body: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM.format(body=body), stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def said(process: Process) -> str:
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), 10)).decode().strip()


async def ended(body: str) -> tuple[int | None, str]:
    async with service(body) as process:
        _, errors = await asyncio.wait_for(process.communicate(), 10)
        return process.returncode, errors.decode()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
async def test_a_service_told_to_stop_finishes_what_is_in_hand_and_leaves_cleanly(sent: signal.Signals) -> None:
    async with service(SERVING) as process:
        assert await said(process) == "serving"
        process.send_signal(sent)
        assert [await said(process), await said(process)] == ["finishing", "finished"]
        assert await process.wait() == 0


async def test_a_second_signal_ends_what_does_not_finish() -> None:
    async with service(STUBBORN) as process:
        assert await said(process) == "serving"
        process.terminate()
        assert await said(process) == "finishing"
        process.terminate()
        assert await said(process) == "cancelled"
        assert await process.wait() == 0


async def test_a_service_that_still_starts_is_stopped_by_the_first_signal() -> None:
    """It may be waiting for a server that never comes."""
    async with service(STARTING) as process:
        assert await said(process) == "starting"
        process.terminate()
        assert await said(process) == "cleaned up"
        assert await process.wait() == 0


async def test_a_service_that_ends_by_itself_leaves_cleanly() -> None:
    code, _ = await ended("async def run(life):\n    life.announce_ready()")
    assert code == 0


BAD = 'raise BadConfiguration("OTTAWATCH_X is wrong")'


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"async def run(life):\n    {BAD}", id="alone"),
        pytest.param(
            f"async def bad():\n    {BAD}\n"
            "async def run(life):\n"
            "    async with asyncio.TaskGroup() as group:\n"
            "        group.create_task(bad())\n"
            "        group.create_task(life.stopping.wait())\n",
            id="in a task group",
        ),
        pytest.param(
            f"async def bad():\n    {BAD}\n"
            "async def inner():\n"
            "    async with asyncio.TaskGroup() as group:\n"
            "        group.create_task(bad())\n"
            "async def run(life):\n"
            "    async with asyncio.TaskGroup() as group:\n"
            "        group.create_task(inner())\n",
            id="in a task group in a task group",
        ),
    ],
)
async def test_a_wrong_setting_is_told_on_one_line_and_with_a_code_of_its_own(body: str) -> None:
    code, errors = await ended(body)
    assert code == 78
    assert errors.strip() == "ottawatch store: OTTAWATCH_X is wrong"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("async def run(life):\n    1 / 0", id="alone"),
        pytest.param(
            "async def fault():\n    1 / 0\n"
            "async def run(life):\n"
            "    async with asyncio.TaskGroup() as group:\n"
            "        group.create_task(fault())\n",
            id="in a task group",
        ),
        pytest.param(
            f"async def bad():\n    {BAD}\n"
            "async def fault():\n    1 / 0\n"
            "async def run(life):\n"
            "    async with asyncio.TaskGroup() as group:\n"
            "        group.create_task(bad())\n"
            "        group.create_task(fault())\n",
            id="beside a wrong setting",
        ),
    ],
)
async def test_a_fault_is_logged_and_may_be_tried_again(body: str) -> None:
    code, errors = await ended(body)
    assert code == 1
    assert "crashed" in errors
    assert "ZeroDivisionError" in errors


async def test_a_wrong_log_setting_is_a_wrong_setting_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTTAWATCH_LOG_LEVEL", "loud")
    code, errors = await ended("async def run(life):\n    pass")
    assert code == 78
    assert "OTTAWATCH_LOG_LEVEL" in errors


async def test_readiness_is_announced_through_the_inherited_pipe() -> None:
    read_end, write_end = os.pipe()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM.format(body=SERVING)),
        env={**os.environ, READY_FD_VARIABLE: str(write_end)},
        pass_fds=(write_end,),
        stdout=PIPE,
        stderr=PIPE,
    )
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        assert await asyncio.to_thread(pipe.read) == b"ready\n"  # and the pipe was closed after it
    process.terminate()
    assert await process.wait() == 0
