"""Which subscriptions an alert concerns. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import Field

from services.api.severity import is_at_least, severity_of
from services.contracts.alert import Severity
from services.contracts.event import Event, EventChanged
from services.contracts.vocabulary import AlertType
from services.database.event_filters import FieldFilters
from services.database.folding import folded, producer_key
from services.database.search import words

_AGE_LIMITED = frozenset({AlertType.EVENT_CREATED, AlertType.EVENT_CORROBORATED})
_TELLS_OF_A_CHANGE = frozenset({AlertType.EVENT_CORRECTED, AlertType.EVENT_RETRACTED})


class AlertFilters(FieldFilters):
    """The event filters of a subscription or a live stream: each list is "any of", all that are set must hold."""

    min_severity: Severity | None = Field(
        default=None, description="critical: what binds or pays; high: decided; normal: planned; low: talk."
    )


def wants(message: EventChanged, *, filters: AlertFilters, alerts: Collection[str], max_age_days: int | None) -> bool:
    """Whether a subscription with these wishes is told of `message`."""
    return why_not(message, filters=filters, alerts=alerts, max_age_days=max_age_days) is None


def why_not(
    message: EventChanged, *, filters: AlertFilters, alerts: Collection[str], max_age_days: int | None
) -> str | None:
    """Why a subscription with these wishes is not told of `message`, in plain words; None when it is."""
    reason = why_not_at_all(
        message.type, message.raised_at, message.newest_report_at, alerts=alerts, max_age_days=max_age_days
    )
    if reason is None and not passes(message, filters):
        return "the event does not pass its filters"
    return reason


def why_not_at_all(
    kind: str,
    raised_at: datetime,
    newest_report_at: datetime | None,
    *,
    alerts: Collection[str],
    max_age_days: int | None,
) -> str | None:
    """The same as far as it can be told without the event."""
    if kind not in alerts:
        return f"{kind} is not among its alerts"
    if not is_fresh_enough(kind, raised_at, newest_report_at, max_age_days):
        return f"the newest report is older than {max_age_days} days"
    return None


def is_fresh_enough(
    kind: str, raised_at: datetime, newest_report_at: datetime | None, max_age_days: int | None
) -> bool:
    """Old news raises no news alert. Age is taken when the alert was raised, so a replay decides alike."""
    if max_age_days is None or kind not in _AGE_LIMITED or newest_report_at is None:
        return True
    return raised_at - newest_report_at <= timedelta(days=max_age_days)


def passes(message: EventChanged, filters: AlertFilters) -> bool:
    """Whether the event passes; of a correction or retraction also whether it did before.

    Who was told that Poland had left must hear that it was Latvia.
    """
    if _event_passes(message.event, message.languages, filters):
        return True
    if message.type not in _TELLS_OF_A_CHANGE:
        return False
    before = {change.field: change.before for change in message.changes if change.field in Event.model_fields}
    return bool(before) and _event_passes(message.event.model_copy(update=before), message.languages, filters)


def _event_passes(event: Event, languages: tuple[str, ...], filters: AlertFilters) -> bool:
    return (
        _is_any_of(event.topic, filters.topic)
        and _is_any_of(event.country, filters.country)
        and _is_any_of(event.treaty, filters.treaty)
        and _is_any_of(event.stage, filters.stage)
        and _is_any_of(event.mine_type, filters.mine_type)
        and (not filters.producer or producer_key(event.producer or "") in map(producer_key, filters.producer))
        and (not filters.language or not {language.lower() for language in languages}.isdisjoint(filters.language))
        and (filters.min_score is None or event.score >= filters.min_score)
        and (filters.min_sources is None or event.sources >= filters.min_sources)
        and _is_any_of(event.status, filters.status)
        and (filters.min_severity is None or is_at_least(severity_of(event.stage), filters.min_severity))
        and all(word in folded(event.title) for word in words(filters.q))
    )


def _is_any_of(value: str | None, wanted: Collection[Any]) -> bool:
    return not wanted or value in wanted


def filters_of(stored: Mapping[str, Any]) -> AlertFilters:
    """The filters as a subscription's row keeps them."""
    return AlertFilters.model_validate(stored)
