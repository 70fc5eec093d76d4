"""`/v1/alerts`: the alerts as webhooks carry them, for those who poll or were down."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import Response

from services.api.access import Reader
from services.api.answers import validated
from services.api.cursors import encode_cursor, int_position
from services.api.keys import Scope
from services.api.params import PageQuery, Since
from services.api.parts import PartsOf
from services.contracts.vocabulary import AlertType
from services.database.alerts import Audience, StoredAlert

router = APIRouter(tags=["alerts"])

_LISTING = "alerts"


Order = Annotated[Literal["newest", "oldest"], Query(description="Which end the list begins at.")]


class ListedAlert(BaseModel):
    """The body of an alert, and beside it the id that its webhooks carry as `webhook-id`."""

    id: str
    type: AlertType
    timestamp: datetime
    data: dict[str, Any] = Field(description="As /v1/schemas/{type} describes it.")


class AlertPage(BaseModel):
    """A part of the list of alerts."""

    data: list[ListedAlert]
    next_cursor: str | None


@router.get("/v1/alerts", response_model=AlertPage)
async def list_of_alerts(
    request: Request, parts: PartsOf, caller: Reader, page: PageQuery, since: Since = None, order: Order = "newest"
) -> Response:
    """All alerts about events, with the very bodies of the webhooks.

    Newest first: walk back to the last one you know. Oldest first (`order=oldest`): every answer has a
    `next_cursor`, also the one at the end; keep it, and ask with it again for what has come since.
    Operators' keys (scope `admin`) also see what operators are told.
    """
    bound = {"since": since, "order": order}
    position, place = int_position(page.cursor, listing=_LISTING, query=bound), col(StoredAlert.seq)
    query = select(StoredAlert).where(col(StoredAlert.only_for).is_(None))
    if Scope.ADMIN not in caller.scopes:
        query = query.where(col(StoredAlert.audience) == Audience.ALL)
    if position is not None:
        query = query.where(place < position if order == "newest" else place > position)
    if since is not None:
        query = query.where(StoredAlert.raised_at >= since)
    query = query.order_by(place.desc() if order == "newest" else place).limit(page.limit + 1)
    async with AsyncSession(parts.alerts) as session:
        rows = list(await session.exec(query))
    shown = rows[: page.limit]
    last = shown[-1].seq if shown else position
    cursor = None
    if len(rows) > page.limit or order == "oldest":
        cursor = encode_cursor(last or 0, listing=_LISTING, query=bound)
    body = json.dumps({"data": [_listed(row) for row in shown], "next_cursor": cursor}, ensure_ascii=False).encode()
    return validated(request, body, "application/json")


def _listed(row: StoredAlert) -> dict[str, Any]:
    try:
        return {"id": row.id, **json.loads(row.body)}
    except (ValueError, TypeError):  # a newer version's: it must not end everybody's list
        return {"id": row.id, "type": row.type, "timestamp": row.raised_at.isoformat(), "data": {}}
