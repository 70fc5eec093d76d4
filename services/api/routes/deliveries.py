"""`/v1/subscriptions/{id}/…` and `/v1/deliveries/{id}/…`: how deliveries went, and doing something about it."""

import secrets
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col
from starlette.responses import JSONResponse, Response

from services.api.access import Caller, Reader, Writer
from services.api.answers import validated
from services.api.body import encoded
from services.api.book import NewAlert, NewDelivery, add_alert, delivery_id, serialize_alerts
from services.api.cursors import encode_cursor, int_position
from services.api.delivery_views import (
    DeliveryPage,
    DeliveryView,
    Recovered,
    Recovery,
    Rotated,
    Rotation,
    TestSent,
    delivery_view,
)
from services.api.errors import NotFound, SubscriptionNotActive
from services.api.params import PageQuery
from services.api.parts import PartsOf
from services.api.recipients import read_recipients
from services.api.recovery import add_missed, redeliver, retry_given_up
from services.api.routes.subscriptions import (
    SubscriptionId,
    found,
    found_for_change,
    prove_ownership,
)
from services.api.signing_keys import rotate_keys
from services.api.subscription_views import SubscriptionView, is_shown_in_full, subscription_view
from services.contracts.alert import Alert
from services.contracts.vocabulary import AlertType
from services.database.alerts import (
    Attempt,
    Delivery,
    DeliveryState,
    StoredAlert,
    Subscription,
    SubscriptionStatus,
    Trigger,
)

router = APIRouter(tags=["subscriptions"])

DeliveryId = Annotated[str, Path(description="`dlv_…`, from the delivery log.")]
States = Annotated[list[DeliveryState] | None, Query(description="Only deliveries in these states.")]


@router.post("/v1/subscriptions/{subscription_id}/test", status_code=202, response_model=TestSent)
async def send_test(parts: PartsOf, caller: Writer, subscription_id: SubscriptionId) -> Response:
    """Send a signed `subscription.test` alert to this subscription alone; `deliveries` shows how it went."""
    now = parts.clock()
    body = encoded(Alert(type=AlertType.SUBSCRIPTION_TEST, timestamp=now))
    async with parts.book.write() as connection:
        await serialize_alerts(connection)
        row = await found_for_change(connection, subscription_id, caller)
        _require_active(row)
        alert = NewAlert(
            id=f"alr_{secrets.token_hex(12)}",
            type=AlertType.SUBSCRIPTION_TEST,
            raised_at=now,
            body=body,
            only_for=row.id,
        )
        await add_alert(connection, alert, [NewDelivery(row.id, now, trigger=Trigger.TEST)], now=now)
    parts.wake()
    sent = TestSent(alert_id=alert.id, delivery_id=delivery_id(alert.id, row.id))
    return JSONResponse(sent.model_dump(), status_code=202)


@router.post("/v1/subscriptions/{subscription_id}/ownership", response_model=SubscriptionView)
async def ask_for_ownership(parts: PartsOf, caller: Writer, subscription_id: SubscriptionId) -> Response:
    """Ask the receiver by OPTIONS whether it wants our alerts, and begin to send them when it does."""
    async with parts.alerts.connect() as connection:
        row = await found_for_change(connection, subscription_id, caller, is_locked=False)
    refused = await prove_ownership(parts, row.id, row.url)
    if refused is not None:
        raise SubscriptionNotActive(f"the receiver did not agree: {refused}")
    async with parts.alerts_writer.connect() as connection:
        row = await found(connection, subscription_id)
    view = subscription_view(row, in_full=True, public_key=None)
    return JSONResponse(view.model_dump(mode="json", by_alias=True))


@router.post("/v1/subscriptions/{subscription_id}/rotate", response_model=Rotated)
async def rotate(
    parts: PartsOf, caller: Writer, subscription_id: SubscriptionId, wanted: Rotation | None = None
) -> Response:
    """Replace the signing keys. Until `old_keys_sign_until` the old ones sign beside the new."""
    now, overlap = parts.clock(), timedelta(hours=(wanted or Rotation()).overlap_hours)
    async with parts.book.write() as connection:
        row = await found_for_change(connection, subscription_id, caller)
        keys = await rotate_keys(connection, parts.vault, row.id, row.signatures, now=now, overlap=overlap)
        await connection.execute(
            update(Subscription)
            .where(col(Subscription.id) == row.id)
            .values(updated_at=now, revision=Subscription.revision + 1)
        )
    rotated = Rotated(id=row.id, secret=keys.secret, public_key=keys.public_key, old_keys_sign_until=now + overlap)
    return JSONResponse(rotated.model_dump(mode="json"), headers={"Cache-Control": "no-store"})


@router.post("/v1/subscriptions/{subscription_id}/recover", status_code=202, response_model=Recovered)
async def recover(wanted: Recovery, parts: PartsOf, caller: Writer, subscription_id: SubscriptionId) -> Response:
    """Send again all that was given up since a time, and what was never prepared because it was disabled."""
    now = parts.clock()
    async with parts.book.write() as connection:
        row = await found_for_change(connection, subscription_id, caller)
        _require_active(row)
        retried, more_given_up = await retry_given_up(connection, row.id, since=wanted.since, now=now)
        added, more_missed = 0, False
        for recipient in await read_recipients(connection, [row.id]):  # none of wishes that a newer version wrote
            added, more_missed = await add_missed(connection, recipient, since=wanted.since, now=now)
    parts.wake()
    recovered = Recovered(retried=retried, added=added, more=more_given_up or more_missed)
    return JSONResponse(recovered.model_dump(), status_code=202)


@router.get("/v1/subscriptions/{subscription_id}/deliveries", response_model=DeliveryPage)
async def list_of_deliveries(
    request: Request,
    parts: PartsOf,
    caller: Reader,
    subscription_id: SubscriptionId,
    page: PageQuery,
    state: States = None,
) -> Response:
    """What was sent to this subscription, newest alert first, with every attempt in plain words."""
    bound = {"subscription": subscription_id, "state": state}
    before = int_position(page.cursor, listing="deliveries", query=bound)
    query = _with_alerts().where(col(Delivery.subscription_id) == subscription_id)
    if before is not None:
        query = query.where(col(Delivery.alert_seq) < before)
    if state:
        query = query.where(col(Delivery.state).in_(state))
    async with parts.alerts.connect() as connection:
        row = await found(connection, subscription_id)
        query = query.order_by(col(Delivery.alert_seq).desc()).limit(page.limit + 1)
        rows = (await connection.execute(query)).all()
        shown = rows[: page.limit]
        views = await _views(connection, shown, in_full=_in_full(row, caller))
    cursor = encode_cursor(shown[-1].alert_seq, listing="deliveries", query=bound) if len(rows) > page.limit else None
    answer = DeliveryPage(data=views, next_cursor=cursor)
    return validated(request, answer.model_dump_json().encode(), "application/json")


@router.get("/v1/deliveries/{delivery_id}", response_model=DeliveryView)
async def one_delivery(request: Request, parts: PartsOf, caller: Reader, delivery_id: DeliveryId) -> Response:
    """One delivery with its attempts."""
    async with parts.alerts.connect() as connection:
        delivery = await _found_delivery(connection, delivery_id)
        row = await found(connection, delivery.subscription_id)
        (view,) = await _views(connection, [delivery], in_full=_in_full(row, caller))
    return validated(request, view.model_dump_json().encode(), "application/json")


@router.post("/v1/deliveries/{delivery_id}/redeliver", status_code=202, response_model=DeliveryView)
async def send_again(parts: PartsOf, caller: Writer, delivery_id: DeliveryId) -> Response:
    """Send this alert to this subscription again, under the same `webhook-id`, delivered or not."""
    async with parts.book.write() as connection:
        delivery = await _found_delivery(connection, delivery_id)
        row = await found_for_change(connection, delivery.subscription_id, caller)
        _require_active(row)
        await redeliver(connection, delivery.id, now=parts.clock())
        delivery = await _found_delivery(connection, delivery_id)
        (view,) = await _views(connection, [delivery], in_full=True)
    parts.wake()
    return JSONResponse(view.model_dump(mode="json"), status_code=202)


def _require_active(row: Any) -> None:
    if row.status != SubscriptionStatus.ACTIVE:
        why = f": {row.disabled_reason}" if row.disabled_reason else ""
        mend = 'PATCH it with {"status": "active"}, or POST …/ownership if it is unproved'
        raise SubscriptionNotActive(f"{row.id} is {row.status}{why}; {mend}")


def _in_full(row: Any, caller: Caller) -> bool:
    return is_shown_in_full(row, key_id=caller.key_id, scopes=caller.scopes)


def _with_alerts() -> Select[Any]:
    table: Any = Delivery.__table__  # type: ignore[attr-defined]
    query: Any = select(table, col(StoredAlert.type).label("alert_type"), col(StoredAlert.event_id))
    joined: Select[Any] = query.join(StoredAlert, col(StoredAlert.id) == col(Delivery.alert_id))
    return joined


async def _found_delivery(connection: AsyncConnection, delivery_id: str) -> Any:
    row = None
    if "\0" not in delivery_id:
        row = (await connection.execute(_with_alerts().where(col(Delivery.id) == delivery_id))).first()
    if row is None:
        raise NotFound(f"there is no delivery {delivery_id[:80]!r}; the subscriptions' delivery logs list them")
    return row


async def _views(connection: AsyncConnection, rows: Any, *, in_full: bool) -> list[DeliveryView]:
    table: Any = Attempt.__table__  # type: ignore[attr-defined]
    attempts = await connection.execute(
        select(table).where(col(Attempt.delivery_id).in_([row.id for row in rows])).order_by(col(Attempt.number))
    )
    tried = attempts.all()
    return [
        delivery_view(row, alert_type=row.alert_type, event_id=row.event_id, attempts=tried, in_full=in_full)
        for row in rows
    ]
