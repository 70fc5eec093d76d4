"""What the demo asks of a running Ottawatch, as any client would: over HTTP."""

import sys
from pathlib import Path

import httpx

from services.contracts.event import Event
from services.runtime.errors import BadConfiguration, RuntimeFailure
from services.runtime.process import Life
from services.runtime.supervisor import Program

READY_SECONDS = 60.0
ADMIN_KEY_FILE = "admin.key"
PAGE_LIMIT = 500


class NotReady(RuntimeFailure):
    """Ottawatch did not come up, or refuses what the demo asks."""


def ottawatch(data: Path, port: int, feeds: Path, *, log_level: str) -> Program:
    """`ottawatch run` on `data`, allowed to poll this machine every second."""
    return Program(
        name="run",
        command=[
            *(sys.executable, "-P", "-m", "services", "run"),
            *("--data", str(data), "--port", str(port), "--feeds", str(feeds)),
        ],
        environment={
            "OTTAWATCH_INGEST_MIN_INTERVAL": "1",
            "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
            "OTTAWATCH_LOG_LEVEL": log_level,
            "OTTAWATCH_LOG_FORMAT": "text",
        },
        says_ready=False,
    )


async def wait_until_ready(client: httpx.AsyncClient, life: Life) -> bool:
    """Ask `/readyz` until it answers 200; False when the demo was told to stop before. Raises `NotReady`."""
    attempts = int(READY_SECONDS / 0.2)
    for _ in range(attempts):
        try:
            if (await client.get("/readyz")).status_code == httpx.codes.OK:
                return True
        except httpx.TransportError:
            pass  # nobody listens there yet
        if await life.sleep(0.2):
            return False
    raise NotReady(f"{client.base_url}readyz did not answer 200 within {READY_SECONDS:.0f} s; see the messages above")


def read_admin_key(data: Path) -> str:
    """The key that `ottawatch run` made; raises `NotReady`."""
    file = data / ADMIN_KEY_FILE
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise NotReady(f"cannot read the admin key: {error}") from error


async def subscribe(client: httpx.AsyncClient, key: str, hook_url: str) -> str:
    """Subscribe `hook_url` to every alert, however old the news, and answer the secret. Raises `NotReady`."""
    try:
        answer = await client.post(
            "/v1/subscriptions",
            json={"url": hook_url, "description": "The demo's receiver", "max_age_days": None},
            headers={"Authorization": f"Bearer {key}"},
        )
    except httpx.TransportError as error:
        raise NotReady(f"subscribing failed: {error}") from error
    if answer.status_code != httpx.codes.CREATED:
        raise NotReady(f"subscribing was answered {answer.status_code}: {answer.text[:300]}")
    secret: str = answer.json()["secret"]
    return secret


async def fetch_events(client: httpx.AsyncClient) -> list[Event]:
    """Every event, over all pages."""
    events: list[Event] = []
    cursor: str | None = None
    while True:
        query = {"limit": str(PAGE_LIMIT)} | ({"cursor": cursor} if cursor else {})
        answer = (await client.get("/v1/events", params=query)).raise_for_status().json()
        events += [Event.model_validate(one) for one in answer["data"]]
        cursor = answer["next_cursor"]
        if not cursor:
            return events


def refuse_used_data(data: Path) -> None:
    """Raises `BadConfiguration` where earlier events would spoil the comparison."""
    if data.exists() and any(data.iterdir()):
        raise BadConfiguration(f"{data} is not empty; the demo needs a fresh folder, or none named to make one itself")
