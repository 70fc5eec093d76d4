"""`/v1/alerts`: the alerts as webhooks carry them, for those who poll or were down."""

import json
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import Response

from services.api.access import Reader
from services.api.answers import validated
from services.api.cursors import encode_cursor, int_position
from services.api.params import PageQuery, Since
from services.api.parts import PartsOf
from services.contracts.alert import Alert
from services.database.alerts import StoredAlert

router = APIRouter(tags=["alerts"])

_LISTING = "alerts"


class ListedAlert(Alert):
    """The body of an alert, and beside it the id that its webhooks carry as `webhook-id`."""

    id: str


class AlertPage(BaseModel):
    """A part of the list of alerts, newest first."""

    data: list[ListedAlert]
    next_cursor: str | None


@router.get("/v1/alerts", response_model=AlertPage)
async def list_of_alerts(
    request: Request, parts: PartsOf, _caller: Reader, page: PageQuery, since: Since = None
) -> Response:
    """All alerts, newest first, with the very bodies of the webhooks: walk back to the last one you know."""
    bound = {"since": since}
    before = int_position(page.cursor, listing=_LISTING, query=bound)
    query = select(StoredAlert).where(col(StoredAlert.only_for).is_(None))
    if before is not None:
        query = query.where(col(StoredAlert.seq) < before)
    if since is not None:
        query = query.where(StoredAlert.raised_at >= since)
    async with AsyncSession(parts.alerts) as session:
        rows = list(await session.exec(query.order_by(col(StoredAlert.seq).desc()).limit(page.limit + 1)))
    shown = rows[: page.limit]
    cursor = None
    if len(rows) > page.limit:
        cursor = encode_cursor(shown[-1].seq or 0, listing=_LISTING, query=bound)
    data: list[dict[str, Any]] = [{"id": row.id, **json.loads(row.body)} for row in shown]
    body = json.dumps({"data": data, "next_cursor": cursor}, ensure_ascii=False).encode()
    return validated(request, body, "application/json")
