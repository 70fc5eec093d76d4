"""Which replica of ingest polls which feeds.

The feeds fall into 64 shares by their ids. A replica is alive while it renews its lease; a share belongs to the
replica that its key names, as long as that one is alive. Nobody's wall clock matters: a lease is over when somebody
has looked at it for `LEASE_SECONDS` without seeing it renewed, and its owner stops a moment before that, counting
from when it began its last renewal. A share is taken by a write that names the revision it follows, so of two that
want it one fails; a replica that was late in renewing owns nothing until it has taken its shares anew.
"""

import asyncio
import contextlib
import hashlib
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from nats.errors import Error as NatsError
from nats.js.errors import APIError, KeyWrongLastSequenceError
from nats.js.kv import KeyValue

from services.contracts.streams import FEED_LEASE_BUCKET
from services.runtime.buckets import Stored, read_bucket
from services.runtime.errors import BadConfiguration
from services.runtime.jetstream import Bus
from services.runtime.process import Life

log = structlog.get_logger()

SHARES = 64
LEASE_SECONDS = 15.0
RENEW_SECONDS = 3.0
MARGIN_SECONDS = 2.0
"""The owner stops this long before others may take over."""

_REPLICA, _SHARE = "replica.", "share."


def share_of(feed_id: str) -> int:
    """The share that a feed belongs to."""
    return int(hashlib.sha256(feed_id.encode()).hexdigest()[:8], 16) % SHARES


def wanted_by(share: int, replicas: Iterable[str]) -> str | None:
    """The replica that should have the share: each replica draws for each share, and the highest draw wins.

    So a replica that comes takes a little from everybody, and one that goes leaves a little to everybody.
    """
    return max(replicas, key=lambda name: hashlib.sha256(f"{share}:{name}".encode()).digest(), default=None)


@dataclass
class View:
    """What one replica has seen of the others' leases: the revision last seen of each, and since when."""

    _seen: dict[str, tuple[int, float]] = field(default_factory=dict)

    def look(self, leases: dict[str, int], now: float) -> set[str]:
        """The replicas that are alive at `now`, given the revision of each one's lease."""
        self._seen = {
            name: self._seen[name] if name in self._seen and self._seen[name][0] == revision else (revision, now)
            for name, revision in leases.items()
        }
        return {name for name, (_, since) in self._seen.items() if now - since < LEASE_SECONDS}


class Sharer(Protocol):
    """What is told of shares that come and go."""

    def on_taken(self, shares: set[int]) -> None:
        """These are ours from now on."""

    def on_leaving(self, shares: set[int]) -> None:
        """Begin no poll of these any more."""

    def is_quiet(self, share: int) -> bool:
        """Whether no poll of the share is under way."""


@dataclass
class Leases:
    """This replica's lease and its shares."""

    bus: Bus
    bucket: KeyValue
    name: str
    is_named: bool
    """The operator gave the name and answers for it: a lease under it can only be our own, from before a crash."""
    sharer: Sharer
    monotonic: Callable[[], float] = time.monotonic
    owned: set[int] = field(default_factory=set)
    owners: dict[int, str] = field(default_factory=dict)
    _token: bytes = field(default_factory=lambda: secrets.token_hex(8).encode())
    _leaving: set[int] = field(default_factory=set)
    _view: View = field(default_factory=View)
    _revision: int | None = None
    _good_until: float = float("-inf")

    @classmethod
    async def open(cls, bus: Bus, name: str, *, is_named: bool, sharer: Sharer) -> "Leases":
        """Bind to the bucket."""
        return cls(bus, await bus.bucket(FEED_LEASE_BUCKET), name, is_named, sharer)

    @property
    def is_good(self) -> bool:
        """Whether our lease holds at this moment."""
        return self.monotonic() < self._good_until

    def holds(self, feed_id: str) -> bool:
        """Whether this replica may poll that feed at this moment."""
        return self.is_good and share_of(feed_id) in self.owned

    def owner_of(self, feed_id: str) -> str | None:
        """The replica that polls the feed, as far as we have seen."""
        return self.owners.get(share_of(feed_id))

    async def run(self, life: Life) -> None:
        """Renew and look around until the process is asked to stop; `end` gives everything back."""
        while not await life.sleep(RENEW_SECONDS):
            try:
                async with asyncio.timeout(LEASE_SECONDS):
                    await self.turn()
            except (NatsError, OSError, TimeoutError) as error:
                log.warning("leases not renewed", error=str(error) or type(error).__name__)
            self._lose_if_late()

    async def end(self) -> None:
        """Give all back, so that nobody waits for the lease to run out. Called when nothing is polled any more."""
        self.owned.clear()
        try:
            async with asyncio.timeout(MARGIN_SECONDS):
                if self._revision is not None:
                    await self.bucket.delete(_REPLICA + self.name, last=self._revision)
        except (NatsError, OSError, TimeoutError) as error:
            log.info("lease not given back, it will run out", error=str(error) or type(error).__name__)

    async def turn(self) -> None:
        """Renew the lease, see who else is there, take and leave shares accordingly."""
        self._lose_if_late()
        started = self.monotonic()
        stored = await read_bucket(self.bus, FEED_LEASE_BUCKET)
        await self._renew(stored.get(_REPLICA + self.name))
        self._good_until = started + LEASE_SECONDS - MARGIN_SECONDS
        leases = {key.removeprefix(_REPLICA): kept.revision for key, kept in stored.items() if key.startswith(_REPLICA)}
        alive = self._view.look(leases, self.monotonic()) | {self.name}
        await self._settle(stored, alive)
        for name in leases.keys() - alive:
            await self._delete(_REPLICA + name, leases[name])

    def _lose_if_late(self) -> None:
        """A lease that ran out was perhaps taken for over: what we held has to be taken anew."""
        if self.owned and not self.is_good:
            log.warning("our lease ran out", shares=len(self.owned))
            self._drop(set(self.owned))

    async def _renew(self, kept: Stored | None) -> None:
        key = _REPLICA + self.name
        if self._revision is None and kept is not None and not self.is_named:
            raise BadConfiguration(f"two replicas of ingest drew the name {self.name}: start this one again")
        last = kept.revision if self._revision is None and kept is not None else self._revision
        try:
            if last is None:
                self._revision = await self.bucket.create(key, self._token)
            else:
                self._revision = await self.bucket.update(key, self._token, last=last)
        except KeyWrongLastSequenceError as error:
            latest = (await read_bucket(self.bus, FEED_LEASE_BUCKET)).get(key)
            if latest is None or latest.value == self._token:
                # Swept away while we were late, or written by us without our hearing of it: go on at the next turn.
                self._revision = None if latest is None else latest.revision
                raise TimeoutError("the lease was renewed behind our back, or swept away") from error
            raise BadConfiguration(
                f"another ingest runs under the name {self.name}: give each replica its own OTTAWATCH_INGEST_REPLICA"
            ) from error

    async def _settle(self, stored: dict[str, Stored], alive: set[str]) -> None:
        """Take what should be ours and is free, and leave what should be somebody else's."""
        owners = {
            int(key.removeprefix(_SHARE)): (kept.value.decode(), kept.revision)
            for key, kept in stored.items()
            if key.startswith(_SHARE)
        }
        self.owners = {share: owner for share, (owner, _) in owners.items()}
        wanted = {share for share in range(SHARES) if wanted_by(share, alive) == self.name}
        lost = {share for share in self.owned if self.owners.get(share) != self.name}
        leaving = self.owned - wanted
        self._drop(lost | leaving)
        self._leaving = (self._leaving | leaving) - wanted - lost
        for share in [share for share in self._leaving if self.sharer.is_quiet(share)]:
            self._leaving.discard(share)
            if self.owners.get(share) == self.name:
                await self._delete(f"{_SHARE}{share}", owners[share][1])
        others = alive - {self.name}
        free = sorted(share for share in wanted - self.owned if self.owners.get(share) not in others)
        results = await asyncio.gather(*(self._take(share, owners.get(share)) for share in free))
        came = {share for share, is_ours in zip(free, results, strict=True) if is_ours}
        if came:
            self.owned |= came
            self.owners |= dict.fromkeys(came, self.name)
            log.info("shares taken", shares=len(came), of=SHARES, replicas=len(alive))
            self.sharer.on_taken(came)

    async def _take(self, share: int, before: tuple[str, int] | None) -> bool:
        key, value = f"{_SHARE}{share}", self.name.encode()
        try:
            if before is None:
                await self.bucket.create(key, value)
            else:
                await self.bucket.update(key, value, last=before[1])
        except KeyWrongLastSequenceError:
            return False  # somebody was quicker
        return True

    async def _delete(self, key: str, revision: int) -> None:
        with contextlib.suppress(KeyWrongLastSequenceError, APIError):  # it was renewed or taken meanwhile
            await self.bucket.delete(key, last=revision)

    def _drop(self, shares: set[int]) -> None:
        if shares:
            self.owned -= shares
            log.info("shares left", shares=len(shares), of=SHARES)
            self.sharer.on_leaving(shares)
