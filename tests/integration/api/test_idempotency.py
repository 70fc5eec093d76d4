"""A POST that is sent again under its Idempotency-Key does nothing twice."""

import asyncio

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from services.database.alerts import IdempotentAnswer
from tests.integration.api.conftest import RunningApi, sqlite_only

WANTED = {"url": "http://127.0.0.1:9/hook"}


async def _subscriptions(api: RunningApi) -> int:
    return len((await api.admin.get("/v1/subscriptions")).json()["data"])


async def test_the_second_gets_the_first_one_s_answer_secret_and_all(api: RunningApi, alerts_book: AsyncEngine) -> None:
    header = {"Idempotency-Key": "order-1"}
    first = await api.admin.post("/v1/subscriptions", json=WANTED, headers=header)
    second = await api.admin.post("/v1/subscriptions", json=WANTED, headers=header)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert second.headers["idempotency-replayed"] == "true"
    assert await _subscriptions(api) == 1
    async with AsyncSession(alerts_book) as session:
        (kept,) = (await session.scalars(select(IdempotentAnswer))).all()
    assert first.json()["secret"] not in repr(kept.model_dump())


@sqlite_only
async def test_of_many_at_once_one_acts(api: RunningApi) -> None:
    header = {"Idempotency-Key": "order-2"}
    answers = await asyncio.gather(
        *(api.admin.post("/v1/subscriptions", json=WANTED, headers=header) for _ in range(8))
    )
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert await _subscriptions(api) == 1


@sqlite_only
async def test_another_body_under_the_same_key_is_refused_and_another_address_is_another_key(api: RunningApi) -> None:
    header = {"Idempotency-Key": "order-3"}
    created = (await api.admin.post("/v1/subscriptions", json=WANTED, headers=header)).json()
    other = await api.admin.post("/v1/subscriptions", json={**WANTED, "description": "x"}, headers=header)
    assert (other.status_code, "another body" in other.json()["detail"]) == (422, True)
    elsewhere = await api.admin.post(f"/v1/subscriptions/{created['id']}/test", headers=header)
    assert elsewhere.is_success


@sqlite_only
async def test_what_was_refused_may_be_mended_and_sent_under_the_same_key(api: RunningApi) -> None:
    header = {"Idempotency-Key": "order-4"}
    refused = await api.admin.post("/v1/subscriptions", json={"url": "no address"}, headers=header)
    assert refused.status_code == 422
    assert (await api.admin.post("/v1/subscriptions", json=WANTED, headers=header)).status_code == 201


@sqlite_only
async def test_one_that_died_with_its_process_does_not_block_its_key_for_ever(
    api: RunningApi, alerts_book: AsyncEngine
) -> None:
    header = {"Idempotency-Key": "order-5"}
    created = (await api.admin.post("/v1/subscriptions", json=WANTED, headers=header)).json()
    async with AsyncSession(alerts_book) as session, session.begin():
        await session.execute(update(IdempotentAnswer).values(status=None, sealed_body=None))
    waiting = await api.admin.post("/v1/subscriptions", json=WANTED, headers=header)
    assert (waiting.status_code, waiting.headers["retry-after"]) == (409, "2")
    async with AsyncSession(alerts_book) as session, session.begin():
        (row,) = (await session.scalars(select(IdempotentAnswer).where(col(IdempotentAnswer.status).is_(None)))).all()
        row.begun_at = row.begun_at.replace(year=2020)
    again = await api.admin.post("/v1/subscriptions", json=WANTED, headers=header)
    assert again.status_code == 201
    assert again.json()["id"] != created["id"]


@sqlite_only
async def test_without_a_valid_key_nothing_is_replayed(api: RunningApi) -> None:
    header = {"Idempotency-Key": "order-6"}
    assert (await api.admin.post("/v1/subscriptions", json=WANTED, headers=header)).status_code == 201
    stranger = await api.client.post("/v1/subscriptions", json=WANTED, headers=header)
    assert stranger.status_code == 401
    odd = await api.admin.post("/v1/subscriptions", json=WANTED, headers={"Idempotency-Key": "x" * 300})
    assert odd.status_code == 422
