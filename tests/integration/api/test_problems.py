"""Every error is a problem detail that names the thing and the mend."""

from collections.abc import AsyncIterator

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.api.problems import ProblemBody
from tests.integration.api.conftest import RunningApi, sqlite_only
from tests.support.event_samples import event, store_events
from tests.support.nats import NatsProcess

CASES: list[tuple[str, str, dict[str, object], int]] = [
    ("GET", "/v1/nothing", {}, 404),
    ("GET", "/v1/events/evt_000000000000000000000000", {}, 404),
    ("GET", "/v1/events/evt_%00", {}, 404),
    ("GET", "/v1/subscriptions/sub_x", {}, 404),
    ("GET", "/v1/subscriptions/sub_%00", {}, 404),
    ("GET", "/v1/subscriptions/sub_x/deliveries", {}, 404),
    ("DELETE", "/v1/subscriptions/sub_x", {}, 404),
    ("GET", "/web/..%2Fapp.py", {}, 404),
    ("GET", "/web/nothing.js", {}, 404),
    ("PUT", "/v1/events", {}, 405),
    ("POST", "/", {}, 405),
    ("GET", "/v1/events?contry=PL", {}, 400),
    ("GET", "/v1/feeds?q=x", {}, 400),
    ("GET", "/?x=1", {}, 400),
    ("GET", "/v1/events?cursor=%00", {}, 400),
    ("GET", "/v1/alerts?cursor=abc", {}, 400),
    ("GET", "/v1/feeds?cursor=abc", {}, 400),
    ("GET", "/v1/events?limit=501", {}, 422),
    ("GET", "/v1/events?limit=0", {}, 422),
    ("GET", "/v1/events?topic=weather", {}, 422),
    ("GET", "/v1/events?country=Poland", {}, 422),
    ("GET", "/v1/events?topic=", {}, 422),
    ("GET", "/v1/cases?topic=&topic=mine_production", {}, 422),
    ("OPTIONS", "/v1/subscriptions/dry-run", {}, 405),
    ("POST", "/v1/subscriptions/dry-run", {"json": {"max_age_days": True}}, 422),
    ("POST", "/v1/subscriptions/dry-run", {"json": {"filters": {"min_score": False}}}, 422),
    ("GET", "/v1/events?q=%00", {}, 422),
    ("GET", "/v1/events?producer=%00", {}, 422),
    ("GET", "/v1/events?min_score=nan", {}, 422),
    ("GET", "/v1/events?min_sources=99999999999999999999", {}, 422),
    ("GET", "/v1/events?since=yesterday", {}, 422),
    ("GET", "/v1/events?since=0001-01-01T00:00:00%2B14:00", {}, 422),
    ("POST", "/v1/subscriptions", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 400),
    ("POST", "/v1/subscriptions", {"json": {}}, 422),
    ("POST", "/v1/subscriptions", {"json": []}, 422),
    ("POST", "/v1/subscriptions", {"json": {"url": "https://u:p@example.org/"}}, 422),
    ("POST", "/v1/subscriptions", {"json": {"url": "ftp://example.org/"}}, 422),
    ("POST", "/v1/subscriptions", {"json": {"url": "https://x", "format": "telegram"}}, 422),
    ("POST", "/v1/subscriptions", {"json": {"url": "https://x", "colour": "red"}}, 422),
    ("POST", "/v1/subscriptions", {"json": {"url": "https://x", "filters": {"contry": ["PL"]}}}, 422),
    ("POST", "/v1/subscriptions", {"json": {"url": "https://x", "description": "\0"}}, 422),
    ("POST", "/v1/subscriptions", {"json": {"url": "https://x", "alerts": []}}, 422),
    (
        "POST",
        "/v1/subscriptions",
        {"content": b'{"url": "https://\\ud800"}', "headers": {"Content-Type": "application/json"}},
        422,
    ),
    ("POST", "/v1/subscriptions", {"content": b" " * 70_000}, 413),
]


async def test_every_refusal_is_a_problem_detail(api: RunningApi) -> None:
    for method, path, request, status in CASES:
        answer = await api.admin.request(method, path, **request)  # type: ignore[arg-type]
        assert answer.status_code == status, (method, path, request, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        problem = ProblemBody.model_validate_json(answer.content)
        assert problem.status == status
        assert problem.type.startswith("urn:ottawatch:problem:")
        assert problem.title
        assert problem.detail
        assert (problem.errors is not None) == (status == 422)
        if status == 405:
            assert answer.headers["allow"]


@sqlite_only
async def test_a_body_that_does_not_say_its_length_is_cut_off_at_the_cap(api: RunningApi) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 1024

    answer = await api.admin.post("/v1/subscriptions", content=endless())
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


@sqlite_only
async def test_a_fault_of_ours_is_a_problem_that_tells_nothing_of_the_inside(
    api: RunningApi, events_book: AsyncEngine
) -> None:
    await store_events(events_book, [event(1)])
    async with events_book.begin() as connection:  # as no version of ours writes it
        await connection.execute(text("UPDATE event SET topic = 'weather'"))
    answer = await api.client.get("/v1/events.atom")
    assert answer.status_code == 500
    problem = ProblemBody.model_validate_json(answer.content)
    assert problem.type == "urn:ottawatch:problem:internal-error"
    assert "weather" not in answer.text
    assert "default-src" in answer.headers["content-security-policy"]


@sqlite_only
async def test_a_service_without_nats_is_alive_but_not_ready(api: RunningApi, nats_process: NatsProcess) -> None:
    ready = await api.client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "ok")
    nats_process.kill()
    not_ready = await api.client.get("/readyz")
    assert not_ready.status_code == 503
    assert not_ready.headers["content-type"] == "application/problem+json"
    assert list(not_ready.json()["failing"]) == ["nats"]
    assert (await api.client.get("/livez")).status_code == 200
    assert (await api.client.get("/v1/feeds")).status_code == 503
    assert (await api.client.get("/v1/events")).status_code == 200
    nats_process.start()


@sqlite_only
async def test_every_answer_carries_the_security_headers(api: RunningApi) -> None:
    for path in ("/", "/docs", "/web/page.js", "/v1/events", "/v1/nothing"):
        headers = (await api.client.get(path)).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@sqlite_only
async def test_head_is_get_without_the_body(api: RunningApi) -> None:
    for path in ("/", "/v1/events", "/v1/events.atom"):
        answer = await api.client.head(path)
        assert (answer.status_code, answer.content) == (200, b"")
        assert int(answer.headers["content-length"]) > 0


@sqlite_only
async def test_the_description_names_every_operation_once_and_every_error_as_a_problem(api: RunningApi) -> None:
    schema = (await api.client.get("/openapi.json")).json()
    operations = [one for path in schema["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert len(set(names)) == len(names)
    assert {"list_of_events", "subscribe", "live_stream"} <= set(names)
    assert all("application/problem+json" in one["responses"]["default"]["content"] for one in operations)
    assert all("422" not in one["responses"] for one in operations)
