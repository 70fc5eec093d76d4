"""What the routes are built on, made once by the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncEngine

from services.api.book import AlertsBook
from services.api.feed_board import FeedBoard
from services.api.live import LiveHub
from services.api.rate import RateLimiter
from services.api.send import WayOut
from services.api.settings import ApiSettings
from services.api.vault import Vault
from services.runtime.clock import Clock
from services.runtime.health import Check
from services.runtime.jetstream import Bus
from services.runtime.settings import IpNetwork


@dataclass(frozen=True)
class Parts:
    """The parts of a running api."""

    settings: ApiSettings
    allowed_private: tuple[IpNetwork, ...]
    events: AsyncEngine
    """The book of events; store writes it, so this engine cannot."""
    alerts: AsyncEngine
    """The book of alerts, for reading: a list must not wait for the one writer that SQLite allows."""
    alerts_writer: AsyncEngine
    hub: LiveHub
    feeds: FeedBoard
    bus: Bus
    """For questions to the other services."""
    vault: Vault
    book: AlertsBook
    out: WayOut
    """To the receivers of webhooks."""
    wake: Callable[[], None]
    """Tells the delivery engine that something is due."""
    rate_limiter: RateLimiter
    checks: Mapping[str, Check]
    clock: Clock
    keys_used_at: dict[str, datetime] = field(default_factory=dict)


def _parts_of(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


PartsOf = Annotated[Parts, Depends(_parts_of)]
