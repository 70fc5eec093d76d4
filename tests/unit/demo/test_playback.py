from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.demo.playback import AFTER_ALL, BEFORE_ALL, Playback, PlaybackClock, everything_at_once

FIRST = datetime(2025, 3, 6, tzinfo=UTC)
LAST = datetime(2026, 2, 20, tzinfo=UTC)
START = datetime(2026, 9, 1, 12, tzinfo=UTC)

dates = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.just(UTC))
durations = st.timedeltas(timedelta(seconds=1), timedelta(hours=2))


@given(dates, durations)
def test_every_article_comes_out_between_the_start_and_the_end(published_at: datetime, duration: timedelta) -> None:
    playback = Playback(FIRST, LAST, duration, START)
    assert START <= playback.releases_at(published_at) <= START + duration


@given(dates, dates, durations)
def test_articles_come_out_in_the_order_of_their_dates(one: datetime, other: datetime, duration: timedelta) -> None:
    playback = Playback(FIRST, LAST, duration, START)
    earlier, later = sorted([one, other])
    assert playback.releases_at(earlier) <= playback.releases_at(later)


@given(dates, durations)
def test_the_moment_reached_and_the_release_time_agree(published_at: datetime, duration: timedelta) -> None:
    playback = Playback(FIRST, LAST, duration, START)
    release = playback.releases_at(published_at)
    rounding = timedelta(milliseconds=1)
    assert playback.moment_at(release + rounding) >= published_at
    if published_at > FIRST:
        assert playback.moment_at(release - rounding) < published_at


@given(durations, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_an_article_from_outside_the_stretch_comes_out_at_its_nearer_end(duration: timedelta, off: timedelta) -> None:
    playback = Playback(FIRST, LAST, duration, START)
    assert playback.releases_at(FIRST - off) == START
    assert playback.releases_at(LAST + off) == START + duration


@given(durations)
def test_nothing_is_out_before_the_start_and_all_is_out_at_the_end(duration: timedelta) -> None:
    playback = Playback(FIRST, LAST, duration, START)
    assert playback.moment_at(START - timedelta(microseconds=1)) == BEFORE_ALL
    assert playback.moment_at(START) == FIRST
    assert playback.moment_at(START + duration) == AFTER_ALL


def test_a_stretch_of_a_single_moment_is_out_at_once() -> None:
    assert Playback(FIRST, FIRST, timedelta(seconds=9), START).releases_at(FIRST) == START


def test_the_clock_stands_before_the_first_article_until_it_is_started() -> None:
    now = START
    clock = PlaybackClock(FIRST, LAST, timedelta(seconds=60), now=lambda: now)
    now += timedelta(hours=5)
    assert clock() == BEFORE_ALL
    assert clock.start().started_at == now
    now += timedelta(seconds=30)
    assert clock() == FIRST + (LAST - FIRST) / 2


def test_everything_at_once_is_past_every_date() -> None:
    assert everything_at_once() > LAST
