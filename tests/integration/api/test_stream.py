"""The live stream and the board of feeds."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from services.api import live
from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, FeedStatus
from services.contracts.streams import FEED_STATE_BUCKET
from tests.integration.api.conftest import RunningApi, sqlite_only
from tests.integration.api.test_alerts import StartApi
from tests.support.event_samples import changed, mines
from tests.support.eventually import eventually
from tests.support.nats import NatsProcess

pytestmark = sqlite_only


class Listener:
    """Reads server-sent events, one `(id, body)` at a time."""

    def __init__(self, answer: httpx.Response) -> None:
        self._lines = answer.aiter_lines()

    async def next(self) -> tuple[str, Any]:
        seen: dict[str, str] = {}
        async for line in self._lines:
            name, _, value = line.partition(": ")
            if name in ("id", "data"):
                seen[name] = value
            if line == "" and "data" in seen:
                return seen["id"], json.loads(seen["data"])
        raise EOFError

    async def next_alert_of(self) -> str:
        return str((await self.next())[1]["data"]["event"]["id"])


@asynccontextmanager
async def listening(api: RunningApi, query: str = "", **headers: str) -> AsyncIterator[Listener]:
    async with api.client.stream("GET", f"/v1/events/stream{query}", headers=headers, timeout=20) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        listener = Listener(answer)
        first = await anext(listener._lines)  # the greeting: from here on the client is registered
        assert first == ": ottawatch"
        await asyncio.sleep(0.1)
        yield listener


async def test_an_alert_reaches_every_listener_and_a_filter_holds_back_the_rest(api: RunningApi) -> None:
    async with listening(api) as everything, listening(api, "?topic=mine_production&country=PL") as only_mines:
        await api.publish(changed(1))
        await api.publish(changed(2, event=mines(2)))
        first_id, first = await everything.next()
        assert first["type"] == "event.created"
        assert first["data"]["event"] == changed(1).event.model_dump(mode="json")
        second_id, _ = await everything.next()
        assert await only_mines.next_alert_of() == mines(2).id
        assert (int(first_id), int(second_id)) == (1, 2)


async def test_a_listener_that_returns_gets_what_it_missed_and_then_what_is_new(api: RunningApi) -> None:
    for number in range(1, 6):
        await api.publish(changed(number))
    async with listening(api, **{"Last-Event-ID": "2"}) as listener:
        missed = [await listener.next() for _ in range(3)]
        await api.publish(changed(6))
        newest = await listener.next()
    assert [int(seq) for seq, _ in (*missed, newest)] == [3, 4, 5, 6]


async def test_a_restart_of_nats_interrupts_no_listener(api: RunningApi, nats_process: NatsProcess) -> None:
    async with listening(api) as listener:
        await api.publish(changed(1))
        assert (await listener.next())[0] == "1"
        nats_process.kill()
        await eventually(lambda: is_connected(api, expected=False))
        nats_process.start()
        await eventually(lambda: is_connected(api, expected=True))
        await api.publish(changed(2))
        assert (await listener.next())[0] == "2"


async def is_connected(api: RunningApi, *, expected: bool) -> bool:
    return api.bus.client.is_connected is expected


async def test_a_listener_that_reads_too_slowly_is_let_go(api: RunningApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_ROOM_SECONDS", 0.0)
    hub = live.LiveHub(api.bus, max_clients=1)
    with hub.client() as client:
        for seq in range(1, live.QUEUE_LENGTH + 1):
            hub._hand_out(live.LiveAlert(seq, None))
        await hub._make_room()
        assert client.gone.is_set()
        hub._hand_out(live.LiveAlert(seq + 1, None))
        assert client.queue.qsize() == live.QUEUE_LENGTH, "nothing more is remembered for it"


async def test_a_burst_waits_for_listeners_that_do_read(api: RunningApi) -> None:
    hub = live.LiveHub(api.bus, max_clients=1)
    with hub.client() as client:
        for seq in range(1, live.QUEUE_LENGTH + 1):
            hub._hand_out(live.LiveAlert(seq, None))

        async def read() -> None:
            while not client.queue.empty():
                await asyncio.sleep(0)
                client.queue.get_nowait()

        await asyncio.gather(hub._make_room(), read())
        assert not client.gone.is_set()


async def test_one_listener_too_many_is_told_to_come_back(start_api: StartApi) -> None:
    api = await start_api(stream_clients=1)
    async with listening(api):
        answer = await api.client.get("/v1/events/stream")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "10"


@pytest.mark.parametrize("_again", range(4))
async def test_stopped_in_the_moment_it_is_ready_the_service_ends(start_api: StartApi, _again: int) -> None:
    api = await start_api()
    api.life.stopping.set()
    await api.task


async def test_stopping_ends_open_streams_at_once(api: RunningApi) -> None:
    async with listening(api) as listener:
        api.life.stopping.set()
        with pytest.raises(EOFError):
            await listener.next()


async def test_feeds_are_listed_with_their_health_and_summed_up(api: RunningApi) -> None:
    assert (await api.client.get("/v1/feeds")).json()["data"] == []
    bucket = await api.bus.bucket(FEED_STATE_BUCKET)
    due = datetime(2026, 1, 1, tzinfo=UTC)
    for number, status in enumerate((FeedStatus.OK, FeedStatus.FAILING, FeedStatus.OK)):
        state = FeedState(
            feed=FeedReference(id=f"feed_{number}", url=f"https://feed.example/{number}", title=f"Feed {number}"),
            status=status,
            next_check_at=due,
            last_error="answered 500" if status is FeedStatus.FAILING else None,
            polls=3,
            articles=7,
        )
        await bucket.put(state.feed.id, state.model_dump_json().encode())

    async def look() -> Any:
        answer = (await api.client.get("/v1/feeds")).json()
        return answer if len(answer["data"]) == 3 else None

    answer = await eventually(look)
    assert [one["status"] for one in answer["data"]] == ["ok", "failing", "ok"]
    assert answer["data"][1]["last_error"] == "answered 500"
    assert {word: count for word, count in answer["summary"]["by_status"].items() if count} == {"ok": 2, "failing": 1}
    assert answer["summary"]["articles"] == 21
    page = (await api.client.get("/v1/feeds?limit=2")).json()
    rest = (await api.client.get(f"/v1/feeds?limit=2&cursor={page['next_cursor']}")).json()
    assert [one["id"] for one in (*page["data"], *rest["data"])] == ["feed_0", "feed_1", "feed_2"]
    assert rest["next_cursor"] is None


async def test_treaties_are_listed_with_their_clocks(api: RunningApi) -> None:
    treaties = {one["id"]: one for one in (await api.client.get("/v1/treaties")).json()["data"]}
    assert treaties["ottawa"]["clock"]["months"] == 6
    assert treaties["ottawa"]["armed_conflict_hold"]
