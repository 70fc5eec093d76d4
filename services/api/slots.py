"""How many deliveries each receiver may have in hand at once, so that a hung one costs its own slots only."""

from collections import Counter
from collections.abc import Sequence

from services.api.deliveries import Due


class Slots:
    """What is in hand, by subscription. One whose last attempt failed, or that wants order, gets one slot."""

    def __init__(self, per_subscription: int) -> None:
        self.per_subscription = per_subscription
        self._in_hand: Counter[str] = Counter()
        # Many dead receivers must not fill all that this process can have under way.
        self._struggling: set[str] = set()
        self._at_their_limit: set[str] = set()

    def full(self) -> list[str]:
        """The subscriptions that nothing more can begin for."""
        return [name for name, count in self._in_hand.items() if count >= self._of(name)]

    def choose(self, due: Sequence[Due]) -> list[Due]:
        """Those of `due` that there are slots for, in the same order."""
        self._struggling.update(one.subscription_id for one in due if one.is_struggling)
        self._at_their_limit.update(self.full())
        counts = Counter(self._in_hand)
        chosen = []
        for one in due:
            name, slots = one.subscription_id, self._of(one.subscription_id, one.is_ordered)
            if counts[name] < slots:
                counts[name] += 1
                chosen.append(one)
            if counts[name] >= slots:
                self._at_their_limit.add(name)
        return chosen

    def take(self, name: str) -> None:
        """One delivery to this subscription begins."""
        self._in_hand[name] += 1

    def give_back(self, name: str) -> bool:
        """It ended; answers whether more may wait for just this slot."""
        self._in_hand[name] -= 1
        if self._in_hand[name] <= 0:
            del self._in_hand[name]
        was_at_limit = name in self._at_their_limit
        self._at_their_limit.discard(name)
        return was_at_limit

    def note(self, name: str, *, is_well: bool) -> None:
        """How the last attempt ended."""
        if is_well:
            self._struggling.discard(name)
        else:
            self._struggling.add(name)

    def _of(self, name: str, is_ordered: bool = False) -> int:
        return 1 if is_ordered or name in self._struggling else self.per_subscription
