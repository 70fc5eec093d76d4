"""WebSub with a small hub of our own: subscribe, verify, push, renew, and what strangers send."""

import hashlib
import hmac
import socket
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import parse_qsl

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from services.contracts.feed import PushSubscription
from services.contracts.streams import FEED_PUSH_BUCKET
from services.ingest.feeds_file import feed_id
from services.runtime.jetstream import Bus
from tests.integration.ingest.conftest import Ingest, published, state_of
from tests.integration.ingest.site import Site
from tests.support.eventually import eventually

ATOM = "xmlns='http://www.w3.org/2005/Atom'"


@dataclass
class Hub:
    """Verifies whoever asks, and signs what it pushes."""

    lease_seconds: str = "864000"
    is_willing: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)
    challenges: list[str] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        self.asked.append(form)
        if not self.is_willing:
            return Response("no", 400)
        parameters = {
            "hub.mode": "subscribe",
            "hub.topic": form["hub.topic"],
            "hub.challenge": f"challenge {len(self.asked)}",
            "hub.lease_seconds": self.lease_seconds,
        }
        async with httpx.AsyncClient() as client:
            verified = await client.get(form["hub.callback"], params=parameters)
        self.challenges.append(verified.text)
        return Response(status_code=202)

    async def push(self, body: bytes, *, secret: str | None = None) -> int:
        key = self.asked[-1]["hub.secret"] if secret is None else secret
        headers = {"X-Hub-Signature": "sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}
        async with httpx.AsyncClient() as client:
            return (await client.post(self.asked[-1]["hub.callback"], content=body, headers=headers)).status_code


@pytest.fixture
async def hub(site: Site) -> Hub:
    made = Hub()
    site.pages["/hub"] = made.answer
    return made


@pytest.fixture
def callback(ingest: Ingest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the service takes pushes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("OTTAWATCH_INGEST_PUBLIC_CALLBACK", f"http://127.0.0.1:{port}/behind/a/proxy")
    monkeypatch.setenv("OTTAWATCH_INGEST_CALLBACK_PORT", str(port))
    monkeypatch.setenv("OTTAWATCH_INGEST_HUB_LOOK_SECONDS", "0.2")
    assert ingest
    return f"http://127.0.0.1:{port}"


def document(base: str, *numbers: int) -> bytes:
    entries = "".join(f"<entry><id>urn:{n}</id><title>Entry {n}</title></entry>" for n in numbers)
    links = f"<link rel='hub' href='{base}/hub'/><link rel='self' href='{base}/feed'/>"
    return f"<feed {ATOM}><title>F</title>{links}{entries}</feed>".encode()


async def subscription(bus: Bus, url: str) -> PushSubscription | None:
    bucket = await bus.bucket(FEED_PUSH_BUCKET)
    try:
        return PushSubscription.model_validate_json((await bucket.get(feed_id(url))).value or b"")
    except Exception:
        return None


async def verified(bus: Bus, url: str) -> bool:
    kept = await subscription(bus, url)
    return kept is not None and kept.verified_at is not None


async def titles(bus: Bus) -> list[str]:
    return sorted(article.title for article in await published(bus))


@pytest.mark.usefixtures("callback")
async def test_a_hub_is_subscribed_to_and_its_pushes_are_published_once(
    bus: Bus, ingest: Ingest, site: Site, base: str, hub: Hub
) -> None:
    site.give("/feed", document(base, 1))
    ingest.list_feeds(f"{base}/feed", interval=None)
    async with ingest.running():
        await eventually(partial(verified, bus, f"{base}/feed"))
        assert hub.challenges == ["challenge 1"]
        assert await hub.push(document(base, 2)) == 204
        assert await hub.push(document(base, 2)) == 204
        assert await hub.push(document(base, 3), secret="guessed") == 202
        assert await hub.push(b"no feed at all") == 202
        assert await titles(bus) == ["Entry 1", "Entry 2"]
        kept = await subscription(bus, f"{base}/feed")
        assert kept is not None
        assert kept.last_push_at is not None

        async def state_says_so() -> bool:
            state = await state_of(bus, f"{base}/feed")
            return state.push_until == kept.lease_until and (state.articles, state.pushed_articles) == (2, 1)

        await eventually(state_says_so)
    assert len(hub.asked) == 1
    assert hub.asked[0]["hub.callback"].count("/behind/a/proxy/websub/") == 1


async def test_what_strangers_send_to_the_callback_changes_nothing(
    bus: Bus, ingest: Ingest, site: Site, base: str, hub: Hub, callback: str
) -> None:
    site.give("/feed", document(base, 1))
    ingest.list_feeds(f"{base}/feed", interval=None)
    own = f"{callback}/websub/{feed_id(f'{base}/feed')}"
    challenge = {"hub.mode": "unsubscribe", "hub.topic": f"{base}/feed", "hub.challenge": "c"}
    async with ingest.running(), httpx.AsyncClient() as client:
        await eventually(partial(verified, bus, f"{base}/feed"))
        before = await subscription(bus, f"{base}/feed")
        right = hub.asked[0]["hub.callback"].rpartition("/")[2]
        assert (await client.get(f"{own}/wrong", params=challenge)).status_code == 404
        assert (await client.get(f"{own}/{right}", params=challenge)).status_code == 404
        assert (await client.get(callback)).status_code == 404
        assert (await client.post(f"{callback}/websub/../secret/x", content=b"x")).status_code == 404
        assert (await client.post(f"{own}/{right}", content=document(base, 9))).status_code == 202
        assert await subscription(bus, f"{base}/feed") == before
    assert await titles(bus) == ["Entry 1"]


@pytest.mark.usefixtures("callback")
async def test_a_hub_that_will_not_is_remembered_with_its_reason_and_the_feed_is_polled_on(
    bus: Bus, ingest: Ingest, site: Site, base: str, hub: Hub
) -> None:
    hub.is_willing = False
    site.give("/feed", document(base, 1))
    ingest.list_feeds(f"{base}/feed", interval=None)

    async def denied() -> str | None:
        kept = await subscription(bus, f"{base}/feed")
        return kept.denied if kept else None

    async with ingest.running():
        assert await eventually(denied) == "the hub answers 400"
        assert (await state_of(bus, f"{base}/feed")).push_until is None
    assert len(hub.asked) == 1


async def test_without_a_public_callback_no_hub_is_asked(
    bus: Bus, ingest: Ingest, site: Site, base: str, hub: Hub
) -> None:
    site.give("/feed", document(base, 1))
    ingest.list_feeds(f"{base}/feed")

    async def hub_seen() -> bool:
        return (await state_of(bus, f"{base}/feed")).hub_url == f"{base}/hub"

    async with ingest.running():
        await eventually(lambda: titles(bus))
        await eventually(hub_seen)
    assert hub.asked == []
    assert await subscription(bus, f"{base}/feed") is None


@pytest.mark.usefixtures("callback")
async def test_a_push_that_only_the_whole_feed_explains_brings_its_poll_forward(
    bus: Bus, ingest: Ingest, site: Site, base: str, hub: Hub
) -> None:
    repeated = document(base, 1, 2).replace(b"urn:2", b"urn:1")
    site.give("/feed", repeated)
    ingest.list_feeds(f"{base}/feed", interval=None)
    async with ingest.running():
        await eventually(partial(verified, bus, f"{base}/feed"))
        site.give("/feed", document(base, 1, 2, 3).replace(b"urn:2", b"urn:1"))
        assert await hub.push(document(base, 3)) == 204
        await eventually(partial(has_titles, bus, 3))
    assert await titles(bus) == ["Entry 1", "Entry 2", "Entry 3"]


async def has_titles(bus: Bus, count: int) -> bool:
    return len(await titles(bus)) == count
