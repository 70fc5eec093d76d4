"""What store does with a message: decode it, store it in one transaction, wake the relay."""

import asyncio
from typing import Any

from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from services.contracts.finding import Findings
from services.database.outage import waiting_out
from services.runtime.clock import Clock, utc_now
from services.runtime.consumer import Delivery, Handler, Reject
from services.runtime.process import Life
from services.store.errors import FigureTooLarge
from services.store.storing import store_findings


def findings_handler(engine: AsyncEngine, life: Life, committed: asyncio.Event, *, clock: Clock = utc_now) -> Handler:
    """The handler for FINDINGS. `committed` is set whenever alerts were written for the relay."""
    sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def on_findings(delivery: Delivery) -> None:
        message = without_nul(Findings.decode(delivery.data), delivery.data)

        async def store() -> int:
            async with sessions.begin() as session:
                return await store_findings(session, [message], now=clock())

        try:
            if await waiting_out(store, life):
                committed.set()
        except (FigureTooLarge, DataError) as error:
            raise Reject(f"no database can hold this: {error}") from error

    return on_findings


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
