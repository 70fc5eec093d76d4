"""What a new look at the findings changes about an event, and which of it is told."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from services.contracts.event import Change, Event
from services.contracts.vocabulary import AlertType, EventStatus
from services.runtime.identifiers import stable_id
from services.store.merged import Merged
from services.store.standing import CORROBORATED_FROM

FACT_FIELDS = (
    "country",
    "treaty",
    "stage",
    "act",
    "producer",
    "mine_type",
    "quantity",
    "capacity_per_year",
    "notified_on",
    "claimed_effective_on",
    "computed_effective_on",
    "occurred_on",
    "date_conflict",
    "hold",
)
"""A change of one of these is a correction; the count of articles growing is none."""

_OTHER_FIELDS = ("title", "score", "sources", "article_count", "first_seen_at", "status", "unconfirmed")

_GROWING = (EventStatus.COMPUTED, EventStatus.REPORTED, EventStatus.CORROBORATED)
"""Between these an event moves with the number of its sources, which other alerts tell."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One alert to raise, with the changes it tells."""

    alert_id: str
    type: AlertType
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """An event's next version, or its first."""

    event: Event
    changes: tuple[Change, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Announced:
    """What was told of an event already."""

    created: bool = False
    corroborated: bool = False


def revise(before: Event | None, merged: Merged, announced: Announced, *, now: datetime, cause: str) -> Revision | None:
    """The event as its findings now make it; None where that is what it was."""
    after = Event(
        id=merged.id,
        title=merged.title,
        score=merged.score,
        sources=merged.sources,
        article_count=merged.article_count,
        first_seen_at=merged.first_seen_at,
        newest_report_at=merged.newest_report_at,
        updated_at=now,
        version=1 if before is None else before.version + 1,
        status=merged.status,
        date_conflict=merged.date_conflict,
        unconfirmed=merged.unconfirmed,
        hold=merged.hold,
        **asdict(merged.facts),
    )
    changes = _changes(before, after, merged, cause)
    if not changes:
        return None
    return Revision(after, changes, _notices(before, after, changes, announced))


def retract(before: Event, announced: Announced, *, now: datetime, cause: str, merged_into: str | None) -> Revision:
    """The event without any report. It keeps its facts, so that readers see what was taken back."""
    reason = f"its reports belong to {merged_into} ({cause})" if merged_into else f"no report is left ({cause})"
    after = before.model_copy(
        update={
            "status": EventStatus.RETRACTED,
            "sources": 0,
            "article_count": 0,
            "unconfirmed": False,
            "updated_at": now,
            "version": before.version + 1,
        }
    )
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    changes = tuple(
        Change(field=name, before=old[name], after=new[name], reason=reason)
        for name in ("sources", "article_count", "status")
        if old[name] != new[name]
    )
    is_told = announced.created and before.status is not EventStatus.DISMISSED
    return Revision(after, changes, (_notice(after, AlertType.EVENT_RETRACTED, changes),) if is_told else ())


def _changes(before: Event | None, after: Event, merged: Merged, cause: str) -> tuple[Change, ...]:
    if before is None:
        why = merged.reasons.get("status") or f"first reported ({cause})"
        return (Change(field="status", after=str(after.status), reason=why),)
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return tuple(
        Change(field=name, before=old[name], after=new[name], reason=_reason(name, merged, cause))
        for name in FACT_FIELDS + _OTHER_FIELDS
        if old[name] != new[name]
    )


def _reason(name: str, merged: Merged, cause: str) -> str:
    if merged.reasons.get(name):
        return merged.reasons[name]
    behind = merged.support.get(name)
    return f"stated by {behind} of {merged.sources} independent origins ({cause})" if behind else cause


def _notices(before: Event | None, after: Event, changes: Sequence[Change], announced: Announced) -> tuple[Notice, ...]:
    """At most one `event.created` and one `event.corroborated` in an event's life; of a dismissed event nothing."""
    if after.status is EventStatus.DISMISSED:
        is_news = announced.created and before is not None and before.status is not EventStatus.DISMISSED
        gone = tuple(change for change in changes if change.field == "status")
        return (_notice(after, AlertType.EVENT_RETRACTED, gone),) if is_news else ()
    if after.status is EventStatus.COMPUTED and not announced.created:
        return ()  # told when its clock is due; created with its first report
    if not announced.created:
        return (_notice(after, AlertType.EVENT_CREATED),)
    notices: list[Notice] = []
    if after.sources >= CORROBORATED_FROM and not announced.corroborated:
        gained = tuple(change for change in changes if change.field in ("sources", "article_count", "status"))
        notices.append(_notice(after, AlertType.EVENT_CORROBORATED, gained))
    told = (*FACT_FIELDS, "title", *(("status",) if _is_told(before, after) else ()))
    corrected = tuple(change for change in changes if change.field in told)
    if corrected:
        notices.append(_notice(after, AlertType.EVENT_CORRECTED, corrected))
    return tuple(notices)


def _is_told(before: Event | None, after: Event) -> bool:
    """Whether a change of status is news by itself, and not only another count of sources."""
    if before is None or before.status is after.status:
        return False
    return not (before.status in _GROWING and after.status in _GROWING)


def _notice(event: Event, kind: AlertType, changes: tuple[Change, ...] = ()) -> Notice:
    """The alert's id is derived from what it tells: raising it twice is raising it once."""
    once_only = kind in (AlertType.EVENT_CREATED, AlertType.EVENT_CORROBORATED)
    parts: tuple[object, ...] = (event.id, kind) if once_only else (event.id, kind, event.version)
    return Notice(stable_id("alr", *parts), kind, changes)
