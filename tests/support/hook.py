"""A webhook receiver that believes only what the reference implementation of Standard Webhooks verifies."""

import json
from collections import Counter
from typing import Any

from standardwebhooks.webhooks import Webhook
from starlette.applications import Starlette
from starlette.requests import Request
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
