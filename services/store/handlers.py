"""What store does with messages: decode them, store them in one transaction, wake the relay."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from services.contracts.finding import Findings
from services.contracts.review import Review
from services.database.outage import waiting_out
from services.runtime.clock import Clock, utc_now
from services.runtime.consumer import BatchHandler, Delivery, Handler, Reject
from services.runtime.process import Life
from services.store.errors import FigureTooLarge
from services.store.reviewing import store_review
from services.store.storing import store_findings

Work = Callable[[AsyncSession], Awaitable[int]]
"""What is done in one transaction; answers how many alerts it raises."""


def findings_handler(engine: AsyncEngine, life: Life, committed: asyncio.Event, *, clock: Clock = utc_now) -> Handler:
    """The handler for one message of FINDINGS. `committed` is set whenever alerts were written for the relay."""
    handle_batch = findings_batch_handler(engine, life, committed, clock=clock)

    async def on_findings(delivery: Delivery) -> None:
        await handle_batch([delivery])

    return on_findings


def findings_batch_handler(
    engine: AsyncEngine, life: Life, committed: asyncio.Event, *, clock: Clock = utc_now
) -> BatchHandler:
    """The handler for as many messages of FINDINGS as are at hand: all of them in one transaction, or none."""

    async def on_batch(deliveries: Sequence[Delivery]) -> None:
        messages = [without_nul(Findings.decode(one.data), one.data) for one in deliveries]

        async def store(session: AsyncSession) -> int:
            return await store_findings(session, messages, now=clock())

        await _in_one_transaction(store, engine, life, committed)

    return on_batch


def reviews_handler(engine: AsyncEngine, life: Life, committed: asyncio.Event, *, clock: Clock = utc_now) -> Handler:
    """The handler for REVIEWS."""

    async def on_review(delivery: Delivery) -> None:
        review = Review.decode(delivery.data.replace(b"\\u0000", b"\\ufffd"))

        async def store(session: AsyncSession) -> int:
            return await store_review(session, review, now=clock())

        await _in_one_transaction(store, engine, life, committed)

    return on_review


async def _in_one_transaction(work: Work, engine: AsyncEngine, life: Life, committed: asyncio.Event) -> None:
    """Do it while the database is there, and wake the relay; raises `Reject` for what no database can hold."""
    sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def done() -> int:
        async with sessions.begin() as session:
            return await work(session)

    try:
        if await waiting_out(done, life):
            committed.set()
    except (FigureTooLarge, DataError) as error:
        raise Reject(f"no database can hold this: {error}") from error


def without_nul(message: Findings, data: bytes) -> Findings:
    """The message with every NUL replaced by U+FFFD, which is as long: PostgreSQL's text cannot hold NUL."""
    if b"\\u0000" not in data:
        return message
    return Findings.model_validate(_replaced(message.model_dump()))


def _replaced(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    if isinstance(value, dict):
        return {key: _replaced(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(inner) for inner in value]
    return value
