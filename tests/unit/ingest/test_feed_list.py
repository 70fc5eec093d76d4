"""What the list of feeds holds after a start: what the file says today, and what people did."""

from datetime import UTC, datetime, timedelta

from services.contracts.article import FeedReference
from services.contracts.feed import FeedOrigin, ListedFeed
from services.ingest.feed_list import merged

NOW = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)


def listed(name: str, **fields: object) -> ListedFeed:
    feed = FeedReference(id=name, url=f"https://{name}.example/", language=str(fields.pop("language", "en")))
    return ListedFeed.model_validate({"feed": feed, **fields})


def after(filed: list[ListedFeed], *kept: ListedFeed) -> dict[str, ListedFeed]:
    before = {feed.feed.id: feed for feed in kept}
    writes, dropped = merged(filed, before, NOW)
    return {key: feed for key, feed in (before | {w.feed.id: w for w in writes}).items() if key not in dropped}


def test_a_new_line_of_the_file_is_listed_from_now_on() -> None:
    assert after([listed("a")])["a"].added_at == NOW


def test_a_feed_that_left_the_file_leaves_the_list_unless_somebody_added_it() -> None:
    assert list(after([], listed("a"), listed("b", origin=FeedOrigin.API))) == ["b"]


def test_what_the_file_says_of_a_feed_today_holds() -> None:
    feed = after([listed("a", interval_seconds=60, language="pl")], listed("a", added_at=NOW - timedelta(days=1)))["a"]
    assert (feed.interval_seconds, feed.feed.language, feed.added_at) == (60, "pl", NOW - timedelta(days=1))


def test_a_pause_a_removal_and_an_interval_set_by_somebody_survive_the_file() -> None:
    kept = listed("a", paused_at=NOW, removed_at=NOW, set_interval_seconds=30)
    feed = after([listed("a", interval_seconds=600)], kept)["a"]
    assert (feed.paused_at, feed.removed_at, feed.own_interval_seconds) == (NOW, NOW, 30)


def test_nothing_is_written_where_nothing_changed() -> None:
    assert merged([listed("a")], {"a": listed("a")}, NOW) == ([], [])


def test_a_removed_feed_that_leaves_the_file_is_forgotten() -> None:
    assert after([], listed("a", removed_at=NOW)) == {}
