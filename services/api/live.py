"""The live stream: one reader of EVENTS in each process, and any number of clients that share it.

A client that reads too slowly is let go rather than remembered without bound: it comes back with the id of the
last alert it saw, and gets the rest from the stream itself.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

import structlog
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from services.api.errors import Unavailable
from services.api.metrics import STREAM_CLIENTS, STREAM_CLIENTS_DROPPED
from services.contracts.alert import Alert
from services.contracts.event import EventChanged
from services.contracts.message import InvalidMessage
from services.contracts.streams import EVENTS
from services.runtime.jetstream import Bus
from services.runtime.process import Life

log = structlog.get_logger()

QUEUE_LENGTH = 256
QUIET_SECONDS = 15.0
"""After this long without an alert the client is sent a sign of life, so that proxies do not hang up."""

_BATCH = 64
"""Alerts handed out before it is looked whether every client has room for as many again."""
_ROOM_SECONDS = 2.0
"""So long a burst waits for clients whose queues are full; whoever has no room then is let go."""
_PULL_SECONDS = 2.0
"""After a restart of NATS, the longest that live clients wait until the reading is bound anew."""
_IDLE_LIFE = timedelta(minutes=2)
"""How long the server keeps our ephemeral consumer when we are gone."""


@dataclass(frozen=True)
class LiveAlert:
    """One message of the stream. Unreadable ones have no `changed` and only move the position on."""

    seq: int
    changed: EventChanged | None

    @cached_property
    def body(self) -> str:
        """The alert as clients are sent it, written once for all of them."""
        return Alert.of(self.changed).model_dump_json() if self.changed is not None else ""


@dataclass(eq=False)
class Client:
    """One listener: its bounded queue, and whether it was let go."""

    queue: asyncio.Queue[LiveAlert] = field(default_factory=lambda: asyncio.Queue(QUEUE_LENGTH))
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_full(self) -> bool:
        """Whether the alerts until the next look might not fit."""
        return self.queue.qsize() > QUEUE_LENGTH - _BATCH


class LiveHub:
    """Reads the stream once and hands every alert to all clients."""

    def __init__(self, bus: Bus, *, max_clients: int) -> None:
        self._bus = bus
        self._max_clients = max_clients
        self._clients: set[Client] = set()
        self._closed = False
        self._position = 0
        self._bound = asyncio.Event()
        """Set once the position is known: before that, "from now on" has no meaning."""

    async def run(self, life: Life) -> None:
        """Read from now on until the process stops."""
        reading = asyncio.create_task(self._read_for_ever())
        stop = asyncio.create_task(life.stopping.wait())
        try:
            await asyncio.wait({reading, stop}, return_when=asyncio.FIRST_COMPLETED)
            if reading.done():
                await reading
        finally:
            stop.cancel()
            # nats-py can take a cancellation for itself while it subscribes: ask until it is heard.
            while not reading.done():
                reading.cancel()
                await asyncio.wait({reading}, timeout=0.5)

    async def _read_for_ever(self) -> None:
        """Whatever breaks is bound anew after the last alert read."""
        handed = 0
        while True:
            try:
                self._position = await self._position_to_go_on_from()
                self._bound.set()
                async for alert in self._read(self._position + 1):
                    self._position = alert.seq
                    self._hand_out(alert)
                    handed += 1
                    if handed % _BATCH == 0:
                        await self._make_room()
            except (NatsError, TimeoutError, OSError) as error:
                log.warning("live stream interrupted", error=str(error) or type(error).__name__)
            await asyncio.sleep(0.5)

    def close(self) -> None:
        """Let every client go and take no more, so that open streams do not hold up the shutdown."""
        self._closed = True
        for client in self._clients:
            client.gone.set()

    def check_room(self) -> None:
        """Raises `Unavailable` when there are too many clients already."""
        if self._closed or len(self._clients) >= self._max_clients:
            raise Unavailable("too many live streams are open; try again in a moment", headers={"Retry-After": "10"})

    @contextlib.contextmanager
    def client(self) -> Iterator[Client]:
        """A listener for the length of the block."""
        client = Client()
        if self._closed:
            client.gone.set()
        self._clients.add(client)
        STREAM_CLIENTS.set(len(self._clients))
        try:
            yield client
        finally:
            self._clients.discard(client)
            STREAM_CLIENTS.set(len(self._clients))

    async def listen(self, client: Client, last_seen: int | None) -> AsyncIterator[LiveAlert | None]:
        """What was stored after `last_seen`, then everything new; None after every quiet spell.

        Ends when the client is let go.
        """
        await self._bound.wait()
        reached = self._position
        if last_seen is not None and last_seen < reached:
            try:
                async for missed in self._read(last_seen + 1, until=reached):
                    yield missed
            except (NatsError, TimeoutError, OSError):
                return  # it comes back with the id it has reached
        while not client.gone.is_set():
            alert = await _next_of(client)
            if alert is None or alert.seq > reached:
                yield alert

    async def _position_to_go_on_from(self) -> int:
        last = (await self._bus.context.stream_info(EVENTS.name)).state.last_seq
        if not self._bound.is_set():
            return last
        return self._position if last >= self._position else 0  # a stream that was made anew counts from 1

    def _hand_out(self, alert: LiveAlert) -> None:
        for client in self._clients:
            if not client.gone.is_set():
                client.queue.put_nowait(alert)

    async def _make_room(self) -> None:
        """Let clients take what they hold before more comes: a burst must not look like slowness. Who cannot, goes."""
        deadline = asyncio.get_running_loop().time() + _ROOM_SECONDS
        while full := [one for one in self._clients if one.is_full and not one.gone.is_set()]:
            if asyncio.get_running_loop().time() < deadline:
                await asyncio.sleep(0.01)
                continue
            for client in full:
                STREAM_CLIENTS_DROPPED.inc()
                client.gone.set()

    async def _read(self, start: int, until: int | None = None) -> AsyncIterator[LiveAlert]:
        """The stream from `start`; up to `until`, or without end until the reading has to be bound anew."""
        subscription = await self._bus.context.pull_subscribe(
            EventChanged.subject_filter(),
            stream=EVENTS.name,
            config=ConsumerConfig(
                deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
                opt_start_seq=start,
                ack_policy=AckPolicy.NONE,
                inactive_threshold=_IDLE_LIFE.total_seconds(),
                mem_storage=True,
            ),
        )
        reached = start - 1
        try:
            while until is None or reached < until:
                try:
                    messages = await subscription.fetch(_BATCH, timeout=_PULL_SECONDS if until is None else 1.0)
                except TimeoutError:
                    if until is None and await self._last_seq() == reached:
                        continue
                    if until is not None and (await subscription.consumer_info()).num_pending:
                        raise
                    return
                for message in messages:
                    reached = message.metadata.sequence.stream
                    if until is None or reached <= until:
                        yield LiveAlert(reached, _decoded(message.data))
        finally:
            with contextlib.suppress(NatsError, OSError):
                await subscription.unsubscribe()

    async def _last_seq(self) -> int:
        """The stream's end. Beyond what a quiet pull has reached, a restart of the server has lost our consumer."""
        return (await self._bus.context.stream_info(EVENTS.name)).state.last_seq


def _decoded(data: bytes) -> EventChanged | None:
    try:
        return EventChanged.decode(data)
    except InvalidMessage:  # the alert consumer buries it with its reason
        return None


async def _next_of(client: Client) -> LiveAlert | None:
    """The next alert in the queue; None after a quiet spell, or once the client is let go."""
    if not client.queue.empty():
        return client.queue.get_nowait()  # a client that has fallen behind catches up without a task for each alert
    waiting = asyncio.ensure_future(client.queue.get())
    leaving = asyncio.ensure_future(client.gone.wait())
    try:
        await asyncio.wait({waiting, leaving}, timeout=QUIET_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        return waiting.result() if waiting.done() else None
    finally:
        waiting.cancel()
        leaving.cancel()
