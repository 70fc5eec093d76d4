"""Alerts that come together are stored together, each once."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from services.api.handlers import Alerting, on_event_changed, on_events_changed
from services.api.recipients import Recipients
from services.contracts.event import EventChanged
from services.database.alerts import Delivery, StoredAlert
from services.runtime.consumer import Delivery as Message
from services.runtime.process import Life
from tests.support.delivering import Office, office
from tests.support.event_samples import changed, event


def alerting(desk: Office, events: AsyncEngine, woken: list[int]) -> Alerting:
    address = "http://127.0.0.1:8000"
    return Alerting(events, desk.book, Recipients(), lambda: woken.append(1), desk.clock, address, Life())


def message(one: EventChanged, sequence: int) -> Message:
    return Message(one.subject(), one.encode(), sequence, 1)


async def test_a_batch_is_stored_in_its_order_each_alert_once_and_wakes_once(
    events_book: AsyncEngine, alerts_book: AsyncEngine
) -> None:
    async with office(alerts_book) as desk:
        wide = await desk.subscribe("http://127.0.0.1:9/hook", status="paused", max_age_days=None)
        narrow: dict[str, Any] = {"filters": {"country": ["LT"]}, "status": "paused"}
        lithuania = await desk.subscribe("http://127.0.0.1:9/hook", **narrow)
        woken: list[int] = []
        ours = alerting(desk, events_book, woken)
        told = [changed(n, event=event(n, country="LT" if n == 3 else "EE")) for n in (1, 2, 3)]
        await on_event_changed(ours)(message(told[0], 1))
        again = [told[1], told[0], told[2], told[1]]
        await on_events_changed(ours)([message(one, place) for place, one in enumerate(again, 2)])
        await on_events_changed(ours)([message(one, place) for place, one in enumerate(again, 2)])
        stored = sorted(await desk.rows(StoredAlert), key=lambda row: row.seq)
        assert [row.id for row in stored] == [one.alert_id for one in told]
        assert len(woken) == 2
        prepared = {(row.subscription_id, row.alert_id) for row in await desk.rows(Delivery)}
        assert prepared == {(wide, one.alert_id) for one in told} | {(lithuania, told[2].alert_id)}
