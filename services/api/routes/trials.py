"""`/v1/subscriptions/dry-run`: what a subscription would have been sent."""

from datetime import timedelta

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictInt
from starlette.responses import JSONResponse, Response

from services.api.access import Reader
from services.api.match import AlertFilters
from services.api.parts import PartsOf
from services.api.severity import severity_of
from services.api.subscription_wishes import (
    DEFAULT_MAX_AGE_DAYS,
    Alerts,
    AskedFilters,
    MaxAgeDays,
    default_alerts,
)
from services.api.trial import MOST_READ, MOST_READ_WITHOUT_KEY, try_out
from services.contracts.alert import Severity
from services.contracts.vocabulary import AlertType

router = APIRouter(tags=["subscriptions"])


class Trial(BaseModel):
    """Wishes that are to be tried."""

    model_config = ConfigDict(extra="forbid")

    filters: AskedFilters = Field(default_factory=AlertFilters)
    alerts: Alerts | None = None
    max_age_days: MaxAgeDays | None = DEFAULT_MAX_AGE_DAYS
    days: StrictInt = Field(default=30, ge=1, le=365, description="How far to look back.")


class TriedAlert(BaseModel):
    """An alert that would have been sent."""

    id: str
    type: AlertType
    timestamp: AwareDatetime
    event_id: str
    title: str
    severity: Severity


class TrialResult(BaseModel):
    """What a subscription with these wishes would have been sent."""

    since: AwareDatetime
    examined: int
    would_send: int
    left_out: dict[str, int] = Field(description="Alerts that would not have been sent, by the reason.")
    is_complete: bool = Field(description="false: there were more alerts than are looked at; without a key fewer are.")
    looked_back_to: AwareDatetime | None = Field(description="When the oldest alert was raised that was looked at.")
    data: list[TriedAlert] = Field(description="The newest of them, newest first.")


@router.post("/v1/subscriptions/dry-run", response_model=TrialResult)
async def try_wishes(wanted: Trial, parts: PartsOf, caller: Reader) -> Response:
    """Which alerts of the last 30 days a subscription with these wishes would have been sent. Nothing is sent."""
    since = parts.clock() - timedelta(days=wanted.days)
    async with parts.alerts.connect() as connection:
        trial = await try_out(
            connection,
            since=since,
            filters=wanted.filters,
            alerts=wanted.alerts or default_alerts(is_operator="admin" in caller.scopes),
            max_age_days=wanted.max_age_days,
            most_read=MOST_READ if caller.key_id is not None else MOST_READ_WITHOUT_KEY,
        )
    result = TrialResult(
        since=since,
        examined=trial.examined,
        would_send=trial.would_send,
        left_out=dict(trial.left_out),
        is_complete=trial.is_complete,
        looked_back_to=trial.looked_back_to,
        data=[
            TriedAlert(
                id=message.alert_id,
                type=message.type,
                timestamp=raised_at,
                event_id=message.event.id,
                title=message.event.title,
                severity=severity_of(message.event.stage),
            )
            for message, raised_at in trial.shown
        ],
    )
    return JSONResponse(result.model_dump(mode="json"))
