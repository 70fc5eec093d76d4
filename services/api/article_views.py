"""Articles as clients see them: the text that was read, and what was read in it. Pure."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from services.contracts.article import TextFrom
from services.contracts.finding import Evidence
from services.contracts.message import UtcDatetime
from services.contracts.vocabulary import Act, EventStatus, FeedKind, MineType, Realis, Role, Stage, Topic
from services.database.events import ArticleRow, EventRow, FindingRow


class ArticleFeed(BaseModel):
    """Where an article came from."""

    id: str
    url: str
    title: str | None
    language: str | None
    country: str | None
    kind: FeedKind | None


class ArticleFinding(BaseModel):
    """What the article says about one step, and how that counts."""

    id: str
    topic: Topic
    country: str
    treaty: str | None
    mine_type: MineType | None
    producer: str | None
    stage: Stage
    act: Act | None
    realis: Realis
    notified_on: date | None
    effective_on: date | None
    occurred_on: date | None
    quantity: int | None
    capacity_per_year: int | None
    score: float
    evidence: list[Evidence]
    """Offsets are characters of title, a line break, and text."""
    role: Role
    origin: str
    """The independent origin it counts for within its event."""
    fold_reason: str | None
    """Why it counts together with another article; null where it counts by itself."""
    event_id: str | None
    """Null for what opens no event, such as a step denied."""
    rules_version: str


class ArticleEvent(BaseModel):
    """An event that the article hangs on."""

    id: str
    title: str
    stage: Stage
    status: EventStatus
    case_id: str
    roles: list[Role]


class ArticleView(BaseModel):
    """An article as it was read."""

    id: str
    revision: int
    url: str | None
    title: str
    text: str
    text_from: TextFrom
    """Where the text was read: in the feed, or on the article's own page, because the feed says too little."""
    author: str | None
    """The byline of the page, where the page was read."""
    content_hash: str
    language: str | None
    feed: ArticleFeed
    own_origin: str
    """Whom the article itself names as its origin: an agency it credits, else its publisher."""
    agency: str | None
    publisher: str | None
    published_at: UtcDatetime | None
    first_seen_at: UtcDatetime
    fetched_at: UtcDatetime
    reported_at: UtcDatetime
    """When it says it was published, or when it was first seen where that is missing or in the future."""
    read_at: UtcDatetime
    rules_version: str
    findings: list[ArticleFinding]
    events: list[ArticleEvent]


def article_view(article: ArticleRow, findings: Sequence[FindingRow], events: Sequence[EventRow]) -> ArticleView:
    """The article with what was read in it."""
    return ArticleView(
        **article.model_dump(include=set(ArticleView.model_fields) - {"feed", "findings", "events"}),
        feed=ArticleFeed(
            id=article.feed_id,
            url=article.feed_url,
            title=article.feed_title,
            language=article.feed_language,
            country=article.feed_country,
            kind=FeedKind(article.feed_kind) if article.feed_kind else None,
        ),
        findings=[ArticleFinding.model_validate(finding, from_attributes=True) for finding in findings],
        events=[
            ArticleEvent(
                id=event.id,
                title=event.title,
                stage=Stage(event.stage),
                status=EventStatus(event.status),
                case_id=event.case_id,
                roles=sorted({Role(finding.role) for finding in findings if finding.event_id == event.id}),
            )
            for event in events
        ],
    )
