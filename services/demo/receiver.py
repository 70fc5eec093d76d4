"""A webhook receiver as a subscriber would write one: it trusts a delivery only after checking its signature.

It checks by the Standard Webhooks text alone and shares no code with the sender, so that a mistake there shows here.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.runtime.clock import Clock, utc_now

TOLERANCE = timedelta(minutes=5)
"""How far a delivery's timestamp may lie from now: what the Standard Webhooks libraries allow."""

HOOK_PATH = "/hook"
GUEST_PATH = "/yours"
"""For webhooks that somebody makes on the page: the secret is theirs, so nothing is said about the signature."""


class NotVerified(Exception):  # noqa: N818 - named for what happened
    """The delivery may come from anybody. The text says what is wrong with it."""


@dataclass(frozen=True)
class Delivery:
    """One delivery as it arrived."""

    received_at: datetime
    webhook_id: str
    type: str
    title: str
    body: bytes
    problem: str | None
    """Why it is not verified, in plain words; None where it is."""
    is_duplicate: bool

    @property
    def is_verified(self) -> bool:
        """Whether the signature held."""
        return self.problem is None

    def line(self) -> str:
        """The delivery as one line for people."""
        verdict = "verified" if self.problem is None else f"NOT VERIFIED: {self.problem}"
        repeat = "  (duplicate)" if self.is_duplicate else ""
        return f"{self.received_at:%H:%M:%S}  {self.type:<18}  {self.title}  [{verdict}]{repeat}"


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """Check one delivery; raises `NotVerified`. Several signatures may stand side by side: one `v1` has to hold."""
    webhook_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not webhook_id or not timestamp:
        raise NotVerified("webhook-id or webhook-timestamp is missing")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        raise NotVerified("webhook-timestamp is not a number of seconds")
    if abs(datetime.fromtimestamp(int(timestamp), UTC) - now) > TOLERANCE:
        raise NotVerified("webhook-timestamp is too far from the present")
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    right = base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest())
    given = [part.partition(",") for part in headers.get("webhook-signature", "").split(" ")]
    candidates = [signature.encode() for version, _, signature in given if version == "v1"]
    if not candidates:
        raise NotVerified("there is no v1 signature")
    if not any([hmac.compare_digest(right, candidate) for candidate in candidates]):  # noqa: C419 - compare all of them
        raise NotVerified("no signature fits")


class Receiver:
    """Takes deliveries, remembers them all and tells of each in one line."""

    def __init__(self, say: Callable[[str], None], *, clock: Clock = utc_now) -> None:
        self.secret: str | None = None
        """What the subscription answered; until it is set nothing can be verified."""
        self.deliveries: list[Delivery] = []
        self._say = say
        self._clock = clock

    def app(self) -> Starlette:
        """The receiver as an application."""
        return Starlette(
            routes=[
                Route(HOOK_PATH, self._on_delivery, methods=["POST"]),
                Route(GUEST_PATH, self._on_guest, methods=["POST"]),
            ]
        )

    async def _on_guest(self, request: Request) -> Response:
        kind, title = _summary(await request.body())
        self._say(f"{self._clock():%H:%M:%S}  {kind:<18}  {title}  [your webhook]")
        return Response(status_code=204)

    async def _on_delivery(self, request: Request) -> Response:
        delivery = self.take(request.headers, await request.body())
        return Response(status_code=204 if delivery.is_verified else 401)

    def take(self, headers: Mapping[str, str], body: bytes) -> Delivery:
        """Judge and remember one delivery."""
        now, webhook_id = self._clock(), headers.get("webhook-id", "")
        problem = self._problem(headers, body, now)
        kind, title = _summary(body)
        # Only a verified delivery makes a later one a duplicate: anybody can send an id.
        seen = any(earlier.is_verified and earlier.webhook_id == webhook_id for earlier in self.deliveries)
        delivery = Delivery(now, webhook_id, kind, title, body, problem, seen)
        self.deliveries.append(delivery)
        self._say(delivery.line())
        return delivery

    def _problem(self, headers: Mapping[str, str], body: bytes, now: datetime) -> str | None:
        if self.secret is None:
            return "there is no subscription yet"
        try:
            verify(self.secret, headers, body, now)
        except NotVerified as error:
            return str(error)
        return None


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error as error:
        raise NotVerified("the secret is not base64") from error


def _summary(body: bytes) -> tuple[str, str]:
    """The alert's type and its event's title, as far as the body is an alert at all."""
    try:
        alert: Any = json.loads(body)
    except (ValueError, RecursionError):
        return "(not JSON)", ""
    if not isinstance(alert, dict):
        return "(not an alert)", ""
    data = alert.get("data")
    event = data.get("event") if isinstance(data, dict) else None
    title = event.get("title") if isinstance(event, dict) else None
    return _one_line(alert.get("type", "(no type)")), _one_line(title or "")


def _one_line(value: object) -> str:
    """What a stranger sent, fit for a terminal."""
    return "".join(character if character.isprintable() else " " for character in str(value))[:200]
