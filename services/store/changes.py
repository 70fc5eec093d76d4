"""What a new look at the findings changes about an event, and which of it is told."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from services.contracts.event import Change, Event
from services.contracts.vocabulary import AlertType, EventStatus
from services.runtime.identifiers import stable_id
from services.store.merge import Merged

FACT_FIELDS = (
    "act",
    "producer",
    "mine_type",
    "quantity",
    "capacity_per_year",
    "notified_on",
    "claimed_effective_on",
    "computed_effective_on",
    "occurred_on",
)
"""A change of one of these is a correction; the count of articles growing is none."""

_OTHER_FIELDS = ("title", "score", "sources", "article_count", "first_seen_at", "status")

# A reviewer's word, which no report takes back.
_SETTLED = (EventStatus.CONFIRMED, EventStatus.DISPUTED, EventStatus.DISMISSED)

CORROBORATED_FROM = 2
"""Independent origins from which on an event counts as corroborated."""


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
        updated_at=now,
        version=1 if before is None else before.version + 1,
        status=_status(before, merged.sources),
        **asdict(merged.facts),
    )
    changes = _changes(before, after, merged, cause)
    if not changes:
        return None
    return Revision(after, changes, _notices(before, after, changes, announced))


def retract(before: Event, *, now: datetime, cause: str, merged_into: str | None) -> Revision:
    """The event without any report. It keeps its facts, so that readers see what was taken back."""
    reason = f"its reports belong to {merged_into} ({cause})" if merged_into else f"no report is left ({cause})"
    after = before.model_copy(
        update={
            "status": EventStatus.RETRACTED,
            "sources": 0,
            "article_count": 0,
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
    told = () if before.status is EventStatus.DISMISSED else (_notice(after, AlertType.EVENT_RETRACTED, changes),)
    return Revision(after, changes, told)


def _status(before: Event | None, sources: int) -> EventStatus:
    if before is not None and before.status in _SETTLED:
        return before.status
    return EventStatus.CORROBORATED if sources >= CORROBORATED_FROM else EventStatus.REPORTED


def _changes(before: Event | None, after: Event, merged: Merged, cause: str) -> tuple[Change, ...]:
    if before is None:
        return (Change(field="status", after=str(after.status), reason=f"first reported ({cause})"),)
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    changes: list[Change] = []
    for name in FACT_FIELDS + _OTHER_FIELDS:
        if old[name] != new[name]:
            behind = merged.support.get(name)
            reason = f"stated by {behind} of {merged.sources} independent origins ({cause})" if behind else cause
            changes.append(Change(field=name, before=old[name], after=new[name], reason=reason))
    return tuple(changes)


def _notices(before: Event | None, after: Event, changes: Sequence[Change], announced: Announced) -> tuple[Notice, ...]:
    """At most one `event.created` and one `event.corroborated` in an event's life; of a dismissed event nothing."""
    if after.status is EventStatus.DISMISSED:
        return ()
    if not announced.created:
        return (_notice(after, AlertType.EVENT_CREATED),)
    notices: list[Notice] = []
    if after.sources >= CORROBORATED_FROM and not announced.corroborated:
        gained = tuple(change for change in changes if change.field in ("sources", "article_count", "status"))
        notices.append(_notice(after, AlertType.EVENT_CORROBORATED, gained))
    came_back = before is not None and before.status is EventStatus.RETRACTED
    told = (*FACT_FIELDS, "title") + (("status",) if came_back else ())
    corrected = tuple(change for change in changes if change.field in told)
    if corrected:
        notices.append(_notice(after, AlertType.EVENT_CORRECTED, corrected))
    return tuple(notices)


def _notice(event: Event, kind: AlertType, changes: tuple[Change, ...] = ()) -> Notice:
    """The alert's id is derived from what it tells: raising it twice is raising it once."""
    once_only = kind in (AlertType.EVENT_CREATED, AlertType.EVENT_CORROBORATED)
    parts: tuple[object, ...] = (event.id, kind) if once_only else (event.id, kind, event.version)
    return Notice(stable_id("alr", *parts), kind, changes)
