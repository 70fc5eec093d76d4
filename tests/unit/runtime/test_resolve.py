"""Names to addresses, with a name server that only pretends."""

import asyncio
import socket
import subprocess
import sys
import threading
from ipaddress import ip_address
from typing import Any

import pytest

from services.runtime.resolve import Resolver


class NameServer:
    """Answers what a test says, and holds names that hang until it is told to let go."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.let_go = threading.Event()

    def __call__(self, host: str, port: int, **_kind: Any) -> list[Any]:
        self.asked.append(host)
        if host.startswith("hangs"):
            self.let_go.wait(20)
        if host.startswith("busy"):
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.7", port))]


@pytest.fixture
def server() -> NameServer:
    return NameServer()


async def test_a_name_is_looked_up_once_however_many_wait_and_remembered_for_a_moment(server: NameServer) -> None:
    resolver = Resolver(2, server)
    answers = await asyncio.gather(*(resolver.resolve("news.example", 443) for _ in range(20)))
    assert answers == [[ip_address("192.0.2.7")]] * 20
    await resolver.resolve("news.example", 80)
    assert server.asked == ["news.example"]
    resolver.close()


async def test_an_address_is_not_looked_up(server: NameServer) -> None:
    resolver = Resolver(1, server)
    assert await resolver.resolve("::1", 80) == [ip_address("::1")]
    assert server.asked == []
    resolver.close()


async def test_a_failure_is_told_and_not_remembered(server: NameServer) -> None:
    resolver = Resolver(1, server)
    for _ in range(2):
        with pytest.raises(socket.gaierror):
            await resolver.resolve("busy.example", 80)
    assert server.asked == ["busy.example"] * 2
    resolver.close()


async def test_a_name_that_hangs_holds_up_no_other_and_one_thread_only(server: NameServer) -> None:
    resolver = Resolver(2, server)
    waiting = [asyncio.create_task(resolver.resolve("hangs.example", 80)) for _ in range(10)]
    assert await asyncio.wait_for(resolver.resolve("news.example", 80), 10) == [ip_address("192.0.2.7")]
    waiting[0].cancel()
    server.let_go.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(answers[0], asyncio.CancelledError)
    assert answers[1:] == [[ip_address("192.0.2.7")]] * 9
    assert server.asked.count("hangs.example") == 1
    resolver.close()


def test_a_process_that_ends_does_not_wait_for_a_name_server_that_is_dead() -> None:
    program = (
        "import asyncio, time\n"
        "from services.runtime.resolve import Resolver\n"
        "async def main():\n"
        "    resolver = Resolver(1, lambda *_, **__: time.sleep(60))\n"
        "    asking = asyncio.create_task(resolver.resolve('hangs.example', 80))\n"
        "    await asyncio.wait({asking}, timeout=0.1)\n"
        "    resolver.close()\n"
        "asyncio.run(main())\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=30, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
