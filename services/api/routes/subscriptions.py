"""`/v1/subscriptions`: who is sent which alerts, and how that went."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Path, Request
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import JSONResponse, Response

from services.api.access import Reader, Writer
from services.api.answers import validated
from services.api.cursors import decode_cursor, encode_cursor, int_position
from services.api.errors import NotFound, SubscriptionNotActive
from services.api.handlers import new_delivery, serialize_alerts
from services.api.params import PageQuery
from services.api.parts import PartsOf
from services.api.problems import FieldError, invalid
from services.api.sign import new_secret
from services.api.subscription_views import (
    CreatedSubscription,
    DeliveryPage,
    NewSubscription,
    SubscriptionPage,
    SubscriptionView,
    TestSent,
    delivery_view,
    subscription_view,
)
from services.api.targets import refusal
from services.contracts.alert import Alert
from services.contracts.vocabulary import AlertType
from services.database.alerts import (
    Attempt,
    Delivery,
    SigningKey,
    StoredAlert,
    Subscription,
    SubscriptionStatus,
    Trigger,
)

router = APIRouter(tags=["subscriptions"])

_LISTING = "subscriptions"
SubscriptionId = Annotated[str, Path(description="`sub_…`, as the POST answered it.")]


@router.post("/v1/subscriptions", status_code=201, response_model=CreatedSubscription)
async def subscribe(wanted: NewSubscription, parts: PartsOf, caller: Writer) -> Response:
    """Send alerts to `url` from now on. The answer holds the signing secret, this once only."""
    reason = await refusal(wanted.url, parts.allowed_private)
    if reason is not None:
        raise invalid([FieldError(field="url", message=reason)])
    now = parts.clock()
    row = Subscription(
        # The time in front makes ids sort by age; the rest is drawn.
        id=f"sub_{int(now.timestamp() * 1000):012x}{secrets.token_hex(6)}",
        url=wanted.url,
        description=wanted.description,
        filters=wanted.filters.model_dump(mode="json", exclude_defaults=True),
        alerts=[kind.value for kind in wanted.alerts],
        format=wanted.format,
        max_age_days=wanted.max_age_days,
        status=SubscriptionStatus.ACTIVE,
        created_at=now,
        owner_key_id=caller.key_id,
    )
    secret, key_id = new_secret(), f"sig_{secrets.token_hex(12)}"
    view = CreatedSubscription(**subscription_view(row).model_dump(), secret=secret)
    async with AsyncSession(parts.alerts_writer) as session, session.begin():
        session.add(row)
        await session.flush()  # its key refers to it
        sealed = parts.vault.seal(secret, place=key_id)
        session.add(SigningKey(id=key_id, subscription_id=row.id, kind="v1", sealed=sealed, created_at=now))
    headers = {"Location": f"/v1/subscriptions/{view.id}", "Cache-Control": "no-store"}
    return JSONResponse(view.model_dump(mode="json"), status_code=201, headers=headers)


@router.get("/v1/subscriptions", response_model=SubscriptionPage)
async def list_of_subscriptions(request: Request, parts: PartsOf, _caller: Reader, page: PageQuery) -> Response:
    """Every subscription, oldest first, without its secret."""
    after = decode_cursor(page.cursor, listing=_LISTING, query={}) if page.cursor is not None else ""
    query = select(Subscription).where(col(Subscription.id) > str(after))
    async with AsyncSession(parts.alerts) as session:
        rows = list(await session.exec(query.order_by(col(Subscription.id)).limit(page.limit + 1)))
    shown = rows[: page.limit]
    cursor = encode_cursor(shown[-1].id, listing=_LISTING, query={}) if len(rows) > page.limit else None
    answer = SubscriptionPage(data=[subscription_view(row) for row in shown], next_cursor=cursor)
    return validated(request, answer.model_dump_json().encode(), "application/json")


@router.get("/v1/subscriptions/{subscription_id}", response_model=SubscriptionView)
async def one_subscription(
    request: Request, parts: PartsOf, _caller: Reader, subscription_id: SubscriptionId
) -> Response:
    """One subscription, without its secret."""
    async with AsyncSession(parts.alerts) as session:
        row = await _found(session, subscription_id)
    return validated(request, subscription_view(row).model_dump_json().encode(), "application/json")


@router.delete("/v1/subscriptions/{subscription_id}", status_code=204, response_class=Response)
async def unsubscribe(parts: PartsOf, _caller: Writer, subscription_id: SubscriptionId) -> Response:
    """Send nothing more, and forget the subscription with its delivery log."""
    async with AsyncSession(parts.alerts_writer) as session, session.begin():
        await session.delete(await _found(session, subscription_id))
    return Response(status_code=204)


@router.post("/v1/subscriptions/{subscription_id}/test", status_code=202, response_model=TestSent)
async def send_test(parts: PartsOf, _caller: Writer, subscription_id: SubscriptionId) -> Response:
    """Send a signed `subscription.test` alert to this subscription alone; `deliveries` shows how it went."""
    now = parts.clock()
    alert_id = f"alr_{secrets.token_hex(12)}"
    async with AsyncSession(parts.alerts_writer) as session, session.begin():
        await serialize_alerts(session)
        row = await _found(session, subscription_id)
        if row.status != SubscriptionStatus.ACTIVE:
            raise SubscriptionNotActive(f"{row.id} is {row.status}: {row.disabled_reason}; make a new subscription")
        alert = Alert(type=AlertType.SUBSCRIPTION_TEST, timestamp=now)
        stored_test = StoredAlert(
            id=alert_id,
            type=alert.type,
            raised_at=now,
            stored_at=now,
            body=alert.model_dump_json().encode(),
            only_for=row.id,
        )
        session.add(stored_test)
        await session.flush()  # the delivery refers to it
        delivery = new_delivery(stored_test, row.id, Trigger.TEST, parts.clock)
        sent = TestSent(alert_id=alert_id, delivery_id=delivery.id)
        session.add(delivery)
    parts.wake()
    return JSONResponse(sent.model_dump(), status_code=202)


@router.get("/v1/subscriptions/{subscription_id}/deliveries", response_model=DeliveryPage)
async def list_of_deliveries(
    request: Request, parts: PartsOf, _caller: Reader, subscription_id: SubscriptionId, page: PageQuery
) -> Response:
    """What was sent to this subscription, newest alert first, with every attempt in plain words."""
    bound = {"subscription": subscription_id}
    before = int_position(page.cursor, listing="deliveries", query=bound)
    query = (
        select(Delivery, StoredAlert)
        .join(StoredAlert, col(Delivery.alert_id) == col(StoredAlert.id))
        .where(Delivery.subscription_id == subscription_id)
    )
    if before is not None:
        query = query.where(col(StoredAlert.seq) < before)
    async with AsyncSession(parts.alerts) as session:
        await _found(session, subscription_id)
        rows = list(await session.exec(query.order_by(col(StoredAlert.seq).desc()).limit(page.limit + 1)))
        shown = rows[: page.limit]
        attempts = list(
            await session.exec(
                select(Attempt)
                .where(col(Attempt.delivery_id).in_([delivery.id for delivery, _ in shown]))
                .order_by(col(Attempt.number))
            )
        )
    cursor = None
    if len(rows) > page.limit:
        cursor = encode_cursor(shown[-1][1].seq or 0, listing="deliveries", query=bound)
    answer = DeliveryPage(
        data=[delivery_view(delivery, alert, attempts) for delivery, alert in shown], next_cursor=cursor
    )
    return validated(request, answer.model_dump_json().encode(), "application/json")


async def _found(session: AsyncSession, subscription_id: str) -> Subscription:
    row = await session.get(Subscription, subscription_id) if "\0" not in subscription_id else None
    if row is None:
        raise NotFound(f"there is no subscription {subscription_id[:80]!r}; /v1/subscriptions lists those there are")
    return row
