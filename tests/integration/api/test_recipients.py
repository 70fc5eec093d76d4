"""Who is told, when one row among all cannot be read."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.api.recipients import Recipients
from tests.integration.api.conftest import sqlite_only
from tests.support.delivering import office

pytestmark = sqlite_only


@pytest.mark.parametrize(
    "wishes",
    [
        {"filters": {"a_filter_of_a_newer_version": ["x"]}},
        {"quiet_hours": {"from": "22:00", "to": "07:00", "tz": "Nowhere/Else"}},
    ],
)
async def test_one_subscription_that_cannot_be_understood_keeps_nobody_else_from_being_told(
    alerts_book: AsyncEngine, wishes: dict[str, Any]
) -> None:
    async with office(alerts_book) as desk:
        await desk.subscribe("http://127.0.0.1:9/hook", **wishes)
        well = await desk.subscribe("http://127.0.0.1:9/hook")
        recipients = Recipients()
        for _ in range(2):
            async with desk.book.read() as connection:
                assert [one.id for one in await recipients.all(connection)] == [well]
