"""The supervisor with real children."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil
import pytest

from services.runtime.process import Life
from services.runtime.supervisor import ChildGaveUp, Program, Supervisor
from tests.support.eventually import eventually

CHILD = """
import os, pathlib, signal, sys, time
name, diary = sys.argv[1], pathlib.Path(sys.argv[2])
def note(word):
    with diary.open("a") as file:
        file.write(f"{word} {name} {os.getpid()}\\n")
def announce():
    descriptor = int(os.environ["OTTAWATCH_READY_FD"])
    os.write(descriptor, b"ready\\n")
    os.close(descriptor)
def leave(*_):
    note("left")
    sys.exit(0)
"""
GOOD = "signal.signal(signal.SIGTERM, leave); note('came'); announce(); time.sleep(60)"
DEAF = "signal.signal(signal.SIGTERM, signal.SIG_IGN); note('came'); announce(); time.sleep(60)"
MISCONFIGURED = "note('came'); sys.exit(78)"
NEVER_READY = "note('came'); time.sleep(60)"


class Diary:
    """What the children wrote."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self, word: str) -> list[tuple[str, int]]:
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        split = [line.split() for line in lines]
        return [(name, int(pid)) for said, name, pid in split if said == word]

    def program(self, name: str, behaviour: str, *, says_ready: bool = True) -> Program:
        return Program(name, [sys.executable, "-c", CHILD + behaviour, name, str(self.path)], says_ready=says_ready)

    def has(self, word: str, count: int) -> Callable[[], Awaitable[bool]]:
        async def look() -> bool:
            return len(self.entries(word)) >= count

        return look


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path / "diary")


def is_alive(pid: int) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


async def test_children_are_ready_when_they_say_so_and_stop_in_the_reverse_order(life: Life, diary: Diary) -> None:
    async with Supervisor(life) as supervisor:
        for name in ("first", "second", "third"):
            await asyncio.wait_for(supervisor.until_ready(supervisor.start(diary.program(name, GOOD))), 10)
    assert [name for name, _ in diary.entries("came")] == ["first", "second", "third"]
    assert [name for name, _ in diary.entries("left")] == ["third", "second", "first"]
    assert not any(is_alive(pid) for _, pid in diary.entries("came"))


async def test_a_child_that_says_nothing_does_not_count_as_ready(life: Life, diary: Diary) -> None:
    async with Supervisor(life, stop_seconds=1) as supervisor:
        child = supervisor.start(diary.program("quiet", NEVER_READY))
        waiting = asyncio.create_task(supervisor.until_ready(child))
        await eventually(diary.has("came", 1))
        assert not child.ready.is_set()
        assert not waiting.done()
        life.stopping.set()  # the way out of waiting for ever
        await asyncio.wait_for(waiting, 5)


async def test_a_child_without_announcement_counts_as_ready_once_started(life: Life, diary: Diary) -> None:
    async with Supervisor(life, stop_seconds=1) as supervisor:
        child = supervisor.start(diary.program("quiet", NEVER_READY, says_ready=False))
        await asyncio.wait_for(supervisor.until_ready(child), 10)


async def test_a_killed_child_comes_back_as_another_process(life: Life, diary: Diary) -> None:
    async with Supervisor(life) as supervisor:
        await asyncio.wait_for(supervisor.until_ready(supervisor.start(diary.program("child", GOOD))), 10)
        for count in (2, 3):
            os.kill(diary.entries("came")[-1][1], signal.SIGKILL)
            await eventually(diary.has("came", count))
    pids = [pid for _, pid in diary.entries("came")]
    assert len(set(pids)) == 3
    assert diary.entries("left") == [("child", pids[-1])]


async def test_a_child_that_does_not_leave_is_killed_after_the_limit(life: Life, diary: Diary) -> None:
    async with Supervisor(life, stop_seconds=0.3) as supervisor:
        good = supervisor.start(diary.program("good", GOOD))
        deaf = supervisor.start(diary.program("deaf", DEAF))
        await asyncio.wait_for(supervisor.until_ready(good, deaf), 10)
    assert [name for name, _ in diary.entries("left")] == ["good"]
    assert not any(is_alive(pid) for _, pid in diary.entries("came"))


async def test_a_child_with_a_wrong_configuration_is_not_started_again(life: Life, diary: Diary) -> None:
    async with Supervisor(life) as supervisor:
        good = supervisor.start(diary.program("good", GOOD))
        bad = supervisor.start(diary.program("bad", MISCONFIGURED))
        with pytest.raises(ChildGaveUp, match="bad"):
            await asyncio.wait_for(supervisor.until_ready(good, bad), 10)
        with pytest.raises(ChildGaveUp, match="bad"):
            await asyncio.wait_for(supervisor.until_stopped(), 10)
        await asyncio.wait_for(good.ready.wait(), 10)
    assert [name for name, _ in diary.entries("came")].count("bad") == 1
    assert [name for name, _ in diary.entries("left")] == ["good"]


async def test_a_program_that_does_not_exist_gives_up_and_the_others_are_stopped(
    life: Life, diary: Diary, tmp_path: Path
) -> None:
    async with Supervisor(life) as supervisor:
        good = supervisor.start(diary.program("good", GOOD))
        await asyncio.wait_for(supervisor.until_ready(good), 10)
        missing = supervisor.start(Program("missing", [str(tmp_path / "missing")]))
        with pytest.raises(ChildGaveUp, match="missing"):
            await asyncio.wait_for(supervisor.until_ready(missing), 10)
    assert [name for name, _ in diary.entries("left")] == ["good"]


async def test_starting_and_dying_leaves_no_file_descriptor_open(life: Life, diary: Diary, tmp_path: Path) -> None:
    async with Supervisor(life) as supervisor:
        await asyncio.wait_for(supervisor.until_ready(supervisor.start(diary.program("child", GOOD))), 10)
    await asyncio.sleep(0.05)
    before = psutil.Process().num_fds()
    async with Supervisor(life) as supervisor:
        child = supervisor.start(diary.program("child", GOOD))
        missing = supervisor.start(Program("missing", [str(tmp_path / "missing")]))
        await asyncio.wait_for(child.ready.wait(), 10)
        with pytest.raises(ChildGaveUp):
            await supervisor.until_ready(missing)
        os.kill(diary.entries("came")[-1][1], signal.SIGKILL)
        await eventually(diary.has("came", 3))
    await asyncio.sleep(0.05)
    assert psutil.Process().num_fds() <= before


async def test_stopping_while_a_child_waits_to_be_started_again_starts_it_no_more(life: Life, diary: Diary) -> None:
    async with Supervisor(life) as supervisor:
        supervisor.start(diary.program("child", "note('came'); sys.exit(1)"))
        await eventually(diary.has("came", 2))
        life.stopping.set()
        await asyncio.wait_for(supervisor.until_stopped(), 5)
    count = len(diary.entries("came"))
    await asyncio.sleep(1)
    assert len(diary.entries("came")) == count


SUPERVISOR = """
import asyncio, sys
from services.runtime.process import run_service
from services.runtime.supervisor import Program, Supervisor
async def run(life):
    async with Supervisor(life) as supervisor:
        children = [supervisor.start(Program(name, [sys.executable, "-c", sys.argv[1], name, sys.argv[2]]))
                    for name in ("one", "two")]
        await supervisor.until_ready(*children)
        life.announce_ready()
        await supervisor.until_stopped()
sys.exit(run_service("run", run))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
async def test_a_supervisor_killed_outright_takes_its_children_with_it(diary: Diary) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SUPERVISOR, CHILD + DEAF, str(diary.path)), stderr=PIPE
    )
    try:
        await eventually(diary.has("came", 2))
        pids = [pid for _, pid in diary.entries("came")]
        assert all(is_alive(pid) for pid in pids)
    finally:
        process.kill()
        await process.wait()

    async def are_gone() -> bool:
        return not any(is_alive(pid) for pid in pids)

    await eventually(are_gone)


async def test_a_supervising_service_stops_its_children_on_sigterm(diary: Diary) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SUPERVISOR, CHILD + GOOD, str(diary.path)), stderr=PIPE
    )
    await eventually(diary.has("came", 2))
    process.terminate()
    await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 0
    assert [name for name, _ in diary.entries("left")] == ["two", "one"]
