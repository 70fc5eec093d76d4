"""`/v1/feeds` and `/v1/coverage`: what the api shows of the buckets, and what it asks of ingest."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from nats.aio.msg import Msg

from services.contracts import feed_requests as asked
from services.contracts.article import FeedReference
from services.contracts.feed import FeedCheck, FeedOrigin, FeedState, FeedStatus, ListedFeed
from services.contracts.feed_requests import Candidate, FeedReply, Refusal, RefusalKind
from services.contracts.streams import FEED_LIST_BUCKET, FEED_STATE_BUCKET
from services.runtime.jetstream import Bus
from tests.integration.api.conftest import RunningApi, sqlite_only

pytestmark = sqlite_only
NOW = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)


def feed(name: str) -> FeedReference:
    return FeedReference(id=f"feed_{name}", url=f"https://{name}.example/rss", title=name.upper(), language="pl")


async def put(bus: Bus, listed: ListedFeed, state: FeedState | None = None) -> None:
    await (await bus.bucket(FEED_LIST_BUCKET)).put(listed.feed.id, listed.model_dump_json().encode())
    if state is not None:
        await (await bus.bucket(FEED_STATE_BUCKET)).put(listed.feed.id, state.model_dump_json().encode())


@dataclass
class Ingest:
    """Answers like ingest would, with what a test tells it to."""

    bus: Bus
    asked: list[tuple[str, bytes]] = field(default_factory=list)
    answer: Callable[[Msg], FeedReply] = lambda _message: FeedReply()

    async def on_message(self, message: Msg) -> None:
        self.asked.append((message.subject.removeprefix(f"{asked.SUBJECT_PREFIX}."), message.data))
        await message.respond(self.answer(message).model_dump_json().encode())


@pytest.fixture
async def ingest(bus: Bus) -> AsyncIterator[Ingest]:
    made = Ingest(bus)
    subscription = await bus.client.subscribe(f"{asked.SUBJECT_PREFIX}.>", cb=made.on_message)
    await bus.settle()
    yield made
    await subscription.unsubscribe()


async def test_a_feed_is_shown_with_what_the_list_says_and_what_happened(api: RunningApi, bus: Bus) -> None:
    state = FeedState(
        feed=feed("a"),
        status=FeedStatus.OK,
        next_check_at=NOW,
        what_happened="read: 20 entries, 2 new",
        next_check_reason="adapts, at present every 15 minutes",
        adaptive_interval_seconds=900,
        polls=3,
        final_url="https://b.example/rss",
        frozen_articles=1,
    )
    await put(bus, ListedFeed(feed=feed("a"), origin=FeedOrigin.API, added_at=NOW), state)
    await put(bus, ListedFeed(feed=feed("b"), added_at=NOW, paused_at=NOW))
    await put(bus, ListedFeed(feed=feed("c"), added_at=NOW, removed_at=NOW))
    listing = (await api.client.get("/v1/feeds")).json()
    assert [(one["id"], one["status"]) for one in listing["data"]] == [("feed_a", "ok"), ("feed_b", "paused")]
    one = (await api.client.get("/v1/feeds/feed_a")).json()
    assert one == listing["data"][0]
    assert (one["what_happened"], one["origin"], one["paused"]) == ("read: 20 entries, 2 new", "api", False)
    assert (one["interval_seconds"], one["current_interval_seconds"]) == (None, 900)
    assert (one["duplicate_of"], one["frozen_articles"]) == ("feed_b", 1)
    paused = listing["data"][1]
    assert (paused["next_check_at"], paused["next_check_reason"], paused["paused"]) == (None, "it is paused", True)
    assert (await api.client.get("/v1/feeds/feed_c")).status_code == 404


async def test_changes_need_a_key_and_are_asked_of_ingest(api: RunningApi, bus: Bus, ingest: Ingest) -> None:
    listed = ListedFeed(feed=feed("a"), added_at=NOW)
    await put(bus, listed, FeedState(feed=feed("a"), next_check_at=NOW))
    assert (await api.client.post("/v1/feeds", json={"url": "https://a.example/"})).status_code == 401
    candidate = Candidate(url=feed("a").url, title="A", found="named by the page")
    ingest.answer = lambda _message: FeedReply(listed=listed, candidates=(candidate,), steps=("looked",))
    added = await api.admin.post("/v1/feeds", json={"url": "https://a.example/", "language": "pl"})
    assert (added.status_code, added.headers["location"]) == (201, "/v1/feeds/feed_a")
    assert (added.json()["feed"]["id"], added.json()["steps"]) == ("feed_a", ["looked"])
    assert added.json()["candidates"][0]["found"] == "named by the page"
    for action in ("pause", "resume"):
        assert (await api.admin.post(f"/v1/feeds/feed_a/{action}")).json()["id"] == "feed_a"
    changed = await api.admin.patch("/v1/feeds/feed_a", json={"interval_seconds": 60})
    assert changed.status_code == 200
    assert (await api.admin.delete("/v1/feeds/feed_a")).status_code == 204
    assert [subject for subject, _ in ingest.asked] == ["add", "pause", "resume", "set_interval", "remove"]
    assert asked.SetInterval.model_validate_json(ingest.asked[3][1]).interval_seconds == 60


async def test_a_check_answers_every_decision(api: RunningApi, ingest: Ingest) -> None:
    check = FeedCheck(checked_at=NOW, url=feed("a").url, status=304, steps=("unchanged",), next_check_at=NOW)
    ingest.answer = lambda _message: FeedReply(check=check)
    answer = (await api.admin.post("/v1/feeds/feed_a/check")).json()
    assert (answer["status"], answer["steps"]) == (304, ["unchanged"])


@pytest.mark.parametrize(
    ("kind", "status", "name"),
    [
        (RefusalKind.ALREADY_LISTED, 409, "already-listed"),
        (RefusalKind.NOT_A_FEED, 422, "not-a-feed"),
        (RefusalKind.UNKNOWN_FEED, 404, "not-found"),
        (RefusalKind.BUSY, 503, "unavailable"),
        (RefusalKind.INVALID, 409, "feed-request-refused"),
    ],
)
async def test_a_refusal_of_ingest_s_is_a_problem(
    api: RunningApi, ingest: Ingest, kind: RefusalKind, status: int, name: str
) -> None:
    refusal = Refusal(kind=kind, words="because", feed_id="feed_a")
    ingest.answer = lambda _message: FeedReply(refusal=refusal)
    answer = await api.admin.post("/v1/feeds", json={"url": "https://a.example/"})
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:ottawatch:problem:{name}")
    assert answer.json()["detail"] == "because"


async def test_without_ingest_changes_are_not_available_and_the_list_is(api: RunningApi) -> None:
    answer = await api.admin.post("/v1/feeds/preview", json={"url": "https://a.example/"})
    assert (answer.status_code, "no ingest answers" in answer.json()["detail"]) == (503, True)
    assert (await api.client.get("/v1/feeds")).status_code == 200


async def test_the_list_goes_out_and_comes_in_as_opml(api: RunningApi, bus: Bus, ingest: Ingest) -> None:
    await put(bus, ListedFeed(feed=feed("a"), added_at=NOW))
    document = await api.client.get("/v1/feeds.opml")
    assert document.headers["content-type"].startswith("text/x-opml")
    assert 'xmlUrl="https://a.example/rss"' in document.text
    ingest.answer = lambda _message: FeedReply(added=1, skipped=0)
    answer = await api.admin.post("/v1/feeds.opml", content=document.content)
    assert answer.json() == {"added": 1, "skipped": 0, "invalid": []}
    request = asked.ImportFeeds.model_validate_json(ingest.asked[0][1])
    assert [one.url for one in request.feeds] == ["https://a.example/rss"]
    assert (await api.admin.post("/v1/feeds.opml", content=b"hello")).status_code == 422


async def test_coverage_says_who_is_heard_and_who_is_silent(api: RunningApi, bus: Bus) -> None:
    now = datetime.now(UTC)
    heard = {"status": FeedStatus.OK, "next_check_at": now, "last_success_at": now, "last_checked_at": now}
    silent = {**heard, "last_new_at": now - timedelta(days=3), "usual_silence_seconds": 3600.0}
    await put(bus, ListedFeed(feed=feed("a"), added_at=NOW), FeedState.model_validate({"feed": feed("a"), **heard}))
    await put(bus, ListedFeed(feed=feed("b"), added_at=NOW), FeedState.model_validate({"feed": feed("b"), **silent}))
    answer = (await api.client.get("/v1/coverage")).json()
    assert (answer["feeds"]["heard_last_day"], answer["feeds"]["silent"]) == (2, 1)
    assert [group["code"] for group in answer["languages"]] == ["pl"]
    assert [one["id"] for one in answer["silent"]] == ["feed_b"]
