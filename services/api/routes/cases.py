"""`/v1/cases`: the dossiers, each of one state and one treaty, or of one state, one maker and one mine type."""

from collections import defaultdict
from datetime import datetime

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from services.api.access import Reader
from services.api.answers import validated
from services.api.case_views import CaseDetail, CasePage, case_detail, case_view, history_of
from services.api.cursors import decode_cursor, encode_cursor
from services.api.errors import BadCursor, NotFound
from services.api.params import AsOf, CaseQuery, PageQuery, query_of
from services.api.parts import PartsOf
from services.database.case_queries import Step, articles_in, list_cases, steps_of_cases, versions_of
from services.database.events import CaseRow
from services.database.past import end_of

router = APIRouter(tags=["cases"])

_LISTING = "cases"


@router.get("/v1/cases", response_model=CasePage)
async def list_of_cases(
    request: Request, parts: PartsOf, _caller: Reader, filters: CaseQuery, page: PageQuery, as_of: AsOf = None
) -> Response:
    """Dossiers that pass all filters, the newest opened first, each with how far it has come."""
    query = {**query_of(filters), "as_of": as_of}
    after = _position(page.cursor, query)
    before = end_of(as_of) if as_of is not None else None
    async with AsyncSession(parts.events) as session:
        rows = await list_cases(session, filters, after, page.limit + 1, before=before)
        shown = rows[: page.limit]
        steps = await steps_of_cases(session, [row.id for row in shown], before=before)
    by_case: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        by_case[step.case_id].append(step)
    cursor = None
    if len(rows) > page.limit:
        last = shown[-1]
        cursor = encode_cursor(f"{last.opened_at.isoformat()} {last.id}", listing=_LISTING, query=query)
    today = as_of or parts.clock().date()
    views = [case_view(row, by_case[row.id], today) for row in shown if by_case[row.id]]
    return validated(request, CasePage(data=views, next_cursor=cursor).model_dump_json().encode(), "application/json")


@router.get("/v1/cases/{case_id}", response_model=CaseDetail)
async def one_case(request: Request, parts: PartsOf, _caller: Reader, case_id: str, as_of: AsOf = None) -> Response:
    """One dossier: its ladder with the rungs reached and skipped, the steps beside it, and all that changed."""
    before = end_of(as_of) if as_of is not None else None
    async with AsyncSession(parts.events) as session:
        row = await session.get(CaseRow, case_id) if case_id.isascii() and "\0" not in case_id else None
        steps = await steps_of_cases(session, [row.id], before=before) if row is not None else []
        ids = [step.event.id for step in steps]
        versions = await versions_of(session, ids, before=before) if ids else []
        articles = await articles_in(session, ids, before=before) if ids else 0
    if row is None or not steps:
        then = f" as of {as_of}" if as_of is not None else ""
        raise NotFound(f"there is no case {case_id[:80]!r}{then}; /v1/cases lists those there are")
    found = case_detail(row, steps, history_of(steps, versions), articles, as_of or parts.clock().date())
    return validated(request, found.model_dump_json().encode(), "application/json")


def _position(cursor: str | None, query: dict[str, object]) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    opened_at, _, case_id = str(decode_cursor(cursor, listing=_LISTING, query=query)).partition(" ")
    try:
        return datetime.fromisoformat(opened_at), case_id
    except ValueError as error:
        raise BadCursor("this is not a cursor of this list; begin again without a cursor") from error
