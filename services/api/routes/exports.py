"""`/v1/events.atom`, `.rss`, `.json` and `.csv`: any filtered list, for feed readers and spreadsheets."""

from collections.abc import Callable
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.api import syndication
from services.api.access import Reader
from services.api.address import home_of
from services.api.answers import validated
from services.api.params import EventQuery, PageQuery
from services.api.parts import Parts, PartsOf
from services.api.routes.events import page_of_events
from services.api.syndication import Feed
from services.api.table import events_as_csv
from services.database.event_queries import EventFilters

router = APIRouter(tags=["events"])


@router.get("/v1/events.atom", response_class=Response)
async def atom_feed(
    request: Request, parts: PartsOf, _caller: Reader, filters: EventQuery, page: PageQuery
) -> Response:
    """The list as an Atom feed (RFC 4287)."""
    return await _export(request, parts, filters, page, syndication.atom, "application/atom+xml; charset=utf-8")


@router.get("/v1/events.rss", response_class=Response)
async def rss_feed(request: Request, parts: PartsOf, _caller: Reader, filters: EventQuery, page: PageQuery) -> Response:
    """The list as an RSS 2.0 feed."""
    return await _export(request, parts, filters, page, syndication.rss, "application/rss+xml; charset=utf-8")


@router.get("/v1/events.json", response_class=Response)
async def json_feed(
    request: Request, parts: PartsOf, _caller: Reader, filters: EventQuery, page: PageQuery
) -> Response:
    """The list as a JSON Feed 1.1."""
    return await _export(request, parts, filters, page, syndication.json_feed, "application/feed+json")


@router.get("/v1/events.csv", response_class=Response)
async def csv_file(request: Request, parts: PartsOf, _caller: Reader, filters: EventQuery, page: PageQuery) -> Response:
    """The list as a table for spreadsheets, one event a line. The next part is in the Link header."""
    return await _export(request, parts, filters, page, events_as_csv, "text/csv; charset=utf-8; header=present")


async def _export(
    request: Request,
    parts: Parts,
    filters: EventFilters,
    page: PageQuery,
    write: Callable[[Feed], bytes],
    media_type: str,
) -> Response:
    found = await page_of_events(parts, filters, page)
    path = request.scope["route"].path.removeprefix("/")
    home = home_of(request, parts.settings.public_url)
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    address = f"{home}{path}" + (f"?{urlencode(query)}" if query else "")
    next_address = None
    if found.next_cursor is not None:
        next_address = f"{home}{path}?{urlencode([*query, ('cursor', found.next_cursor)])}"
    feed = Feed(home=home, address=address, next_address=next_address, events=found.data)
    headers = {"Cache-Control": "private, max-age=60"}  # feed readers poll; a minute late is soon enough
    if next_address is not None:
        headers["Link"] = f'<{next_address}>; rel="next"'
    return validated(request, write(feed), media_type, headers=headers)
