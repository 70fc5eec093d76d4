"""`/v1/events/{id}/reviews`, `POST /v1/events`: what people say of events, applied by the store through a message."""

import asyncio
import secrets
from collections.abc import Sequence

from fastapi import APIRouter, Request
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import JSONResponse, Response

from services.api.access import Caller, Reader, Writer
from services.api.answers import validated
from services.api.errors import Conflict, NotFound, Unavailable
from services.api.parts import Parts, PartsOf
from services.api.problems import FieldError, invalid
from services.api.review_requests import NewEvent, NewReview, corrections, unknown_places
from services.contracts.event import EventReview
from services.contracts.review import Review
from services.contracts.vocabulary import ReviewAction
from services.database.event_parts import review_of, reviews_of
from services.database.events import EventRow
from services.runtime.errors import PublishFailed

router = APIRouter(tags=["reviews"])

APPLIED_WITHIN_SECONDS = 4.0
"""So long an answer waits for the store; what takes longer is answered with 202 and applied all the same. Below the
five seconds after which common clients give up."""

_LOOK_EVERY_SECONDS = 0.1


class ReviewList(BaseModel):
    """What reviewers said of one event, in the order in which it is applied."""

    data: list[EventReview]
    next_cursor: str | None = None


@router.get("/v1/events/{event_id}/reviews", response_model=ReviewList)
async def list_of_reviews(request: Request, parts: PartsOf, _caller: Reader, event_id: str) -> Response:
    """Every review of an event, those taken back and those without effect included."""
    await _event(parts, event_id)
    async with AsyncSession(parts.events) as session:
        found = ReviewList(data=list(await reviews_of(session, event_id)))
    return validated(request, found.model_dump_json().encode(), "application/json")


@router.post(
    "/v1/events/{event_id}/reviews",
    status_code=201,
    response_model=EventReview,
    responses={202: {"description": "Kept; the store will apply it", "model": EventReview}},
)
async def review_event(wanted: NewReview, parts: PartsOf, caller: Writer, event_id: str) -> Response:
    """Confirm, dismiss, correct, merge into, split out or undo. Nothing that is read later undoes it."""
    event = await _event(parts, event_id)
    if event.merged_into is not None and wanted.action is not ReviewAction.UNDO:
        raise Conflict(f"{event.id} was merged into {event.merged_into}: review that one, or undo the merge")
    fields, faults = corrections(wanted.fields)
    if wanted.into is not None and not await _exists(parts, wanted.into):
        faults.append(("into", f"there is no event {wanted.into}"))
    _refuse(faults)
    review = Review(
        id=_new_id("rev"),
        event_id=event.id,
        action=wanted.action,
        fields=fields,
        into=wanted.into,
        article_ids=wanted.article_ids,
        undoes=wanted.undoes,
        reason=wanted.reason,
        source_url=wanted.source_url,
        reviewer=_name_of(caller),
        key_id=caller.key_id,
        made_at=parts.clock(),
    )
    return await _applied(parts, review, location=f"/v1/events/{event.id}/reviews")


@router.post(
    "/v1/events",
    status_code=201,
    response_model=EventReview,
    responses={202: {"description": "Kept; the store will apply it", "model": EventReview}},
)
async def enter_event(wanted: NewEvent, parts: PartsOf, caller: Writer) -> Response:
    """Enter an event by hand, with its source. Reports of the same step will hang on it."""
    _refuse(unknown_places(wanted.country, wanted.treaty))
    review = Review(
        id=_new_id("rev"),
        event_id=_new_id("evt"),
        action=ReviewAction.ENTER,
        fields=wanted.facts,
        reason=wanted.reason,
        source_url=wanted.source_url,
        reviewer=_name_of(caller),
        key_id=caller.key_id,
        made_at=parts.clock(),
    )
    return await _applied(parts, review, location=f"/v1/events/{review.event_id}")


async def _applied(parts: Parts, review: Review, *, location: str) -> Response:
    """Send the review to the store and answer what became of it."""
    try:
        await parts.bus.publish(review, message_id=review.id)
    except PublishFailed as error:
        raise Unavailable("the review could not be kept, because NATS does not answer; try again") from error
    stored = await _stored(parts, review.id)
    headers = {"Location": location, "Cache-Control": "no-store"}
    if stored is None:
        pending = EventReview(**review.model_dump(include=set(EventReview.model_fields)))
        return JSONResponse(pending.model_dump(mode="json"), status_code=202, headers=headers)
    if stored.refused is not None:
        raise Conflict(f"this review has no effect: {stored.refused}", review_id=stored.id)
    return JSONResponse(stored.model_dump(mode="json"), status_code=201, headers=headers)


async def _stored(parts: Parts, review_id: str) -> EventReview | None:
    """The review once the store has applied it; None when that takes too long."""
    for _ in range(round(APPLIED_WITHIN_SECONDS / _LOOK_EVERY_SECONDS)):
        async with AsyncSession(parts.events) as session:
            found = await review_of(session, review_id)
        if found is not None:
            return found
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
    return None


async def _event(parts: Parts, event_id: str) -> EventRow:
    row = None
    if "\x00" not in event_id:
        async with AsyncSession(parts.events) as session:
            row = await session.get(EventRow, event_id)
    if row is None:
        raise NotFound(f"there is no event {event_id[:80]!r}; /v1/events lists those there are")
    return row


async def _exists(parts: Parts, event_id: str) -> bool:
    async with AsyncSession(parts.events) as session:
        return await session.get(EventRow, event_id) is not None


def _refuse(faults: Sequence[tuple[str, str]]) -> None:
    if faults:
        raise invalid([FieldError(field=name, message=words) for name, words in faults])


def _name_of(caller: Caller) -> str:
    return caller.owner or caller.key_id or "unnamed"


def _new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"
