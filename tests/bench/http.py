"""`/v1/events` of a running service, beside a bare FastAPI route that returns the same bytes, in the same run."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx

from services.runtime.settings import DatabaseSettings
from tests.support.eventually import eventually
from tests.support.nats import NatsProcess, free_port

PATH = "/v1/events?limit=50"
CONNECTIONS = 8
SECONDS = 4.0
PAGE_SHARE, VALIDATOR_SHARE = 0.2, 0.6
_BARE = """
import asyncio, sys
from pathlib import Path
from fastapi import FastAPI
from starlette.responses import Response
from services.runtime.http_server import listen, serving

body = Path(sys.argv[1]).read_bytes()
app = FastAPI()

@app.get("/v1/events")
async def page() -> Response:
    return Response(body, media_type="application/json")

async def main():
    async with serving(app, listen("127.0.0.1", int(sys.argv[2]))):
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def over_http(settings: DatabaseSettings, folder: Path, name: str) -> bool:
    """Print the rates and their share of the bare route's; whether the targets were met."""
    nats = NatsProcess(folder / "nats")
    nats.start()
    try:
        async with _api(settings, nats, folder) as port:
            async with httpx.AsyncClient(trust_env=False) as client:
                page = (await client.get(f"http://127.0.0.1:{port}{PATH}")).raise_for_status()
            (folder / "page.json").write_bytes(page.content)
            bare_port = free_port()
            with _child([sys.executable, "-c", _BARE, str(folder / "page.json"), str(bare_port)], {}):
                await eventually(lambda: _answers(bare_port), within_seconds=20)
                bare = await rate(bare_port, {})
                listed = await rate(port, {})
                unchanged = await rate(port, {"If-None-Match": page.headers["etag"]})
                bare = (bare + await rate(bare_port, {})) / 2
    finally:
        nats.kill()
    print(
        f"\n{name} over HTTP: a page of 50, {len(page.content):,} bytes, {CONNECTIONS} connections, requests a second"
    )
    print(f"  bare route {bare:.0f}  page {listed:.0f} ({listed / bare:.2f} x, at least {PAGE_SHARE})", end="")
    print(f"  validator matches {unchanged:.0f} ({unchanged / bare:.2f} x, at least {VALIDATOR_SHARE})")
    return listed / bare >= PAGE_SHARE and unchanged / bare >= VALIDATOR_SHARE


async def rate(port: int, headers: dict[str, str]) -> float:
    """Requests a second over some connections that are kept, asked as lightly as can be."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{lines}\r\n".encode()
    until = time.perf_counter() + SECONDS
    begun = time.perf_counter()
    counts = await asyncio.gather(*(_ask(port, request, until) for _ in range(CONNECTIONS)))
    return sum(counts) / (time.perf_counter() - begun)


async def _ask(port: int, request: bytes, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    count = 0
    while time.perf_counter() < until:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith((b"http/1.1 200", b"http/1.1 304")):
            raise AssertionError(head.decode())
        at = head.find(b"content-length:")
        if at >= 0:
            await reader.readexactly(int(head[at + 15 : head.index(b"\r\n", at)]))
        count += 1
    writer.close()
    return count


@asynccontextmanager
async def _api(settings: DatabaseSettings, nats: NatsProcess, folder: Path) -> AsyncIterator[int]:
    port = free_port()
    environment = {
        "OTTAWATCH_API_PORT": str(port),
        "OTTAWATCH_API_ADMIN_KEY_FILE": str(folder / "admin.key"),
        "OTTAWATCH_API_SECRETS_KEY_FILE": str(folder / "secrets.key"),
        "OTTAWATCH_NATS_URL": nats.settings.url,
        "OTTAWATCH_NATS_USER": nats.settings.user or "",
        "OTTAWATCH_NATS_PASSWORD": nats.settings.password.get_secret_value() if nats.settings.password else "",
        "OTTAWATCH_NATS_STREAM_SCALE": "0.05",
        "OTTAWATCH_DATABASE_DIRECTORY": str(settings.directory),
    }
    if settings.url is not None:
        environment["OTTAWATCH_DATABASE_URL"] = settings.url.get_secret_value()
    with _child([sys.executable, "-m", "services", "serve", "api"], environment):
        await eventually(lambda: _answers(port), within_seconds=60)
        yield port


@contextmanager
def _child(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


async def _answers(port: int) -> bool:
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.get(f"http://127.0.0.1:{port}{PATH}")).status_code == 200
    except httpx.HTTPError:
        return False
