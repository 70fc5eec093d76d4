"""What can go wrong with one feed. The text of each error is shown to people as the feed's `last_error`."""

from datetime import timedelta

HARD, SOFT, PASSING = 1.0, 0.5, 0.25
"""How much a failure counts. A fault that lasts is hard; what servers get over by themselves is soft; a name server
that is busy says nothing of the feed."""


class FeedTrouble(Exception):  # noqa: N818 - the root of this package's errors
    """The root of this package's errors: a feed could not be had or read, in plain words."""

    def __init__(self, words: str, *, weight: float = HARD) -> None:
        super().__init__(words)
        self.weight = weight


class FetchFailed(FeedTrouble):
    """No usable answer came back."""


class BodyTooLarge(FetchFailed):
    """The body is past its cap, on the wire or unpacked."""


class UnwelcomeEncoding(FetchFailed):
    """The body is compressed in a way we did not ask for and do not unpack, or is broken inside."""


class Unreadable(FeedTrouble):
    """A body came, but no feed (or page) could be read from it."""


class Outdated(Exception):  # noqa: N818
    """Another replica has stored something newer of this feed: what we know of it is not to be stored."""


class StoppedBeforeStored(Exception):  # noqa: N818
    """The process was asked to stop while an outcome could not be stored; the feed will be polled again."""


class NotYet(Exception):  # noqa: N818
    """The host of a page is to be left alone for longer than anybody should wait for it here."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"not before {wait.total_seconds():.0f} s from now")
        self.wait = wait
