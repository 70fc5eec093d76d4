"""Webhook receivers that believe only what the reference implementation of Standard Webhooks verifies."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from standardwebhooks.webhooks import Webhook
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route


class Hook:
    """Records every request; what does not verify is answered 401 and counted apart."""

    def __init__(self) -> None:
        self.secret: str | None = None
        self.alerts: list[tuple[str, dict[str, Any]]] = []
        """(webhook-id, body) of each verified request, repeats included."""
        self.refused = 0
        self.app = Starlette(routes=[Route("/hook", self._receive, methods=["POST"])])

    async def _receive(self, request: Request) -> Response:
        body = await request.body()
        try:
            assert self.secret is not None
            Webhook(self.secret).verify(body, dict(request.headers))
        except Exception:
            self.refused += 1
            return Response(status_code=401)
        self.alerts.append((request.headers["webhook-id"], json.loads(body)))
        return Response(status_code=204)

    def created(self) -> Counter[str]:
        """How many different `event.created` alerts each event had, by event id."""
        different = {
            (webhook_id, body["data"]["event"]["id"])
            for webhook_id, body in self.alerts
            if body["type"] == "event.created"
        }
        return Counter(event_id for _, event_id in different)


class HookBoard:
    """Many receivers at one address, which say afterwards what never came to them and what was not meant for them."""

    def __init__(self) -> None:
        self.secrets: dict[str, Webhook] = {}
        self.came: dict[str, Counter[str]] = defaultdict(Counter)
        """By receiver, how often each webhook-id came and verified."""
        self.refused = 0
        self.app = Starlette(routes=[Route("/hook/{name}", self._receive, methods=["POST"])])

    async def _receive(self, request: Request) -> Response:
        name = request.path_params["name"]
        try:
            body = await request.body()
        except ClientDisconnect:  # the sender was killed in the middle of it
            return Response(status_code=400)
        try:
            self.secrets[name].verify(body, dict(request.headers))
        except Exception:
            self.refused += 1
            return Response(status_code=401)
        self.came[name][request.headers["webhook-id"]] += 1
        return Response(status_code=204)

    def expect(self, name: str, secret: str) -> None:
        """A receiver of this name verifies with this secret."""
        self.secrets[name] = Webhook(secret)

    def missing(self, name: str, wanted: Iterable[str]) -> set[str]:
        """Which of these never came to the receiver."""
        return set(wanted) - set(self.came[name])

    def strange(self, name: str, wanted: Iterable[str]) -> set[str]:
        """What came to the receiver although it was meant for others."""
        return set(self.came[name]) - set(wanted)

    def repeats(self) -> int:
        """How many deliveries came more than once."""
        return sum(times - 1 for ids in self.came.values() for times in ids.values())
