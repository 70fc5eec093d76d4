"""What surrounds every answer: ids, limits, compression, other origins, and a proxy in front."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from tests.integration.api.conftest import RunningApi, sqlite_only

StartApi = Callable[..., Awaitable[RunningApi]]


@sqlite_only
async def test_a_key_learns_how_often_it_may_ask_and_is_refused_beyond_that(start_api: StartApi) -> None:
    api = await start_api(rate_limit="3/minute")
    answers = [await api.admin.get("/v1/events") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["ratelimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0"]
    assert answers[0].headers["ratelimit-policy"] == '"per-key";q=3;w=60'
    refused = answers[3]
    assert refused.json()["type"] == "urn:ottawatch:problem:too-many-requests"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert (await api.client.get("/v1/events")).status_code == 200, "the machine itself is not limited"


@sqlite_only
async def test_every_answer_carries_a_request_id_and_keeps_a_sane_one_that_came(api: RunningApi) -> None:
    own = (await api.client.get("/v1/events")).headers["x-request-id"]
    assert own != (await api.client.get("/v1/events")).headers["x-request-id"]
    given = await api.client.get("/nowhere", headers={"X-Request-Id": "desk-7.20260220"})
    assert given.headers["x-request-id"] == "desk-7.20260220"
    odd = await api.client.get("/v1/events", headers={"X-Request-Id": "a b\tc"})
    assert " " not in odd.headers["x-request-id"]


@sqlite_only
async def test_an_answer_is_compressed_as_the_client_can_read_it_and_revalidates_all_the_same(api: RunningApi) -> None:
    plain = await api.client.get("/openapi.json", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    for encoding in ("gzip", "br"):
        packed = await api.client.get("/openapi.json", headers={"Accept-Encoding": encoding})
        assert packed.headers["content-encoding"] == encoding
        assert int(packed.headers.get("content-length", 0)) < len(plain.content) / 2
    page = await api.client.get("/", headers={"Accept-Encoding": "gzip"})
    again = await api.client.get("/", headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@sqlite_only
async def test_no_other_origin_may_read_unless_it_is_named(start_api: StartApi) -> None:
    api = await start_api(cors_origins="https://desk.example.org")
    named = await api.client.get("/v1/events", headers={"Origin": "https://desk.example.org"})
    assert named.headers["access-control-allow-origin"] == "https://desk.example.org"
    other = await api.client.get("/v1/events", headers={"Origin": "https://else.example.org"})
    assert "access-control-allow-origin" not in other.headers
    asked = await api.client.options(
        "/v1/subscriptions",
        headers={
            "Origin": "https://desk.example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
        },
    )
    assert asked.status_code == 200


@sqlite_only
async def test_behind_a_proxy_with_a_path_of_its_own_everything_is_found_and_linked_by_that_path(
    start_api: StartApi,
) -> None:
    api = await start_api(public_url="https://watch.example.org/mines")
    for prefix in ("", "/mines"):
        assert (await api.client.get(f"{prefix}/v1/events")).status_code == 200
        feed = (await api.client.get(f"{prefix}/v1/events.atom?topic=mine_production")).text
        assert "https://watch.example.org/mines/v1/events.atom?topic=mine_production" in feed
        assert api.base_url not in feed
    moved = await api.client.get("/mines", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, "/mines/")
    schema = (await api.client.get("/mines/openapi.json")).json()
    assert schema["servers"] == [{"url": "/mines"}]


@sqlite_only
async def test_a_mistaken_public_address_ends_the_start_in_words(start_api: StartApi) -> None:
    with pytest.raises(AssertionError, match="OTTAWATCH_API_PUBLIC_URL"):  # the fixture's own, with what ended the api
        await start_api(public_url="watch.example.org")


@sqlite_only
async def test_a_body_without_a_length_is_counted_as_it_comes(api: RunningApi) -> None:
    async def endless():  # type: ignore[no-untyped-def]
        for _ in range(200):
            yield b"x" * 1024

    answer = await api.admin.post("/v1/subscriptions", content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert isinstance(answer, httpx.Response)
