"""Time in the demo: a year of news squeezed into as many seconds as wanted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.runtime.clock import Clock, utc_now

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
AFTER_ALL = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Playback:
    """A stretch of the chronology, `first_at` to `last_at`, told in `duration` from `started_at`."""

    first_at: datetime
    last_at: datetime
    duration: timedelta
    started_at: datetime

    def releases_at(self, published_at: datetime) -> datetime:
        """When an article of that date comes out; one from outside the stretch, at its nearer end."""
        span = self.last_at - self.first_at
        if span <= timedelta(0):
            return self.started_at
        inside = min(max(published_at, self.first_at), self.last_at)
        return self.started_at + self.duration * ((inside - self.first_at) / span)

    def moment_at(self, now: datetime) -> datetime:
        """The moment the chronology has reached at `now`."""
        if now < self.started_at:
            return BEFORE_ALL
        if now >= self.started_at + self.duration:
            return AFTER_ALL
        return self.first_at + (self.last_at - self.first_at) * ((now - self.started_at) / self.duration)


class PlaybackClock:
    """The chronology's clock. It stands before the first article until it is started."""

    def __init__(self, first_at: datetime, last_at: datetime, duration: timedelta, *, now: Clock = utc_now) -> None:
        self._first_at = first_at
        self._last_at = last_at
        self._duration = duration
        self._now = now
        self._playback: Playback | None = None

    def start(self) -> Playback:
        """Begin to tell the chronology now."""
        self._playback = Playback(self._first_at, self._last_at, self._duration, self._now())
        return self._playback

    def __call__(self) -> datetime:
        """The moment the chronology has reached."""
        return BEFORE_ALL if self._playback is None else self._playback.moment_at(self._now())


def everything_at_once() -> datetime:
    """A clock for which the whole chronology is past."""
    return AFTER_ALL
