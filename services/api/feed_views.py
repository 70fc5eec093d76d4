"""How feeds are shown at `/v1/feeds`. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from services.api.coverage import articles_per_day, is_silent
from services.api.feed_board import KnownFeed
from services.contracts.feed import FeedOrigin, FeedState, FeedStatus
from services.contracts.feed_requests import Candidate, PreviewEntry


class FeedView(BaseModel):
    """One feed and its figures."""

    id: str
    url: str
    title: str | None
    language: str | None
    country: str | None
    kind: str | None
    origin: FeedOrigin | None = Field(description="Who wants it polled: the feeds file, or somebody over the API.")
    added_at: datetime | None
    status: FeedStatus
    paused: bool
    paused_at: datetime | None
    what_happened: str | None = Field(description="The last poll in plain words.")
    last_checked_at: datetime | None
    last_success_at: datetime | None
    last_error: str | None
    failing_since: datetime | None
    next_check_at: datetime | None = Field(description="Null only while it is paused.")
    next_check_reason: str | None = Field(description="Why then, in plain words.")
    interval_seconds: int | None = Field(description="Its own interval; null when it adapts.")
    current_interval_seconds: int | None = Field(description="The interval that holds, given or adapted.")
    interval_reason: str = Field(description="Where that interval comes from, in plain words.")
    consecutive_failures: int
    polls: int
    articles: int
    articles_per_day: float | None = Field(description="Of late; null until it was watched for some hours.")
    duplicate_share: float | None = Field(description="Share of entries known already, in its documents of late.")
    last_new_at: datetime | None = Field(description="When an article was last new.")
    usual_silence_seconds: float | None = Field(description="The silence that it is used to, nights included.")
    is_silent: bool = Field(description="It is read without fault, and silent for longer than it is used to.")
    moved_url: str | None = Field(description="Where it is polled since its address redirects there for good.")
    duplicate_of: str | None = Field(description="Another listed feed whose address this one leads to.")
    frozen_articles: int = Field(description="Listed articles edited so often that further edits are left out.")


class FeedSummary(BaseModel):
    """All feeds in a few figures, for a status line."""

    total: int
    by_status: dict[FeedStatus, int]
    silent: int
    paused: int
    articles: int
    last_success_at: datetime | None
    next_check_at: datetime | None


class FeedPage(BaseModel):
    """A part of the list of feeds, by id."""

    data: list[FeedView]
    next_cursor: str | None
    summary: FeedSummary


class AddedFeed(BaseModel):
    """A feed that was put on the list, and how it was found."""

    feed: FeedView
    candidates: list[Candidate]
    steps: list[str]


class FeedPreview(BaseModel):
    """What adding an address would bring."""

    candidates: list[Candidate]
    entries: list[PreviewEntry]
    steps: list[str]


class Imported(BaseModel):
    """What became of a list of feeds."""

    added: int
    skipped: int = Field(description="Listed already.")
    invalid: list[str] = Field(description="Addresses that cannot be polled.")


def feed_view(feed: KnownFeed, now: datetime, duplicates: Mapping[str, str]) -> FeedView:
    """One feed; `duplicates` as `duplicates_among` answers them."""
    state, listed = feed.state, feed.listed
    is_paused = listed is not None and listed.paused_at is not None
    own = state.interval_seconds if listed is None else listed.own_interval_seconds
    return FeedView(
        **state.feed.model_dump(),
        origin=None if listed is None else listed.origin,
        added_at=None if listed is None else listed.added_at,
        status=state.status,
        paused=is_paused,
        paused_at=None if listed is None else listed.paused_at,
        what_happened=state.what_happened,
        last_checked_at=state.last_checked_at,
        last_success_at=state.last_success_at,
        last_error=state.last_error,
        failing_since=state.failing_since,
        next_check_at=None if is_paused else state.next_check_at,
        next_check_reason="it is paused" if is_paused else state.next_check_reason,
        interval_seconds=own,
        current_interval_seconds=own if own is not None else state.adaptive_interval_seconds,
        interval_reason=_interval_reason(feed, own),
        consecutive_failures=state.consecutive_failures,
        polls=state.polls,
        articles=state.articles,
        articles_per_day=articles_per_day(state, now),
        duplicate_share=state.duplicate_share,
        last_new_at=state.last_new_at,
        usual_silence_seconds=state.usual_silence_seconds,
        is_silent=is_silent(state, now),
        moved_url=state.moved_url,
        duplicate_of=duplicates.get(state.feed.id),
        frozen_articles=state.frozen_articles,
    )


def _interval_reason(feed: KnownFeed, own: int | None) -> str:
    if own is None:
        return "it adapts to how much is new" if feed.state.polls else "it will adapt to how much is new"
    if feed.listed is not None and feed.listed.set_interval_seconds is not None:
        return "somebody set it"
    return "the feeds file says so"


def duplicates_among(feeds: Iterable[KnownFeed]) -> dict[str, str]:
    """For each feed that leads to the address of another one, that other one."""
    by_url: defaultdict[str, list[str]] = defaultdict(list)
    known = list(feeds)
    for feed in known:
        by_url[feed.state.feed.url].append(feed.state.feed.id)
    for feed in known:
        end = feed.state.moved_url or feed.state.final_url
        if end is not None and end != feed.state.feed.url:
            by_url[end].append(feed.state.feed.id)
    # The first is the one that is listed under the address itself, if there is one.
    return {feed_id: feed_ids[0] for feed_ids in by_url.values() for feed_id in feed_ids[1:] if feed_id != feed_ids[0]}


def feed_summary(states: Sequence[FeedState], now: datetime) -> FeedSummary:
    """All feeds in a few figures."""
    counted = Counter(state.status for state in states)
    polled = [state for state in states if state.status is not FeedStatus.PAUSED]
    return FeedSummary(
        total=len(states),
        by_status={status: counted[status] for status in FeedStatus},
        silent=sum(is_silent(state, now) for state in states),
        paused=counted[FeedStatus.PAUSED],
        articles=sum(state.articles for state in states),
        last_success_at=max((state.last_success_at for state in states if state.last_success_at), default=None),
        next_check_at=min((state.next_check_at for state in polled), default=None),
    )
