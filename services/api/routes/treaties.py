"""`/v1/treaties`: the treaties that are watched, with the clock of each."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import Response

from services.api.access import Reader
from services.api.answers import validated
from services.api.cursors import decode_cursor, encode_cursor
from services.api.params import PageQuery
from services.reference.treaties import all_treaties

router = APIRouter(tags=["treaties"])

_LISTING = "treaties"


class TreatyView(BaseModel):
    """One treaty: its names, and when leaving it takes effect."""

    id: str
    name: str
    full_name: str
    depositary: str
    in_force: bool
    ended_on: date | None
    armed_conflict_hold: bool
    clock: dict[str, Any] | None


class TreatyPage(BaseModel):
    """A part of the list of treaties, by id."""

    data: list[TreatyView]
    next_cursor: str | None


@router.get("/v1/treaties", response_model=TreatyPage)
async def list_of_treaties(request: Request, _caller: Reader, page: PageQuery) -> Response:
    """The treaties that are watched; their ids are what `treaty` filters by."""
    after = decode_cursor(page.cursor, listing=_LISTING, query={}) if page.cursor is not None else ""
    rest = [treaty for treaty in all_treaties() if treaty.id > str(after)]
    shown = rest[: page.limit]
    cursor = encode_cursor(shown[-1].id, listing=_LISTING, query={}) if len(rest) > page.limit else None
    views = [TreatyView.model_validate(treaty.model_dump()) for treaty in shown]
    return validated(request, TreatyPage(data=views, next_cursor=cursor).model_dump_json().encode(), "application/json")
