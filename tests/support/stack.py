"""A whole `ottawatch run`, as a user starts it, that a test can ask, kill parts of, and stop."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import psutil

from services.contracts.event import Event
from tests.support.eventually import eventually
from tests.support.nats import free_port

PARTS = ("nats-server", "ingest", "classify", "store", "api")


class Stack:
    """`ottawatch run` on a folder of its own."""

    def __init__(self, data: Path, feeds: Path | None, **environment: str) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._feeds = feeds
        self._environment = {
            "OTTAWATCH_INGEST_MIN_INTERVAL": "1",
            "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
            "OTTAWATCH_NATS_STREAM_SCALE": "0.05",
            "OTTAWATCH_LOG_FORMAT": "text",
            **environment,
        }
        self._process: asyncio.subprocess.Process | None = None
        self._log = (data.parent / f"{data.name}.log").open("ab")
        self.client = httpx.AsyncClient(base_url=self.url, trust_env=False, timeout=30)

    async def __aenter__(self) -> "Stack":
        await self.start()
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.stop()
        await self.client.aclose()
        self._log.close()

    @property
    def log(self) -> str:
        return Path(self._log.name).read_text(errors="replace")

    async def start(self) -> None:
        command = [sys.executable, "-m", "services", "run", "--data", str(self.data), "--port", str(self.port)]
        if self._feeds is not None:
            command += ["--feeds", str(self._feeds)]
        self._process = await asyncio.create_subprocess_exec(
            *command, env={**os.environ, **self._environment}, stdout=self._log, stderr=self._log
        )
        await eventually(self.is_ready, within_seconds=60)

    async def is_ready(self) -> bool:
        """`/readyz` answers 200 and every part runs."""
        assert self._process is not None
        if self._process.returncode is not None:
            raise AssertionError(f"ottawatch run ended with {self._process.returncode}:\n{self.log}")
        try:
            answer = await self.client.get("/readyz")
        except httpx.HTTPError:
            return False
        return answer.status_code == 200 and set(self.parts()) == set(PARTS)

    def parts(self) -> dict[str, int]:
        """The process id of each part that runs now."""
        assert self._process is not None
        found: dict[str, int] = {}
        for child in psutil.Process(self._process.pid).children():
            try:
                words = child.cmdline()
            except psutil.Error:
                continue
            if words and words[0].endswith("nats-server"):
                found["nats-server"] = child.pid
            elif "serve" in words[:-1]:
                found[words[-1]] = child.pid
        return found

    def kill(self, part: str) -> int:
        """`kill -9` one part; answers the process id it had."""
        pid = self.parts()[part]
        os.kill(pid, signal.SIGKILL)
        return pid

    async def stop(self) -> int:
        """SIGTERM the whole; answers the exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.terminate()
        return await asyncio.wait_for(self._process.wait(), 60)

    async def kill_all(self) -> None:
        """`kill -9` the supervisor; its children go with it."""
        assert self._process is not None
        children = psutil.Process(self._process.pid).children(recursive=True)
        self._process.kill()
        await self._process.wait()
        _, alive = psutil.wait_procs(children, timeout=10)
        assert not alive, f"left behind: {alive}"

    @property
    def authorization(self) -> Mapping[str, str]:
        key = (self.data / "admin.key").read_text().strip()
        return {"Authorization": f"Bearer {key}"}

    async def subscribe(self, url: str, **wishes: Any) -> dict[str, Any]:
        """A new subscription, with its secret. Takes alerts of any age unless told otherwise."""
        answer = await self.client.post(
            "/v1/subscriptions", json={"url": url, "max_age_days": None, **wishes}, headers=self.authorization
        )
        assert answer.status_code == 201, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def events(self) -> list[Event]:
        """Every event, over all pages."""
        events: list[Event] = []
        cursor: str | None = None
        while True:
            answer = await self.client.get("/v1/events", params={"limit": 500} | ({"cursor": cursor} if cursor else {}))
            assert answer.status_code == 200, answer.text
            events += [Event.model_validate(one) for one in answer.json()["data"]]
            cursor = answer.json()["next_cursor"]
            if cursor is None:
                return events
