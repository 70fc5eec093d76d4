"""What one look of the delivery engine came to, and when the next has something to find."""

from dataclasses import dataclass
from datetime import datetime

from services.api.send import Job
from services.api.settle import Settled


@dataclass(frozen=True)
class Turn:
    """What one look came to."""

    jobs: list[Job]
    settled: list[Settled]
    again_at: datetime | None
    """When there is room again for what a limit a minute holds back."""


@dataclass(frozen=True)
class Horizon:
    """When the next delivery falls due that waits for its time. Asking for it at every turn would double its cost."""

    next_due_at: datetime | None
    is_known: bool

    def still_holds(self, now: datetime, turn: Turn) -> bool:
        """Whether it need not be asked for again: nothing was put off since, and its moment has not come.

        What others put off is noticed with the regular look, which finds nothing to do and asks.
        """
        if not self.is_known or not (turn.jobs or turn.settled):
            return False
        has_put_off = any(one.next_at is not None for one in turn.settled)
        return not has_put_off and (self.next_due_at is None or self.next_due_at > now)
