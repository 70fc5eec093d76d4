"""The feeds: which are to be polled, how each is doing, and what a look at one of them found."""

from enum import StrEnum

from pydantic import Field

from services.contracts.article import FeedReference
from services.contracts.message import UtcDatetime, Value


class FeedStatus(StrEnum):
    """How a feed is doing, in one word."""

    NEW = "new"
    OK = "ok"
    FAILING = "failing"
    CHALLENGED = "challenged"
    """Its server asks for a browser check that no feed reader can pass: only the publisher can let us in."""
    GONE = "gone"
    """Its server says that the feed is withdrawn for good; it is looked at now and then all the same."""
    PAUSED = "paused"
    """Somebody asked not to poll it."""


class FeedOrigin(StrEnum):
    """Who asked for a feed to be polled."""

    FILE = "file"
    API = "api"


class ListedFeed(Value):
    """One feed of the list of feeds: what the feeds file and people ask for."""

    feed: FeedReference
    origin: FeedOrigin = FeedOrigin.FILE
    interval_seconds: int | None = None
    """The explicit interval of the feeds file, if it has one."""
    set_interval_seconds: int | None = None
    """The interval that somebody has set since; it goes before the file's."""
    added_at: UtcDatetime | None = None
    paused_at: UtcDatetime | None = None
    removed_at: UtcDatetime | None = None
    """Removed by somebody although the feeds file lists it: kept out until the file drops it or it is added again."""

    @property
    def own_interval_seconds(self) -> int | None:
        """The explicit interval that holds, or None when the feed adapts."""
        return self.interval_seconds if self.set_interval_seconds is None else self.set_interval_seconds

    @property
    def is_polled(self) -> bool:
        """Whether it is to be polled at present."""
        return self.paused_at is None and self.removed_at is None


class FeedState(Value):
    """All that is known of one feed between two polls. Validators are kept byte for byte as the server sent them."""

    feed: FeedReference
    interval_seconds: int | None = None
    """The explicit interval that holds, if there is one."""
    adaptive_interval_seconds: int | None = None
    """The interval that a feed without an explicit one has adapted to."""
    status: FeedStatus = FeedStatus.NEW
    next_check_at: UtcDatetime
    last_checked_at: UtcDatetime | None = None
    last_success_at: UtcDatetime | None = None
    last_error: str | None = None
    """Plain words, for people."""
    consecutive_failures: int = 0
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    final_url: str | None = None
    polls: int = 0
    articles: int = 0
    """Articles published from this feed so far, new versions included."""

    what_happened: str | None = None
    """The last poll in plain words."""
    next_check_reason: str | None = None
    """Why the next poll is when it is, in plain words."""
    failure_weight: float = 0.0
    """The failures in a row, passing troubles counted for less than faults that last."""
    failing_since: UtcDatetime | None = None
    told_failing_at: UtcDatetime | None = None
    """When operators were told of these failures; once until it works again."""
    full_fetch_at: UtcDatetime | None = None
    """The last time the whole document came, whatever the validators."""
    redirect_url: str | None = None
    """Where the feed's address permanently redirects to, as far as that was seen."""
    redirect_confirmations: int = 0
    """How many polls in a row were sent there for good and found a feed."""
    moved_url: str | None = None
    """Where the feed is polled since it has moved for good."""
    patience_seconds: int | None = None
    """How seldom the document itself asks to be polled; a 304 does not say it again."""
    listed_entries: int | None = None
    """Entries in the last document that was read."""
    duplicate_share: float | None = None
    """The share of entries known already, in the documents of late."""
    recent_articles: float = 0.0
    """New articles of the last week, older ones fading."""
    measured_since: UtcDatetime | None = None
    """Since when new articles are counted: after the first load."""
    last_new_at: UtcDatetime | None = None
    """When a new article was last seen."""
    usual_silence_seconds: float | None = None
    """The time that usually passes between polls that find something new, long silences counted more than short."""
    frozen_articles: int = 0
    """Listed articles whose text changed so often that further edits are left out."""
    polled_by: str | None = None
    """The replica of ingest that polled last."""
    hub_url: str | None = None
    """The WebSub hub that the last document named."""
    topic_url: str | None = None
    """The address under which that hub knows the feed."""
    push_until: UtcDatetime | None = None
    """Until when the hub has agreed to push; polls are a slow backup meanwhile."""
    last_push_at: UtcDatetime | None = None
    pushed_articles: int = 0
    """Of `articles`, those that came by pushes."""


class SeenEntry(Value):
    """What was last published of one entry."""

    revision: int
    content_hash: str
    first_seen_at: UtcDatetime
    last_listed_at: UtcDatetime
    piece_hash: str | None = None
    """Names the bytes it was read from; while they stay the same it need not be read again."""
    page_hash: str | None = None
    """Names the text of its page, where that was published; `content_hash` stays that of what the feed lists."""
    page_fetches: int | None = None
    """How often its page was asked for."""


class SeenEntries(Value):
    """The entries of one feed that were published already, by article id."""

    entries: dict[str, SeenEntry] = Field(default_factory=dict)
    is_plain: bool = False
    """No two entries of the last document claimed the same identity, so each may be read without the others."""


class PushSubscription(Value):
    """Our subscription at a feed's hub. It holds a secret, so it is not part of what api reads of a feed."""

    hub_url: str
    topic_url: str
    token: str
    """The last part of our callback's address; nobody else can guess it."""
    secret: str
    """What the hub signs its pushes with."""
    asked_at: UtcDatetime
    tries: int = 1
    verified_at: UtcDatetime | None = None
    lease_until: UtcDatetime | None = None
    denied: str | None = None
    """Why the hub will not, or what went wrong when it was asked."""
    last_push_at: UtcDatetime | None = None
    last_new_at: UtcDatetime | None = None
    """When a push last brought something new."""
    pushed_articles: int = 0
    """Articles published from its pushes so far."""
    deaf_since: UtcDatetime | None = None
    """Since when polls find what the hub should have pushed; until it pushes, the feed is polled as if it had none."""


class FeedCheck(Value):
    """One poll that somebody asked for, with every decision in it."""

    checked_at: UtcDatetime
    url: str
    final_url: str | None = None
    request_headers: dict[str, str] = Field(default_factory=dict)
    status: int | None = None
    response_headers: dict[str, str] = Field(default_factory=dict)
    """Those that had a part in the decisions."""
    body_bytes: int | None = None
    body_hash: str | None = None
    listed: int | None = None
    new: int | None = None
    changed: int | None = None
    known: int | None = None
    published: int = 0
    steps: tuple[str, ...] = ()
    """What was decided and why, in plain words and in order."""
    next_check_at: UtcDatetime
    next_check_reason: str | None = None
