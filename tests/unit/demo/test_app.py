import contextlib
import dataclasses
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.contracts.event import Event
from services.contracts.vocabulary import Stage
from services.demo.__main__ import parse
from services.demo.app import CLOCKS_ALL_RUN_ON, DemoOptions, Scene, open_scene, tell
from services.demo.chronology import load_chronology, load_expected_events
from services.demo.stack import NotReady, ottawatch, refuse_used_data
from services.runtime.errors import BadConfiguration
from services.runtime.http_server import listen, serving
from services.runtime.process import Life
from tests.unit.demo.events import event_of

SECRET = "whsec_c2VjcmV0"
QUICK = DemoOptions(duration=timedelta(seconds=0.05), quiet=timedelta(seconds=0.05), once=True)


class FakeOttawatch:
    """Answers the demo's requests as the design fixes them, two events to a page."""

    def __init__(self, events: list[Event]) -> None:
        self.events = events
        self.key = "key-of-the-operator"
        self.subscriptions: list[object] = []
        self.not_ready_yet = 2
        self.down_for = 0

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/readyz", self.readyz),
                Route("/v1/subscriptions", self.subscribe, methods=["POST"]),
                Route("/v1/events", self.list_events),
            ]
        )

    async def readyz(self, _request: Request) -> Response:
        self.not_ready_yet -= 1
        return Response(status_code=503 if self.not_ready_yet >= 0 else 200)

    async def subscribe(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {self.key}":
            return JSONResponse({"title": "no such key"}, status_code=401)
        self.subscriptions.append(await request.json())
        return JSONResponse({"id": "sub_1", "secret": SECRET}, status_code=201)

    async def list_events(self, request: Request) -> Response:
        if self.down_for:
            self.down_for -= 1
            return Response(status_code=503)
        start = int(request.query_params.get("cursor", "0"))
        page = [json.loads(event.model_dump_json()) for event in self.events[start : start + 2]]
        more = start + 2 < len(self.events)
        return JSONResponse({"data": page, "next_cursor": str(start + 2) if more else None})


@contextlib.asynccontextmanager
async def scene_with(fake: FakeOttawatch, data: Path, lines: list[str]) -> AsyncIterator[Scene]:
    listener = listen("127.0.0.1", 0)
    options = DemoOptions(port=listener.getsockname()[1], data=data)
    async with serving(fake.app(), listener), open_scene(options, lines.append) as scene:
        (data / "admin.key").write_text(fake.key + "\n")
        yield scene


def all_events() -> list[Event]:
    return [event_of(one, number) for number, one in enumerate(load_expected_events())]


async def test_it_subscribes_without_an_age_limit_and_reports_that_all_came(tmp_path: Path, life: Life) -> None:
    fake, lines = FakeOttawatch(all_events()), list[str]()
    async with scene_with(fake, tmp_path, lines) as scene:
        assert await tell(QUICK, life, scene, lines.append) == 0
        [subscription] = fake.subscriptions
        assert subscription == {
            "url": scene.hook_url,
            "description": "The demo's receiver",
            "max_age_days": None,
        }
        assert scene.receiver.secret == SECRET
    count = len(load_expected_events())
    assert lines[-1] == f"{count} of {count} expected events, none unexpected"


async def test_a_demo_that_runs_on_tells_where_clocks_run_and_how_to_try_a_webhook(tmp_path: Path, life: Life) -> None:
    fake, lines = FakeOttawatch(all_events()), list[str]()
    async with scene_with(fake, tmp_path, lines) as scene:

        def say(line: str) -> None:
            lines.append(line)
            if "your webhook" in line:
                life.stopping.set()

        assert await tell(dataclasses.replace(QUICK, once=False), life, scene, say) == 0
        told = "\n".join(lines)
        assert f"{scene.client.base_url}/#/treaties/ottawa?on={CLOCKS_ALL_RUN_ON}" in told
        assert fake.key in told


def test_on_the_day_that_the_demo_shows_all_five_clocks_run() -> None:
    running = [one for one in load_expected_events() if one.stage is Stage.NOTIFIED]
    assert len(running) == 5
    for one in running:
        assert one.notified_on
        assert one.computed_effective_on
        assert one.notified_on <= CLOCKS_ALL_RUN_ON < one.computed_effective_on


async def test_a_missing_event_makes_it_end_with_one(tmp_path: Path, life: Life) -> None:
    fake, lines = FakeOttawatch(all_events()[1:]), list[str]()
    async with scene_with(fake, tmp_path, lines) as scene:
        assert await tell(QUICK, life, scene, lines.append) == 1
    assert lines[-1] == f"  missing: {load_expected_events()[0].key}"


async def test_a_service_that_is_away_for_a_moment_is_waited_for(tmp_path: Path, life: Life) -> None:
    fake, lines = FakeOttawatch(all_events()), list[str]()
    fake.down_for = 3
    async with scene_with(fake, tmp_path, lines) as scene:
        assert await tell(QUICK, life, scene, lines.append) == 0


async def test_no_news_is_released_before_the_subscription_stands(tmp_path: Path, life: Life) -> None:
    fake, lines = FakeOttawatch([]), list[str]()
    (tmp_path / "data").mkdir()
    async with scene_with(fake, tmp_path / "data", lines) as scene, httpx.AsyncClient(trust_env=False) as client:
        first = f"{scene.site_url}/articles/{load_chronology()[0].id}"
        assert (await client.get(first)).status_code == 404
        await tell(QUICK, life, scene, lines.append)
        assert (await client.get(first)).status_code == 200


async def test_a_refused_key_is_told_in_words(tmp_path: Path, life: Life) -> None:
    fake, lines = FakeOttawatch([]), list[str]()
    async with scene_with(fake, tmp_path, lines) as scene:
        fake.key = "another"
        with pytest.raises(NotReady, match="subscribing was answered 401"):
            await tell(QUICK, life, scene, lines.append)


async def test_asked_to_stop_it_leaves_without_a_comparison(tmp_path: Path, life: Life) -> None:
    fake, lines = FakeOttawatch(all_events()), list[str]()
    life.stopping.set()
    async with scene_with(fake, tmp_path, lines) as scene:
        assert await tell(QUICK, life, scene, lines.append) == 1
    assert not any("expected events" in line for line in lines)


async def test_a_folder_of_its_own_making_is_removed_afterwards() -> None:
    async with open_scene(DemoOptions(), lambda _line: None) as scene:
        assert scene.data.is_dir()
    assert not scene.data.exists()


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    refuse_used_data(tmp_path)
    refuse_used_data(tmp_path / "new")
    (tmp_path / "events.db").touch()
    with pytest.raises(BadConfiguration, match="is not empty"):
        refuse_used_data(tmp_path)


def test_ottawatch_is_run_with_this_machine_allowed_and_a_floor_of_a_second(tmp_path: Path) -> None:
    program = ottawatch(tmp_path, 8123, tmp_path / "feeds.toml", log_level="warning")
    assert list(program.command[1:]) == [
        *("-P", "-m", "services", "run", "--data", str(tmp_path), "--port", "8123"),
        *("--feeds", str(tmp_path / "feeds.toml")),
    ]
    assert program.environment["OTTAWATCH_INGEST_MIN_INTERVAL"] == "1"
    assert program.environment["OTTAWATCH_ALLOWED_PRIVATE_NETWORKS"] == "127.0.0.0/8"


def test_the_command_line_chooses_length_ports_and_end() -> None:
    assert parse([]) == DemoOptions()
    assert parse(["--seconds", "20", "--port", "8001", "--once", "--data", "x"]) == DemoOptions(
        duration=timedelta(seconds=20), port=8001, once=True, data=Path("x")
    )


@pytest.mark.parametrize("arguments", [["--seconds", "0"], ["--seconds", "x"], ["--port", "0"], ["--port", "70000"]])
def test_a_length_or_port_that_cannot_be_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        parse(arguments)
