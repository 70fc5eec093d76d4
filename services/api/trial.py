"""Telling beforehand what a filter would send: wishes held against the alerts of the past, within a budget."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from services.api.match import AlertFilters, passes, why_not_at_all
from services.api.recovery import NotUnderstood, message_of
from services.contracts.event import EventChanged
from services.contracts.vocabulary import AlertType
from services.database.alerts import StoredAlert

MOST_EXAMINED = 10_000
MOST_SHOWN = 500
MOST_READ = 10_000
MOST_READ_WITHOUT_KEY = 1_000
"""Bodies that one question may cost: to read ten thousand takes a second of everybody's time."""

_AT_A_TIME = 200
_ABOUT_NO_EVENT = (AlertType.FEED_FAILING, AlertType.SUBSCRIPTION_DISABLED)
_COLUMNS: tuple[Any, ...] = (
    col(StoredAlert.seq),
    col(StoredAlert.id),
    col(StoredAlert.type),
    col(StoredAlert.raised_at),
    col(StoredAlert.newest_report_at),
    col(StoredAlert.languages),
)


@dataclass
class Trial:
    """What a filter would have sent."""

    examined: int = 0
    would_send: int = 0
    shown: list[tuple[EventChanged, datetime]] = field(default_factory=list)
    """The newest of them."""
    left_out: Counter[str] = field(default_factory=Counter)
    """How many alerts stayed out, by the reason."""
    is_complete: bool = True
    looked_back_to: datetime | None = None
    """When the oldest alert was raised that was looked at."""


async def try_out(
    connection: AsyncConnection,
    *,
    since: datetime,
    filters: AlertFilters,
    alerts: Collection[AlertType],
    max_age_days: int | None,
    most_read: int,
) -> Trial:
    """Hold the stored alerts against these wishes, the newest first. Only what must be looked into is read."""
    trial, last, left = Trial(), None, most_read
    while True:
        rows = await _older(connection, since, last, at_most=min(_AT_A_TIME, MOST_EXAMINED - trial.examined + 1))
        reasons = {
            row.seq: why_not_at_all(
                row.type, row.raised_at, row.newest_report_at, alerts=alerts, max_age_days=max_age_days
            )
            for row in rows
        }
        candidates = [row.seq for row in rows if reasons[row.seq] is None]
        # Without filters only those that are shown need be known.
        to_read = candidates if filters != AlertFilters() else candidates[: MOST_SHOWN - len(trial.shown)]
        bodies = await _bodies(connection, to_read[:left])
        left -= len(bodies)
        unread = set(to_read) - bodies.keys()
        for row in rows:
            if row.seq in unread or trial.examined == MOST_EXAMINED:
                trial.is_complete = False
                return trial
            trial.examined += 1
            trial.looked_back_to = row.raised_at
            _judge(trial, row, reasons[row.seq], bodies.get(row.seq), filters)
        if len(rows) < _AT_A_TIME:
            return trial
        last = rows[-1].seq


def _judge(trial: Trial, row: Row[Any], reason: str | None, body: bytes | None, filters: AlertFilters) -> None:
    if reason is None and body is not None:
        try:
            message = message_of(row, body)
        except NotUnderstood as error:
            reason = str(error)
        else:
            if message is None or not passes(message, filters):
                reason = "the event does not pass its filters"
            elif len(trial.shown) < MOST_SHOWN:
                trial.shown.append((message, row.raised_at))
    if reason is None:
        trial.would_send += 1
    else:
        trial.left_out[reason] += 1


async def _older(connection: AsyncConnection, since: datetime, last: int | None, *, at_most: int) -> Sequence[Row[Any]]:
    place = col(StoredAlert.seq)
    query: Any = select(*_COLUMNS).where(
        col(StoredAlert.only_for).is_(None),
        col(StoredAlert.raised_at) >= since,
        col(StoredAlert.type).not_in(_ABOUT_NO_EVENT),
    )
    if last is not None:
        query = query.where(place < last)
    rows: Sequence[Row[Any]] = (await connection.execute(query.order_by(place.desc()).limit(at_most))).all()
    return rows


async def _bodies(connection: AsyncConnection, places: Sequence[int]) -> dict[int, bytes]:
    if not places:
        return {}
    rows = await connection.execute(
        select(col(StoredAlert.seq), col(StoredAlert.body)).where(col(StoredAlert.seq).in_(places))
    )
    return {row.seq: bytes(row.body) for row in rows}
