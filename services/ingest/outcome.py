"""What one poll leads to, and what was remembered before it. Plain values."""

from dataclasses import dataclass

from services.contracts.article import Article
from services.contracts.feed import FeedCheck, FeedState, SeenEntries
from services.contracts.operations import FeedFailing
from services.contracts.wanted import ArticleWanted


@dataclass(frozen=True)
class Seen:
    """What was published of a feed, and the revision at which that was read: the next one must follow it."""

    entries: SeenEntries
    revision: int | None = None


@dataclass(frozen=True)
class Outcome:
    """All that one poll leads to."""

    state: FeedState
    result: str
    """For the metrics."""
    articles: tuple[Article, ...] = ()
    seen: Seen | None = None
    """None when what was remembered still holds."""
    failing: FeedFailing | None = None
    """What operators are to be told."""
    check: FeedCheck | None = None
    """The account of it, where somebody asked for one."""
    renewed: tuple[ArticleWanted, ...] = ()
    """Changed summaries of articles whose page was read: the page is asked for again before anything is published."""

    @property
    def is_light(self) -> bool:
        """Only the feed's figures changed: it does no harm if a crash forgets that."""
        return not self.articles and self.seen is None and self.failing is None
