"""The article: one entry of a feed, by its identity."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from services.contracts.message import Message, UtcDatetime, Value
from services.contracts.streams import ARTICLES
from services.contracts.vocabulary import FeedKind

MAX_TITLE_CHARACTERS = 2_000
MAX_TEXT_CHARACTERS = 100_000
"""Together at most about 400 kB of UTF-8, so that an article and its findings fit NATS's 1 MB payload."""
MAX_URL_CHARACTERS = 2_048


class TextFrom(StrEnum):
    """Where the text of an article was read."""

    FEED = "feed"
    PAGE = "page"
    """The article's own web page, fetched because the feed carries too little of it."""


class FeedReference(Value):
    """The feed an article came from, as far as its readers need it."""

    id: str
    url: str
    title: str | None = None
    language: str | None = None
    country: str | None = None
    kind: FeedKind | None = None


class Article(Message):
    """One version of one article. A changed text is a new revision under the same `id`."""

    stream: ClassVar[str] = ARTICLES.name
    subject_prefix: ClassVar[str] = "articles.v1"
    version: ClassVar[int] = 1

    id: str = Field(pattern=r"^art_[0-9a-f]{24}$")
    revision: int = Field(ge=1)
    content_hash: str
    feed: FeedReference
    url: str | None = Field(default=None, max_length=MAX_URL_CHARACTERS)
    title: str = Field(max_length=MAX_TITLE_CHARACTERS)
    text: str = Field(max_length=MAX_TEXT_CHARACTERS)
    language: str | None = None
    """What the feed or entry claims (BCP 47), not what the text is."""
    published_at: UtcDatetime | None = None
    """What the entry claims; may be missing, wrong or in the future."""
    first_seen_at: UtcDatetime
    fetched_at: UtcDatetime
    publisher: str | None = Field(default=None, max_length=300)
    """Who published it, where that is not who keeps the feed: aggregators name the outlet of each item."""
    publisher_url: str | None = Field(default=None, max_length=MAX_URL_CHARACTERS)
    author: str | None = Field(default=None, max_length=300)
    """The byline of the page, where the page was read."""
    text_from: TextFrom = TextFrom.FEED

    def subject(self) -> str:
        """`articles.v1.<feed id>`."""
        return f"{self.subject_prefix}.{self.feed.id}"
