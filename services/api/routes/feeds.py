"""`/v1/feeds`: how every feed is doing."""

from collections import Counter
from datetime import datetime

from fastapi import APIRouter, Request
from nats.errors import Error as NatsError
from pydantic import BaseModel
from starlette.responses import Response

from services.api.access import Reader
from services.api.answers import validated
from services.api.cursors import decode_cursor, encode_cursor
from services.api.errors import Unavailable
from services.api.params import PageQuery
from services.api.parts import PartsOf
from services.contracts.feed import FeedState, FeedStatus

router = APIRouter(tags=["feeds"])

_LISTING = "feeds"


class FeedView(BaseModel):
    """One feed and its figures."""

    id: str
    url: str
    title: str | None
    language: str | None
    country: str | None
    kind: str | None
    status: FeedStatus
    last_checked_at: datetime | None
    last_success_at: datetime | None
    last_error: str | None
    next_check_at: datetime
    interval_seconds: int | None
    consecutive_failures: int
    polls: int
    articles: int


class FeedSummary(BaseModel):
    """All feeds in a few figures, for a status line."""

    total: int
    by_status: dict[FeedStatus, int]
    articles: int
    last_success_at: datetime | None
    next_check_at: datetime | None


class FeedPage(BaseModel):
    """A part of the list of feeds, by id."""

    data: list[FeedView]
    next_cursor: str | None
    summary: FeedSummary


@router.get("/v1/feeds", response_model=FeedPage)
async def list_of_feeds(request: Request, parts: PartsOf, _caller: Reader, page: PageQuery) -> Response:
    """Every feed with its health: when it was last read, what is wrong in plain words, when it is read next."""
    after = decode_cursor(page.cursor, listing=_LISTING, query={}) if page.cursor is not None else ""
    try:
        states = await parts.feeds.states()
    except (NatsError, TimeoutError, OSError) as error:
        raise Unavailable("the state of the feeds is in NATS, which does not answer; /readyz tells more") from error
    rest = [state for state in states if state.feed.id > str(after)]
    shown = rest[: page.limit]
    cursor = encode_cursor(shown[-1].feed.id, listing=_LISTING, query={}) if len(rest) > page.limit else None
    answer = FeedPage(data=[_view(state) for state in shown], next_cursor=cursor, summary=_summary(states))
    return validated(request, answer.model_dump_json().encode(), "application/json")


def _view(state: FeedState) -> FeedView:
    return FeedView(
        id=state.feed.id,
        url=state.feed.url,
        title=state.feed.title,
        language=state.feed.language,
        country=state.feed.country,
        kind=state.feed.kind,
        status=state.status,
        last_checked_at=state.last_checked_at,
        last_success_at=state.last_success_at,
        last_error=state.last_error,
        next_check_at=state.next_check_at,
        interval_seconds=state.interval_seconds,
        consecutive_failures=state.consecutive_failures,
        polls=state.polls,
        articles=state.articles,
    )


def _summary(states: list[FeedState]) -> FeedSummary:
    counted = Counter(state.status for state in states)
    return FeedSummary(
        total=len(states),
        by_status={status: counted[status] for status in FeedStatus},
        articles=sum(state.articles for state in states),
        last_success_at=max((state.last_success_at for state in states if state.last_success_at), default=None),
        next_check_at=min((state.next_check_at for state in states), default=None),
    )
