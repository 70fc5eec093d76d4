"""The delivery engine: takes what is due, sends it, settles it, many at a time.

When a delivery is due stands in the database. `wake` only saves the wait until the next look; losing it, or the
whole process, loses nothing.
"""

import asyncio
import secrets
from collections import Counter
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from services.api import deliveries
from services.api.deliveries import Job, Tried
from services.api.metrics import DELIVERIES_IN_HAND, DELIVERY_ATTEMPTS, DELIVERY_SECONDS
from services.api.schedule import next_attempt_at
from services.api.send import Sender
from services.api.settings import ApiSettings
from services.api.vault import Vault
from services.database.alerts import DeliveryState
from services.runtime.clock import Clock
from services.runtime.process import Life

log = structlog.get_logger()

LOOK_SECONDS = 5.0
"""The longest time between two looks: how late another process's delivery is noticed after its lease has passed."""

DRAIN_SECONDS = 3.0
"""How long requests in hand may still take once stopping; with the other services it makes five seconds in all."""


class DeliveryEngine:
    """Delivers until the process stops; what is in hand then is finished, or given back."""

    def __init__(
        self, engine: AsyncEngine, vault: Vault, sender: Sender, settings: ApiSettings, life: Life, clock: Clock
    ) -> None:
        self._engine = engine
        self._vault = vault
        self._sender = sender
        self._settings = settings
        self._life = life
        self._clock = clock
        self._name = secrets.token_hex(8)
        self._woken = asyncio.Event()
        self._tasks: dict[asyncio.Task[None], Job] = {}
        self._in_hand: Counter[str] = Counter()
        # Subscriptions whose last attempt failed get one slot: many dead receivers must not fill them all.
        self._struggling: set[str] = set()

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
                try:
                    jobs = await self._take_due()
                except (SQLAlchemyError, OSError, TimeoutError) as error:
                    log.warning("deliveries cannot be read", error=str(error) or type(error).__name__)
                    await self._life.sleep(1)
                    continue
                for job in jobs:
                    self._start(job)
                if not jobs:
                    await self._wait_until_due()
        finally:
            stop.cancel()
            await self._drain()

    async def _take_due(self) -> list[Job]:
        free = self._settings.webhook_concurrency - len(self._tasks)
        if free <= 0:
            return []
        now = self._clock()
        full = [name for name, count in self._in_hand.items() if count >= self._slots_of(name)]
        due = await deliveries.due_ids(
            self._engine,
            now=now,
            per_subscription=self._settings.webhook_per_subscription,
            full=full,
            limit=free,
        )
        chosen = self._within_slots(due)
        if not chosen:
            return []
        lease = timedelta(seconds=self._settings.webhook_lease_seconds)
        return await deliveries.take(self._engine, self._vault, chosen, by=self._name, now=now, lease=lease)

    def _within_slots(self, due: list[tuple[str, str]]) -> list[str]:
        counts = Counter(self._in_hand)
        chosen = []
        for delivery_id, subscription_id in due:
            if counts[subscription_id] < self._slots_of(subscription_id):
                counts[subscription_id] += 1
                chosen.append(delivery_id)
        return chosen

    def _slots_of(self, subscription_id: str) -> int:
        return 1 if subscription_id in self._struggling else self._settings.webhook_per_subscription

    async def _wait_until_due(self) -> None:
        """Until something is due, a slot is free again, or it is time to look anyhow."""
        seconds = LOOK_SECONDS
        try:
            due_at = await deliveries.next_due_at(self._engine, after=self._clock())
        except (SQLAlchemyError, OSError, TimeoutError):
            due_at = None
        if due_at is not None:
            seconds = min(seconds, max((due_at - self._clock()).total_seconds(), 0.0))
        try:
            await asyncio.wait_for(self._woken.wait(), timeout=seconds)
        except TimeoutError:
            return

    def _start(self, job: Job) -> None:
        self._in_hand[job.subscription_id] += 1
        task = asyncio.create_task(self._deliver(job))
        self._tasks[task] = job
        DELIVERIES_IN_HAND.set(len(self._tasks))
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        job = self._tasks.pop(task)
        self._in_hand[job.subscription_id] -= 1
        if self._in_hand[job.subscription_id] <= 0:
            del self._in_hand[job.subscription_id]
        DELIVERIES_IN_HAND.set(len(self._tasks))
        self.wake()

    async def _deliver(self, job: Job) -> None:
        try:
            tried = await self._sender.attempt(job)
            self._note_health(job, tried)
            await self._settle(job, tried)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            # Sent, perhaps, but not written down: it is sent again under the same webhook-id once the lease passes.
            log.warning("attempt not recorded", delivery=job.delivery_id, error=str(error) or type(error).__name__)
        except Exception:
            log.exception("delivery failed", delivery=job.delivery_id)

    def _note_health(self, job: Job, tried: Tried) -> None:
        if tried.verdict.is_delivered:
            self._struggling.discard(job.subscription_id)
        else:
            self._struggling.add(job.subscription_id)

    async def _settle(self, job: Job, tried: Tried) -> None:
        now = self._clock()
        next_at = None
        if not (tried.verdict.is_delivered or tried.verdict.is_gone):
            next_at = next_attempt_at(
                job.number,
                now=now,
                waits_seconds=self._settings.webhook_waits_seconds,
                not_before=tried.verdict.not_before,
            )
        state = await deliveries.settle(self._engine, job, tried, by=self._name, now=now, next_at=next_at)
        DELIVERY_ATTEMPTS.labels("delivered" if tried.verdict.is_delivered else "failed").inc()
        if state is DeliveryState.DELIVERED:
            DELIVERY_SECONDS.observe((now - job.created_at).total_seconds())
        else:
            log.warning(
                "delivery attempt failed",
                delivery=job.delivery_id,
                subscription=job.subscription_id,
                attempt=job.number,
                error=tried.verdict.error,
                state=state,
                next_attempt_at=next_at.isoformat() if next_at else None,
            )

    async def _drain(self) -> None:
        if not self._tasks:
            return
        in_hand = dict(self._tasks)
        _, unfinished = await asyncio.wait(in_hand, timeout=DRAIN_SECONDS)
        if not unfinished:
            return
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        ids = [in_hand[task].delivery_id for task in unfinished]
        log.warning("deliveries given back unfinished", count=len(ids))
        await deliveries.release(self._engine, ids, by=self._name)
