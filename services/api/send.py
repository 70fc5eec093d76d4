"""One webhook request: signed, bounded in time and size, and judged."""

import asyncio
import contextlib
import time
from collections.abc import Iterable
from datetime import timedelta

import httpx

from services.api import verdict
from services.api.deliveries import Job, Tried
from services.api.settings import ApiSettings
from services.api.sign import signed_headers
from services.api.targets import refusal
from services.api.verdict import Verdict
from services.runtime.clock import Clock
from services.runtime.errors import ForbiddenAddress
from services.runtime.http_client import guarded_client
from services.runtime.settings import IpNetwork

MAX_RESPONSE_BYTES = 20_000
"""What is read of an answer; kept for the attempt log, where a page of error text is enough."""

_RESPONSE_SECONDS = 2.0  # the status has decided already; a body that drips must not hold the slot
_KEPT_CHARACTERS = 4_000


def webhook_client(settings: ApiSettings, allowed_private: Iterable[IpNetwork]) -> httpx.AsyncClient:
    """The client for webhooks: guarded where it connects, and as many connections as requests under way."""
    return guarded_client(
        allowed_private=allowed_private,
        timeout=httpx.Timeout(settings.webhook_total_seconds, connect=settings.webhook_connect_seconds),
        user_agent="Ottawatch-Webhooks/1",
        max_connections=settings.webhook_concurrency,
    )


class Sender:
    """Makes attempts. Never raises for anything a receiver can do."""

    def __init__(
        self, client: httpx.AsyncClient, settings: ApiSettings, allowed_private: Iterable[IpNetwork], clock: Clock
    ) -> None:
        self._client = client
        self._total_seconds = settings.webhook_total_seconds
        self._allowed_private = tuple(allowed_private)
        self._clock = clock

    async def attempt(self, job: Job) -> Tried:
        """POST the alert once and say what came of it."""
        started_at, started = self._clock(), time.perf_counter()
        status_code, response = None, None
        try:
            async with asyncio.timeout(self._total_seconds):
                status_code, response, outcome = await self._post(job)
        except (httpx.HTTPError, httpx.InvalidURL, ForbiddenAddress, TimeoutError, OSError, UnicodeError) as error:
            outcome = verdict.of_failure(error, total_seconds=self._total_seconds)
        latency = timedelta(seconds=time.perf_counter() - started)
        return Tried(started_at, latency // timedelta(milliseconds=1), status_code, response, outcome)

    async def _post(self, job: Job) -> tuple[int, str | None, Verdict]:
        if job.url.startswith("http:"):
            # The guard lets any public address pass; only this check keeps plain http inside the allowed networks.
            reason = await refusal(job.url, self._allowed_private)
            if reason is not None:
                raise ForbiddenAddress(reason)
        now = self._clock()
        headers = signed_headers(job.signers, alert_id=job.alert_id, attempted_at=now, body=job.body)
        headers |= {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        async with self._client.stream("POST", job.url, content=job.body, headers=headers) as answer:
            outcome = verdict.of_answer(answer.status_code, answer.headers.get("retry-after"), now=now)
            return answer.status_code, await _beginning_of(answer), outcome


async def _beginning_of(answer: httpx.Response) -> str | None:
    """The first bytes of the answer as text. Raw: nothing a receiver sends is ever inflated."""
    read = bytearray()
    with contextlib.suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(_RESPONSE_SECONDS):
            async for chunk in answer.aiter_raw():
                read += chunk[: MAX_RESPONSE_BYTES - len(read)]
                if len(read) >= MAX_RESPONSE_BYTES:
                    break
    # PostgreSQL's text cannot hold NUL.
    return bytes(read).decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")[:_KEPT_CHARACTERS] or None
