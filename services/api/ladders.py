"""How far a case has come: its ladder, and what is still to happen. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.contracts.event import Event
from services.contracts.vocabulary import LADDERS, OFF_LADDER, Stage, Topic
from services.database.case_queries import Step


@dataclass(frozen=True)
class Rung:
    """One rung: the steps that reached it this time, or that it was passed over."""

    stage: Stage
    events: tuple[Event, ...]
    is_skipped: bool
    """Not reported, though a higher rung is."""


@dataclass(frozen=True)
class Ladder:
    """The rungs of a case, lowest first, and the steps beside them."""

    rungs: tuple[Rung, ...]
    off_ladder: tuple[Event, ...]
    """Suspended, rejected, opposed or halted; oldest first."""
    earlier: tuple[Event, ...]
    """Steps of an earlier time up the ladder, before the case was reopened."""

    @property
    def furthest(self) -> Event | None:
        """The newest step on the highest rung reached."""
        reached = [rung.events[-1] for rung in self.rungs if rung.events]
        return reached[-1] if reached else None

    @property
    def beside(self) -> Event | None:
        """The newest step beside the ladder."""
        return self.off_ladder[-1] if self.off_ladder else None

    @property
    def clocked(self) -> Event | None:
        """The step whose date of effect holds: the taking effect itself, else the notice."""
        for rung in reversed(self.rungs):
            for event in reversed(rung.events):
                if event.computed_effective_on or event.claimed_effective_on or event.notified_on:
                    return event
        return None


def ladder(topic: Topic, steps: Sequence[Step]) -> Ladder:
    """The ladder that these steps of one case make, in the order they are given."""
    cycle = max((step.cycle for step in steps), default=1)
    current = [step.event for step in steps if step.cycle == cycle]
    by_stage = {stage: tuple(event for event in current if event.stage == stage) for stage in LADDERS[topic]}
    highest = max((place for place, stage in enumerate(by_stage) if by_stage[stage]), default=-1)
    return Ladder(
        rungs=tuple(
            Rung(stage, events, is_skipped=not events and place < highest)
            for place, (stage, events) in enumerate(by_stage.items())
        ),
        off_ladder=tuple(event for event in current if event.stage in OFF_LADDER[topic]),
        earlier=tuple(step.event for step in steps if step.cycle < cycle),
    )


def days_left(event: Event | None, today: date) -> int | None:
    """Days until the step takes effect by its clock; None once that has passed, or where it waits."""
    if event is None or event.hold is not None or event.computed_effective_on is None:
        return None
    left = (event.computed_effective_on - today).days
    return left if left >= 0 else None


def taken_on(event: Event, reported_on: date | None) -> date:
    """The day of the step: as the reports tell it, by its own clock, or else the day of the first report."""
    by_clock: Mapping[Stage, date | None] = {
        Stage.NOTIFIED: event.notified_on,
        Stage.IN_EFFECT: event.computed_effective_on or event.claimed_effective_on,
    }
    return by_clock.get(event.stage) or event.occurred_on or reported_on or event.first_seen_at.date()


def taken_by(steps: Sequence[Step], first_reports: Mapping[str, date], day: date) -> list[Step]:
    """The steps that had been taken by the end of that day."""
    return [step for step in steps if taken_on(step.event, first_reports.get(step.event.id)) <= day]
