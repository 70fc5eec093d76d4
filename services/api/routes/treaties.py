"""`/v1/treaties`: the treaties that are watched, with every state's rung and clock."""

from collections import defaultdict
from datetime import date

from fastapi import APIRouter, Request
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from services.api.access import Reader
from services.api.answers import validated
from services.api.cursors import decode_cursor, encode_cursor
from services.api.errors import NotFound
from services.api.ladders import taken_by
from services.api.params import AsOf, OnDay, PageQuery
from services.api.parts import PartsOf
from services.api.treaty_board import TreatyDetail, TreatyView, board
from services.database.case_queries import Step, steps_out_of
from services.database.past import end_of, first_reports
from services.reference.treaties import UnknownTreaty, all_treaties, treaty

router = APIRouter(tags=["treaties"])

_LISTING = "treaties"


class TreatyPage(BaseModel):
    """A part of the list of treaties, by id."""

    data: list[TreatyView]
    next_cursor: str | None


@router.get("/v1/treaties", response_model=TreatyPage)
async def list_of_treaties(
    request: Request, parts: PartsOf, _caller: Reader, page: PageQuery, as_of: AsOf = None, on: OnDay = None
) -> Response:
    """The treaties that are watched, each with its clock, its states by rung, and the dates to come."""
    query = {"as_of": as_of, "on": on}
    after = decode_cursor(page.cursor, listing=_LISTING, query=query) if page.cursor is not None else ""
    rest = [one for one in all_treaties() if one.id > str(after)]
    shown = rest[: page.limit]
    cursor = encode_cursor(shown[-1].id, listing=_LISTING, query=query) if len(rest) > page.limit else None
    async with AsyncSession(parts.events) as session:
        steps = await _steps(session, None, as_of, on)
    by_treaty: dict[str | None, list[Step]] = defaultdict(list)
    for step in steps:
        by_treaty[step.event.treaty].append(step)
    today = on or as_of or parts.clock().date()
    views = [TreatyView.model_validate(board(one, by_treaty[one.id], today).model_dump()) for one in shown]
    return validated(request, TreatyPage(data=views, next_cursor=cursor).model_dump_json().encode(), "application/json")


@router.get("/v1/treaties/{treaty_id}", response_model=TreatyDetail)
async def one_treaty(
    request: Request, parts: PartsOf, _caller: Reader, treaty_id: str, as_of: AsOf = None, on: OnDay = None
) -> Response:
    """One treaty with the line of every state: its rung, its dates, its standing; as it stood on a day, if asked."""
    try:
        subject = treaty(treaty_id)
    except UnknownTreaty:
        raise NotFound(f"there is no treaty {treaty_id[:80]!r}; /v1/treaties lists those that are watched") from None
    async with AsyncSession(parts.events) as session:
        steps = await _steps(session, subject.id, as_of, on)
    found = board(subject, steps, on or as_of or parts.clock().date())
    return validated(request, found.model_dump_json().encode(), "application/json")


async def _steps(session: AsyncSession, treaty_id: str | None, as_of: date | None, on: date | None) -> list[Step]:
    steps = await steps_out_of(session, treaty_id, before=end_of(as_of) if as_of is not None else None)
    if on is None:
        return steps
    return taken_by(steps, await first_reports(session, [step.event.id for step in steps]), on)
