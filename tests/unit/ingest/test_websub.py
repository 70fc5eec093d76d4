"""WebSub as rules: when a hub is asked, whom to believe, how long it holds."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.article import FeedReference
from services.contracts.feed import FeedState, PushSubscription, SeenEntries
from services.ingest.entries import Document, Entry
from services.ingest.identity import news_in
from services.ingest.push import with_pushed
from services.ingest.relations import in_link_header, web_address
from services.ingest.schedule import Pace
from services.ingest.transition import Success, succeeded
from services.ingest.websub import (
    LONGEST_LEASE,
    LONGEST_RETRY,
    SHORTEST_LEASE,
    asked,
    callback_url,
    confirmed,
    is_deaf,
    is_due,
    is_signed,
    request_form,
    with_push,
)

NOW = datetime(2026, 2, 20, 12, tzinfo=UTC)
HUB, TOPIC = "https://hub.example/", "https://news.example/feed"
FEED = FeedReference(id="feed_1", url=TOPIC)
PACE = Pace(timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), push_backup=timedelta(hours=6))


def state(**fields: Any) -> FeedState:
    return FeedState(**{"feed": FEED, "next_check_at": NOW, "hub_url": HUB, "topic_url": TOPIC, **fields})


def subscription(**fields: Any) -> PushSubscription:
    values = {"hub_url": HUB, "topic_url": TOPIC, "token": "t", "secret": "s", "asked_at": NOW, **fields}
    return PushSubscription.model_validate(values)


def granted(days: float = 10, **fields: Any) -> PushSubscription:
    return subscription(verified_at=NOW, lease_until=NOW + timedelta(days=days), **fields)


@pytest.mark.parametrize(
    ("case", "feed", "kept", "after", "due"),
    [
        ("no hub", state(hub_url=None), None, timedelta(0), False),
        ("a hub, never asked", state(), None, timedelta(0), True),
        ("asked a moment ago", state(), subscription(), timedelta(minutes=1), False),
        ("asked, no answer yet", state(), subscription(), timedelta(minutes=11), True),
        ("asked often, no answer", state(), subscription(tries=5), timedelta(hours=2), False),
        ("asked often, a day ago", state(), subscription(tries=50), LONGEST_RETRY, True),
        ("granted", state(), granted(), timedelta(days=5), False),
        ("about to end", state(), granted(), timedelta(days=9, hours=1), True),
        ("a short lease past three quarters", state(), granted(1), timedelta(hours=19), True),
        ("ended", state(), granted(), timedelta(days=11), True),
        ("another hub", state(hub_url="https://other.example/"), granted(), timedelta(0), True),
        ("another topic", state(topic_url="https://news.example/new"), granted(), timedelta(0), True),
    ],
)
def test_a_hub_is_asked_when_it_should_be(
    case: str, feed: FeedState, kept: PushSubscription | None, after: timedelta, due: bool
) -> None:
    assert is_due(feed, kept, NOW + after) is due, case


def test_a_renewal_keeps_the_callback_and_the_secret_and_another_hub_gets_new_ones() -> None:
    renewed = asked(state(), granted(), NOW, token="new", secret="new")
    assert (renewed.token, renewed.secret, renewed.lease_until) == ("t", "s", NOW + timedelta(days=10))
    other = asked(state(hub_url="https://other.example/"), granted(), NOW, token="new", secret="new")
    assert (other.token, other.secret, other.lease_until) == ("new", "new", None)


def test_the_hub_is_told_topic_callback_secret_and_lease() -> None:
    form = request_form(subscription(), callback_url("https://watch.example/push/", "feed_1", "t"))
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == TOPIC
    assert form["hub.callback"] == "https://watch.example/push/websub/feed_1/t"
    assert form["hub.secret"] == "s"
    assert int(form["hub.lease_seconds"]) > 86400


def test_what_we_asked_for_is_confirmed_with_the_challenge_and_lasts_as_long_as_the_hub_says() -> None:
    parameters = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "abc", "hub.lease_seconds": "864000"}
    after, challenge = confirmed(subscription(tries=4), parameters, NOW)
    assert challenge == "abc"
    assert (after.verified_at, after.lease_until, after.tries) == (NOW, NOW + timedelta(days=10), 1)


@pytest.mark.parametrize(
    "parameters",
    [
        {"hub.mode": "subscribe", "hub.topic": "https://evil.example/", "hub.challenge": "abc"},
        {"hub.mode": "unsubscribe", "hub.topic": TOPIC, "hub.challenge": "abc"},
        {"hub.mode": "subscribe", "hub.topic": TOPIC},
        {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "x" * 5000},
        {},
    ],
)
def test_what_we_did_not_ask_for_is_not_confirmed(parameters: dict[str, str]) -> None:
    assert confirmed(granted(), parameters, NOW) == (granted(), None)


def test_a_denial_ends_the_lease_and_says_why() -> None:
    parameters = {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "not on our list"}
    after, _ = confirmed(granted(), parameters, NOW)
    assert after.lease_until is None
    assert after.denied == "the hub will not: not on our list"


@given(st.text(max_size=30))
def test_whatever_lease_a_hub_states_the_one_kept_is_bearable(stated: str) -> None:
    parameters = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "c", "hub.lease_seconds": stated}
    after, _ = confirmed(subscription(), parameters, NOW)
    assert after.lease_until is not None
    assert NOW + SHORTEST_LEASE <= after.lease_until <= NOW + LONGEST_LEASE


@given(
    st.binary(max_size=200), st.text(min_size=1, max_size=40), st.sampled_from(["sha1", "sha256", "sha384", "sha512"])
)
def test_only_who_knows_the_secret_signs(body: bytes, secret: str, method: str) -> None:
    signature = hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()
    assert is_signed(body, f"{method}={signature}", secret)
    assert not is_signed(body + b"x", f"{method}={signature}", secret)
    assert not is_signed(body, f"{method}={signature}", secret + "x")
    assert not is_signed(body, f"md5={signature}", secret)


@given(st.text(max_size=60))
def test_no_other_header_is_a_signature(header: str) -> None:
    assert not is_signed(b"body", header, "a secret that nobody draws")


def test_while_the_hub_pushes_polls_are_a_backup_and_pushes_do_not_put_them_off() -> None:
    pushed = with_push(state(last_success_at=NOW), granted(), NOW)
    success = Success(None, None, "h", TOPIC, None)
    after = succeeded(pushed, success, PACE, NOW, 0.5)
    assert after.next_check_at == NOW + PACE.push_backup
    assert "backup" in (after.next_check_reason or "")
    heard = with_push(after, granted(last_push_at=NOW + timedelta(hours=5)), NOW + timedelta(hours=5))
    assert heard.next_check_at == after.next_check_at
    assert heard.last_push_at == NOW + timedelta(hours=5)


@pytest.mark.parametrize(
    "kept", [None, subscription(), granted(days=-1), granted(deaf_since=NOW)], ids=["none", "unasked", "ended", "deaf"]
)
def test_without_a_hub_that_pushes_the_feed_is_polled_as_any_other(kept: PushSubscription | None) -> None:
    after = succeeded(
        with_push(state(last_success_at=NOW), kept, NOW), Success(None, None, "h", TOPIC, None), PACE, NOW, 0.5
    )
    assert after.next_check_at <= NOW + PACE.ceiling * 1.2


def test_an_interval_of_its_own_holds_whatever_the_hub_does() -> None:
    own = with_push(state(interval_seconds=900, last_success_at=NOW), granted(), NOW)
    assert succeeded(own, Success(None, None, "h", TOPIC, None), PACE, NOW, 0.5).next_check_at == NOW + timedelta(
        minutes=15
    )


def test_what_was_pushed_counts_once_in_the_feed_s_figures_and_breaks_its_silence() -> None:
    at = NOW + timedelta(hours=2)
    kept = granted(last_push_at=at, last_new_at=at, pushed_articles=3)
    first = with_push(state(last_new_at=NOW, articles=10, recent_articles=1.5), kept, at)
    assert (first.articles, first.recent_articles, first.last_new_at) == (13, 4.5, at)
    assert with_push(first, kept, at) == first
    more = with_push(first, kept.model_copy(update={"pushed_articles": 4}), at)
    assert (more.articles, more.pushed_articles) == (14, 4)


@pytest.mark.parametrize(
    ("last_new", "last_push", "deaf"),
    [
        (None, None, False),
        (timedelta(minutes=30), None, False),
        (timedelta(hours=6), None, True),
        (timedelta(hours=6), timedelta(hours=5), False),
        (timedelta(hours=20), timedelta(hours=5), True),
    ],
)
def test_a_hub_is_deaf_when_a_backup_poll_finds_what_it_did_not_push(
    last_new: timedelta | None, last_push: timedelta | None, deaf: bool
) -> None:
    feed = state(last_new_at=None if last_new is None else NOW + last_new)
    kept = granted(last_push_at=None if last_push is None else NOW + last_push)
    assert is_deaf(feed, kept, PACE.push_backup) is deaf


def test_a_hub_in_the_link_header_is_found() -> None:
    header = '<https://hub.example/>; rel="hub", </feed>; title="x"; rel=self'
    found = in_link_header(header, lambda stated: web_address(stated, base_url="https://news.example/a"))
    assert (found.hub_url, found.self_url) == ("https://hub.example/", "https://news.example/feed")


@given(st.text(max_size=200))
def test_any_link_header_is_read_without_an_exception(header: str) -> None:
    found = in_link_header(header, lambda stated: web_address(stated, base_url="https://news.example/a"))
    assert found.hub_url is None or found.hub_url.startswith("http")


def entry(number: int, text: str = "") -> Entry:
    return Entry(guid=str(number), url=None, title=f"Entry {number}", text=text, place=0)


def polled(seen: SeenEntries, *numbers: int, at: datetime) -> SeenEntries:
    document = Document("F", None, tuple(entry(n) for n in numbers), found=len(numbers))
    return news_in(document, seen, FEED, at, pieces=[str(n) for n in numbers]).seen


def test_a_push_joins_what_is_listed_and_takes_nothing_off_the_list() -> None:
    seen = polled(SeenEntries(), 1, 2, at=NOW)
    news = news_in(Document("F", None, (entry(3), entry(2, "edited"))), seen, FEED, NOW + timedelta(hours=1))
    after = with_pushed(seen, news)
    assert sorted(article.title for article in news.articles) == ["Entry 2", "Entry 3"]
    assert after.is_plain == seen.is_plain
    assert len({one.last_listed_at for one in after.entries.values()}) == 1
    again = news_in(
        Document("F", None, (entry(3), entry(2, "edited"), entry(1))), after, FEED, NOW + timedelta(hours=2)
    )
    assert again.articles == ()
