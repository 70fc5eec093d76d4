"""What is logged when feeds begin to fail or are well again: each by itself, or many in one line.

When the network is down, three hundred feeds fail within minutes for one reason: then the reason is worth a line.
"""

import asyncio
from collections import Counter
from urllib.parse import urlsplit

import structlog

from services.contracts.feed import FeedState

log = structlog.get_logger()

MOST_A_MINUTE = 10
WINDOW_SECONDS = 60.0


class ChangeLog:
    """Tells the first changes of a minute by themselves and sums up the others at its end."""

    def __init__(self, *, most: int = MOST_A_MINUTE, window_seconds: float = WINDOW_SECONDS) -> None:
        self._most = most
        self._window_seconds = window_seconds
        self._told = 0
        self._left_out: Counter[str | None] = Counter()
        self._window: asyncio.TimerHandle | None = None

    def tell(self, state: FeedState) -> None:
        """A feed's error is another than before, or gone."""
        if self._window is None:
            self._window = asyncio.get_running_loop().call_later(self._window_seconds, self.sum_up)
        if self._told < self._most:
            self._told += 1
            log.info("feed", url=state.feed.url, status=state.status, error=state.last_error)
        else:
            self._left_out[_without_host(state)] += 1

    def sum_up(self) -> None:
        """End the window."""
        if self._window is not None:
            self._window.cancel()
        if self._left_out:
            well = self._left_out.pop(None, 0)
            mostly = self._left_out.most_common(1)
            log.info(
                "more feeds changed; /v1/feeds tells of each",
                well=well,
                failing=sum(self._left_out.values()),
                mostly=mostly[0][0] if mostly else None,
            )
        self._window, self._told = None, 0
        self._left_out.clear()


def _without_host(state: FeedState) -> str | None:
    """The error as others have it, too."""
    if state.last_error is None:
        return None
    return state.last_error.replace(urlsplit(state.feed.url).hostname or "\0", "the host")
