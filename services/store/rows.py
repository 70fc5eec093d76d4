"""Messages into rows, and rows into what is merged."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.contracts.article import Article
from services.contracts.finding import Finding, Findings
from services.contracts.vocabulary import Act, MineType, Realis, Role, Stage, Topic
from services.database.events import ArticleRow, FindingRow
from services.database.folding import folded, producer_key
from services.runtime.identifiers import stable_id
from services.store.errors import FigureTooLarge
from services.store.identity import StoredFinding, fit, group_key, slot_of
from services.store.origins import origin_of, text_key

LARGEST_FIGURE = 2**63 - 1
"""What a BIGINT holds."""

# Editors' clocks run ahead by minutes and time zones are mistaken; a day covers both.
_FUTURE_TOLERANCE = timedelta(days=1)


def reported_at(article: Article) -> datetime:
    """When the article says it was published, or when it was first seen where that is missing or in the future."""
    claimed = article.published_at
    if claimed is None or claimed > article.first_seen_at + _FUTURE_TOLERANCE:
        return article.first_seen_at
    return claimed


def article_values(message: Findings) -> dict[str, Any]:
    """The columns of the article's row."""
    article = message.article
    return {
        "id": article.id,
        "revision": _storable(article.revision),
        "content_hash": article.content_hash,
        "feed_id": article.feed.id,
        "feed_url": article.feed.url,
        "feed_title": article.feed.title,
        "feed_language": article.feed.language,
        "feed_country": article.feed.country,
        "feed_kind": article.feed.kind,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "folded_text": folded(f"{article.title}\n{article.text}"),
        "text_key": text_key(article),
        "own_origin": origin_of(article),
        "language": message.language or _primary_language(article.language),
        "published_at": article.published_at,
        "first_seen_at": article.first_seen_at,
        "fetched_at": article.fetched_at,
        "reported_at": reported_at(article),
        "rules_version": message.rules_version,
        "read_at": message.read_at,
    }


def finding_rows(message: Findings) -> list[FindingRow]:
    """A row for each step the article tells of; where it says the same twice, the surer one."""
    rows: dict[str, FindingRow] = {}
    for finding in sorted(message.findings, key=lambda each: (each.realis is Realis.HISTORICAL, -each.score)):
        row = _finding_row(message, finding)
        rows.setdefault(row.id, row)
    return list(rows.values())


def _finding_row(message: Findings, finding: Finding) -> FindingRow:
    article_id = message.article.id
    slot = slot_of(finding.producer, finding.mine_type)
    group = group_key(finding.topic, finding.country, finding.treaty)
    return FindingRow(
        id=stable_id("fnd", article_id, group, finding.stage, *slot),
        article_id=article_id,
        group_key=group,
        role=Role.BACKGROUND if finding.realis is Realis.HISTORICAL else Role.REPORT,
        origin=origin_of(message.article),
        topic=finding.topic,
        country=finding.country,
        treaty=finding.treaty,
        mine_type=finding.mine_type,
        producer=finding.producer if finding.producer and producer_key(finding.producer) else None,
        stage=finding.stage,
        act=finding.act,
        realis=finding.realis,
        notified_on=finding.notified_on,
        effective_on=finding.effective_on,
        occurred_on=finding.occurred_on,
        quantity=_storable(finding.quantity),
        capacity_per_year=_storable(finding.capacity_per_year),
        score=finding.score,
        evidence=[evidence.model_dump(mode="json") for evidence in finding.evidence],
        rules_version=message.rules_version,
    )


def inherit_events(new: Iterable[FindingRow], gone: Sequence[FindingRow]) -> None:
    """Let what an article now says of a step keep the event it hung on when it said it less exactly.

    Otherwise a first reading without the producer would open one event, and the second with it another.
    """
    for row in new:
        for old in gone:
            same_step = (old.group_key, old.stage) == (row.group_key, row.stage)
            if same_step and fit(slot_of(old.producer, old.mine_type), slot_of(row.producer, row.mine_type)):
                row.event_id = row.event_id or old.event_id


MERGED_COLUMNS: tuple[Any, ...] = (
    FindingRow.id,
    FindingRow.article_id,
    FindingRow.event_id,
    FindingRow.topic,
    FindingRow.country,
    FindingRow.treaty,
    FindingRow.mine_type,
    FindingRow.producer,
    FindingRow.stage,
    FindingRow.act,
    FindingRow.realis,
    FindingRow.notified_on,
    FindingRow.effective_on,
    FindingRow.occurred_on,
    FindingRow.quantity,
    FindingRow.capacity_per_year,
    FindingRow.score,
    ArticleRow.language,
    ArticleRow.own_origin,
    ArticleRow.text_key,
    ArticleRow.reported_at,
    ArticleRow.first_seen_at,
)
"""What `stored_finding` reads. Columns and not entities: a famous case has thousands of findings."""


def stored_finding(row: Any, article: Any) -> StoredFinding:
    """What is merged, from the two tables' rows or from one row of `MERGED_COLUMNS` given twice."""
    return StoredFinding(
        id=row.id,
        article_id=row.article_id,
        owner=row.event_id,
        topic=Topic(row.topic),
        country=row.country,
        treaty=row.treaty,
        mine_type=MineType(row.mine_type) if row.mine_type else None,
        producer=row.producer,
        stage=Stage(row.stage),
        act=Act(row.act) if row.act else None,
        realis=Realis(row.realis),
        notified_on=row.notified_on,
        effective_on=row.effective_on,
        occurred_on=row.occurred_on,
        quantity=row.quantity,
        capacity_per_year=row.capacity_per_year,
        score=row.score,
        language=article.language,
        own_origin=article.own_origin,
        text_key=article.text_key,
        reported_at=article.reported_at,
        first_seen_at=article.first_seen_at,
    )


def _storable(figure: int | None) -> int | None:
    if figure is not None and figure > LARGEST_FIGURE:
        raise FigureTooLarge(f"a figure of {len(str(figure))} digits is no number of mines or revisions")
    return figure


def _primary_language(tag: str | None) -> str | None:
    return tag.split("-")[0].lower() if tag else None
