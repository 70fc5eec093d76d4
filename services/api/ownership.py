"""Asking a receiver whether it wants our alerts: the abuse protection of CloudEvents' HTTP webhooks.

Only where the subscriber asked for it. The callback of that specification, by which a receiver may agree later, is
left out: most installations cannot be reached from outside. Asking again does the same.
"""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from services.api.send import WayOut
from services.api.verdict import failure_words
from services.runtime.errors import ForbiddenAddress


@dataclass(frozen=True)
class Answer:
    """What the receiver said."""

    refused: str | None = None
    """Why no alerts may be sent, in plain words; None when they may."""
    per_minute: int | None = None
    """The most deliveries in a minute, if it named a number."""


async def ask_receiver(out: WayOut, url: str, *, public_url: str, total_seconds: float) -> Answer:
    """Send OPTIONS to the receiver and judge what comes back."""
    origin = urlsplit(public_url).hostname or "ottawatch"
    try:
        async with (
            asyncio.timeout(total_seconds),
            out.request("OPTIONS", httpx.URL(url), headers={"WebHook-Request-Origin": origin}) as answer,
        ):
            return judged(answer.status_code, answer.headers, origin=origin)
    except (httpx.HTTPError, httpx.InvalidURL, ForbiddenAddress, TimeoutError, OSError, UnicodeError) as error:
        return Answer(refused=failure_words(error, total_seconds))


def judged(status_code: int, headers: httpx.Headers, *, origin: str) -> Answer:
    """The meaning of an answer to OPTIONS. Pure."""
    if not 200 <= status_code < 300:
        return Answer(refused=f"it answered {status_code} to OPTIONS")
    allowed = headers.get("webhook-allowed-origin", "").strip()
    if allowed != "*" and allowed.lower() != origin.lower():
        return Answer(refused=f"its answer to OPTIONS lacks `WebHook-Allowed-Origin: {origin}`")
    rate = headers.get("webhook-allowed-rate", "").strip()
    is_number = rate.isascii() and rate.isdigit() and 0 < len(rate) <= 9 and int(rate) > 0
    return Answer(per_minute=min(int(rate), 60_000) if is_number else None)
