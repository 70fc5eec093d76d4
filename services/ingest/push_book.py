"""Our subscriptions at hubs, in JetStream's key-value store. Every replica reads and writes them."""

from collections.abc import Callable

from nats.js.errors import KeyNotFoundError, KeyWrongLastSequenceError
from nats.js.kv import KeyValue
from pydantic import ValidationError

from services.contracts.feed import PushSubscription
from services.contracts.streams import FEED_PUSH_BUCKET
from services.runtime.buckets import read_bucket
from services.runtime.jetstream import Bus


class PushBook:
    """One subscription a feed."""

    def __init__(self, bus: Bus, bucket: KeyValue) -> None:
        self._bus = bus
        self._bucket = bucket

    @classmethod
    async def open(cls, bus: Bus) -> "PushBook":
        """Bind to the bucket."""
        return cls(bus, await bus.bucket(FEED_PUSH_BUCKET))

    async def all(self) -> dict[str, PushSubscription]:
        """Every subscription by its feed's id."""
        read = {key: _decoded(stored.value) for key, stored in (await read_bucket(self._bus, FEED_PUSH_BUCKET)).items()}
        return {key: subscription for key, subscription in read.items() if subscription is not None}

    async def get(self, feed_id: str) -> PushSubscription | None:
        """The subscription of one feed."""
        try:
            return _decoded((await self._bucket.get(feed_id)).value)
        except KeyNotFoundError:
            return None

    async def change(
        self, feed_id: str, how: Callable[[PushSubscription | None], PushSubscription | None]
    ) -> PushSubscription | None:
        """Replace it by what `how` makes of it; asked again when another replica was quicker. None leaves it."""
        while True:
            try:
                entry = await self._bucket.get(feed_id)
                before, revision = _decoded(entry.value), entry.revision
            except KeyNotFoundError:
                before = revision = None
            after = how(before)
            if after is None or after == before:
                return before
            data = after.model_dump_json(exclude_none=True).encode()
            try:
                if revision is None:
                    await self._bucket.create(feed_id, data)
                else:
                    await self._bucket.update(feed_id, data, last=revision)
            except KeyWrongLastSequenceError:
                continue
            return after


def _decoded(value: bytes | None) -> PushSubscription | None:
    try:
        return PushSubscription.model_validate_json(value or b"")
    except ValidationError:  # it is asked for anew
        return None
