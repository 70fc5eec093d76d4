"""Messages into the book of events, in one transaction: articles, findings, events, versions, alerts to tell."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.finding import Findings
from services.contracts.vocabulary import STAGES, Topic
from services.database.events import ArticleRow, FindingRow
from services.store.book import open_groups
from services.store.causes import Causes, in_words
from services.store.clock import NOTICE_STAGES
from services.store.cycles import CLOSING_STAGES
from services.store.deriving import derive
from services.store.event_writer import EventWriter
from services.store.gathering import Touched
from services.store.locks import lock_articles
from services.store.rows import HANGING, article_values, finding_values, inherit_rungs
from services.store.writing import insert_rows, update_rows

Values = dict[str, Any]

_PART = 40
"""So many articles are written together."""

_KNOWN_COLUMNS: tuple[Any, ...] = (
    FindingRow.id,
    FindingRow.article_id,
    FindingRow.event_id,
    FindingRow.rung_id,
    FindingRow.group_key,
    FindingRow.topic,
    FindingRow.stage,
    FindingRow.producer,
    FindingRow.mine_type,
)


async def store_findings(session: AsyncSession, messages: Sequence[Findings], *, now: datetime) -> int:
    """Let each message replace what its article said before; answers how many alerts that raises.

    A message that is older than what is stored, or than another of the batch, or says the same, changes nothing.
    The caller commits.
    """
    newest = _newest_of_each(messages)
    await lock_articles(session, newest)
    stored = await _stored_articles(session, newest)
    fresh = [one for one in newest.values() if not _is_nothing_new(one, stored.get(one.article.id))]
    if not fresh:
        return 0
    said = {one.article.id: finding_values(one) for one in fresh}
    known = await _known_findings(session, [article_id for article_id in said if article_id in stored])
    affected = _affected(known, said.values())
    opened = await open_groups(session, affected)
    if known:
        # Another store may have hung these findings elsewhere before it let the groups go.
        known = await _known_findings(session, [article_id for article_id in said if article_id in stored])
    await _write_articles(session, fresh, stored)
    await _replace(session, known, said)
    writer = EventWriter(session, now=now, causes=_causes(fresh, said, known))
    lost = {row.event_id for rows in known.values() for row in rows if row.event_id is not None}
    await derive(session, writer, opened, affected, now.date(), Touched(frozenset(said), lost))
    return await writer.write()


def _newest_of_each(messages: Iterable[Findings]) -> dict[str, Findings]:
    """The last word of each article, by its id; among equals the first one that came."""
    newest: dict[str, Findings] = {}
    for message in messages:
        other = newest.get(message.article.id)
        if other is None or _age(message) > _age(other):
            newest[message.article.id] = message
    return dict(sorted(newest.items()))


def _age(message: Findings) -> tuple[int, datetime]:
    return message.article.revision, message.read_at


async def _stored_articles(session: AsyncSession, wanted: Collection[str]) -> dict[str, tuple[int, datetime]]:
    """How new what is stored of each article is."""
    found = await session.execute(
        select(col(ArticleRow.id), col(ArticleRow.revision), col(ArticleRow.read_at)).where(
            col(ArticleRow.id).in_(sorted(wanted))
        )
    )
    return {article_id: (revision, read_at) for article_id, revision, read_at in found}


def _is_nothing_new(message: Findings, stored: tuple[int, datetime] | None) -> bool:
    if stored is None:
        # Most articles say nothing and need no row. A revised one gets it nevertheless, so that its older
        # version, delivered late, does not say again what the newer takes back.
        return not message.findings and message.article.revision == 1
    return _age(message) <= stored


async def _known_findings(session: AsyncSession, article_ids: Collection[str]) -> dict[str, list[Any]]:
    """What is stored of what these articles say, by article."""
    found: dict[str, list[Any]] = defaultdict(list)
    if article_ids:
        rows = await session.execute(select(*_KNOWN_COLUMNS).where(col(FindingRow.article_id).in_(sorted(article_ids))))
        for row in rows:
            found[row.article_id].append(row)
    return found


def _affected(known: Mapping[str, Iterable[Any]], said: Iterable[Mapping[str, Values]]) -> dict[str, set[str]]:
    """The stages whose events must be looked at anew, by group."""
    told = [(row.group_key, row.topic, row.stage) for rows in known.values() for row in rows]
    told += [(each["group_key"], each["topic"], each["stage"]) for values in said for each in values.values()]
    affected: dict[str, set[str]] = defaultdict(set)
    for group, topic, stage in told:
        affected[group].add(stage)
        if topic == Topic.TREATY_WITHDRAWAL and stage in NOTICE_STAGES:
            affected[group].update(NOTICE_STAGES)
        if stage in CLOSING_STAGES:  # what closes a case, or no longer does, parts or joins all its other rungs
            affected[group].update(STAGES[Topic(topic)])
    return dict(sorted(affected.items()))


async def _write_articles(session: AsyncSession, fresh: Sequence[Findings], stored: Collection[str]) -> None:
    """In parts: while the database takes one in, the next is made ready. Both cost about the same."""
    first, *others = (fresh[start : start + _PART] for start in range(0, len(fresh), _PART))
    loop, ready = asyncio.get_running_loop(), _all_values(first)
    for other in others:
        next_one = loop.run_in_executor(None, _all_values, other)
        try:
            await _write_part(session, ready, stored)
            ready = await next_one
        finally:
            next_one.cancel()
    await _write_part(session, ready, stored)


def _all_values(messages: Iterable[Findings]) -> list[Values]:
    return [article_values(message) for message in messages]


async def _write_part(session: AsyncSession, articles: Sequence[Values], stored: Collection[str]) -> None:
    await insert_rows(session, ArticleRow, [values for values in articles if values["id"] not in stored])
    await update_rows(session, ArticleRow, [values for values in articles if values["id"] in stored])


async def _replace(
    session: AsyncSession, known: Mapping[str, Sequence[Any]], said: Mapping[str, Mapping[str, Values]]
) -> None:
    added: list[Values] = []
    changed: list[Values] = []
    gone: list[str] = []
    for article_id, wanted in said.items():
        rows = {row.id: row for row in known.get(article_id, ())}
        left = [row for row_id, row in rows.items() if row_id not in wanted]
        new = [values for row_id, values in wanted.items() if row_id not in rows]
        inherit_rungs(new, left)
        added += new
        gone += [row.id for row in left]
        changed += [
            {name: value for name, value in values.items() if name not in HANGING}
            for row_id, values in wanted.items()
            if row_id in rows
        ]
    if gone:
        await session.execute(delete(FindingRow).where(col(FindingRow.id).in_(gone)))
    await update_rows(session, FindingRow, changed)
    await insert_rows(session, FindingRow, added)


def _causes(
    fresh: Iterable[Findings], said: Mapping[str, Mapping[str, Values]], known: Mapping[str, Iterable[Any]]
) -> Causes:
    articles = {message.article.id: in_words(message) for message in fresh}
    groups: dict[str, str] = {}
    for article_id, words in articles.items():
        touched = [values["group_key"] for values in said[article_id].values()]
        touched += [row.group_key for row in known.get(article_id, ())]
        groups |= dict.fromkeys(touched, words)
    return Causes("the findings were looked at again", articles, groups)
