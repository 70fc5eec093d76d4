"""What a delivery is signed with when its keys are replaced in the very moment in which they are read."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.api.deliveries import Due
from services.api.outgoing import Outgoing
from services.api.signing_keys import rotate_keys
from services.database.alerts import Subscription
from tests.support.delivering import Office, office
from tests.support.interrupted import Interrupted
from tests.support.nats import free_port

DAY = timedelta(days=1)


async def _rotate(desk: Office, name: str) -> None:
    async with desk.book.write() as connection:
        await rotate_keys(connection, desk.vault, name, ["v1"], now=desk.clock(), overlap=DAY)
        await connection.execute(
            update(Subscription).where(col(Subscription.id) == name).values(revision=Subscription.revision + 1)
        )


async def _keys(desk: Office, outgoing: Outgoing, connection: Any, alert: str, name: str) -> Any:
    """What a delivery that is due now is signed with, and until when."""
    due = Due(
        delivery_id="dlv_1",
        alert_id=alert,
        subscription_id=name,
        subscription_revision=(await desk.subscription(name)).revision,
        trigger="schedule",
        number=1,
        round_start=0,
        created_at=desk.clock(),
        is_struggling=False,
        is_ordered=False,
        max_per_minute=None,
    )
    (job,) = (await outgoing.prepare(connection, [due], lease_until=desk.clock())).jobs
    return job.target.keys


# SQLite's readers see the book as it was when they began, so nothing happens beside them.
@pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)
@pytest.mark.parametrize("after", [1, 2, 3])
async def test_keys_replaced_while_they_are_read_are_known_at_the_next_look(
    alerts_book: AsyncEngine, after: int
) -> None:
    async with office(alerts_book) as desk:
        name = await desk.subscribe(f"http://127.0.0.1:{free_port()}/hook", status="paused")
        alert = await desk.tell(1, name)
        outgoing = Outgoing(desk.vault)
        async with alerts_book.connect() as connection:
            beside = Interrupted(connection, after, lambda: _rotate(desk, name))
            await _keys(desk, outgoing, beside, alert, name)
            assert await _keys(desk, outgoing, connection, alert, name) == await _keys(
                desk, Outgoing(desk.vault), connection, alert, name
            )
