"""The whole api service in the test's own process, on a real NATS and a real database, and a webhook receiver."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from standardwebhooks import Webhook
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.api import app
from services.contracts.event import EventChanged
from services.runtime.database import Book, open_engine
from services.runtime.jetstream import Bus
from services.runtime.process import Life
from services.runtime.settings import DatabaseSettings
from tests.support.nats import NatsProcess, free_port

sqlite_only = pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
"""For what no database can make a difference to."""


@dataclass
class RunningApi:
    """The service, and what a test needs to talk to it."""

    base_url: str
    admin_key: str
    client: httpx.AsyncClient
    """Without a key, as a program on this machine."""
    admin: httpx.AsyncClient
    bus: Bus
    life: Life
    task: "asyncio.Task[None]"

    async def publish(self, message: EventChanged, *, message_id: str | None = None) -> None:
        await self.bus.publish(message, message_id=message_id or message.alert_id)

    async def subscribe(self, url: str, **fields: Any) -> dict[str, Any]:
        answer = await self.admin.post("/v1/subscriptions", json={"url": url, **fields})
        assert answer.status_code == 201, answer.text
        created: dict[str, Any] = answer.json()
        return created

    async def deliveries(self, subscription: dict[str, Any]) -> list[dict[str, Any]]:
        answer = await self.admin.get(f"/v1/subscriptions/{subscription['id']}/deliveries")
        found: list[dict[str, Any]] = answer.raise_for_status().json()["data"]
        return found

    async def stop(self) -> None:
        self.life.stopping.set()
        await self.task


@pytest.fixture
async def start_api(
    database_settings: DatabaseSettings,
    nats_process: NatsProcess,
    bus: Bus,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Callable[..., Awaitable[RunningApi]]]:
    """Starts the service on the test's database; keyword arguments are OTTAWATCH_API_ settings."""
    nats = nats_process.settings
    monkeypatch.setenv("OTTAWATCH_NATS_URL", nats.url)
    monkeypatch.setenv("OTTAWATCH_NATS_USER", nats.user or "")
    monkeypatch.setenv("OTTAWATCH_NATS_PASSWORD", nats.password.get_secret_value() if nats.password else "")
    monkeypatch.setenv("OTTAWATCH_NATS_STREAM_SCALE", str(nats.stream_scale))
    monkeypatch.setenv("OTTAWATCH_ALLOWED_PRIVATE_NETWORKS", "127.0.0.0/8")
    if database_settings.url is not None:
        monkeypatch.setenv("OTTAWATCH_DATABASE_URL", database_settings.url.get_secret_value())
    monkeypatch.setenv("OTTAWATCH_DATABASE_DIRECTORY", str(database_settings.directory))
    monkeypatch.setenv("OTTAWATCH_API_ADMIN_KEY_FILE", str(tmp_path / "admin.key"))
    monkeypatch.setenv("OTTAWATCH_API_SECRETS_KEY_FILE", str(tmp_path / "secrets.key"))
    monkeypatch.setenv("OTTAWATCH_API_WEBHOOK_WAITS_SECONDS", "0.1,0.1,0.1")
    async with contextlib.AsyncExitStack() as stack:

        async def start(**settings: Any) -> RunningApi:
            port = free_port()
            for name, value in {"port": port, **settings}.items():
                monkeypatch.setenv(f"OTTAWATCH_API_{name.upper()}", str(value))
            life = Life()
            task = asyncio.create_task(app.run(life))
            while not life.is_ready:
                assert not task.done(), task.exception()
                await asyncio.sleep(0.01)
            base_url = f"http://127.0.0.1:{port}"
            admin_key = (tmp_path / "admin.key").read_text().strip()
            client = await stack.enter_async_context(httpx.AsyncClient(base_url=base_url, timeout=30))
            admin = await stack.enter_async_context(
                httpx.AsyncClient(base_url=base_url, headers={"Authorization": f"Bearer {admin_key}"}, timeout=30)
            )
            api = RunningApi(base_url, admin_key, client, admin, bus, life, task)
            stack.push_async_callback(api.stop)
            return api

        yield start


@pytest.fixture
async def api(start_api: Callable[..., Awaitable[RunningApi]]) -> RunningApi:
    return await start_api()


@pytest.fixture
async def events_book(database_settings: DatabaseSettings) -> AsyncIterator[AsyncEngine]:
    """The book of events as store writes it."""
    engine = open_engine(database_settings, Book.EVENTS)
    yield engine
    await engine.dispose()


@pytest.fixture
async def alerts_book(database_settings: DatabaseSettings) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(database_settings, Book.ALERTS)
    yield engine
    await engine.dispose()


@dataclass
class Received:
    """One POST as it came in."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> Any:
        """The body, if the signature is right; the judge is a package that is not ours."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """A webhook endpoint that answers what the test tells it to, in turn, and 200 afterwards."""

    url: str = ""
    answers: list[Response] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    hold: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared by a test that wants its requests to hang."""

    async def handle(self, request: Request) -> Response:
        self.received.append(Received(dict(request.headers), await request.body()))
        await self.hold.wait()
        return self.answers.pop(0) if self.answers else Response(status_code=200)

    async def got(self, number: int = 1) -> list[Received]:
        return self.received if len(self.received) >= number else []


@pytest.fixture
async def new_receiver(
    serve: Callable[[Any], Awaitable[str]],
) -> AsyncIterator[Callable[..., Awaitable[Receiver]]]:
    receivers: list[Receiver] = []

    async def make(*answers: Response, hangs: bool = False) -> Receiver:
        receiver = Receiver(answers=list(answers))
        if not hangs:
            receiver.hold.set()
        routes = [Route("/hook", receiver.handle, methods=["GET", "POST"])]
        receiver.url = await serve(Starlette(routes=routes)) + "/hook"
        receivers.append(receiver)
        return receiver

    yield make
    for receiver in receivers:
        receiver.hold.set()
