"""Sending again what was missed, while new alerts come in."""

from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.api.recipients import read_recipients
from services.api.recovery import add_missed
from services.database.alerts import Delivery
from tests.support.delivering import office
from tests.support.interrupted import Interrupted


# SQLite's readers see the book as it was when they began, so nothing happens beside them.
@pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)
@pytest.mark.parametrize("after", [1, 2])
async def test_an_alert_that_is_stored_in_the_middle_is_not_prepared_twice(
    alerts_book: AsyncEngine, after: int
) -> None:
    async with office(alerts_book) as desk:
        name = await desk.subscribe("http://127.0.0.1:9/hook", status="paused", max_age_days=None)
        missed = await desk.tell(1)

        async def new_alert() -> None:
            await desk.tell(2, name)

        async with alerts_book.begin() as connection:
            (recipient,) = await read_recipients(connection, [name])
            beside: Any = Interrupted(connection, after, new_alert)
            since = desk.clock() - timedelta(days=1)
            added = await add_missed(cast("AsyncConnection", beside), recipient, since=since, now=desk.clock())
        assert added == (1, False)
        rows = await desk.rows(Delivery, subscription_id=name)
        assert len(rows) == 2
        assert missed in {row.alert_id for row in rows}
