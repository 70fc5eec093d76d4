"""What an event rests on: its reports and their quotes, read when its alert is stored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.contracts.alert import Quote, Report
from services.contracts.vocabulary import Role
from services.database.events import ArticleRow, FindingRow

MAX_REPORTS = 8
MAX_QUOTES_PER_REPORT = 4
MAX_QUOTE_CHARACTERS = 500
_MAX_TITLE_CHARACTERS = 300
_READ_ROWS = 60
"""Of an event with hundreds of reports the newest are enough to choose from."""


@dataclass(frozen=True)
class Support:
    """Reports, and the quotes in them, what matters most first."""

    reports: tuple[Report, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What is read of one report."""

    article_id: str
    origin: str
    url: str | None
    title: str
    feed: str
    language: str | None
    published_at: datetime | None
    evidence: tuple[tuple[str, str], ...]
    """(field, quote)"""


_REPORTS = (
    select(
        col(FindingRow.article_id),
        col(FindingRow.origin),
        col(FindingRow.evidence),
        col(ArticleRow.url),
        col(ArticleRow.title),
        col(ArticleRow.feed_title),
        col(ArticleRow.feed_url),
    )
    .add_columns(col(ArticleRow.language), col(ArticleRow.published_at))
    .join(ArticleRow, col(ArticleRow.id) == col(FindingRow.article_id))
    .where(col(FindingRow.event_id) == bindparam("event_id"), col(FindingRow.role) == Role.REPORT)
    .order_by(col(ArticleRow.reported_at).desc(), col(FindingRow.id))
    .limit(_READ_ROWS)
)


async def read_support(events: AsyncEngine, event_id: str, changed_fields: Collection[str]) -> Support:
    """The reports of an event as they stand now."""
    async with events.connect() as connection:
        rows = (await connection.execute(_REPORTS, {"event_id": event_id})).all()
    return choose([_finding(row) for row in rows], changed_fields)


def choose(findings: Collection[Finding], changed_fields: Collection[str]) -> Support:
    """One report of each origin before a second of any; of each first the quotes behind what changed. Pure."""
    reports: dict[str, Finding] = {}
    for finding in findings:
        reports.setdefault(finding.article_id, finding)
    seen: set[str] = set()
    firsts: list[Finding] = []
    others: list[Finding] = []
    for finding in reports.values():
        (others if finding.origin in seen else firsts).append(finding)
        seen.add(finding.origin)
    chosen = (firsts + others)[:MAX_REPORTS]
    return Support(
        reports=tuple(_report(finding) for finding in chosen),
        quotes=tuple(quote for finding in chosen for quote in _quotes(finding, changed_fields)),
    )


def _quotes(finding: Finding, changed_fields: Collection[str]) -> list[Quote]:
    weights = {"stage": 1, "act": 2, "treaty": 2, "country": 3}
    ranked = sorted(
        dict.fromkeys(finding.evidence),
        key=lambda one: 0 if one[0] in changed_fields else weights.get(one[0], 2),
    )
    return [
        Quote(article_id=finding.article_id, field=field, quote=quote[:MAX_QUOTE_CHARACTERS])
        for field, quote in ranked[:MAX_QUOTES_PER_REPORT]
    ]


def _report(finding: Finding) -> Report:
    return Report(
        id=finding.article_id,
        url=finding.url,
        title=finding.title[:_MAX_TITLE_CHARACTERS],
        feed=finding.feed[:_MAX_TITLE_CHARACTERS],
        language=finding.language,
        published_at=finding.published_at,
    )


def _finding(row: Any) -> Finding:
    return Finding(
        article_id=row.article_id,
        origin=row.origin,
        url=row.url,
        title=row.title,
        feed=row.feed_title or row.feed_url,
        language=row.language,
        published_at=row.published_at,
        evidence=tuple((str(one["field"]), str(one["quote"])) for one in row.evidence),
    )
