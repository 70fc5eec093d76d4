"""What leased deliveries need to be sent: bodies and targets, read once and remembered."""

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from services.api.deliveries import Due
from services.api.formats import Format
from services.api.send import Job, Target
from services.api.sign import Signer
from services.api.vault import CannotOpen, Vault
from services.database.alerts import SigningKey, StoredAlert, Subscription

log = structlog.get_logger()

Name = TypeVar("Name", bound=Hashable)
Kept = TypeVar("Kept")
Key = tuple[str, Signer, datetime | None]
"""Kind, what signs, and until when."""

_KEPT_BODIES = 256  # of at most 20 kB: 5 MB
_KEPT_TARGETS = 2_000


@dataclass(frozen=True)
class Unreadable:
    """A subscription whose row this version does not understand."""

    id: str
    revision: int
    reason: str


@dataclass(frozen=True)
class Prepared:
    """What can be sent, and what cannot, each with the reason."""

    jobs: list[Job]
    unsendable: list[tuple[Due, str]]


class Memory(Generic[Name, Kept]):
    """The last few things that were looked up."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Name, Kept] = OrderedDict()

    def get(self, name: Name) -> Kept | None:
        """What was put there, if it has not been forgotten."""
        if name in self._kept:
            self._kept.move_to_end(name)
        return self._kept.get(name)

    def put(self, name: Name, value: Kept) -> None:
        """Remember it, and forget what was not asked for longest."""
        self._kept[name] = value
        self._kept.move_to_end(name)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)


class Outgoing:
    """Makes jobs of leased deliveries."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._bodies: Memory[str, bytes] = Memory(_KEPT_BODIES)
        self._targets: Memory[str, Target | Unreadable] = Memory(_KEPT_TARGETS)

    async def prepare(self, connection: AsyncConnection, due: Sequence[Due], *, lease_until: datetime) -> Prepared:
        """A job for each delivery, in the same order; those without one apart."""
        bodies = await self._all_bodies(connection, {one.alert_id for one in due})
        targets = await self._all_targets(connection, {one.subscription_id: one.subscription_revision for one in due})
        prepared = Prepared([], [])
        for one in due:
            target = targets[one.subscription_id]
            if isinstance(target, Unreadable):
                prepared.unsendable.append((one, target.reason))
            else:
                prepared.jobs.append(Job(one, target, bodies[one.alert_id], lease_until))
        return prepared

    async def _all_bodies(self, connection: AsyncConnection, ids: Collection[str]) -> dict[str, bytes]:
        found = {alert_id: body for alert_id in ids if (body := self._bodies.get(alert_id)) is not None}
        missing = [alert_id for alert_id in ids if alert_id not in found]
        if missing:
            rows = await connection.execute(
                select(col(StoredAlert.id), col(StoredAlert.body)).where(col(StoredAlert.id).in_(missing))
            )
            for row in rows:
                found[row.id] = bytes(row.body)
                self._bodies.put(row.id, found[row.id])
        return found

    async def _all_targets(
        self, connection: AsyncConnection, revisions: dict[str, int]
    ) -> dict[str, Target | Unreadable]:
        found = {}
        for subscription_id, revision in revisions.items():
            target = self._targets.get(subscription_id)
            if target is not None and target.revision == revision:
                found[subscription_id] = target
        missing = [subscription_id for subscription_id in revisions if subscription_id not in found]
        if missing:
            for target in await self._read_targets(connection, missing):
                found[target.id] = target
                self._targets.put(target.id, target)
        return found

    async def _read_targets(self, connection: AsyncConnection, ids: Collection[str]) -> list[Target | Unreadable]:
        found = await connection.execute(
            select(
                col(Subscription.id),
                col(Subscription.revision),
                col(Subscription.url),
                col(Subscription.format),
                col(Subscription.template),
                col(Subscription.signatures),
            ).where(col(Subscription.id).in_(ids))
        )
        # Their revisions before their keys: a rotation in between makes the next look read both anew.
        subscriptions = found.all()
        keys: dict[str, list[Key]] = defaultdict(list)
        rows = await connection.execute(
            select(
                col(SigningKey.id),
                col(SigningKey.subscription_id),
                col(SigningKey.kind),
                col(SigningKey.sealed),
                col(SigningKey.expires_at),
            )
            .where(col(SigningKey.subscription_id).in_(ids))
            .order_by(col(SigningKey.created_at).desc(), col(SigningKey.id))
        )
        for row in rows:
            try:
                signer = Signer.of(self._vault.open(row.sealed, place=row.id))
            except (CannotOpen, ValueError) as error:
                log.error("signing key cannot be opened", subscription=row.subscription_id, error=str(error))  # noqa: TRY400
                continue
            keys[row.subscription_id].append((row.kind, signer, row.expires_at))
        return [_target(row, keys[row.id]) for row in subscriptions]


def _target(row: Any, keys: Sequence[Key]) -> Target | Unreadable:
    if row.format not in list(Format):
        reason = f"this version of Ottawatch knows no format {str(row.format)[:40]!r}"
        log.error("subscription not understood, its deliveries are parked", subscription=row.id, error=reason)
        return Unreadable(row.id, row.revision, reason)
    return Target(
        id=row.id,
        revision=row.revision,
        url=row.url,
        form=Format(row.format),
        template=row.template,
        keys=tuple((signer, until) for kind, signer, until in keys if kind in row.signatures),
    )
