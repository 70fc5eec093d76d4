"""Who gets in."""

import asyncio
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from services.api.keys import create_key
from services.database.alerts import ApiKey
from tests.integration.api.conftest import RunningApi, sqlite_only
from tests.integration.api.test_alerts import StartApi


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@sqlite_only
async def test_reading_on_this_machine_needs_no_key_but_anything_forwarded_or_misaddressed_does(
    api: RunningApi,
) -> None:
    assert (await api.client.get("/v1/events")).status_code == 200
    for headers in (
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"Host": "rebound.example"},
        bearer("otw_wrong"),
        {"Authorization": "Basic b3R3Og=="},
    ):
        for path in ("/v1/events", "/v1/events/stream", "/v1/subscriptions", "/v1/feeds", "/v1/alerts", "/metrics"):
            answer = await api.client.get(path, headers=headers)
            assert answer.status_code == 401, (path, headers)
            assert answer.headers["www-authenticate"].startswith("Bearer")
    with_key = {"X-Forwarded-For": "10.0.0.1", "Host": "proxy.example", **bearer(api.admin_key)}
    assert (await api.client.get("/v1/events", headers=with_key)).status_code == 200
    for path in ("/", "/docs", "/openapi.json", "/livez", "/readyz"):
        assert (await api.client.get(path, headers={"X-Forwarded-For": "10.0.0.1"})).status_code == 200


async def test_every_write_needs_a_key_with_its_scope(api: RunningApi, alerts_book: AsyncEngine) -> None:
    reader = await create_key(alerts_book, "reader", ["read"])
    writer = await create_key(alerts_book, "writer", ["write"])
    body = {"url": "http://127.0.0.1:9/hook"}
    assert (await api.client.post("/v1/subscriptions", json=body)).status_code == 401
    refused = await api.client.post("/v1/subscriptions", json=body, headers=bearer(reader))
    assert refused.status_code == 403
    assert "`write`" in refused.json()["detail"]
    assert (await api.client.get("/v1/events", headers=bearer(writer))).status_code == 403
    created = await api.client.post("/v1/subscriptions", json=body, headers=bearer(writer))
    assert created.status_code == 201
    address = created.headers["location"]
    assert (await api.client.delete(address)).status_code == 401
    assert (await api.client.delete(address, headers=bearer(writer))).status_code == 204
    assert (await api.client.get(address)).status_code == 404


async def test_an_expired_or_revoked_key_opens_nothing(api: RunningApi, alerts_book: AsyncEngine) -> None:
    now = datetime.now(UTC)
    expired = await create_key(alerts_book, "old", ["read"], expires_at=now - timedelta(seconds=1))
    revoked = await create_key(alerts_book, "lost", ["read"])
    assert (await api.client.get("/v1/events", headers=bearer(revoked))).status_code == 200
    async with AsyncSession(alerts_book) as session, session.begin():
        await session.exec(update(ApiKey).where(ApiKey.owner == "lost").values(revoked_at=now))  # type: ignore[arg-type]
    for key in (expired, revoked):
        assert (await api.client.get("/v1/events", headers=bearer(key))).status_code == 401


async def test_keys_are_kept_as_hashes_and_their_use_is_noted(api: RunningApi, alerts_book: AsyncEngine) -> None:
    key = await create_key(alerts_book, "desk", ["read"])
    await api.client.get("/v1/events", headers=bearer(key))
    async with AsyncSession(alerts_book) as session:
        row = (await session.exec(select(ApiKey).where(ApiKey.owner == "desk"))).one()
    assert key not in row.model_dump_json()
    assert row.last_used_at is not None


@sqlite_only
async def test_the_admin_key_file_is_private_and_a_revoked_admin_key_stays_revoked(
    start_api: StartApi, alerts_book: AsyncEngine, tmp_path: Path
) -> None:
    api = await start_api()
    file = tmp_path / "admin.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text() == api.admin_key + "\n"
    async with AsyncSession(alerts_book) as session, session.begin():
        await session.exec(update(ApiKey).values(revoked_at=datetime.now(UTC)))
    await api.stop()
    api = await start_api()
    assert (await api.admin.get("/v1/events")).status_code == 401


@sqlite_only
async def test_an_admin_key_from_the_environment_is_let_in(
    start_api: StartApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTTAWATCH_API_ADMIN_KEY", "k" * 40)
    api = await start_api()
    assert (await api.client.get("/v1/events", headers=bearer("k" * 40))).status_code == 200


async def test_the_secret_is_shown_once_and_never_again(api: RunningApi) -> None:
    created = await api.subscribe("http://127.0.0.1:9/hook", description="desk", filters={"country": "PL"})
    secret = created.pop("secret")
    assert secret.startswith("whsec_")
    one = await api.admin.get(f"/v1/subscriptions/{created['id']}")
    everything = await api.admin.get("/v1/subscriptions")
    assert one.json() == created
    assert everything.json()["data"] == [created]
    stranger = await api.client.get(f"/v1/subscriptions/{created['id']}")
    assert stranger.json() == {**created, "url": "http://127.0.0.1/…"}, "an address is all that keeps strangers out"
    assert created["max_age_days"] == 14
    assert created["filters"]["country"] == ["PL"]
    assert secret not in one.text + everything.text


async def test_subscriptions_are_walked_by_cursor(api: RunningApi) -> None:
    made = []
    for number in range(5):
        made.append((await api.subscribe(f"http://127.0.0.1:9/{number}"))["id"])
        await asyncio.sleep(0.002)
    seen: list[str] = []
    query = "limit=2"
    while True:
        page = (await api.client.get(f"/v1/subscriptions?{query}")).json()
        seen += [one["id"] for one in page["data"]]
        if page["next_cursor"] is None:
            break
        query = str(httpx.QueryParams({"limit": 2, "cursor": page["next_cursor"]}))
    assert seen == made
