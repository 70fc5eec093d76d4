"""Findings as classify would publish them, and a look into what store made of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.contracts.article import Article, FeedReference
from services.contracts.finding import Evidence, Finding, Findings
from services.contracts.vocabulary import MineType, Realis, Stage, Topic
from services.runtime.identifiers import stable_id

START = datetime(2025, 6, 1, 8, tzinfo=UTC)
_LONG = "The notice was handed over on a summer morning, and the ministry explained its reasons to the press. "


def withdrawal(
    country: str = "FI", stage: Stage = Stage.NOTIFIED, *, treaty: str = "ottawa", score: float = 0.8, **facts: Any
) -> Finding:
    quote = Evidence(field="stage", quote="notified", start=0, end=8)
    return Finding(
        topic=Topic.TREATY_WITHDRAWAL,
        country=country,
        treaty=treaty,
        stage=stage,
        score=score,
        evidence=(quote,),
        **facts,
    )


def production(
    country: str = "PL",
    producer: str | None = None,
    mine_type: MineType = MineType.ANTIPERSONNEL,
    stage: Stage = Stage.PLANNED,
    *,
    score: float = 0.8,
    **facts: Any,
) -> Finding:
    return Finding(
        topic=Topic.MINE_PRODUCTION,
        country=country,
        producer=producer,
        mine_type=mine_type,
        stage=stage,
        score=score,
        **facts,
    )


def message(
    name: str,
    *findings: Finding,
    revision: int = 1,
    publisher: str | None = None,
    text: str | None = None,
    language: str | None = "en",
    published_at: datetime | None = START,
    seen_after: timedelta = timedelta(minutes=5),
    read_at: datetime | None = None,
) -> Findings:
    """What the article called `name` says, as its `revision`; another publisher for each name unless told."""
    domain = publisher or f"{name}.example"
    seen_at = (published_at or START) + seen_after
    article = Article(
        id=stable_id("art", name),
        revision=revision,
        content_hash=stable_id("hash", name, revision, text),
        feed=FeedReference(id=stable_id("feed", domain), url=f"https://{domain}/rss", title=domain),
        url=f"https://{domain}/{name}",
        title=f"News from {name}",
        text=text if text is not None else f"{name} {revision} {_LONG * 3}",
        language=language,
        published_at=published_at,
        first_seen_at=seen_at,
        fetched_at=seen_at,
    )
    return Findings(
        article=article,
        language=language,
        rules_version="1",
        read_at=read_at or seen_at + timedelta(seconds=revision),
        findings=findings,
    )


def on_day(day: int) -> datetime:
    """That many days after `START`."""
    return START + timedelta(days=day)


HISTORICAL, NEGATED = Realis.HISTORICAL, Realis.NEGATED
FINNISH_NOTICE = date(2025, 7, 10)
