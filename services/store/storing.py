"""One message into the book of events, in one transaction: article, findings, events, versions, alerts to tell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer, load_only
from sqlmodel import col

from services.contracts.finding import Findings
from services.contracts.vocabulary import Topic
from services.database.events import ArticleRow, EventRow, FindingRow
from services.store.event_writer import EventWriter
from services.store.locks import lock_article, lock_groups
from services.store.merge import NOTICE_STAGES, Merged, merge
from services.store.rows import article_values, finding_rows, inherit_events, stored_finding

Affected = Mapping[str, set[str]]
"""The stages whose events are looked at anew, by group."""

_MERGED_ARTICLE_COLUMNS: tuple[Any, ...] = (
    ArticleRow.language,
    ArticleRow.own_origin,
    ArticleRow.text_key,
    ArticleRow.reported_at,
    ArticleRow.first_seen_at,
)


async def store_findings(session: AsyncSession, message: Findings, *, now: datetime) -> int:
    """Let `message` replace what its article said before; answers how many alerts that raises.

    A message that is older than what is stored, or says the same, changes nothing. The caller commits.
    """
    await lock_article(session, message.article.id)
    article = await session.get(ArticleRow, message.article.id)
    if _is_nothing_new(message, article):
        return 0
    values, new = article_values(message), finding_rows(message)
    old = await session.scalars(select(FindingRow).where(col(FindingRow.article_id) == message.article.id))
    known = {row.id: row for row in old}
    affected = _affected((*known.values(), *new))
    await lock_groups(session, affected)
    # Another store may have hung these findings elsewhere before it let the groups go.
    for row in known.values():
        await session.refresh(row, ["event_id", "role", "origin"])
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
    for group, stages in affected.items():
        await _merge_group(session, writer, group, stages)
    return await writer.write()


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


async def _merge_group(session: AsyncSession, writer: EventWriter, group: str, stages: set[str]) -> None:
    rows = await session.execute(
        select(FindingRow, ArticleRow)
        .join(ArticleRow, col(ArticleRow.id) == col(FindingRow.article_id))
        .where(col(FindingRow.group_key) == group, col(FindingRow.stage).in_(stages))
        .options(load_only(*_MERGED_ARTICLE_COLUMNS), defer(FindingRow.evidence))  # type: ignore[arg-type]
    )
    attached = {finding.id: (finding, stored_finding(finding, article)) for finding, article in rows}
    events = await session.scalars(
        select(EventRow).where(col(EventRow.group_key) == group, col(EventRow.stage).in_(stages))
    )
    existing = {row.id: row for row in events}
    merged = merge(
        (finding for _, finding in attached.values()), {event_id: row.seq for event_id, row in existing.items()}
    )
    _hang(writer, merged, {finding_id: row for finding_id, (row, _) in attached.items()})
    writer.take(group, merged, existing, _successors(merged))


def _hang(writer: EventWriter, merged: Iterable[Merged], rows: Mapping[str, FindingRow]) -> None:
    """Note on which event each finding now hangs; written once the events are."""
    loose = dict(rows)
    for one in merged:
        for role, findings in (("report", one.rung.reports), ("background", one.rung.background)):
            for finding in findings:
                writer.hang(loose.pop(finding.id), one.id, role, one.origins[finding.article_id])
    for row in loose.values():
        writer.hang(row, None, row.role, row.origin)


def _successors(merged: Iterable[Merged]) -> dict[str, str]:
    """Where the reports of each event went, if all went to one."""
    went: dict[str, set[str]] = defaultdict(set)
    for one in merged:
        for report in one.rung.reports:
            if report.owner is not None:
                went[report.owner].add(one.id)
    return {event_id: next(iter(to)) for event_id, to in went.items() if len(to) == 1}
