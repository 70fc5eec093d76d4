"""One message into the book of events, in one transaction: article, findings, events, versions, alerts to tell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.finding import Findings
from services.contracts.vocabulary import Role, Topic
from services.database.events import ArticleRow, EventRow, FindingRow
from services.store.event_writer import EventWriter, Hung
from services.store.identity import StoredFinding
from services.store.locks import lock_article, lock_groups
from services.store.merge import NOTICE_STAGES, Merged, merge
from services.store.rows import MERGED_COLUMNS, article_values, finding_rows, inherit_events, stored_finding

Affected = Mapping[str, set[str]]
"""The stages whose events are looked at anew, by group."""


async def store_findings(session: AsyncSession, message: Findings, *, now: datetime) -> int:
    """Let `message` replace what its article said before; answers how many alerts that raises.

    A message that is older than what is stored, or says the same, changes nothing. The caller commits.
    """
    await lock_article(session, message.article.id)
    article = await session.get(ArticleRow, message.article.id)
    if _is_nothing_new(message, article):
        return 0
    values, new = article_values(message), finding_rows(message)
    known = {} if article is None else await _findings_of(session, message.article.id)
    affected = _affected((*known.values(), *new))
    await lock_groups(session, affected)
    if known:
        # Another store may have hung these findings elsewhere before it let the groups go.
        known = await _findings_of(session, message.article.id)
    if article is None:
        session.add(ArticleRow(**values))
    else:
        article.sqlmodel_update(values)
    await session.flush()
    await _replace(session, known, new)
    await session.flush()

    feed = message.article.feed
    cause = f"article {message.article.id}, revision {message.article.revision}, of {feed.title or feed.url}"
    writer = EventWriter(session, now=now, cause=cause)
    await _merge_anew(session, writer, affected)
    return await writer.write()


async def _findings_of(session: AsyncSession, article_id: str) -> dict[str, FindingRow]:
    query = select(FindingRow).where(col(FindingRow.article_id) == article_id)
    rows = await session.scalars(query, execution_options={"populate_existing": True})
    return {row.id: row for row in rows}


def _is_nothing_new(message: Findings, article: ArticleRow | None) -> bool:
    if article is None:
        # Most articles say nothing and need no row. A revised one gets it nevertheless, so that its older
        # version, delivered late, does not say again what the newer takes back.
        return not message.findings and message.article.revision == 1
    return (message.article.revision, message.read_at) <= (article.revision, article.read_at)


def _affected(rows: Iterable[FindingRow]) -> dict[str, set[str]]:
    affected: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        affected[row.group_key].add(row.stage)
        if row.topic == Topic.TREATY_WITHDRAWAL and row.stage in NOTICE_STAGES:
            affected[row.group_key].update(NOTICE_STAGES)
    return dict(sorted(affected.items()))


async def _replace(session: AsyncSession, known: Mapping[str, FindingRow], new: Iterable[FindingRow]) -> None:
    wanted = {row.id: row for row in new}
    gone = [row for row_id, row in known.items() if row_id not in wanted]
    added = [row for row_id, row in wanted.items() if row_id not in known]
    inherit_events(added, gone)
    for row in gone:
        await session.delete(row)
    for row_id, row in wanted.items():
        if row_id in known:
            said = row.model_dump(exclude={"id", "article_id", "event_id", "role", "origin"})
            known[row_id].sqlmodel_update(said)
    session.add_all(added)


async def _merge_anew(session: AsyncSession, writer: EventWriter, affected: Affected) -> None:
    """Look again at every event of the affected groups and stages."""
    if not affected:
        return
    found = await session.execute(
        select(*MERGED_COLUMNS, col(FindingRow.group_key), col(FindingRow.role), col(FindingRow.origin))
        .join(ArticleRow, col(ArticleRow.id) == col(FindingRow.article_id))
        .where(_is_in(col(FindingRow.group_key), col(FindingRow.stage), affected))
    )
    hung: dict[str, dict[str, Hung]] = defaultdict(dict)
    findings: dict[str, list[StoredFinding]] = defaultdict(list)
    for row in found:
        hung[row.group_key][row.id] = Hung(row.event_id, row.role, row.origin)
        findings[row.group_key].append(stored_finding(row, row))
    events: dict[str, dict[str, EventRow]] = defaultdict(dict)
    stored = select(EventRow).where(_is_in(col(EventRow.group_key), col(EventRow.stage), affected))
    for event in await session.scalars(stored):
        events[event.group_key][event.id] = event
    for group in affected:
        ages = {event_id: event.seq for event_id, event in events[group].items()}
        merged = merge(findings[group], ages)
        writer.hang(_moved(merged, hung[group]))
        writer.take(group, merged, events[group], _successors(merged))


def _is_in(group_key: Any, stage: Any, affected: Affected) -> ColumnElement[bool]:
    return or_(*(and_(group_key == group, stage.in_(sorted(stages))) for group, stages in affected.items()))


def _moved(merged: Iterable[Merged], before: Mapping[str, Hung]) -> dict[str, Hung]:
    """The findings that hang otherwise than before, and how they hang now."""
    after = {finding_id: Hung(None, was.role, was.origin) for finding_id, was in before.items()}
    for one in merged:
        for role, findings in ((Role.REPORT, one.rung.reports), (Role.BACKGROUND, one.rung.background)):
            for finding in findings:
                after[finding.id] = Hung(one.id, role, one.origins[finding.article_id])
    return {finding_id: now for finding_id, now in after.items() if now != before[finding_id]}


def _successors(merged: Iterable[Merged]) -> dict[str, str]:
    """Where the reports of each event went, if all went to one."""
    went: dict[str, set[str]] = defaultdict(set)
    for one in merged:
        for report in one.rung.reports:
            if report.owner is not None:
                went[report.owner].add(one.id)
    return {event_id: next(iter(to)) for event_id, to in went.items() if len(to) == 1}
