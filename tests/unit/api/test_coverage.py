"""Who is being heard."""

from datetime import UTC, datetime, timedelta

import pytest

from services.api.coverage import articles_per_day, coverage, is_silent
from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, FeedStatus

NOW = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def state(name: str, *, language: str | None = "pl", country: str | None = "PL", **fields: object) -> FeedState:
    feed = FeedReference(id=name, url=f"https://{name}.example/", language=language, country=country)
    return FeedState.model_validate({"feed": feed, "status": FeedStatus.OK, "next_check_at": NOW, **fields})


@pytest.mark.parametrize(
    ("hours_silent", "usual_hours", "status", "expected"),
    [
        (1, 0.1, FeedStatus.OK, False),  # three hours say nothing
        (4, 0.5, FeedStatus.OK, True),
        (4, 2, FeedStatus.OK, False),
        (9, 2, FeedStatus.OK, True),
        (9, 2, FeedStatus.FAILING, False),  # that it fails is told otherwise
        (9, 2, FeedStatus.PAUSED, False),
    ],
)
def test_a_feed_is_silent_when_it_is_well_and_says_nothing_for_longer_than_it_is_used_to(
    hours_silent: float, usual_hours: float, status: FeedStatus, expected: bool
) -> None:
    feed = state("a", status=status, last_new_at=NOW - HOUR * hours_silent, usual_silence_seconds=usual_hours * 3600)
    assert is_silent(feed, NOW) == expected


def test_a_feed_whose_habits_are_not_known_is_not_called_silent() -> None:
    assert not is_silent(state("a", last_new_at=NOW - timedelta(days=90)), NOW)
    assert not is_silent(state("a", usual_silence_seconds=60.0), NOW)


def test_articles_a_day_are_counted_over_the_time_that_was_watched() -> None:
    watched = {"measured_since": NOW - timedelta(days=1), "last_checked_at": NOW}
    assert articles_per_day(state("a", recent_articles=24.0, **watched), NOW) == pytest.approx(25.8, abs=0.2)
    assert articles_per_day(state("a", recent_articles=5.0, measured_since=NOW - HOUR), NOW) is None
    assert articles_per_day(state("a"), NOW) is None


def test_feeds_languages_and_countries_are_summed_up() -> None:
    found = coverage(
        [
            state("a", last_success_at=NOW - HOUR),
            state("b", language="pl-PL", last_success_at=NOW - timedelta(days=3)),
            state("c", language=None, country=None, status=FeedStatus.CHALLENGED, failing_since=NOW - HOUR * 5),
            state("d", language="fi", country="FI", status=FeedStatus.PAUSED, last_success_at=NOW - timedelta(days=30)),
            state("e", last_success_at=NOW, last_new_at=NOW - timedelta(days=2), usual_silence_seconds=3600.0),
        ],
        NOW,
    )
    feeds = found.feeds
    assert (feeds.listed, feeds.heard_last_day, feeds.heard_last_week, feeds.never_heard) == (5, 2, 3, 1)
    assert (feeds.silent, feeds.failing, feeds.paused) == (1, 1, 1)
    languages = {group.code: (group.feeds, group.heard_last_day, group.last_heard_at) for group in found.languages}
    assert languages == {
        "fi": (1, 0, NOW - timedelta(days=30)),
        "pl": (3, 2, NOW),
        "unknown": (1, 0, None),
    }
    assert [group.code for group in found.countries] == ["FI", "PL", "unknown"]
    assert [(one.id, one.silent_for_seconds) for one in found.silent] == [("e", 2 * 86400)]
    assert [(one.id, one.failing_since) for one in found.failing] == [("c", NOW - HOUR * 5)]


def test_nothing_is_covered_by_no_feeds() -> None:
    assert coverage([], NOW).feeds.listed == 0
