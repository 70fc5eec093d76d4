"""10,000 alerts for 20 subscriptions with the api killed ten times: complete, and repeats only under the same id."""

from pathlib import Path

import pytest

from tests.support.killed_api import deliver_under_kills

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]


async def test_ten_thousand_alerts_for_twenty_subscriptions_arrive_under_ten_kills(tmp_path: Path) -> None:
    outcome = await deliver_under_kills(tmp_path, alerts=20_000, subscriptions=20, kills=10, patience=1_800)
    outcome.assert_all_arrived_and_nothing_strange()
    # What was under way at each kill may come again; under any other id it would be strange, and fail above.
    assert outcome.board.repeats() <= outcome.kills * 128
