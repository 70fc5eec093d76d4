"""What an event is shown with when it is asked for alone: its clock, its rival values, its reviews."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.event import ClockShown, Contradiction, Event, EventReview
from services.contracts.review import undone
from services.contracts.vocabulary import ReviewAction
from services.database.events import EventRow, ReviewRow
from services.reference.clocks import clock_rule
from services.reference.conflicts import conflict_list, conflict_on
from services.reference.treaties import UnknownTreaty, treaty


def contradictions_of(row: EventRow) -> tuple[Contradiction, ...]:
    """The fields on which its sources differ."""
    return tuple(Contradiction.model_validate(one) for one in row.contradictions or ())


def clock_of(row: EventRow | Event) -> ClockShown | None:
    """The rule behind its computed date; None where the treaty has no withdrawal clause or nobody described it."""
    if row.treaty is None:
        return None
    try:
        subject, rule = treaty(row.treaty), clock_rule(row.treaty)
    except UnknownTreaty:
        return None
    if rule is None:
        return None
    return ClockShown(
        treaty=subject.id,
        depositary=subject.depositary,
        article=rule.article,
        rule=rule.rule,
        source=rule.source,
        notified_on=row.notified_on,
        effective_on=row.computed_effective_on,
        hold=row.hold,
        hold_reason=_hold_reason(row),
    )


def _hold_reason(row: EventRow | Event) -> str | None:
    if row.hold is None:
        return None
    listed = conflict_list()
    conflict = conflict_on(row.country, listed.as_of)
    if conflict is None:
        return "a reviewer says that the state is engaged in an armed conflict"
    return (
        f"engaged in {conflict.what} since {conflict.began_on}; the withdrawal takes effect no sooner than that ends "
        f"(list of {listed.as_of}, {listed.source})"
    )


async def reviews_of(session: AsyncSession, event_id: str) -> tuple[EventReview, ...]:
    """What reviewers said of an event or sent to it, in the order in which it is applied."""
    found = await session.scalars(
        select(ReviewRow)
        .where(or_(col(ReviewRow.event_id) == event_id, col(ReviewRow.into) == event_id))
        .order_by(col(ReviewRow.position))
    )
    rows = list(found)
    gone = undone((row.id, row.undoes) for row in rows if row.refused is None)
    return tuple(_review(row, is_undone=row.id in gone) for row in rows)


async def review_of(session: AsyncSession, review_id: str) -> EventReview | None:
    """One review; None where it is not stored, or not yet."""
    row = await session.get(ReviewRow, review_id)
    if row is None:
        return None
    same_event = await reviews_of(session, row.event_id)
    return next(one for one in same_event if one.id == review_id)


def _review(row: ReviewRow, *, is_undone: bool) -> EventReview:
    return EventReview(**said_in(row), is_undone=is_undone, refused=row.refused)


def said_in(row: ReviewRow) -> dict[str, Any]:
    """What a reviewer said, by the names that a shown review and an applied one have in common."""
    return {
        "id": row.id,
        "event_id": row.event_id,
        "action": ReviewAction(row.action),
        "fields": row.fields,
        "into": row.into,
        "article_ids": tuple(row.article_ids),
        "undoes": row.undoes,
        "reason": row.reason,
        "source_url": row.source_url,
        "reviewer": row.reviewer,
        "made_at": row.made_at,
    }
