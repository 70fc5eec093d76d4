"""`make bench`: how fast alerts go out, beside a bare httpx loop that posts the same bytes to the same receiver."""

import asyncio
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from services.api.body import event_body
from services.api.support import Support
from services.database.migrate import migrate_all
from services.runtime.jetstream import Bus, connected
from services.runtime.settings import DatabaseSettings
from tests.support.event_samples import changed, event
from tests.support.eventually import eventually
from tests.support.nats import NatsProcess, free_port

SUBSCRIPTIONS = 200
ALERTS = 25
RATE_WANTED = 0.6
PASSES = 3
BARE_POSTS = 1_000
BARE_AT_A_TIME = (1, 16)
"""httpx's pool looks through all its connections at every request, so that many at a time are slower than few."""
SERVE_API = [sys.executable, "-m", "services", "serve", "api"]


@dataclass
class Scene:
    """A receiver, NATS and the api, each a process of its own."""

    hooks: str
    api: httpx.AsyncClient
    bus: Bus
    process: psutil.Process
    published: int = 0

    async def subscribe(self, path: str) -> None:
        """One subscription to a path of the receiver."""
        wanted = {"url": f"{self.hooks}{path}", "max_age_days": None}
        (await self.api.post("/v1/subscriptions", json=wanted)).raise_for_status()

    async def publish(self) -> str:
        """One alert; answers its id."""
        self.published += 1
        message = changed(self.published, event=event(self.published))
        await self.bus.publish(message, message_id=message.alert_id)
        return message.alert_id

    async def arrivals(self) -> list[tuple[str, str, float]]:
        """What has come to the receiver since the last question."""
        async with httpx.AsyncClient(trust_env=False) as client:
            return [tuple(one) for one in (await client.get(f"{self.hooks}/arrivals")).json()]

    async def collected(self, number: int, *, within_seconds: float = 120) -> list[tuple[str, str, float]]:
        """So many arrivals."""
        found: list[tuple[str, str, float]] = []

        async def look() -> bool:
            found.extend(await self.arrivals())
            return len(found) >= number

        await eventually(look, within_seconds=within_seconds)
        return found


@contextlib.asynccontextmanager
async def scene() -> AsyncIterator[Scene]:
    """Everything fresh, in a folder that is gone afterwards."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ottawatch-bench-")))
        nats = NatsProcess(folder / "nats")
        nats.start()
        stack.callback(nats.kill)
        await migrate_all(DatabaseSettings(directory=folder))
        hooks = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.hooks", stdout=asyncio.subprocess.PIPE
        )
        stack.callback(hooks.kill)
        assert hooks.stdout is not None
        receiver = f"http://127.0.0.1:{int(await hooks.stdout.readline())}"
        port = free_port()
        environment = {
            **os.environ,
            **nats.embedded.environment,
            "OTTAWATCH_NATS_STREAM_SCALE": "0.05",
            "OTTAWATCH_DATABASE_DIRECTORY": str(folder),
            "OTTAWATCH_API_PORT": str(port),
            "OTTAWATCH_API_ADMIN_KEY_FILE": str(folder / "admin.key"),
            "OTTAWATCH_API_SECRETS_KEY_FILE": str(folder / "secrets.key"),
            "OTTAWATCH_API_RATE_LIMIT": "",
            "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
            "OTTAWATCH_LOG_LEVEL": "error",
        }
        process = await asyncio.create_subprocess_exec(*SERVE_API, env=environment)
        stack.callback(process.kill)
        client = await stack.enter_async_context(
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30)
        )
        await eventually(lambda: _is_ready(client), within_seconds=30)
        key = (folder / "admin.key").read_text().strip()
        client.headers["Authorization"] = f"Bearer {key}"
        bus = await stack.enter_async_context(connected(nats.settings, name="bench"))
        yield Scene(receiver, client, bus, psutil.Process(process.pid))


async def _is_ready(client: httpx.AsyncClient) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return (await client.get("/readyz")).status_code == 200
    return False


async def bare_rate(one: Scene, number: int, *, at_a_time: int) -> float:
    """Posts a second of a loop that signs nothing, stores nothing and judges nothing."""
    body = event_body(changed(1), Support(), public_url="http://127.0.0.1:8000")
    headers = {"Content-Type": "application/json", "webhook-id": "bare", "webhook-timestamp": "0"}
    left = iter(range(number))

    async def work(client: httpx.AsyncClient) -> None:
        for place in left:
            url = f"{one.hooks}/hook/{place % SUBSCRIPTIONS}"
            (await client.post(url, content=body, headers=headers)).raise_for_status()

    async with httpx.AsyncClient(trust_env=False, limits=httpx.Limits(max_connections=at_a_time)) as client:
        begun = time.perf_counter()
        await asyncio.gather(*(work(client) for _ in range(at_a_time)))
        seconds = time.perf_counter() - begun
    await one.arrivals()
    return number / seconds


async def our_rate(one: Scene) -> float:
    """Deliveries a second: from the first that arrives to the last."""
    await asyncio.gather(*(one.publish() for _ in range(ALERTS)))
    arrivals = await one.collected(SUBSCRIPTIONS * ALERTS)
    assert len({(path, alert) for path, alert, _ in arrivals}) == SUBSCRIPTIONS * ALERTS
    moments = sorted(moment for *_, moment in arrivals)
    return len(moments) / (moments[-1] - moments[0])


async def latencies(one: Scene, subscriptions: int, *, a_second: float, seconds: float) -> list[float]:
    """Milliseconds from the event's message to the webhook, at a steady pace; hung receivers left out."""
    published: dict[str, float] = {}
    begun = time.perf_counter()
    for place in range(int(a_second * seconds)):
        await asyncio.sleep(max(0.0, begun + place / a_second - time.perf_counter()))
        at = time.time()
        published[await one.publish()] = at
    wanted = subscriptions * len(published)
    arrivals: list[tuple[str, str, float]] = []

    async def look() -> bool:
        arrivals.extend(found for found in await one.arrivals() if not found[0].startswith("/hang"))
        return len(arrivals) >= wanted

    await eventually(look, within_seconds=60)
    return [1000 * (moment - published[alert]) for _, alert, moment in arrivals]


def processor_seconds(process: psutil.Process) -> float:
    """What a process has used of the processor: unlike a rate, it does not depend on what else runs."""
    times = process.cpu_times()
    return float(times.user + times.system)


def percentile(values: Sequence[float], share: int) -> float:
    """The value that so many in a hundred do not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


async def lines() -> AsyncIterator[str]:
    """The report."""
    async with scene() as one:
        for number in range(SUBSCRIPTIONS):
            await one.subscribe(f"/hook/{number}")
        ours: list[float] = []
        costs: list[float] = []
        bare_costs: list[float] = []
        bare: dict[int, list[float]] = {at_a_time: [] for at_a_time in BARE_AT_A_TIME}
        for _ in range(PASSES):
            for at_a_time, rates in bare.items():
                before = processor_seconds(psutil.Process())
                rates.append(await bare_rate(one, BARE_POSTS, at_a_time=at_a_time))
                if at_a_time == 1:
                    bare_costs.append((processor_seconds(psutil.Process()) - before) / BARE_POSTS)
            before = processor_seconds(one.process)
            ours.append(await our_rate(one))
            costs.append((processor_seconds(one.process) - before) / (SUBSCRIPTIONS * ALERTS))
        medians = {at_a_time: statistics.median(rates) for at_a_time, rates in bare.items()}
        for at_a_time, rate in medians.items():
            yield f"bare httpx loop, {at_a_time:>3} at a time       {rate:>8,.0f} posts/s"
        rate, best = statistics.median(ours), max(medians.values())
        yield f"{SUBSCRIPTIONS} subscriptions                    {rate:>8,.0f} deliveries/s"
        yield f"of the best bare loop                {rate / best:>8.2f} x             wanted {RATE_WANTED}"
        cost, bare_cost = 1000 * statistics.median(costs), 1000 * statistics.median(bare_costs)
        yield f"processor time of a delivery         {cost:>8.2f} ms            of a bare post {bare_cost:.2f} ms"
    flow, cost = await _steady(10, 0, a_second=50, seconds=8)
    yield _told("10 subscriptions, 50 alerts/s", flow) + "   wanted 50 / 250"
    yield f"processor time of a delivery in it   {cost:>8.2f} ms"
    without, _ = await _steady(49, 0, a_second=4, seconds=10)
    with_one, _ = await _steady(49, 1, a_second=4, seconds=10)
    yield _told("49 subscriptions, 4 alerts/s", without)
    yield _told("the same beside one that hangs", with_one)
    ratio = percentile(with_one, 99) / percentile(without, 99)
    yield f"p99 of the others                    {ratio:>8.2f} x             wanted at most 1.5"


async def _steady(healthy: int, hung: int, **pace: Any) -> tuple[list[float], float]:
    """The latencies, and what a delivery costs the processor: in milliseconds, both."""
    async with scene() as one:
        for number in range(healthy):
            await one.subscribe(f"/hook/{number}")
        for number in range(hung):
            await one.subscribe(f"/hang/{number}")
        await latencies(one, healthy, a_second=4, seconds=1)
        before = processor_seconds(one.process)
        found = await latencies(one, healthy, **pace)
        return found, 1000 * (processor_seconds(one.process) - before) / len(found)


def _told(what: str, values: Sequence[float]) -> str:
    return f"{what:<36} p50 {statistics.median(values):>5.0f} ms, p99 {percentile(values, 99):>5.0f} ms"


async def main() -> None:
    """Print the report."""
    async for line in lines():
        print(line, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
