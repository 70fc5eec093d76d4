"""`/v1/events`: lists, one event, and the live stream."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.sse import format_sse_event
from pydantic import BaseModel
from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse, Response

from services.api.access import Reader
from services.api.answers import validated
from services.api.cursors import encode_cursor, int_position
from services.api.errors import NotFound
from services.api.live import LiveHub
from services.api.match import AlertFilters, passes
from services.api.params import AsOf, EventQuery, FieldQuery, Page, PageQuery, query_of
from services.api.parts import Parts, PartsOf
from services.api.patient_stream import PatientStream
from services.contracts.event import Event, EventDetail
from services.database.bonds import with_bonds
from services.database.event_filters import EventFilters
from services.database.event_lists import event_of, list_events, list_rows, prepared_rows
from services.database.event_queries import event_detail
from services.database.event_rows import json_of
from services.database.events import EventRow
from services.database.past import end_of

router = APIRouter(tags=["events"])

LISTING = "events"
_EVENT_ID = re.compile(r"evt_[0-9a-f]{24}")


class EventPage(BaseModel):
    """A part of the list of events, newest first."""

    data: list[Event]
    next_cursor: str | None


async def page_of_events(parts: Parts, filters: EventFilters, page: Page) -> EventPage:
    """One page. The order is that of storing, so that an event that is stored late is not skipped."""
    query = query_of(filters)
    after = int_position(page.cursor, listing=LISTING, query=query)
    async with AsyncSession(parts.events) as session:
        rows = await list_events(session, filters, after, page.limit + 1)
        events = await with_bonds(session, [event_of(row) for row in rows[: page.limit]])
    more = len(rows) > page.limit
    cursor = encode_cursor(rows[page.limit - 1].seq, listing=LISTING, query=query) if more else None
    return EventPage(data=events, next_cursor=cursor)


@router.get("/v1/events", response_model=EventPage)
async def list_of_events(
    request: Request, parts: PartsOf, _caller: Reader, filters: EventQuery, page: PageQuery
) -> Response:
    """Events that pass all filters, newest first. Walk on with `cursor`; nothing is skipped or repeated."""
    query = query_of(filters)
    after = int_position(page.cursor, listing=LISTING, query=query)
    prepared = prepared_rows(parts.events, filters, after, page.limit + 1)
    if prepared is None:
        async with AsyncSession(parts.events) as session:
            rows = await list_rows(session, filters, after, page.limit + 1)
        return validated(request, _page_of(rows, page, query), "application/json")

    async def body() -> bytes:
        return _page_of(await prepared.rows(), page, query)

    request.state.again = body  # what this address asks for is known now; see services.api.again
    return validated(request, await body(), "application/json")


def _page_of(rows: Sequence[Any], page: Page, query: Mapping[str, Any]) -> bytes:
    """Written without models, as `EventPage` would: this address is asked all day. A test compares the two."""
    more = len(rows) > page.limit
    cursor = encode_cursor(rows[page.limit - 1][0], listing=LISTING, query=query) if more else None
    shown = [json_of(row) for row in rows[: page.limit]]
    return to_json({"data": shown, "next_cursor": cursor})


@router.get(
    "/v1/events/stream",
    response_class=Response,
    responses={200: {"description": "The stream", "content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def live_stream(
    parts: PartsOf,
    _caller: Reader,
    filters: FieldQuery,
    last_event_id: Annotated[
        str | None, Header(description="The id of the last event seen; what came after it is sent first.")
    ] = None,
) -> Response:
    """Server-sent events: the body of every alert as it is raised. `id` is its number in the stream."""
    parts.hub.check_room()
    last_seen = (
        int(last_event_id[:18]) if last_event_id and last_event_id.isascii() and last_event_id.isdigit() else None
    )
    wanted = AlertFilters.model_validate(
        {name: value for name, value in vars(filters).items() if value not in (None, ())}
    )
    return PatientStream(
        _sse(parts.hub, wanted, last_seen), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )


async def _sse(hub: LiveHub, wanted: AlertFilters, last_seen: int | None) -> AsyncIterator[bytes]:
    # Headers leave with the first bytes: a client must know at once that it is connected.
    yield format_sse_event(comment="ottawatch", retry=2000)
    with hub.client() as client:
        async for alert in hub.listen(client, last_seen):
            if alert is None:
                yield format_sse_event(comment="still here")
            elif alert.changed is not None and passes(alert.changed, wanted):
                yield format_sse_event(data_str=alert.body, id=str(alert.seq))


@router.get("/v1/events/{event_id}", response_model=EventDetail)
async def one_event(request: Request, parts: PartsOf, _caller: Reader, event_id: str, as_of: AsOf = None) -> Response:
    """One event with its articles, the quotes it was read from, and its history; as it stood on a day, if asked."""
    detail, moved_to = None, None
    if _EVENT_ID.fullmatch(event_id):
        async with AsyncSession(parts.events) as session:
            row = await session.get(EventRow, event_id)
            moved_to = row.merged_into if row is not None and as_of is None else None
            detail = await event_detail(session, event_id, before=end_of(as_of) if as_of is not None else None)
    if moved_to is not None:
        return RedirectResponse(f"{request.scope['root_path']}/v1/events/{moved_to}", status_code=308)
    if detail is None:
        then = f" as of {as_of}" if as_of is not None else ""
        raise NotFound(f"there is no event {event_id[:80]}{then}; /v1/events lists those there are")
    return validated(request, detail.model_dump_json().encode(), "application/json")
