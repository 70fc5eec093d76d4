"""The delivery engine: takes what is due, sends it, settles it, many at a time.

When a delivery is due stands in the database. `wake` only saves the wait until the next look; losing it, or the
whole process, loses nothing. All that ended since the last look is written down in the very transaction that takes
what is due next, so that one commit serves many deliveries.
"""

import asyncio
import secrets
import time
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from services.api.book import AlertsBook
from services.api.deliveries import Due, find_due, next_due_at, release, take, within_rates
from services.api.disabling import disable
from services.api.metrics import DELIVERIES_IN_HAND
from services.api.outcome import settled, tell, unsendable
from services.api.outgoing import Outgoing
from services.api.recipients import Recipients
from services.api.send import Job, Sender
from services.api.settings import ApiSettings
from services.api.settle import Settled, settle
from services.api.slots import Slots
from services.api.turn import Horizon, Turn
from services.database.outage import DATABASE_ERRORS, in_words, may_pass
from services.runtime.clock import Clock
from services.runtime.process import Life

log = structlog.get_logger()

LOOK_SECONDS = 5.0
"""The longest time between two looks: how late another process's delivery is noticed after its lease has passed."""

DRAIN_SECONDS = 3.0
"""How long requests in hand may still take once stopping; with the other services it makes five seconds in all."""

TAKEN_AHEAD = 4
"""So many times more are leased than can be under way: a disk that is slow to commit holds up nothing then."""

SETTLE_SECONDS = 0.05
"""What ended is written down this much later at most, where nothing waits for it: with more, or with the next look."""

GATHER_SECONDS = 0.01
GATHER_FROM = 16
"""When so many ended or began at once, the next look waits this long for more: commits are dearer than the wait."""


class DeliveryEngine:
    """Delivers until the process stops; what is in hand then is finished, or given back."""

    def __init__(
        self,
        book: AlertsBook,
        outgoing: Outgoing,
        sender: Sender,
        recipients: Recipients,
        settings: ApiSettings,
        life: Life,
        clock: Clock,
    ) -> None:
        self._book = book
        self._outgoing = outgoing
        self._sender = sender
        self._recipients = recipients
        self._settings = settings
        self._life = life
        self._clock = clock
        self._name = secrets.token_hex(8)
        self._lease = timedelta(seconds=settings.webhook_lease_seconds)
        self._patience = timedelta(days=settings.webhook_disable_after_days)
        self._woken = asyncio.Event()
        self._tasks: dict[asyncio.Task[None], Job] = {}
        self._slots = Slots(
            settings.webhook_per_subscription, self._lease - timedelta(seconds=settings.webhook_total_seconds)
        )
        self._has_room = True
        self._horizon = Horizon(None, is_known=False)
        self._settling: asyncio.TimerHandle | None = None
        self._under_way = asyncio.Semaphore(settings.webhook_concurrency)
        self._ended: list[Settled] = []
        self._unsent: list[str] = []

    def wake(self) -> None:
        """Something may be due now."""
        self._woken.set()

    async def run(self) -> None:
        """Deliver until `life.stopping`."""
        stop = asyncio.create_task(self._life.stopping.wait())
        stop.add_done_callback(lambda _: self.wake())
        try:
            while not self._life.stopping.is_set():
                self._woken.clear()
                began = time.perf_counter()
                try:
                    turn = await self._turn()
                except (*DATABASE_ERRORS, TimeoutError) as error:
                    log.warning("deliveries cannot be read or written", error=in_words(error))
                    if not may_pass(error):
                        await self._write_down_singly()
                    await self._life.sleep(1)
                    continue
                if len(turn.jobs) + len(turn.settled) >= GATHER_FROM:
                    await asyncio.sleep(max(0.0, GATHER_SECONDS - (time.perf_counter() - began)))
                if not self._woken.is_set():
                    await self._wait_until_due(turn)
        finally:
            stop.cancel()
            await self._drain()

    async def _turn(self) -> Turn:
        """Settle, take and start, with one commit; on an error what ended is kept for the next."""
        ended, self._ended = self._ended, []
        unsent, self._unsent = self._unsent, []
        self._no_longer_settling()
        now = self._clock()
        lease_until = now + self._lease
        try:
            async with self._book.write() as connection:
                await self._write_down(connection, ended, now)
                await release(connection, unsent, by=self._name)
                allowed = await within_rates(connection, await self._find(connection, now), now=now)
                taken = await take(connection, allowed.due, by=self._name, now=now, lease=self._lease)
                prepared = await self._outgoing.prepare(connection, taken, lease_until=lease_until)
                parked = [unsendable(due, reason, now=now) for due, reason in prepared.unsendable]
                await self._write_down(connection, parked, now)
        except BaseException:
            self._ended = ended + self._ended
            self._unsent += unsent
            raise
        for one in ended + parked:
            tell(one)
        for job in prepared.jobs:
            self._start(job)
        self._slots.rest(allowed.resting)
        if allowed.resting and not self._has_room:
            self.wake()  # what they may not have now has taken the place of others'
        return Turn(prepared.jobs, ended + parked, min(self._slots.resting(now).values(), default=None))

    async def _write_down(self, connection: AsyncConnection, ended: list[Settled], now: datetime) -> None:
        if ended:
            given_up = await settle(connection, ended, by=self._name, now=now, patience=self._patience)
            await disable(connection, given_up, self._recipients, now=now)

    async def _write_down_singly(self) -> None:
        """Something is in the way that waiting does not help against: it must not keep the rest from being noted."""
        ended, self._ended = self._ended, []
        for one in ended:
            try:
                async with self._book.write() as connection:
                    await self._write_down(connection, [one], self._clock())
            except DATABASE_ERRORS as error:
                log.error("attempt not recorded", delivery=one.due.delivery_id, error=in_words(error))  # noqa: TRY400

    async def _find(self, connection: AsyncConnection, now: datetime) -> list[Due]:
        free = TAKEN_AHEAD * self._settings.webhook_concurrency - len(self._tasks)
        self._has_room = free > 0
        if not self._has_room:
            return []
        full = {*self._slots.full(), *self._slots.resting(now)}
        due = await find_due(connection, now=now, per_subscription=self._slots.most, full=full, limit=free)
        self._has_room = len(due) < free
        return self._slots.choose(due)

    async def _wait_until_due(self, turn: Turn) -> None:
        """Until something is due, a slot is free again, or it is time to look anyhow."""
        now = self._clock()
        if not self._horizon.still_holds(now, turn):
            try:
                async with self._book.read() as connection:
                    self._horizon = Horizon(await next_due_at(connection, after=now), is_known=True)
            except (*DATABASE_ERRORS, TimeoutError):
                self._horizon = Horizon(None, is_known=False)
        moments = [turn.again_at, self._horizon.next_due_at]
        waits = [(moment - now).total_seconds() for moment in moments if moment is not None]
        try:
            await asyncio.wait_for(self._woken.wait(), timeout=min(LOOK_SECONDS, max(min(waits, default=5), 0.001)))
        except TimeoutError:
            return

    def _start(self, job: Job) -> None:
        self._slots.take(job.due.subscription_id)
        task = asyncio.create_task(self._deliver(job))
        self._tasks[task] = job
        DELIVERIES_IN_HAND.set(len(self._tasks))
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        name = self._tasks.pop(task).due.subscription_id
        DELIVERIES_IN_HAND.set(len(self._tasks))
        if self._slots.give_back(name) or not self._has_room:
            self.wake()
        elif self._settling is None:
            self._settling = asyncio.get_running_loop().call_later(SETTLE_SECONDS, self.wake)

    def _no_longer_settling(self) -> None:
        if self._settling is not None:
            self._settling.cancel()
            self._settling = None

    async def _deliver(self, job: Job) -> None:
        name = job.due.subscription_id
        slot = self._slots.under_way(name)
        had_to_wait = slot.locked()
        async with slot, self._under_way:
            if had_to_wait and self._slots.is_struggling(name):  # it has failed meanwhile: one at a time from now on
                self._unsent.append(job.due.delivery_id)
                return
            # A wait that took long may have used up the lease: a request could then outlast it, and come twice.
            if job.lease_until - self._clock() < timedelta(seconds=self._settings.webhook_total_seconds):
                log.warning("delivery left until its lease has passed", delivery=job.due.delivery_id)
                return
            tried = await self._sender.attempt(job)
        if not tried.verdict.is_ours:
            took = timedelta(milliseconds=tried.latency_ms)
            self._slots.note(name, is_well=tried.verdict.is_delivered, took=took)
        waits = self._settings.webhook_waits_seconds
        self._ended.append(settled(job.due, tried, now=self._clock(), waits_seconds=waits))

    async def _drain(self) -> None:
        """Finish what is in hand, write down what ended, give back the rest."""
        self._no_longer_settling()
        in_hand = dict(self._tasks)
        unfinished: set[asyncio.Task[None]] = set()
        if in_hand:
            _, unfinished = await asyncio.wait(in_hand, timeout=DRAIN_SECONDS)
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        if not in_hand and not self._ended and not self._unsent:
            return
        ids = [in_hand[task].due.delivery_id for task in unfinished] + self._unsent
        if ids:
            log.warning("deliveries given back unfinished", count=len(ids))
        try:
            async with self._book.write() as connection:
                await self._write_down(connection, self._ended, self._clock())
                await release(connection, ids, by=self._name)
        except DATABASE_ERRORS as error:  # they are sent again under the same webhook-id once their leases have passed
            log.warning("deliveries in hand not recorded", count=len(self._ended) + len(ids), error=in_words(error))
