"""WebSub as a whole: the endpoint that hubs reach and the loop that asks them, if a public callback is set."""

import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.contracts.feed import FeedState, ListedFeed
from services.ingest.callback import Callback
from services.ingest.fetch import Fetcher
from services.ingest.hosts import Hosts
from services.ingest.keep import Keep
from services.ingest.parse_pool import ParsePool
from services.ingest.push import Pushes
from services.ingest.push_book import PushBook
from services.ingest.scheduler import Scheduler
from services.ingest.settings import IngestSettings
from services.ingest.subscriber import Subscriber
from services.runtime.clock import Clock
from services.runtime.http_server import listen, serving
from services.runtime.jetstream import Bus
from services.runtime.settings import IpNetwork


@dataclass(frozen=True)
class Hubs:
    """What dealing with hubs needs of the service."""

    settings: IngestSettings
    own_networks: tuple[IpNetwork, ...]
    bus: Bus
    keep: Keep
    pool: ParsePool
    fetcher: Fetcher
    hosts: Hosts
    scheduler: Scheduler
    listed: Callable[[str], ListedFeed | None]
    clock: Clock

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[list[Coroutine[Any, Any, None]]]:
        """Take what hubs send while the block runs; gives the loops that belong to it."""
        if self.settings.public_callback is None:
            yield []
            return
        book = await PushBook.open(self.bus)
        pushes = Pushes(self.keep, self.pool, self.scheduler.until_quiet, self.poll_soon, self.clock)
        callback = Callback(book, pushes, self.listed, self.settings.max_wire_bytes, self.clock)
        subscriber = Subscriber(
            book=book,
            fetcher=self.fetcher,
            hosts=self.hosts,
            states=lambda: self.scheduler.states.values(),
            apply=self.apply,
            public_callback=self.settings.public_callback,
            own_networks=self.own_networks,
            backup=timedelta(seconds=self.settings.push_backup),
            clock=self.clock,
            look_seconds=self.settings.hub_look_seconds,
        )
        async with serving(callback.app(), listen(self.settings.callback_host, self.settings.callback_port)):
            yield [subscriber.run()]

    def apply(self, state: FeedState) -> None:
        """Plan with what a hub has agreed to. A feed that is being polled is left alone: the next look comes soon."""
        feed_id = state.feed.id
        if feed_id in self.scheduler.states and not self.scheduler.is_under_way(feed_id):
            self.scheduler.plan(state)
            self.scheduler.store_soon(state)

    def poll_soon(self, feed_id: str) -> None:
        """Poll a feed whose push could not be used, though not more often than any."""
        state = self.scheduler.states.get(feed_id)
        floor = timedelta(seconds=self.settings.min_interval)
        if state is None or self.scheduler.is_under_way(feed_id) or state.last_checked_at is None:
            return
        at = max(self.clock(), state.last_checked_at + floor)
        if at < state.next_check_at:
            reason = "its hub has pushed something that only the whole feed explains"
            self.scheduler.plan(state.model_copy(update={"next_check_at": at, "next_check_reason": reason}))
