"""Alerts that come together are stored together, each once."""

import json
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from services.api.handlers import Alerting, on_event_changed, on_events_changed
from services.api.recipients import Recipients
from services.contracts.event import Event, EventChanged
from services.contracts.vocabulary import MineType
from services.database.alerts import Delivery, StoredAlert
from services.database.bonds import with_bonds
from services.runtime.consumer import Delivery as Message
from services.runtime.process import Life
from tests.support.delivering import Office, office
from tests.support.event_samples import changed, event, mines, store_events


def alerting(desk: Office, events: AsyncEngine, woken: list[int]) -> Alerting:
    address = "http://127.0.0.1:8000"
    return Alerting(events, desk.book, Recipients(), lambda: woken.append(1), desk.clock, address, Life())


def message(one: EventChanged, sequence: int) -> Message:
    return Message(one.subject(), one.encode(), sequence, 1)


async def test_an_alert_tells_whether_its_state_was_bound_as_the_list_does(
    events_book: AsyncEngine, alerts_book: AsyncEngine
) -> None:
    notice = event(1, computed_effective_on=date(2025, 12, 27))
    made = [
        mines(2, country="EE", mine_type=MineType.ANTIPERSONNEL, occurred_on=date(2025, 8, 1)),
        mines(3, country="EE", mine_type=MineType.ANTIPERSONNEL, occurred_on=date(2026, 3, 1)),
        mines(4, country="RU", mine_type=MineType.ANTIPERSONNEL, occurred_on=date(2026, 3, 1)),
        mines(5, country="EE", mine_type=MineType.ANTITANK, occurred_on=date(2025, 8, 1)),
    ]
    await store_events(events_book, [notice, *made])
    async with office(alerts_book) as desk:
        ours = alerting(desk, events_book, [])
        await on_events_changed(ours)([message(changed(n, event=one), n) for n, one in enumerate([notice, *made], 1)])
        rows = sorted(await desk.rows(StoredAlert), key=lambda row: row.seq)
    told = [json.loads(row.body)["data"]["event"] for row in rows]
    ends = "2025-12-27"
    assert [one["bound"] for one in told] == [None, True, False, False, None]
    assert [one["bound_until"] for one in told] == [None, ends, ends, None, None]
    async with AsyncSession(events_book) as session:
        listed = await with_bonds(session, made)
    assert [Event.model_validate(one) for one in told[1:]] == listed


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
