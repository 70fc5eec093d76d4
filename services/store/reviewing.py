"""A review into the book of events, in one transaction: its row, and the events as it makes them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.review import CorrectedFields, EnteredFields, Review
from services.contracts.vocabulary import STAGES, ReviewAction, Role, Topic
from services.database.event_queries import event_of
from services.database.events import EventRow, FindingRow, ReviewRow
from services.store.book import open_groups
from services.store.causes import Causes
from services.store.deriving import derive
from services.store.event_writer import EventWriter
from services.store.locks import lock_sequence
from services.store.stored import group_key

_VOUCHING = (ReviewAction.CONFIRM, ReviewAction.CORRECT)
"""Reviews that keep an event alive when no report is left of it."""


async def store_review(session: AsyncSession, review: Review, *, now: datetime) -> int:
    """Keep a review and apply it; answers how many alerts that raises. The caller commits.

    One that cannot be applied is kept with the reason and changes nothing; one that is stored already is left alone.
    """
    if await session.get(ReviewRow, review.id) is not None:
        return 0
    event, into, undone = await _looked_up(session, review)
    groups = _groups_of(review, event, into, undone)
    await open_groups(session, groups)
    event, into, undone = await _looked_up(session, review)  # as it is now that nobody else changes it
    refused = await _refusal(session, review, event, into, undone)
    await lock_sequence(session)
    position = await session.scalar(select(func.coalesce(func.max(ReviewRow.position), 0)))
    await session.execute(
        insert(ReviewRow),
        [
            {
                **review.model_dump(mode="python", exclude={"article_ids", "fields"}),
                "article_ids": list(review.article_ids),
                "fields": review.model_dump(mode="json")["fields"],
                "position": int(position or 0) + 1,
                "group_key": groups[0] if groups else None,
                "into_group_key": groups[1] if len(groups) > 1 else None,
                "stored_at": now,
                "refused": refused,
                "snapshot": _snapshot(event) if event is not None and review.action in _VOUCHING else None,
            }
        ],
    )
    if refused is not None:
        return 0
    opened = await open_groups(session, groups)
    writer = EventWriter(session, now=now, causes=Causes(_in_words(review)))
    await derive(session, writer, opened, {}, now.date())
    return await writer.write()


async def _looked_up(
    session: AsyncSession, review: Review
) -> tuple[EventRow | None, EventRow | None, ReviewRow | None]:
    """The event reviewed, the event it is to go into, and the review to be undone."""
    event = await session.get(EventRow, review.event_id, populate_existing=True)
    into = await session.get(EventRow, review.into, populate_existing=True) if review.into else None
    undone = await session.get(ReviewRow, review.undoes, populate_existing=True) if review.undoes else None
    return event, into, undone


def _groups_of(review: Review, event: EventRow | None, into: EventRow | None, undone: ReviewRow | None) -> list[str]:
    """The group of the event reviewed, then the one it is tied to, where it is another."""
    if review.action is ReviewAction.ENTER:
        facts = review.fields
        topic, country = facts.get("topic"), facts.get("country")
        return [group_key(str(topic), str(country), facts.get("treaty"))] if topic and country else []
    found = [event.group_key] if event is not None else []
    if undone is not None:
        found += [group for group in (undone.group_key, undone.into_group_key) if group]
    if into is not None:
        found.append(into.group_key)
    return list(dict.fromkeys(found))


async def _refusal(
    session: AsyncSession, review: Review, event: EventRow | None, into: EventRow | None, undone: ReviewRow | None
) -> str | None:
    """Why a review cannot be applied, in plain words; None where it can."""
    if review.action is ReviewAction.ENTER:
        if event is not None:
            return f"there is an event {review.event_id} already"
        return _field_faults(EnteredFields, review.fields) or (None if review.source_url else "it names no source")
    if event is None:
        return f"there is no event {review.event_id}"
    if review.action is ReviewAction.MERGE:
        return _merge_refusal(review, into)
    if review.action is ReviewAction.SPLIT:
        return split_refusal(review.article_ids, await _reporting_articles(session, event.id))
    if review.action is ReviewAction.UNDO:
        return _undo_refusal(review, undone)
    if review.action is ReviewAction.CORRECT:
        return correction_refusal(event.topic, review.fields)
    return None


def _merge_refusal(review: Review, into: EventRow | None) -> str | None:
    if into is None:
        return f"there is no event {review.into} to merge it into"
    if into.id == review.event_id:
        return "an event cannot be merged into itself"
    if into.merged_into is not None:
        return f"{into.id} was merged into {into.merged_into} itself: merge into that one"
    return None


def _undo_refusal(review: Review, undone: ReviewRow | None) -> str | None:
    if undone is None or undone.event_id != review.event_id:
        return f"{review.event_id} has no review {review.undoes}"
    return "a review that had no effect cannot be taken back" if undone.refused else None


def split_refusal(article_ids: Collection[str], reporting: Collection[str]) -> str | None:
    """Why these articles cannot be split from an event that `reporting` report."""
    strangers = sorted(set(article_ids) - set(reporting))
    if strangers:
        return f"{', '.join(strangers[:3])} does not report this event"
    if not article_ids:
        return "it names no article"
    if set(article_ids) == set(reporting):
        return "nothing would be left of the event: correct or dismiss it instead"
    return None


def correction_refusal(topic: str, fields: Mapping[str, Any]) -> str | None:
    """Why these fields cannot be corrected on an event of this topic."""
    if not fields:
        return "it names no field"
    faults = _field_faults(CorrectedFields, fields)
    if faults:
        return faults
    stage = CorrectedFields.model_validate(fields).stage
    if stage is not None and stage not in STAGES[Topic(topic)]:
        return f"{stage} is no stage of {topic}"
    if topic == Topic.MINE_PRODUCTION and fields.get("treaty") is not None:
        return "mine production has no treaty"
    if topic == Topic.TREATY_WITHDRAWAL and "treaty" in fields and fields["treaty"] is None:
        return "a treaty withdrawal needs its treaty"
    return None


def _field_faults(model: type[CorrectedFields] | type[EnteredFields], fields: Mapping[str, Any]) -> str | None:
    try:
        model.model_validate(fields)
    except ValidationError as error:
        faults = error.errors()[:5]
        return "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'fields'}: {fault['msg']}" for fault in faults)
    return None


async def _reporting_articles(session: AsyncSession, event_id: str) -> set[str]:
    return set(
        await session.scalars(
            select(col(FindingRow.article_id)).where(
                col(FindingRow.event_id) == event_id, col(FindingRow.role) == Role.REPORT
            )
        )
    )


def _snapshot(event: EventRow) -> dict[str, Any]:
    """What is kept of an event, should every report of it go."""
    shown = event_of(event).model_dump(mode="json")
    return shown | {"group": event.group_key, "cycle": event.cycle}


def _in_words(review: Review) -> str:
    return f"{review.action} by {review.reviewer}" + (f": {review.reason}" if review.reason else "")
