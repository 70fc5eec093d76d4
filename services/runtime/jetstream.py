"""The connection to NATS JetStream: streams made or brought up to date, messages published and confirmed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import KeyValueConfig, StorageType, StreamConfig
from nats.js.errors import APIError, BucketNotFoundError, ServerError
from nats.js.kv import KeyValue

from services.contracts.message import Message
from services.contracts.streams import BUCKETS, STREAMS, Stream
from services.runtime.errors import BadConfiguration, PublishFailed
from services.runtime.metrics import MESSAGES_PUBLISHED
from services.runtime.settings import NatsSettings

log = structlog.get_logger()

PUBLISH_SECONDS = 10.0
"""A confirmation that takes longer is taken for lost: nats-py's own futures would wait for ever."""

PUBLISH_WINDOW = 256
"""Messages on their way at once: far below nats-py's 4,000, enough to hide the round trip."""

MAX_PAYLOAD_BYTES = 1024 * 1024
"""NATS's own default, which both ways of running keep."""

What = TypeVar("What", Stream, str)

_INSUFFICIENT_STORAGE = 10047
_NAME_TAKEN = 10058  # a stream of that name exists with another configuration


@dataclass(frozen=True)
class Bus:
    """A live connection. It outlasts restarts of the server: nats-py reconnects for ever underneath."""

    client: Client
    context: JetStreamContext
    publish_seconds: float = PUBLISH_SECONDS

    async def publish(self, message: Message, *, message_id: str) -> None:
        """Store one message; raises `PublishFailed` when that is not confirmed in time."""
        await self.publish_all([(message, message_id)])

    async def publish_all(self, messages: Sequence[tuple[Message, str]]) -> None:
        """Store messages in order, each with its `Nats-Msg-Id`; returns when all are confirmed.

        Raises `PublishFailed` when any is not; then some may be stored. Publishing the same ids again is safe.
        """
        for start in range(0, len(messages), PUBLISH_WINDOW):
            await self._publish_window(messages[start : start + PUBLISH_WINDOW])

    async def _publish_window(self, messages: Sequence[tuple[Message, str]]) -> None:
        # Requests, and not nats-py's publish_async: that one keeps the place of a message it could not send for
        # ever, until it has no place left. Tasks begin in the order they are made, so the messages keep theirs.
        requests = [
            asyncio.ensure_future(
                self.context.publish(
                    message.subject(),
                    message.encode(),
                    timeout=self.publish_seconds,
                    headers={"Nats-Msg-Id": message_id},  # of its own for each: nats-py writes into it
                )
            )
            for message, message_id in messages
        ]
        try:
            async with asyncio.timeout(self.publish_seconds):
                await asyncio.gather(*requests)
        except (NatsError, TimeoutError, OSError) as error:
            raise PublishFailed(f"JetStream did not confirm: {str(error) or type(error).__name__}") from error
        finally:
            for request in requests:
                request.cancel()
        for message, _ in messages:
            MESSAGES_PUBLISHED.labels(message.stream).inc()

    async def bucket(self, name: str) -> KeyValue:
        """The key-value bucket of that name, which `prepare` made."""
        return await self.context.key_value(name)

    async def settle(self) -> None:
        """Wait until the server knows what was subscribed to so far; raises NATS's errors when it does not answer.

        Two round trips, because nats-py writes a ping past the commands that are still queued: the first one lets
        the queue be written, the second comes after it.
        """
        await self.client.flush()
        await self.client.flush()

    async def check(self) -> str | None:
        """A health check: None when JetStream answers."""
        if not self.client.is_connected:
            return "not connected to NATS"
        await self.context.account_info()
        return None


@contextlib.asynccontextmanager
async def connected(settings: NatsSettings, *, name: str, keep_streams: bool = False) -> AsyncIterator[Bus]:
    """A connection to NATS for the length of the block, with every stream and bucket in place.

    Waits for a server that is not up yet. Raises `BadConfiguration` when the server refuses our credentials or
    has too little storage for the streams. With `keep_streams` they are left as they are, for a command whose
    settings need not be those of the services: other limits would drop messages.
    """
    client = Client()
    try:
        await _connect(client, settings, name)
        context = client.jetstream(timeout=PUBLISH_SECONDS)
        if not keep_streams:
            await prepare(context, settings)
        yield Bus(client, context)
    finally:
        # nats-py asserts, when it closes, that it was ever given an address it understood.
        with contextlib.suppress(NatsError, TimeoutError, OSError, AssertionError):
            await asyncio.wait_for(client.close(), timeout=5)


async def _connect(client: Client, settings: NatsSettings, name: str) -> None:
    servers = [server.strip() for server in settings.url.split(",")]
    failures = 0
    is_connected = False

    async def on_error(error: Exception) -> None:
        """Told of every failed try, for ever; what is raised here ends the first connecting."""
        nonlocal failures
        told = str(error) or type(error).__name__
        if is_connected:
            log.warning("nats error", error=told)
            return
        if "authorization violation" in told.lower():
            raise BadConfiguration(
                "NATS refuses our user or password: set OTTAWATCH_NATS_USER and OTTAWATCH_NATS_PASSWORD to the "
                "ones the server was started with"
            )
        failures += 1
        if failures in (1, 10, 100):
            log.warning("waiting for nats", url=[_without_password(server) for server in servers], error=told)

    async def on_disconnect() -> None:
        log.warning("nats disconnected")

    async def on_reconnect() -> None:
        log.info("nats reconnected")

    try:
        await client.connect(
            servers=servers,
            name=f"ottawatch-{name}",
            user=settings.user,
            password=settings.password.get_secret_value() if settings.password else None,
            connect_timeout=2,
            # nats-py gives up for good after 60 tries and notices a dead peer after 4 minutes; neither will do.
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            ping_interval=20,
            error_cb=on_error,
            disconnected_cb=on_disconnect,
            reconnected_cb=on_reconnect,
        )
    except NatsError as error:  # a server that is away is waited for inside: this is about the address
        raise BadConfiguration(f"OTTAWATCH_NATS_URL cannot be used: {error}") from error
    is_connected = True


def _without_password(url: str) -> str:
    return url.rpartition("@")[2]


async def prepare(context: JetStreamContext, settings: NatsSettings, streams: Iterable[Stream] = STREAMS) -> None:
    """Make every stream and bucket, or bring it up to date with the contracts. Safe to run in every service."""
    for stream in streams:
        await _until_ready(_ensure_stream, context, stream, settings)
    for bucket in BUCKETS:
        await _until_ready(_ensure_bucket, context, bucket, settings)


async def _until_ready(
    make: Callable[[JetStreamContext, What, NatsSettings], Awaitable[None]],
    context: JetStreamContext,
    what: What,
    settings: NatsSettings,
) -> None:
    """JetStream may still be recovering its streams right after a start: ask again for half a minute."""
    for attempt in range(30):
        try:
            await make(context, what, settings)
        except APIError as error:
            if error.err_code == _INSUFFICIENT_STORAGE:
                name = what if isinstance(what, str) else what.name
                raise BadConfiguration(
                    f"NATS has too little storage for {name}: free disk on its volume or lower "
                    f"OTTAWATCH_NATS_STREAM_SCALE (now {settings.stream_scale})"
                ) from error
            if attempt == 29 or not isinstance(error, ServerError):
                raise
            await asyncio.sleep(1)
        except (NatsError, TimeoutError):
            if attempt == 29:
                raise
            await asyncio.sleep(1)
        else:
            return


async def _ensure_stream(context: JetStreamContext, stream: Stream, settings: NatsSettings) -> None:
    config = StreamConfig(
        name=stream.name,
        subjects=list(stream.subjects),
        storage=StorageType.FILE,
        max_age=stream.max_age.total_seconds(),
        max_bytes=int(stream.max_size_bytes * settings.stream_scale),
        duplicate_window=stream.duplicate_window.total_seconds(),
        num_replicas=settings.replicas,
        allow_direct=True,
    )
    try:
        await context.add_stream(config)
    except APIError as error:
        if error.err_code != _NAME_TAKEN:
            raise
        await context.update_stream(config)


async def _ensure_bucket(context: JetStreamContext, bucket: str, settings: NatsSettings) -> None:
    try:
        await context.key_value(bucket)
    except BucketNotFoundError:
        await context.create_key_value(
            KeyValueConfig(bucket=bucket, history=1, storage=StorageType.FILE, replicas=settings.replicas)
        )
