"""`/v1/subscriptions`: who is sent which alerts."""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col
from starlette.responses import JSONResponse, Response

from services.api.access import Caller, Reader, Writer
from services.api.answers import validated
from services.api.cursors import decode_cursor, encode_cursor
from services.api.errors import NotFound, ScopeMissing, SubscriptionNotActive
from services.api.formats import Format
from services.api.ownership import ask_receiver
from services.api.params import PageQuery
from services.api.parts import Parts, PartsOf
from services.api.problems import FieldError, invalid
from services.api.sign import SignatureKind
from services.api.signing_keys import add_keys, kinds_present, public_keys
from services.api.subscription_views import (
    CreatedSubscription,
    SubscriptionPage,
    SubscriptionView,
    is_shown_in_full,
    subscription_view,
)
from services.api.subscription_wishes import (
    ChangedSubscription,
    NewSubscription,
    columns_of,
    default_alerts,
    require_template,
)
from services.api.targets import refusal
from services.database.alerts import Delivery, DeliveryState, Subscription, SubscriptionStatus

router = APIRouter(tags=["subscriptions"])

_LISTING = "subscriptions"
SubscriptionId = Annotated[str, Path(description="`sub_…`, as the POST answered it.")]
TABLE: Any = Subscription.__table__  # type: ignore[attr-defined]


@router.post("/v1/subscriptions", status_code=201, response_model=CreatedSubscription)
async def subscribe(wanted: NewSubscription, parts: PartsOf, caller: Writer) -> Response:
    """Send alerts to `url` from now on. The answer holds the signing secret, this once only."""
    await _require_reachable(parts, wanted.url)
    now = parts.clock()
    columns = columns_of(wanted, only_set=False)
    if columns["alerts"] is None:
        columns["alerts"] = [kind.value for kind in default_alerts(is_operator="admin" in caller.scopes)]
    columns |= {
        # The time in front makes ids sort by age; the rest is drawn.
        "id": f"sub_{int(now.timestamp() * 1000):012x}{secrets.token_hex(6)}",
        "url": wanted.url,
        "status": SubscriptionStatus.UNPROVED if wanted.ownership_proof else SubscriptionStatus.ACTIVE,
        "created_at": now,
        "next_heartbeat_at": now if wanted.heartbeat else None,
        "owner_key_id": caller.key_id,
    }
    async with parts.book.write() as connection:
        await connection.execute(insert(Subscription).values(columns))
        # A secret is made even for who verifies v1a alone: one that changes its mind has it already.
        kinds = sorted({SignatureKind.V1, *wanted.signatures})
        keys = await add_keys(connection, parts.vault, columns["id"], kinds, now=now)
    if wanted.ownership_proof:
        await prove_ownership(parts, columns["id"], wanted.url)
    async with parts.alerts_writer.connect() as connection:
        row = await found(connection, columns["id"])
    view = subscription_view(row, in_full=True, public_key=keys.public_key)
    created = CreatedSubscription(**view.model_dump(by_alias=True), secret=keys.secret or "")
    headers = {"Location": f"/v1/subscriptions/{view.id}", "Cache-Control": "no-store"}
    return JSONResponse(created.model_dump(mode="json", by_alias=True), status_code=201, headers=headers)


@router.get("/v1/subscriptions", response_model=SubscriptionPage)
async def list_of_subscriptions(request: Request, parts: PartsOf, caller: Reader, page: PageQuery) -> Response:
    """Every subscription, oldest first, without its secrets; addresses in full to their owners and operators only."""
    after = decode_cursor(page.cursor, listing=_LISTING, query={}) if page.cursor is not None else ""
    query = select(TABLE).where(col(Subscription.id) > str(after))
    async with parts.alerts.connect() as connection:
        rows = (await connection.execute(query.order_by(col(Subscription.id)).limit(page.limit + 1))).all()
        shown = rows[: page.limit]
        keys = await public_keys(connection, parts.vault, [row.id for row in shown])
    cursor = encode_cursor(shown[-1].id, listing=_LISTING, query={}) if len(rows) > page.limit else None
    views = [subscription_view(row, in_full=_in_full(row, caller), public_key=keys.get(row.id)) for row in shown]
    answer = SubscriptionPage(data=views, next_cursor=cursor)
    return validated(request, answer.model_dump_json(by_alias=True).encode(), "application/json")


@router.get("/v1/subscriptions/{subscription_id}", response_model=SubscriptionView)
async def one_subscription(
    request: Request, parts: PartsOf, caller: Reader, subscription_id: SubscriptionId
) -> Response:
    """One subscription, without its secrets."""
    view = await _view(parts, caller, subscription_id)
    return validated(request, view.model_dump_json(by_alias=True).encode(), "application/json")


@router.patch("/v1/subscriptions/{subscription_id}", response_model=SubscriptionView)
async def change_subscription(
    wanted: ChangedSubscription, parts: PartsOf, caller: Writer, subscription_id: SubscriptionId
) -> Response:
    """Change what is named and leave the rest: filters, format, address; pause it, or let it go on."""
    if wanted.url is not None:
        await _require_reachable(parts, wanted.url)
    now = parts.clock()
    columns = columns_of(wanted, only_set=True)
    if columns.get("alerts", ()) is None:
        columns["alerts"] = [kind.value for kind in default_alerts(is_operator="admin" in caller.scopes)]
    async with parts.book.write() as connection:
        row = await found_for_change(connection, subscription_id, caller)
        _require_fitting_template(row, columns)
        columns |= _status_change(row, wanted)
        if wanted.url is not None and wanted.url != row.url:
            columns |= {"url": wanted.url, "consecutive_failures": 0, "failing_since": None, "held_until": None}
            if row.ownership_proved_at is not None:
                columns |= {"status": SubscriptionStatus.UNPROVED, "ownership_proved_at": None}
        if "heartbeat_hours" in columns:
            columns["next_heartbeat_at"] = now if columns["heartbeat_hours"] else None
        await connection.execute(
            update(Subscription)
            .where(col(Subscription.id) == row.id)
            .values(**columns, updated_at=now, revision=Subscription.revision + 1)
        )
        missing = set(columns.get("signatures", ())) - await kinds_present(connection, row.id)
        await add_keys(connection, parts.vault, row.id, sorted(missing), now=now)
        if {"digest", "quiet_hours"} & columns.keys():
            # What was held for a time that is no longer meant comes with the next look.
            await connection.execute(
                update(Delivery)
                .where(col(Delivery.subscription_id) == row.id, col(Delivery.state) == DeliveryState.HELD)
                .values(next_attempt_at=now)
            )
    parts.wake()
    view = await _view(parts, caller, subscription_id)
    return JSONResponse(view.model_dump(mode="json", by_alias=True))


@router.delete("/v1/subscriptions/{subscription_id}", status_code=204, response_class=Response)
async def unsubscribe(parts: PartsOf, caller: Writer, subscription_id: SubscriptionId) -> Response:
    """Send nothing more, and forget the subscription with its delivery log."""
    async with parts.book.write() as connection:
        row = await found_for_change(connection, subscription_id, caller)
        await connection.execute(TABLE.delete().where(col(Subscription.id) == row.id))
    return Response(status_code=204)


async def prove_ownership(parts: Parts, subscription_id: str, url: str) -> str | None:
    """Ask the receiver and note its agreement; answers why not, in plain words, or None."""
    answer = await ask_receiver(
        parts.out,
        url,
        public_url=parts.settings.address,
        total_seconds=parts.settings.webhook_total_seconds,
    )
    if answer.refused is not None:
        return answer.refused
    now = parts.clock()
    async with parts.book.write() as connection:
        row = await found(connection, subscription_id, is_locked=True)
        limits = [limit for limit in (row.max_per_minute, answer.per_minute) if limit is not None]
        await connection.execute(
            update(Subscription)
            .where(col(Subscription.id) == subscription_id, col(Subscription.url) == url)
            .values(
                status=SubscriptionStatus.ACTIVE if row.status == SubscriptionStatus.UNPROVED else row.status,
                ownership_proved_at=now,
                max_per_minute=min(limits, default=None),
                revision=Subscription.revision + 1,
            )
        )
    parts.wake()
    return None


async def found(connection: AsyncConnection, subscription_id: str, *, is_locked: bool = False) -> Any:
    """The subscription's row, on PostgreSQL held from other changes where `is_locked`; raises `NotFound`."""
    row = None
    if "\0" not in subscription_id:
        wanted = select(TABLE).where(col(Subscription.id) == subscription_id)
        # What is decided from the row, its next status or limit, must still be so when it is written.
        row = (await connection.execute(wanted.with_for_update(key_share=True) if is_locked else wanted)).first()
    if row is None:
        raise NotFound(f"there is no subscription {subscription_id[:80]!r}; /v1/subscriptions lists those there are")
    return row


async def found_for_change(
    connection: AsyncConnection, subscription_id: str, caller: Caller, *, is_locked: bool = True
) -> Any:
    """The row, if the caller may change it: its owner and operators may."""
    row = await found(connection, subscription_id, is_locked=is_locked)
    if not _in_full(row, caller):
        raise ScopeMissing(f"{row.id} belongs to another key; only that one, or one with the scope admin, may do this")
    return row


def _in_full(row: Any, caller: Caller) -> bool:
    return is_shown_in_full(row, key_id=caller.key_id, scopes=caller.scopes)


async def _view(parts: Parts, caller: Caller, subscription_id: str) -> SubscriptionView:
    async with parts.alerts.connect() as connection:
        row = await found(connection, subscription_id)
        keys = await public_keys(connection, parts.vault, [row.id])
    return subscription_view(row, in_full=_in_full(row, caller), public_key=keys.get(row.id))


async def _require_reachable(parts: Parts, url: str) -> None:
    reason = await refusal(url, parts.allowed_private, parts.out.resolver)
    if reason is not None:
        raise invalid([FieldError(field="url", message=reason)])


def _require_fitting_template(row: Any, columns: dict[str, Any]) -> None:
    if not {"format", "template"} & columns.keys():
        return  # what a newer version wrote can still be paused
    try:
        require_template(Format(columns.get("format", row.format)), columns.get("template", row.template))
    except ValueError as error:
        raise invalid([FieldError(field="template", message=str(error))]) from error


def _status_change(row: Any, wanted: ChangedSubscription) -> dict[str, Any]:
    if wanted.status is None or wanted.status == row.status:
        return {}
    if row.status == SubscriptionStatus.UNPROVED:
        raise SubscriptionNotActive(f"{row.id} waits for its receiver to agree; POST …/ownership asks it again")
    if wanted.status == "paused" and row.status == SubscriptionStatus.DISABLED:
        raise SubscriptionNotActive(f"{row.id} is disabled ({row.disabled_reason}); make it active first")
    begun_anew = {"consecutive_failures": 0, "failing_since": None, "held_until": None}
    return {"status": wanted.status, "disabled_at": None, "disabled_reason": None, **begun_anew}
