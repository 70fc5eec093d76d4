"""10,000 alerts for 20 subscriptions with the api killed ten times: complete, and repeats only under the same id."""

from pathlib import Path

import pytest

from tests.support.killed_api import deliver_under_kills

LEASED_AT_ONCE = 512
"""Four times what the api has under way at most: more than that cannot have been sent and not written down."""

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]


async def test_ten_thousand_alerts_for_twenty_subscriptions_arrive_under_ten_kills(tmp_path: Path) -> None:
    # Half of the twenty wants alerts that the other half must not be sent, so that twice as many are published.
    outcome = await deliver_under_kills(tmp_path, each=10_000, subscriptions=20, kills=10, patience=1_800)
    assert outcome.kills == 10
    assert sum(len(ids) for ids in outcome.wanted.values()) == 200_000
    outcome.assert_all_arrived_and_nothing_strange()
    # What was sent and not yet written down at a kill comes again; under any other id it would be strange.
    assert outcome.board.repeats() <= outcome.kills * LEASED_AT_ONCE
