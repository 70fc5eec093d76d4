"""A bucket is read whole, however busy the connection is."""

import asyncio

from services.contracts.streams import FEED_STATE_BUCKET
from services.runtime.buckets import read_bucket
from services.runtime.jetstream import Bus


async def test_an_empty_bucket_is_empty(bus: Bus) -> None:
    assert await read_bucket(bus, FEED_STATE_BUCKET) == {}


async def test_the_newest_value_of_each_key_is_read_and_a_deleted_key_is_not(bus: Bus) -> None:
    bucket = await bus.bucket(FEED_STATE_BUCKET)
    await asyncio.gather(*(bucket.put(f"feed_{number}", b"first") for number in range(1200)))
    newest = await bucket.put("feed_7", b"second")
    await bucket.delete("feed_8")
    await bucket.purge("feed_9")
    values = await read_bucket(bus, FEED_STATE_BUCKET)
    assert len(values) == 1198
    assert (values["feed_7"].value, values["feed_7"].revision) == (b"second", newest)
    assert not {"feed_8", "feed_9"} & values.keys()


async def test_a_full_bucket_never_looks_empty_to_one_of_many_readers_at_once(bus: Bus) -> None:
    bucket = await bus.bucket(FEED_STATE_BUCKET)
    await bucket.put("feed_1", b"here")
    for _ in range(5):
        read = await asyncio.gather(*(read_bucket(bus, FEED_STATE_BUCKET) for _ in range(20)))
        assert all(values.keys() == {"feed_1"} for values in read)
