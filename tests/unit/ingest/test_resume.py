"""The states a run begins with."""

from datetime import UTC, datetime, timedelta

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, FeedStatus, ListedFeed
from services.ingest.resume import resumed
from services.ingest.schedule import Pace

NOW = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
PACE = Pace(floor=timedelta(minutes=5), default=timedelta(minutes=15), ceiling=timedelta(hours=1))


def listed(name: str, interval: int | None = None, **fields: str) -> ListedFeed:
    feed = FeedReference.model_validate({"id": name, "url": f"https://{name}.example/", **fields})
    return ListedFeed(feed=feed, interval_seconds=interval)


def test_a_new_feed_is_due_at_once() -> None:
    (state,) = resumed([listed("a", 600)], {}, PACE, NOW)
    assert (state.status, state.next_check_at, state.interval_seconds) == (FeedStatus.NEW, NOW, 600)


def test_a_known_feed_keeps_its_state_and_takes_what_the_file_says_today() -> None:
    kept = FeedState(
        feed=FeedReference(id="a", url="https://a.example/", title="Learnt", language="en"),
        next_check_at=NOW + timedelta(minutes=3),
        etag='"x"',
        polls=7,
    )
    (state,) = resumed([listed("a", language="pl")], {"a": kept}, PACE, NOW)
    assert (state.feed.title, state.feed.language) == ("Learnt", "pl")
    assert (state.etag, state.polls, state.next_check_at) == ('"x"', 7, NOW + timedelta(minutes=3))


def test_a_feed_that_left_the_file_has_no_part_in_the_run() -> None:
    kept = {"gone": FeedState(feed=FeedReference(id="gone", url="https://gone.example/"), next_check_at=NOW)}
    assert [state.feed.id for state in resumed([listed("a")], kept, PACE, NOW)] == ["a"]


def test_a_handful_of_new_feeds_begins_within_two_seconds_and_ten_thousand_do_not_begin_together() -> None:
    few = resumed([listed(f"f{n}") for n in range(50)], {}, PACE, NOW)
    assert max(state.next_check_at for state in few) - NOW < timedelta(seconds=2)
    many = resumed([listed(f"f{n}") for n in range(10_000)], {}, PACE, NOW)
    assert len({state.next_check_at for state in many}) == 10_000
