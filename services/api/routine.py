"""What is done by the clock and not by a message: digests, heartbeats, and tidying the log."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.api.book import AlertsBook
from services.api.digests import raise_digests
from services.api.heartbeats import ReadFeeds, raise_heartbeats
from services.database.alerts import Delivery, SigningKey, StoredAlert
from services.database.outage import DATABASE_ERRORS, in_words
from services.runtime.clock import Clock
from services.runtime.process import Life

log = structlog.get_logger()

LOOK_SECONDS = 10.0
"""How late a digest or a heartbeat may be."""

TIDY_EVERY = timedelta(hours=6)
_TIDIED_AT_A_TIME = 500  # a long transaction would hold up the deliveries


@dataclass(frozen=True)
class Routine:
    """What it works with."""

    book: AlertsBook
    events: AsyncEngine
    read_feeds: ReadFeeds
    wake: Callable[[], None]
    clock: Clock
    public_url: str
    log_kept: timedelta

    async def run(self, life: Life) -> None:
        """Look at the clock until the process stops."""
        tidied_at = self.clock()  # not at once: a start has enough to do
        while not await life.sleep(LOOK_SECONDS):
            now = self.clock()
            await self._unless_away(lambda now=now: self.beat(now))  # type: ignore[misc]
            if now - tidied_at >= TIDY_EVERY:
                tidied_at = now
                await self._unless_away(lambda now=now: tidy(self.book, now=now, kept=self.log_kept))  # type: ignore[misc]

    async def beat(self, now: datetime) -> int:
        """Raise what is due; answers how many alerts that were."""
        raised = await raise_digests(self.book, now=now, public_url=self.public_url)
        raised += await raise_heartbeats(self.book, self.events, self.read_feeds, now=now)
        if raised:
            self.wake()
        return raised

    async def _unless_away(self, work: Callable[[], Awaitable[int]]) -> None:
        try:
            await work()
        except (*DATABASE_ERRORS, TimeoutError) as error:
            log.warning("the clock's work waits", error=in_words(error))
        except Exception:  # one digest that cannot be made must not end the service that everybody else asks
            log.exception("the clock's work failed by a fault of ours")


async def tidy(book: AlertsBook, *, now: datetime, kept: timedelta) -> int:
    """Delete what is older than the log is kept; alerts about events stay. Answers how many rows that were."""
    deleted = 0
    old_deliveries = select(col(Delivery.id)).where(col(Delivery.finished_at) < now - kept)
    # Their deliveries, if any still wait, go with them: nobody needs a heartbeat of last season.
    old_alerts = select(col(StoredAlert.seq)).where(
        col(StoredAlert.only_for).is_not(None), col(StoredAlert.stored_at) < now - kept
    )
    for table, key, old in ((Delivery, Delivery.id, old_deliveries), (StoredAlert, StoredAlert.seq, old_alerts)):
        while True:
            async with book.write() as connection:
                gone = await connection.execute(
                    delete(table)
                    .where(col(key).in_(old.limit(_TIDIED_AT_A_TIME).scalar_subquery()))
                    .execution_options(synchronize_session=False)
                )
            deleted += gone.rowcount
            if gone.rowcount < _TIDIED_AT_A_TIME:
                break
    async with book.write() as connection:
        gone = await connection.execute(delete(SigningKey).where(col(SigningKey.expires_at) < now))
    return deleted + gone.rowcount
