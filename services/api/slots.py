"""How many deliveries each receiver may have in hand at once, so that a hung one costs its own slots only."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from services.api.deliveries import Due

AHEAD = 4
"""So many times its slots are leased for a receiver that does well: a look brings enough until the next one."""


class Slots:
    """What is in hand, by subscription. One whose last attempt failed, or that wants order, gets one slot.

    `patience` is how long a leased delivery may wait for its turn before its lease is too short for a request.
    """

    def __init__(self, per_subscription: int, patience: timedelta) -> None:
        self._per_subscription = per_subscription
        self._quick = patience / AHEAD
        # Ahead of its slots nothing is leased for a receiver that takes long: it would lie idle until its lease ends.
        self._slow: set[str] = set()
        self._in_hand: Counter[str] = Counter()
        self._under_way: dict[str, asyncio.Semaphore] = {}
        # Many dead receivers must not fill all that this process can have under way.
        self._struggling: set[str] = set()
        self._wanting_more: set[str] = set()
        self._resting: dict[str, datetime] = {}

    @property
    def most(self) -> int:
        """What one subscription may have in hand."""
        return AHEAD * self._per_subscription

    def full(self) -> list[str]:
        """The subscriptions that nothing more can begin for."""
        return [name for name, count in self._in_hand.items() if count >= self._of(name)]

    def rest(self, until: Mapping[str, datetime]) -> None:
        """These have spent what they may have in a minute."""
        self._resting.update(until)

    def resting(self, now: datetime) -> Mapping[str, datetime]:
        """Who has spent it, and until when: what waits for them must not fill a look that others need."""
        self._resting = {name: until for name, until in self._resting.items() if until > now}
        return self._resting

    def choose(self, due: Sequence[Due]) -> list[Due]:
        """Those of `due` that there are slots for, in the same order."""
        self._struggling.update(one.subscription_id for one in due if one.is_struggling)
        self._wanting_more.update(self.full())
        counts = Counter(self._in_hand)
        chosen = []
        for one in due:
            name, most = one.subscription_id, self._most_of(one)
            if counts[name] < most:
                counts[name] += 1
                chosen.append(one)
            if counts[name] >= most:
                self._wanting_more.add(name)
        return chosen

    def take(self, name: str) -> None:
        """One delivery to this subscription is in hand."""
        self._in_hand[name] += 1

    def under_way(self, name: str) -> asyncio.Semaphore:
        """To be held while a request to this subscription is made."""
        return self._under_way.setdefault(name, asyncio.Semaphore(self._per_subscription))

    def give_back(self, name: str) -> bool:
        """One ended; answers whether it is time to look for more for this subscription."""
        self._in_hand[name] -= 1
        left = self._in_hand[name]
        if left <= 0:
            del self._in_hand[name]
            self._under_way.pop(name, None)
        # Not at each one: a look for many costs hardly more than a look for one.
        wants_more = name in self._wanting_more and left <= self._of(name) // 2
        if wants_more:
            self._wanting_more.discard(name)
        return wants_more

    def is_struggling(self, name: str) -> bool:
        """Whether the last attempt there failed."""
        return name in self._struggling

    def note(self, name: str, *, is_well: bool, took: timedelta) -> None:
        """How the last attempt ended."""
        if took > self._quick:
            self._slow.add(name)
        else:
            self._slow.discard(name)
        if is_well:
            self._struggling.discard(name)
        else:
            self._struggling.add(name)

    def _of(self, name: str) -> int:
        if name in self._struggling:
            return 1
        return self._per_subscription if name in self._slow else self.most

    def _most_of(self, one: Due) -> int:
        if one.is_ordered:
            return 1
        # What a limit a minute was spent on must be sent, so nothing is leased that may have to be given back.
        return min(self._of(one.subscription_id), self._per_subscription if one.max_per_minute else self.most)
