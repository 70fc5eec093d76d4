"""The wish for the full text of an article whose feed carries too little of it."""

from typing import ClassVar

from pydantic import Field

from services.contracts.article import Article
from services.contracts.message import Message, UtcDatetime, Value
from services.contracts.streams import ARTICLES


class ArticleWanted(Message):
    """A candidate whose text is too thin for its facts. Ingest fetches its page once and publishes a new revision.

    It carries the revision the classifier saw, so that whoever serves it needs no look-up.
    """

    stream: ClassVar[str] = ARTICLES.name
    subject_prefix: ClassVar[str] = "articles.wanted.v1"
    version: ClassVar[int] = 1

    article: Article
    reason: str
    """What the classifier misses, in plain words."""
    wanted_at: UtcDatetime
    is_published: bool = True
    """False where ingest itself asks: the feed has changed its summary of an article whose page was read before, and
    the revision carried here is published only if the page can't be had again."""
    tries: int = Field(default=0, ge=0)
    """How often its page was asked for and not had, for reasons that may pass."""

    def subject(self) -> str:
        """`articles.wanted.v1.<article id>`."""
        return f"{self.subject_prefix}.{self.article.id}"


class PostponedWish(Value):
    """A wish that is to come again: it waits here, because a message that waits holds up those behind it."""

    wanted: ArticleWanted
    due_at: UtcDatetime
