"""Durations and decisions in plain words."""

from datetime import timedelta

import pytest

from services.contracts.feed import FeedStatus
from services.ingest.verdict import Failed
from services.ingest.words import happened_in_words, in_words, reason_after_failure


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (59.6, "1 minute"),
        (90, "1 minute 30 seconds"),
        (900, "15 minutes"),
        (5400, "1 hour 30 minutes"),
        (86400, "1 day"),
        (90000, "1 day 1 hour"),
    ],
)
def test_a_duration_is_told_as_people_say_it(seconds: float, words: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("listed", "new", "changed", "words"),
    [
        (20, 2, 1, "read: 20 entries, 2 new and 1 changed"),
        (1, 1, 0, "read: 1 entry, 1 new"),
        (20, 0, 0, "read: 20 entries, none new or changed"),
        (0, 0, 0, "read: it lists no entries"),
    ],
)
def test_a_reading_is_told_in_one_line(listed: int, new: int, changed: int, words: str) -> None:
    assert happened_in_words(listed, new, changed) == words


def test_the_wait_after_a_failure_is_explained() -> None:
    assert "asks to wait for 2 minutes" in reason_after_failure(3, Failed("x", retry_after=timedelta(minutes=2)))
    assert "withdrawn" in reason_after_failure(1, Failed("x", status=FeedStatus.GONE))
    assert "3 so far" in reason_after_failure(3, Failed("x"))
