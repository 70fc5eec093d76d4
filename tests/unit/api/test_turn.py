from datetime import UTC, datetime, timedelta

import pytest

from services.api.outcome import settled
from services.api.settle import Settled, Tried
from services.api.turn import Horizon, Turn
from services.api.verdict import of_answer
from tests.unit.api.test_slots import DUE

NOW = datetime(2025, 6, 27, tzinfo=UTC)


def ended(status: int) -> Settled:
    verdict = of_answer(status, None, now=NOW)
    return settled(DUE, Tried(NOW, 1, status, None, verdict), now=NOW, waits_seconds=[5, 60])


@pytest.mark.parametrize(
    ("status", "next_due_at", "holds"),
    [
        (200, None, True),
        (200, NOW + timedelta(seconds=1), True),
        (200, NOW, False),
        (500, None, False),
        (410, None, True),
    ],
)
def test_the_next_due_time_is_asked_for_again_once_it_has_come_or_something_was_put_off(
    status: int, next_due_at: datetime | None, holds: bool
) -> None:
    assert Horizon(next_due_at, is_known=True).still_holds(NOW, Turn([], [ended(status)], None)) == holds


def test_a_look_that_finds_nothing_asks_again_because_others_may_have_put_something_off() -> None:
    assert not Horizon(None, is_known=True).still_holds(NOW, Turn([], [], None))
    assert not Horizon(None, is_known=False).still_holds(NOW, Turn([], [ended(200)], None))
