"""Whose turn is when. Pure but for what it holds; times are seconds of any clock."""

import heapq


class Turns:
    """At most one turn for each feed; a later word replaces an earlier one."""

    def __init__(self) -> None:
        self._at: dict[str, float] = {}
        self._heap: list[tuple[float, str]] = []

    def __contains__(self, feed_id: str) -> bool:
        return feed_id in self._at

    def put(self, feed_id: str, at: float) -> None:
        """The feed's next turn is then, whatever was said before."""
        self._at[feed_id] = at
        heapq.heappush(self._heap, (at, feed_id))

    def forget(self, feed_id: str) -> None:
        """The feed has no turn."""
        self._at.pop(feed_id, None)

    def first(self) -> float | None:
        """When the next turn is; None when nobody has one."""
        while self._heap:
            at, feed_id = self._heap[0]
            if self._at.get(feed_id) == at:
                return at
            heapq.heappop(self._heap)  # taken back, or replaced
        return None

    def take(self, now: float) -> str | None:
        """The feed whose turn it is at `now`, the longest overdue first; it has no turn any more."""
        at = self.first()
        if at is None or at > now:
            return None
        _, feed_id = heapq.heappop(self._heap)
        del self._at[feed_id]
        return feed_id
