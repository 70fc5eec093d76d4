"""A thousand clients of the live stream in one api process: all are told, and one that does not read harms none."""

import asyncio
import contextlib
import os
import re
import socket
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from services.contracts.event import Change, EventChanged
from services.database.migrate import migrate_all
from services.runtime.jetstream import connected
from services.runtime.settings import DatabaseSettings
from tests.support.event_samples import changed, event
from tests.support.eventually import eventually
from tests.support.nats import NatsProcess, free_port

pytestmark = pytest.mark.soak

CLIENTS = 1000
WATCHERS = 20
"""So many take everything; the others want Estonia alone."""
BURST = 600
"""Alerts at once: more than twice what is held for one client."""
MEGABYTES_FOR_ALL = 150


@dataclass
class Listener:
    """One raw connection to the stream."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def events(self) -> AsyncIterator[str]:
        """The ids of the alerts' events as they come, until the connection ends."""
        while line := await self.reader.readline():
            if line.startswith(b"data: "):
                found = re.search(rb'"event":\{"id":"(evt_\w+)"', line)
                assert found is not None, line[:200]
                yield found[1].decode()


async def listen_to(port: int, query: str, *, receive_buffer: int | None = None) -> Listener:
    """Connected, with the head of the answer read."""
    raw = socket.socket()
    if receive_buffer is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=raw, limit=1 << 17)
    writer.write(f"GET /v1/events/stream{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    await reader.readuntil(b": ottawatch")
    return Listener(reader, writer)


@contextlib.asynccontextmanager
async def api_process(folder: Path, nats: NatsProcess) -> AsyncIterator[tuple[int, int]]:
    """The api as a child: its port and its process id."""
    await migrate_all(DatabaseSettings(directory=folder / "book"))
    port = free_port()
    environment = {
        **os.environ,
        **nats.embedded.environment,
        "OTTAWATCH_NATS_STREAM_SCALE": str(nats.settings.stream_scale),
        "OTTAWATCH_DATABASE_DIRECTORY": str(folder / "book"),
        "OTTAWATCH_API_PORT": str(port),
        "OTTAWATCH_API_ADMIN_KEY_FILE": str(folder / "admin.key"),
        "OTTAWATCH_API_SECRETS_KEY_FILE": str(folder / "secrets.key"),
        "OTTAWATCH_API_STREAM_CLIENTS": str(CLIENTS),
        "OTTAWATCH_API_RATE_LIMIT": "",
        "OTTAWATCH_LOG_LEVEL": "warning",
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "services", "serve", "api", env=environment)
    try:
        async with httpx.AsyncClient(trust_env=False) as client:

            async def is_ready() -> bool:
                with contextlib.suppress(httpx.HTTPError):
                    return (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200
                return False

            await eventually(is_ready, within_seconds=60)
        yield port, process.pid
    finally:
        process.terminate()
        await process.wait()


def resident_megabytes(pid: int) -> float:
    """What the process holds in memory."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


async def metric(client: httpx.AsyncClient, name: str) -> float:
    """The value of one gauge or counter without labels."""
    found = re.search(rf"^{name} (\S+)$", (await client.get("/metrics")).text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def told(number: int, country: str, *, words: str = "first report") -> EventChanged:
    return changed(
        number, event=event(number, country=country), changes=(Change(field="stage", after="x", reason=words),)
    )


async def until(one: Listener, last: str) -> list[str]:
    """All that came to this client, up to an alert."""
    came: list[str] = []
    async for event_id in one.events():
        came.append(event_id)
        if event_id == last:
            return came
    raise AssertionError(f"the stream ended before {last}; it had brought {len(came)} alerts")


async def test_a_thousand_clients_are_told_at_once_and_one_that_never_reads_is_let_go(
    tmp_path: Path, nats_process: NatsProcess
) -> None:
    async with (
        connected(nats_process.settings, name="test") as bus,
        api_process(tmp_path, nats_process) as (port, pid),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        before = resident_megabytes(pid)
        begun = time.monotonic()
        deaf = await listen_to(port, "", receive_buffer=4096)
        deaf.writer.transport.pause_reading()  # type: ignore[attr-defined]
        watchers = [await listen_to(port, "") for _ in range(WATCHERS)]
        others = [await listen_to(port, "?country=EE") for _ in range(CLIENTS - WATCHERS - 1)]
        held = resident_megabytes(pid)
        print(f"\n{CLIENTS} streams opened in {time.monotonic() - begun:.1f} s, memory {before:.0f} -> {held:.0f} MB")
        assert await metric(client, "ottawatch_stream_clients") == CLIENTS
        refused = await client.get("/v1/events/stream")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")

        first = told(1, "EE")
        begun = time.monotonic()
        await bus.publish(first, message_id=first.alert_id)
        await asyncio.gather(*(until(one, first.event.id) for one in (*watchers, *others)))
        print(f"one alert read by all in {time.monotonic() - begun:.2f} s")

        burst = [told(number, "PL", words="long " * 2000) for number in range(2, BURST + 2)]
        last = told(BURST + 2, "EE")
        begun = time.monotonic()
        for start in range(0, BURST, 100):
            await bus.publish_all([(one, one.alert_id) for one in burst[start : start + 100]])
        await bus.publish(last, message_id=last.alert_id)
        came = await asyncio.gather(*(until(one, last.event.id) for one in watchers))
        assert all(ids == [one.event.id for one in (*burst, last)] for ids in came), "every alert, once, in order"
        rest = await asyncio.gather(*(until(one, last.event.id) for one in others))
        assert all(ids == [last.event.id] for ids in rest)
        grown = resident_megabytes(pid)
        print(f"a burst of {BURST} alerts read by all in {time.monotonic() - begun:.1f} s, memory {grown:.0f} MB")

        async def is_let_go() -> bool:
            return await metric(client, "ottawatch_stream_clients_dropped_total") == 1

        await eventually(is_let_go)
        assert grown - before <= MEGABYTES_FOR_ALL
        for one in (deaf, *watchers, *others):
            one.writer.close()

        async def is_empty() -> bool:
            return await metric(client, "ottawatch_stream_clients") == 0

        await eventually(is_empty, within_seconds=30)
        print(f"all gone, memory {resident_megabytes(pid):.0f} MB")
