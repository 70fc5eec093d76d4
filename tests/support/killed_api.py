"""The api as a process that is killed in the middle of its deliveries and started again."""

import asyncio
import contextlib
import os
import random
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from services.contracts.event import EventChanged
from services.database.migrate import migrate_all
from services.runtime.jetstream import connected
from services.runtime.settings import DatabaseSettings
from tests.support.event_samples import changed, event
from tests.support.eventually import eventually
from tests.support.hook import HookBoard
from tests.support.nats import NatsProcess, free_port


@dataclass
class Killed:
    """What is left to judge after the series."""

    board: HookBoard
    wanted: dict[str, set[str]]
    """By receiver, the alerts that were meant for it."""
    kills: int

    def assert_all_arrived_and_nothing_strange(self) -> None:
        """The verify pass."""
        for name, ids in self.wanted.items():
            assert not self.board.missing(name, ids), (
                f"{len(self.board.missing(name, ids))} alerts never came to {name}"
            )
            assert not self.board.strange(name, ids), f"{name} was sent what it had not asked for"
        assert self.board.refused == 0


async def deliver_under_kills(folder: Path, *, each: int, subscriptions: int, kills: int, patience: float) -> Killed:
    """Publish alerts for subscriptions of two wishes, `each` for either, while the api is killed again and again."""
    settings = DatabaseSettings(directory=folder / "book")
    await migrate_all(settings)
    nats = NatsProcess(folder / "nats")
    nats.start()
    board = HookBoard()
    try:
        async with board.listening() as hooks, connected(nats.settings, name="test") as bus:
            port = free_port()
            environment = _environment(folder, nats, port)
            messages = {country: _messages(each, country) for country in ("EE", "PL")}
            ids = {country: {one.alert_id for one in told} for country, told in messages.items()}
            wanted: dict[str, set[str]] = {}
            async with _api(environment, port, folder) as client:
                for number in range(subscriptions):
                    name, country = f"r{number}", "EE" if number % 2 else "PL"
                    body = {"url": f"{hooks}{name}", "filters": {"country": [country]}, "max_age_days": None}
                    made = (await client.post("/v1/subscriptions", json=body)).raise_for_status().json()
                    board.expect(name, made["secret"])
                    wanted[name] = ids[country]
            everything = [one for told in messages.values() for one in told]
            for start in range(0, len(everything), 500):
                await bus.publish_all([(one, one.alert_id) for one in everything[start : start + 500]])
            total, killed = sum(map(len, wanted.values())), 0

            def arrived() -> int:
                return sum(len(ids) for ids in board.came.values())

            while killed < kills:
                # Spread over the whole run, each at a random place of its stretch.
                goal = int(total * (killed + random.random()) / (kills + 1))
                async with _api(environment, port, folder):
                    await _until(lambda goal=goal: arrived() > goal, patience)  # type: ignore[misc]
                killed += 1
            async with _api(environment, port, folder):
                await _until(lambda: arrived() >= total, patience)
                await asyncio.sleep(1)
            return Killed(board, wanted, killed)
    finally:
        nats.kill()


def _messages(number: int, country: str) -> list[EventChanged]:
    offset = 0 if country == "EE" else 1_000_000
    return [changed(offset + n, event=event(offset + n, country=country)) for n in range(number)]


async def _until(is_so: Callable[[], bool], patience: float) -> None:
    async def look() -> bool:
        return is_so()

    await eventually(look, within_seconds=patience)


def _environment(folder: Path, nats: NatsProcess, port: int) -> dict[str, str]:
    return {
        **os.environ,
        **nats.embedded.environment,
        "OTTAWATCH_NATS_STREAM_SCALE": "0.2",
        "OTTAWATCH_DATABASE_DIRECTORY": str(folder / "book"),
        "OTTAWATCH_API_PORT": str(port),
        "OTTAWATCH_API_ADMIN_KEY_FILE": str(folder / "admin.key"),
        "OTTAWATCH_API_SECRETS_KEY_FILE": str(folder / "secrets.key"),
        "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
        "OTTAWATCH_API_WEBHOOK_TOTAL_SECONDS": "1",
        "OTTAWATCH_API_WEBHOOK_LEASE_SECONDS": "5",
        "OTTAWATCH_LOG_LEVEL": "error",
    }


@contextlib.asynccontextmanager
async def _api(environment: dict[str, str], port: int, folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The api as a child process; `kill -9` at the end of the block."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "services", "serve", "api", env=environment)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:

            async def is_ready() -> bool:
                assert process.returncode is None, "the api ended by itself; its last words are on stderr"
                with contextlib.suppress(httpx.HTTPError):
                    return (await client.get("/readyz")).status_code == 200
                return False

            await eventually(is_ready, within_seconds=60)
            client.headers["Authorization"] = f"Bearer {(folder / 'admin.key').read_text().strip()}"
            yield client
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
