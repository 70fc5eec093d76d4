"""`/v1/feeds`: how every feed is doing, and which are polled. Ingest carries out the changes; the api only asks it."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from nats.errors import Error as NatsError
from pydantic import BaseModel, ConfigDict, Field, StrictInt
from starlette.responses import JSONResponse, Response

from services.api.access import Reader, Writer
from services.api.answers import validated
from services.api.cursors import decode_cursor, encode_cursor
from services.api.errors import Invalid, NotFound, Unavailable
from services.api.feed_board import KnownFeed
from services.api.feed_requests import ask_ingest
from services.api.feed_views import (
    AddedFeed,
    FeedPage,
    FeedPreview,
    FeedView,
    Imported,
    duplicates_among,
    feed_summary,
    feed_view,
)
from services.api.opml import MAX_BYTES, MEDIA_TYPE, NotOpml, read_opml, write_opml
from services.api.params import PageQuery
from services.api.parts import Parts, PartsOf
from services.contracts import feed_requests as asked
from services.contracts.article import MAX_URL_CHARACTERS
from services.contracts.feed import FeedCheck, ListedFeed

router = APIRouter(tags=["feeds"])

_FEED_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")

_LISTING = "feeds"
OPML_PATH = "/v1/feeds.opml"
MAX_OPML_BYTES = MAX_BYTES
"""What a request to `OPML_PATH` may weigh."""


def _possible(feed_id: Annotated[str, Path(description="`feed_…`, as the list shows it.")]) -> str:
    """What can be a feed's id; whatever cannot be is no feed, and ingest need not be asked."""
    if not _FEED_ID.fullmatch(feed_id):
        raise _unknown(feed_id)
    return feed_id


FeedId = Annotated[str, Depends(_possible)]


class FeedToAdd(asked.NewFeed):
    """A feed, or a site that names one; what is not said is learnt from the feed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"url": "https://news.example/", "language": "pl", "country": "PL"}},
    )


class AddressToTry(BaseModel):
    """An address that may be or name a feed."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=MAX_URL_CHARACTERS)


class FeedChange(BaseModel):
    """What is to be different about a feed."""

    model_config = ConfigDict(extra="forbid")

    interval_seconds: StrictInt | None = Field(
        ge=1,
        le=asked.MAX_INTERVAL_SECONDS,
        description="Poll it at just this period; null lets the feeds file decide, or the feed adapt.",
    )


@router.get("/v1/feeds", response_model=FeedPage)
async def list_of_feeds(request: Request, parts: PartsOf, _caller: Reader, page: PageQuery) -> Response:
    """Every feed with its health: when it was last read, what is wrong in plain words, when it is read next."""
    after = decode_cursor(page.cursor, listing=_LISTING, query={}) if page.cursor is not None else ""
    feeds, now = await _feeds(parts), parts.clock()
    rest = [feed for feed in feeds if feed.state.feed.id > str(after)]
    shown = rest[: page.limit]
    cursor = encode_cursor(shown[-1].state.feed.id, listing=_LISTING, query={}) if len(rest) > page.limit else None
    duplicates = duplicates_among(feeds)
    answer = FeedPage(
        data=[feed_view(feed, now, duplicates) for feed in shown],
        next_cursor=cursor,
        summary=feed_summary([feed.state for feed in feeds], now),
    )
    return validated(request, answer.model_dump_json().encode(), "application/json")


@router.post("/v1/feeds", status_code=201, response_model=AddedFeed)
async def add_feed(parts: PartsOf, _caller: Writer, wanted: FeedToAdd) -> Response:
    """Poll this feed, or the one that this site names, from now on. It is fetched once to make sure that it is one."""
    reply = await ask_ingest(parts, asked.AddFeed(feed=asked.NewFeed(**wanted.model_dump())))
    view = _view_of(reply.listed, await _feeds(parts), parts)
    answer = AddedFeed(feed=view, candidates=list(reply.candidates), steps=list(reply.steps))
    return JSONResponse(answer.model_dump(mode="json"), status_code=201, headers={"Location": f"/v1/feeds/{view.id}"})


@router.post("/v1/feeds/preview", response_model=FeedPreview)
async def preview_feed(parts: PartsOf, _caller: Writer, wanted: AddressToTry) -> FeedPreview:
    """Fetch an address and show which feeds it names and what the first of them holds; nothing is added."""
    reply = await ask_ingest(parts, asked.PreviewFeed(url=wanted.url))
    return FeedPreview(candidates=list(reply.candidates), entries=list(reply.entries), steps=list(reply.steps))


@router.get(OPML_PATH, response_class=Response, responses={200: {"content": {MEDIA_TYPE: {}}}})
async def export_feeds(request: Request, parts: PartsOf, _caller: Reader) -> Response:
    """The list of feeds as OPML, for any feed reader."""
    document = write_opml([feed.state.feed for feed in await _feeds(parts)], parts.clock())
    headers = {"Content-Disposition": 'attachment; filename="ottawatch.opml"'}
    return validated(request, document.encode(), f"{MEDIA_TYPE}; charset=utf-8", headers=headers)


@router.post(
    OPML_PATH,
    response_model=Imported,
    openapi_extra={"requestBody": {"required": True, "content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
async def import_feeds(request: Request, parts: PartsOf, _caller: Writer) -> Imported:
    """Poll every feed of an OPML document that is not polled already. Their first polls show which are no feeds."""
    try:
        feeds, invalid = read_opml(await request.body())
    except NotOpml as error:
        raise Invalid(f"the body is not OPML: {error}") from error
    added = skipped = 0
    for start in range(0, len(feeds), asked.MAX_IMPORT):
        reply = await ask_ingest(parts, asked.ImportFeeds(feeds=tuple(feeds[start : start + asked.MAX_IMPORT])))
        added, skipped = added + reply.added, skipped + reply.skipped
    return Imported(added=added, skipped=skipped, invalid=invalid[:100])


@router.get("/v1/feeds/{feed_id}", response_model=FeedView)
async def one_feed(request: Request, parts: PartsOf, _caller: Reader, feed_id: FeedId) -> Response:
    """One feed: all that is known of how it is doing, in figures and in plain words."""
    feeds = await _feeds(parts)
    view = _view(_found(feeds, feed_id), feeds, parts)
    return validated(request, view.model_dump_json().encode(), "application/json")


@router.patch("/v1/feeds/{feed_id}", response_model=FeedView)
async def change_feed(parts: PartsOf, _caller: Writer, feed_id: FeedId, change: FeedChange) -> FeedView:
    """Give a feed an interval of its own, or take it away."""
    reply = await ask_ingest(parts, asked.SetInterval(feed_id=feed_id, interval_seconds=change.interval_seconds))
    return _view_of(reply.listed, await _feeds(parts), parts)


@router.delete("/v1/feeds/{feed_id}", status_code=204, response_class=Response)
async def remove_feed(parts: PartsOf, _caller: Writer, feed_id: FeedId) -> Response:
    """Poll it no more, also if the feeds file lists it. What was published of it stays."""
    await ask_ingest(parts, asked.RemoveFeed(feed_id=feed_id))
    return Response(status_code=204)


@router.post("/v1/feeds/{feed_id}/pause", response_model=FeedView)
async def pause_feed(parts: PartsOf, _caller: Writer, feed_id: FeedId) -> FeedView:
    """Do not poll it for the time being."""
    reply = await ask_ingest(parts, asked.PauseFeed(feed_id=feed_id))
    return _view_of(reply.listed, await _feeds(parts), parts)


@router.post("/v1/feeds/{feed_id}/resume", response_model=FeedView)
async def resume_feed(parts: PartsOf, _caller: Writer, feed_id: FeedId) -> FeedView:
    """Poll it again."""
    reply = await ask_ingest(parts, asked.ResumeFeed(feed_id=feed_id))
    return _view_of(reply.listed, await _feeds(parts), parts)


@router.post("/v1/feeds/{feed_id}/check", response_model=FeedCheck)
async def check_feed(parts: PartsOf, _caller: Writer, feed_id: FeedId) -> FeedCheck:
    """Poll it now, and show the request, the answer and every decision."""
    reply = await ask_ingest(parts, asked.CheckFeed(feed_id=feed_id))
    if reply.check is None:
        raise Unavailable("ingest answered without an account of the check; ask again", headers={"Retry-After": "5"})
    return reply.check


async def _feeds(parts: Parts) -> list[KnownFeed]:
    try:
        return await parts.feeds.feeds()
    except (NatsError, TimeoutError, OSError) as error:
        raise Unavailable("the state of the feeds is in NATS, which does not answer; /readyz tells more") from error


def _found(feeds: list[KnownFeed], feed_id: str) -> KnownFeed:
    for feed in feeds:
        if feed.state.feed.id == feed_id:
            return feed
    raise _unknown(feed_id)


def _unknown(feed_id: str) -> NotFound:
    return NotFound(f"there is no feed {feed_id[:80]!r}; /v1/feeds lists those there are")


def _view(feed: KnownFeed, feeds: list[KnownFeed], parts: Parts) -> FeedView:
    return feed_view(feed, parts.clock(), duplicates_among(feeds))


def _view_of(listed: ListedFeed | None, feeds: list[KnownFeed], parts: Parts) -> FeedView:
    """The feed that ingest's answer is about."""
    return _view(_found(feeds, listed.feed.id if listed is not None else ""), feeds, parts)
