"""How long to wait before the next try."""

import random
from datetime import timedelta


def exponential(
    attempt: int, *, first: timedelta, ceiling: timedelta, jitter: float = 0.2, draw: float | None = None
) -> timedelta:
    """The wait before try `attempt` (1 is the first repeat): `first` doubled each time, at most `ceiling`.

    `jitter` spreads the answer by that share to either side, so that what failed together does not return
    together; `draw` in [0, 1) replaces the random number.
    """
    share = random.random() if draw is None else draw  # noqa: S311 - spreads load, keeps no secret
    # 2^40 times any sensible first wait is past every ceiling; the bound keeps the power small, and whole
    # microseconds cannot overflow as a timedelta of a million years does.
    doublings = min(max(attempt, 1) - 1, 40)
    tick = timedelta(microseconds=1)
    wait = min((first // tick) << doublings, ceiling // tick) * tick
    return min(wait * (1 + jitter * (2 * share - 1)), ceiling)
