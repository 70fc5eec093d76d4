"""Subscriptions as clients read them: without their secrets, and without the address where strangers ask."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, Field

from services.api.formats import Format
from services.api.match import AlertFilters, filters_of
from services.api.timing import Digesting, QuietHours, digest_of, quiet_hours_of
from services.database.alerts import Subscription, SubscriptionStatus

AsStored = Annotated[dict[str, Any], Field(description="As a newer version stored it, which this one cannot read.")]


class SubscriptionView(BaseModel):
    """A subscription as it is shown."""

    id: str
    url: str = Field(description="To others than its owner and operators only the host.")
    description: str | None
    filters: AlertFilters | AsStored
    alerts: list[str]
    format: str
    template: str | None
    max_age_days: int | None
    signatures: list[str]
    public_key: str | None = Field(description="`whpk_…`, which verifies v1a.")
    quiet_hours: QuietHours | AsStored | None
    digest: Digesting | AsStored | None
    ordered: bool
    max_per_minute: int | None
    heartbeat: int | None
    next_heartbeat_at: datetime | None
    status: SubscriptionStatus | str
    problem: str | None = Field(default=None, description="Why nothing is sent, where this version cannot read it.")
    created_at: datetime
    updated_at: datetime | None
    ownership_proved_at: datetime | None
    consecutive_failures: int
    failing_since: datetime | None
    held_until: datetime | None = Field(description="Nothing is sent before: its receiver failed or asked for it.")
    disabled_at: datetime | None
    disabled_reason: str | None


class CreatedSubscription(SubscriptionView):
    """A subscription as its POST is answered."""

    secret: str = Field(description="Signs every v1 delivery; shown this once.")


class SubscriptionPage(BaseModel):
    """A part of the list of subscriptions."""

    data: list[SubscriptionView]
    next_cursor: str | None


def subscription_view(row: Any, *, in_full: bool, public_key: str | None) -> SubscriptionView:
    """The row without its secrets, and without the address where it is shown to strangers."""
    filters = _read_or_stored(filters_of, row.filters)
    quiet_hours = _read_or_stored(quiet_hours_of, row.quiet_hours)
    digest = _read_or_stored(digest_of, row.digest)
    return SubscriptionView(
        **{
            name: getattr(row, name)
            for name in SubscriptionView.model_fields
            if name not in ("url", "filters", "public_key", "quiet_hours", "digest", "heartbeat", "problem")
        },
        url=row.url if in_full else masked(row.url),
        filters=filters,
        public_key=public_key,
        quiet_hours=quiet_hours,
        digest=digest,
        heartbeat=row.heartbeat_hours,
        problem=_problem(row, filters=filters, quiet_hours=quiet_hours, digest=digest),
    )


def _read_or_stored(read: Callable[[Any], Any], stored: Any) -> Any:
    try:
        return read(stored)
    except ValueError:
        return stored


def _problem(row: Any, **read: Any) -> str | None:
    """What this version does not know: a newer one may have written the row."""
    unknown = [name for name, value in read.items() if isinstance(value, dict)]
    unknown += ["format"] if row.format not in list(Format) else []
    unknown += ["status"] if row.status not in list(SubscriptionStatus) else []
    return f"this version of Ottawatch does not understand its {', '.join(unknown)}" if unknown else None


def masked(url: str) -> str:
    """The scheme and host of an address; in chats the rest is all that keeps strangers out."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}/…"


def is_shown_in_full(row: Subscription, *, key_id: str | None, scopes: Collection[str]) -> bool:
    """Whether a caller may see and change all of it: its owner and operators."""
    return "admin" in scopes or (key_id is not None and key_id == row.owner_key_id)
