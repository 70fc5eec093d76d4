"""The compose stack as an operator starts it: `make up`, the demo's year of news through it, `make down`.

Needs a Docker engine with Compose v2; `make test-compose` runs it. Works in a project of its own, with volumes that
are removed afterwards; an operator's stack on the same machine is not touched.
"""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.contracts.event import Event
from services.demo.chronology import load_chronology, load_expected_events
from services.demo.comparison import compare
from services.demo.feeds import feeds_toml
from services.demo.playback import PlaybackClock
from services.demo.site import build_site
from services.runtime.http_server import listen, serving
from tests.support.eventually import eventually
from tests.support.hook import Hook
from tests.support.nats import free_port

ROOT = Path(__file__).parents[2]
PROJECT = "ottawatch-test"

pytestmark = [pytest.mark.compose, pytest.mark.timeout(900)]


def gateway() -> str:
    """The address under which containers reach this machine."""
    answer = subprocess.run(
        ["docker", "network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}"],
        check=True,
        capture_output=True,
        text=True,
    )
    return answer.stdout.strip() or "172.17.0.1"


class Compose:
    """`make up` and `make down` in a project of the test's own."""

    def __init__(self, folder: Path, feeds: Path) -> None:
        self.env_file = folder / "stack.env"
        self.port = free_port()
        self._environment = {
            **os.environ,
            "COMPOSE_PROJECT_NAME": PROJECT,
            "OTTAWATCH_PORT": str(self.port),
            "OTTAWATCH_FEEDS_FILE": str(feeds),
            "OTTAWATCH_INGEST_MIN_INTERVAL": "1",
            "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS": f"{gateway()}/32",
            "OTTAWATCH_NATS_STREAM_SCALE": "0.05",
        }

    def make(self, target: str) -> subprocess.CompletedProcess[str]:
        command = ["make", "--no-print-directory", target, f"ENV_FILE={self.env_file}"]
        return subprocess.run(
            command, cwd=ROOT, env=self._environment, capture_output=True, text=True, timeout=600, check=False
        )

    def docker(self, *words: str) -> str:
        compose = ["docker", "compose", "--file", "deploy/compose.yaml", "--env-file", str(self.env_file), *words]
        answer = subprocess.run(
            compose, cwd=ROOT, env=self._environment, capture_output=True, text=True, timeout=120, check=False
        )
        return answer.stdout + answer.stderr

    def secrets(self) -> Mapping[str, str]:
        lines = self.env_file.read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


@dataclass(frozen=True)
class Outside:
    """What the stack talks to: a receiver, and a feed site whose year begins with `clock.start()`."""

    hook: Hook
    hook_url: str
    clock: PlaybackClock


@pytest.fixture
def site_port() -> int:
    return free_port()


@pytest.fixture
def compose(tmp_path: Path, site_port: int) -> Iterator[Compose]:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(feeds_toml(f"http://{gateway()}:{site_port}"))
    feeds.chmod(0o644)
    compose = Compose(tmp_path, feeds)
    yield compose
    compose.docker("down", "--volumes", "--timeout", "5")


@pytest.fixture
async def outside(site_port: int) -> AsyncIterator[Outside]:
    """A receiver and the feed site, where containers reach them and nobody else does."""
    hook, articles = Hook(), load_chronology()
    receiver = listen(gateway(), 0)
    clock = PlaybackClock(articles[0].published_at, articles[-1].published_at, timedelta(seconds=10))
    async with serving(build_site(articles, clock=clock), listen(gateway(), site_port)), serving(hook.app, receiver):
        yield Outside(hook, f"http://{gateway()}:{receiver.getsockname()[1]}/hook", clock)


async def test_the_stack_comes_up_healthy_tells_the_year_and_keeps_it(compose: Compose, outside: Outside) -> None:
    up = await asyncio.to_thread(compose.make, "up")
    assert up.returncode == 0, up.stdout + up.stderr + compose.docker("ps", "--all")
    secrets = compose.secrets()
    assert secrets["OTTAWATCH_API_ADMIN_KEY"] in up.stdout
    assert compose.env_file.stat().st_mode & 0o777 == 0o600
    headers = {"Authorization": f"Bearer {secrets['OTTAWATCH_API_ADMIN_KEY']}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{compose.port}", headers=headers, trust_env=False) as api:
        assert (await api.get("/readyz")).status_code == 200
        assert (await api.get("/v1/events", headers={"Authorization": ""})).status_code == 401
        subscribed = await api.post("/v1/subscriptions", json={"url": outside.hook_url, "max_age_days": None})
        assert subscribed.status_code == 201, subscribed.text
        outside.hook.secret = subscribed.json()["secret"]
        outside.clock.start()

        async def events() -> list[Event]:
            answer: dict[str, Any] = (await api.get("/v1/events", params={"limit": 500})).json()
            return [Event.model_validate(one) for one in answer["data"]]

        async def is_right() -> bool:
            return compare(load_expected_events(), await events()).is_right

        try:
            await eventually(is_right, within_seconds=90)
        except AssertionError:
            lines = "\n".join(compare(load_expected_events(), await events()).lines())
            raise AssertionError(f"{lines}\n{compose.docker('logs', '--tail', '40')[-6000:]}") from None
        before = await events()

        async def all_told() -> bool:
            return set(outside.hook.created()) >= {e.id for e in before}

        await eventually(all_told)
        assert set(outside.hook.created().values()) == {1}
        assert outside.hook.refused == 0

        down = await asyncio.to_thread(compose.make, "down")
        assert down.returncode == 0, down.stderr
        again = await asyncio.to_thread(compose.make, "up")
        assert again.returncode == 0, again.stderr
        assert {e.id for e in await events()} == {e.id for e in before}


async def test_an_old_volume_met_with_new_secrets_is_told_in_words(compose: Compose) -> None:
    assert (await asyncio.to_thread(compose.make, "up")).returncode == 0
    assert (await asyncio.to_thread(compose.make, "down")).returncode == 0
    compose.env_file.unlink()
    second = await asyncio.to_thread(compose.make, "up")
    assert second.returncode != 0
    assert "its volume was made with another one" in second.stderr
