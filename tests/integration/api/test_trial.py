"""Dry runs: what they answer, and that a question costs no more than its budget."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from services.api.body import event_body
from services.api.book import NewAlert, add_alert, serialize_alerts
from services.api.match import AlertFilters
from services.api.support import Support
from services.api.trial import MOST_SHOWN, Trial, try_out
from services.contracts.vocabulary import AlertType
from tests.support.delivering import Office, office
from tests.support.event_samples import changed, event

EVERYTHING: dict[str, Any] = {"filters": AlertFilters(), "alerts": list(AlertType), "max_age_days": None}


async def store(desk: Office, number: int, **fields: Any) -> None:
    """So many alerts of the last hour, one a second, those of Lithuania at every fifth place."""
    async with desk.book.write() as connection:
        await serialize_alerts(connection)
        for place in range(number):
            raised_at = desk.clock() - timedelta(seconds=number - place)
            state = "LT" if place % 5 == 0 else "EE"
            message = changed(place, event=event(place, country=state), raised_at=raised_at, **fields)
            body = event_body(message, Support(), public_url="http://127.0.0.1:8000")
            alert = NewAlert(message.alert_id, message.type, raised_at, body, newest_report_at=message.newest_report_at)
            await add_alert(connection, alert, [], now=desk.clock())


async def tried(desk: Office, *, most_read: int = 10_000, days: float = 1, **wishes: Any) -> Trial:
    async with desk.book.read() as connection:
        since = desk.clock() - timedelta(days=days)
        return await try_out(connection, since=since, most_read=most_read, **{**EVERYTHING, **wishes})


async def test_a_filter_is_held_against_every_alert_within_the_budget(alerts_book: AsyncEngine) -> None:
    async with office(alerts_book) as desk:
        await store(desk, 520)
        whole = await tried(desk, filters=AlertFilters(country=["LT"]))
        assert (whole.examined, whole.would_send, whole.is_complete) == (520, 104, True)
        assert whole.left_out == {"the event does not pass its filters": 416}
        newest_first = [raised_at for _, raised_at in whole.shown]
        assert newest_first == sorted(newest_first, reverse=True)
        assert whole.looked_back_to == desk.clock() - timedelta(seconds=520)
        bounded = await tried(desk, filters=AlertFilters(country=["LT"]), most_read=300)
        assert (bounded.examined, bounded.would_send, bounded.is_complete) == (300, 60, False)
        assert bounded.looked_back_to == desk.clock() - timedelta(seconds=300)
        assert bounded.shown == whole.shown[:60]


async def test_what_can_be_told_without_the_event_is_not_read(alerts_book: AsyncEngine) -> None:
    async with office(alerts_book) as desk:
        await store(desk, 520)
        unfiltered = await tried(desk, most_read=MOST_SHOWN)
        assert (unfiltered.examined, unfiltered.would_send, unfiltered.is_complete) == (520, 520, True)
        assert len(unfiltered.shown) == MOST_SHOWN
        others = await tried(desk, most_read=0, alerts=[AlertType.NOTICE_DUE], filters=AlertFilters(country=["LT"]))
        assert (others.is_complete, others.left_out) == (True, {"event.created is not among its alerts": 520})
        old = await tried(desk, most_read=0, max_age_days=0)
        assert old.left_out == {"the newest report is older than 0 days": 520}


async def test_nothing_stored_is_a_complete_answer(alerts_book: AsyncEngine) -> None:
    async with office(alerts_book) as desk:
        nothing = await tried(desk)
        assert (nothing.examined, nothing.is_complete, nothing.looked_back_to) == (0, True, None)
