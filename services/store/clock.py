"""The clock of a withdrawal: its day of effect by law, what holds it, and on which days it is told that it nears."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.contracts.event import NoticeDue
from services.contracts.vocabulary import OFF_LADDER, Act, Stage, Topic
from services.reference.clocks import clock_rule, computed_effective_on
from services.reference.conflicts import conflict_on
from services.reference.treaties import UnknownTreaty, treaty

NOTICE_STAGES = (Stage.NOTIFIED, Stage.IN_EFFECT)
"""These two rungs of a case share its notice, so what one of them learns of it changes the other."""

MARKS = (90, 30, 7, 1, 0)
"""So many days before the effect it is told that it is due."""

LATE_BY = timedelta(days=7)
"""A mark found this long after the effect, or longer, is told no more: then the effect itself is old news."""

ARMED_CONFLICT = "armed_conflict"

# Only these have a date of effect: a suspension has none in law, and an expiry comes by itself.
ACTS_WITH_A_CLOCK = (None, Act.WITHDRAW, Act.DE_RATIFY)


@dataclass(frozen=True, slots=True)
class Effect:
    """When a withdrawal takes effect by law, or what keeps it from doing so."""

    on: date | None = None
    hold: str | None = None


def effect_of(
    facts: Mapping[str, Any], *, corrected_hold: str | None = None, is_hold_corrected: bool = False
) -> Effect:
    """The effect of a notice, from an event's facts. A reviewer's word goes before the list of conflicts."""
    expires_on = _expiry(facts)
    if expires_on is None:
        return Effect()
    if is_hold_corrected:
        return Effect(hold=corrected_hold) if corrected_hold else Effect(expires_on)
    if not treaty(facts["treaty"]).armed_conflict_hold:
        return Effect(expires_on)
    conflict = conflict_on(facts["country"], expires_on)
    if conflict is None:
        return Effect(expires_on)
    return Effect(conflict.ended_on) if conflict.ended_on else Effect(hold=ARMED_CONFLICT)


def _expiry(facts: Mapping[str, Any]) -> date | None:
    """The end of the treaty's period of notice."""
    if facts["topic"] is not Topic.TREATY_WITHDRAWAL or facts["stage"] in OFF_LADDER[Topic.TREATY_WITHDRAWAL]:
        return None
    if facts["notified_on"] is None or facts["act"] not in ACTS_WITH_A_CLOCK:
        return None
    try:
        return computed_effective_on(facts["treaty"], facts["notified_on"])
    except UnknownTreaty:
        return None


@dataclass(frozen=True, slots=True)
class Mark:
    """One day on which an effect is told to be due."""

    days_before: int
    effective_on: date

    @property
    def due_on(self) -> date:
        """The day itself."""
        return self.effective_on - timedelta(days=self.days_before)


def marks_of(effective_on: date) -> tuple[Mark, ...]:
    """All marks of one clock, the first to come first."""
    return tuple(Mark(days, effective_on) for days in MARKS)


def mark_to_tell(due: Collection[Mark], today: date) -> Mark | None:
    """Of the marks that are due and untold, the one that is told: the latest, unless the effect is old news."""
    latest = min(due, key=lambda mark: mark.days_before, default=None)
    if latest is None or today - latest.effective_on >= LATE_BY:
        return None
    return latest


def notice_due(treaty_id: str, mark: Mark, notified_on: date | None, today: date) -> NoticeDue:
    """What the alert tells of a mark."""
    rule = clock_rule(treaty_id)
    if rule is None:
        raise UnknownTreaty(f"{treaty_id} has no clock")
    return NoticeDue(
        due_on=mark.effective_on,
        days_left=(mark.effective_on - today).days,
        mark=mark.days_before,
        notified_on=notified_on,
        rule=f"article {rule.article}: {rule.rule}",
        source=rule.source,
    )
