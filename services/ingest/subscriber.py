"""Asks the hubs of the feeds that are polled here to push, renews, and tells the schedule how long that holds."""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import structlog
from nats.errors import Error as NatsError

from services.contracts.feed import FeedState, PushSubscription
from services.ingest.faults import in_plain_words
from services.ingest.fetch import Fetcher
from services.ingest.hosts import Hosts, is_own
from services.ingest.push_book import PushBook
from services.ingest.turns import in_turn
from services.ingest.websub import asked, callback_url, is_deaf, is_due, request_form, with_push
from services.runtime.clock import Clock
from services.runtime.errors import ForbiddenAddress
from services.runtime.settings import IpNetwork

log = structlog.get_logger()

_MOST_AT_A_LOOK = 50
_AT_ONCE = 4


@dataclass(frozen=True)
class Subscriber:
    """What asking needs."""

    book: PushBook
    fetcher: Fetcher
    hosts: Hosts
    states: Callable[[], Iterable[FeedState]]
    apply: Callable[[FeedState], None]
    """Takes a state with another `push_until`."""
    public_callback: str
    own_networks: tuple[IpNetwork, ...]
    backup: timedelta
    clock: Clock
    look_seconds: float

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.look()
            except (NatsError, OSError, TimeoutError) as error:
                log.warning("hubs not looked after: NATS is away", error=str(error) or type(error).__name__)
            await asyncio.sleep(self.look_seconds)

    async def look(self) -> None:
        """Once over all feeds."""
        kept = await self.book.all()
        due = []
        for state in list(self.states()):
            subscription = await self._heard(state, kept.get(state.feed.id))
            after = with_push(state, subscription, self.clock())
            if after != state:
                self.apply(after)
            if self._may_be_told(state) and is_due(state, subscription, self.clock()):
                due.append(state)
        places = asyncio.Semaphore(_AT_ONCE)

        async def ask(state: FeedState) -> None:
            async with places:
                await self._ask(state)

        await asyncio.gather(*map(ask, due[:_MOST_AT_A_LOOK]))

    async def _heard(self, state: FeedState, subscription: PushSubscription | None) -> PushSubscription | None:
        """The subscription, marked when its hub was found to be deaf."""
        if subscription is None or subscription.deaf_since or not is_deaf(state, subscription, self.backup):
            return subscription
        log.info("hub does not push", feed=state.feed.id, hub=subscription.hub_url)
        now = self.clock()
        return await self.book.change(
            state.feed.id, lambda before: before and before.model_copy(update={"deaf_since": now})
        )

    def _may_be_told(self, state: FeedState) -> bool:
        """A secret is told over TLS only, or within the operator's own networks."""
        url = state.hub_url or ""
        return url.startswith("https://") or is_own(urlsplit(url).hostname or "", self.own_networks)

    async def _ask(self, state: FeedState) -> None:
        token, secret, now = secrets.token_urlsafe(24), secrets.token_urlsafe(32), self.clock()
        # Kept before it is sent: a hub may verify while it is being asked.
        subscription = await self.book.change(
            state.feed.id, lambda before: asked(state, before, now, token=token, secret=secret)
        )
        if subscription is None:
            return
        callback = callback_url(self.public_callback, state.feed.id, subscription.token)
        trouble = await self._send(subscription, request_form(subscription, callback))
        log.info("hub asked to push", feed=state.feed.id, hub=subscription.hub_url, error=trouble)
        if trouble is not None:
            await self.book.change(
                state.feed.id, lambda before: before and before.model_copy(update={"denied": trouble})
            )

    async def _send(self, subscription: PushSubscription, form: dict[str, str]) -> str | None:
        """Why the hub will not even look at it, or None."""
        try:
            async with (
                asyncio.timeout(self.fetcher.settings.fetch_seconds),
                in_turn(self.hosts, subscription.hub_url),
                self.fetcher.client.stream("POST", subscription.hub_url, data=form) as response,
            ):
                return None if response.is_success else f"the hub answers {response.status_code}"
        except TimeoutError:
            return "the hub does not answer in time"
        except (httpx.HTTPError, httpx.InvalidURL, ForbiddenAddress, OSError, ValueError) as error:
            return in_plain_words(error)[:300]
