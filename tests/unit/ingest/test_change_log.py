"""A network that is down is one line in the log, not three hundred."""

from structlog.testing import capture_logs

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, FeedStatus
from services.ingest.change_log import ChangeLog
from services.runtime.clock import utc_now


def changed(number: int, error: str | None) -> FeedState:
    feed = FeedReference(id=f"feed_{number}", url=f"https://host{number}.example/feed")
    status = FeedStatus.OK if error is None else FeedStatus.FAILING
    return FeedState(feed=feed, next_check_at=utc_now(), status=status, last_error=error)


async def test_the_first_changes_are_told_each_and_the_others_in_one_line() -> None:
    changes = ChangeLog(most=2)
    with capture_logs() as logs:
        for number in range(50):
            changes.tell(changed(number, f"host{number}.example cannot be resolved"))
        changes.tell(changed(99, None))
        changes.sum_up()
    assert [line["event"] for line in logs[:2]] == ["feed", "feed"]
    [summary] = logs[2:]
    assert (summary["failing"], summary["well"], summary["mostly"]) == (48, 1, "the host cannot be resolved")


async def test_a_new_minute_tells_each_again_and_a_quiet_one_tells_nothing() -> None:
    changes = ChangeLog(most=1)
    with capture_logs() as logs:
        changes.tell(changed(1, "gone"))
        changes.sum_up()
        changes.sum_up()
        changes.tell(changed(2, "gone"))
        changes.sum_up()
    assert [line["url"] for line in logs] == ["https://host1.example/feed", "https://host2.example/feed"]
