"""Messages into rows, and rows into what is merged."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.contracts.article import Article
from services.contracts.finding import Finding, Findings
from services.contracts.vocabulary import Act, MineType, Realis, Role, Stage, Topic
from services.database.event_parts import said_in
from services.database.events import ArticleRow, FindingRow, ReviewRow
from services.database.folding import folded, producer_key
from services.reference.official import is_official
from services.runtime.identifiers import stable_id
from services.store.credits import credit_of, text_key
from services.store.errors import FigureTooLarge
from services.store.likeness import Signature, letters_of, signature_of
from services.store.origins import Copy
from services.store.reviews import StoredReview
from services.store.slots import fit, slot_of
from services.store.stored import StoredFinding, group_key

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
    credit, letters = credit_of(article), letters_of(article.text)
    signature = signature_of(letters)
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
        "text_from": article.text_from,
        "author": article.author,
        "text_key": text_key(article.title, letters),
        "own_origin": credit.origin,
        "agency": credit.agency,
        "publisher": credit.publisher,
        "signature": signature.data if signature else None,
        "shingles": signature.pieces if signature else None,
        "language": message.language or _primary_language(article.language),
        "published_at": article.published_at,
        "first_seen_at": article.first_seen_at,
        "fetched_at": article.fetched_at,
        "reported_at": reported_at(article),
        "rules_version": message.rules_version,
        "read_at": message.read_at,
    }


def finding_values(message: Findings) -> dict[str, dict[str, Any]]:
    """The columns of a row for each step the article tells of; where it says the same twice, the surer one."""
    found: dict[str, dict[str, Any]] = {}
    for finding in sorted(message.findings, key=lambda each: (each.realis is Realis.HISTORICAL, -each.score)):
        values = _values_of(message, finding)
        found.setdefault(values["id"], values)
    return found


def _values_of(message: Findings, finding: Finding) -> dict[str, Any]:
    article_id = message.article.id
    slot = slot_of(finding.producer, finding.mine_type)
    group = group_key(finding.topic, finding.country, finding.treaty)
    return {
        "id": stable_id("fnd", article_id, group, finding.stage, *slot),
        "article_id": article_id,
        "event_id": None,
        "rung_id": None,
        "group_key": group,
        "role": Role.BACKGROUND if finding.realis is Realis.HISTORICAL else Role.REPORT,
        "origin": "",
        "fold_reason": None,
        "topic": finding.topic,
        "country": finding.country,
        "treaty": finding.treaty,
        "mine_type": finding.mine_type,
        "producer": finding.producer if finding.producer and producer_key(finding.producer) else None,
        "stage": finding.stage,
        "act": finding.act,
        "realis": finding.realis,
        "notified_on": finding.notified_on,
        "effective_on": finding.effective_on,
        "occurred_on": finding.occurred_on,
        "quantity": _storable(finding.quantity),
        "capacity_per_year": _storable(finding.capacity_per_year),
        "score": finding.score,
        "evidence": [evidence.model_dump(mode="json") for evidence in finding.evidence],
        "rules_version": message.rules_version,
    }


HANGING = ("event_id", "rung_id", "role", "origin", "fold_reason")
"""The columns of a finding that merging sets, and that a new reading of its article leaves alone."""


def inherit_rungs(new: Iterable[dict[str, Any]], gone: Sequence[Any]) -> None:
    """Let what an article now says of a step keep the event it hung on when it said it less exactly.

    Otherwise a first reading without the producer would open one event, and the second with it another.
    """
    for values in new:
        for old in gone:
            same_step = (old.group_key, old.stage) == (values["group_key"], values["stage"])
            slots = slot_of(old.producer, old.mine_type), slot_of(values["producer"], values["mine_type"])
            if same_step and fit(*slots):
                values["rung_id"] = values["rung_id"] or old.rung_id
                values["event_id"] = values["event_id"] or old.event_id


MERGED_COLUMNS: tuple[Any, ...] = (
    FindingRow.id,
    FindingRow.article_id,
    FindingRow.group_key,
    FindingRow.event_id,
    FindingRow.rung_id,
    FindingRow.role,
    FindingRow.origin,
    FindingRow.fold_reason,
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
    ArticleRow.signature,
    ArticleRow.shingles,
    ArticleRow.feed_title,
    ArticleRow.feed_kind,
    ArticleRow.feed_country,
    ArticleRow.url,
    ArticleRow.feed_url,
    ArticleRow.reported_at,
    ArticleRow.first_seen_at,
)
"""What `stored_finding` reads. Columns and not entities: a famous case has thousands of findings."""


def stored_finding(row: Any, article: Any) -> StoredFinding:
    """What is merged, from the two tables' rows or from one row of `MERGED_COLUMNS` given twice."""
    return StoredFinding(
        id=row.id,
        article_id=row.article_id,
        owner=row.rung_id,
        hangs_on=row.event_id,
        group=row.group_key,
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
        reported_at=article.reported_at,
        first_seen_at=article.first_seen_at,
        copy=Copy(
            row.article_id,
            article.own_origin,
            article.text_key,
            article.reported_at,
            article.feed_title or article.feed_url,
            Signature(article.signature, article.shingles) if article.signature else None,
        ),
        is_official=is_official(
            article.feed_kind, article.feed_country, article.url, country=row.country, treaty_id=row.treaty
        ),
    )


def stored_review(row: ReviewRow) -> StoredReview:
    """A review as it is applied."""
    return StoredReview(**said_in(row), position=row.position, snapshot=row.snapshot)


def _storable(figure: int | None) -> int | None:
    if figure is not None and figure > LARGEST_FIGURE:
        raise FigureTooLarge(f"a figure of {len(str(figure))} digits is no number of mines or revisions")
    return figure


def _primary_language(tag: str | None) -> str | None:
    return tag.split("-")[0].lower() if tag else None
