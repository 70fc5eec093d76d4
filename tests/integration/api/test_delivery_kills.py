"""`kill -9` of the api in the middle of its deliveries; the long series is in tests/soak."""

from pathlib import Path

from tests.support.killed_api import deliver_under_kills


async def test_every_alert_arrives_although_the_api_is_killed_in_the_middle(tmp_path: Path) -> None:
    outcome = await deliver_under_kills(tmp_path, each=50, subscriptions=6, kills=1, patience=60)
    outcome.assert_all_arrived_and_nothing_strange()
    assert outcome.kills == 1
