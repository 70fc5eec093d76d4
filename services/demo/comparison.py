"""What the chronology must yield beside what it did yield."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from services.contracts.event import Event
from services.contracts.vocabulary import EventStatus
from services.demo.chronology import ExpectedEvent

GONE = frozenset({EventStatus.RETRACTED, EventStatus.DISMISSED})


@dataclass(frozen=True)
class Comparison:
    """The outcome. Every expected event is either found or missing; every event is expected or unexpected."""

    expected: int
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    different: tuple[str, ...]
    """Events that are there, with a date or figure other than the expected."""

    @property
    def is_right(self) -> bool:
        """Whether there is nothing to find fault with."""
        return not (self.missing or self.unexpected or self.different)

    def lines(self) -> list[str]:
        """The outcome for people: one line of summary, then the differences."""
        found = self.expected - len(self.missing)
        surplus = f"{len(self.unexpected)} unexpected" if self.unexpected else "none unexpected"
        return [
            f"{found} of {self.expected} expected events, {surplus}",
            *(f"  missing: {key}" for key in self.missing),
            *(f"  unexpected: {event}" for event in self.unexpected),
            *(f"  different: {difference}" for difference in self.different),
        ]


def compare(expected: Sequence[ExpectedEvent], found: Sequence[Event]) -> Comparison:
    """Match by identity, then look at the facts. A second event of one identity is unexpected."""
    open_events = {_identity(one): one for one in expected}
    unexpected, different = [], []
    for event in found:
        if event.status in GONE:
            continue
        wanted = open_events.pop(_identity(event), None)
        if wanted is None:
            unexpected.append(_name(event))
        else:
            different += _differences(wanted, event)
    missing = tuple(one.key for one in open_events.values())
    return Comparison(len(expected), missing, tuple(unexpected), tuple(different))


def _identity(event: Event | ExpectedEvent) -> Hashable:
    return event.topic, event.country, event.treaty, event.mine_type, event.producer, event.stage


def _name(event: Event) -> str:
    parts = (event.country, event.treaty, event.producer, event.mine_type, event.stage)
    return f"{' '.join(part for part in parts if part)} ({event.id}: {event.title})"


def _differences(wanted: ExpectedEvent, event: Event) -> list[str]:
    return [
        f"{wanted.key}: {name} is {getattr(event, name)}, expected {value}"
        for name, value in wanted.facts.items()
        if getattr(event, name) != value
    ]
