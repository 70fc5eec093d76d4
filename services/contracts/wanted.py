"""The wish for the full text of an article whose feed carries too little of it."""

from typing import ClassVar

from services.contracts.article import Article
from services.contracts.message import Message, UtcDatetime
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

    def subject(self) -> str:
        """`articles.wanted.v1.<article id>`."""
        return f"{self.subject_prefix}.{self.article.id}"
