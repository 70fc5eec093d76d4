"""What the event of a step is called, so that it keeps its name whatever else is learnt of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import count

from services.contracts.vocabulary import Stage, Topic
from services.runtime.identifiers import stable_id
from services.store.rungs import Rung


def name_rungs(
    steps: Sequence[Rung], ages: Mapping[str, int], reviewed: Collection[str] = frozenset()
) -> tuple[str, ...]:
    """The event id of each step.

    An event stays with the step that holds most of its reports; a step that holds reports of several events keeps
    the one a reviewer spoke of, then the one with most, then the oldest (`ages`: each event's sequence). A step that
    inherits none is named after its structure and, in production, the report that was seen first, so that a rebuild
    from nothing names it alike. A report that was taken for another stage than it tells brings no name along: its
    event was one of that stage.
    """
    held = [
        Counter(report.owner for report in step.reports if report.owner in ages and report.told_stage is None)
        for step in steps
    ]
    inherited: dict[int, list[str]] = defaultdict(list)
    for event_id in sorted({owner for counter in held for owner in counter if owner}):
        inherited[max(range(len(steps)), key=lambda index: (held[index][event_id], -index))].append(event_id)
    names: dict[int, str] = {
        index: min(candidates, key=lambda event_id: (event_id not in reviewed, -held[index][event_id], ages[event_id]))
        for index, candidates in inherited.items()
    }
    for index, step in enumerate(steps):
        if index not in names:
            names[index] = _new_name(step, set(names.values()))
    return tuple(names[index] for index in range(len(steps)))


def treaty_name_of(country: str, treaty: str | None, stage: Stage, cycle: int) -> str:
    """The event of a rung that nobody has reported yet: the one its first report will have."""
    return _name((Topic.TREATY_WITHDRAWAL, country, treaty, stage, cycle), set())


def _new_name(step: Rung, taken: Collection[str]) -> str:
    first = step.reports[0]
    if first.topic is Topic.MINE_PRODUCTION:
        seen_first = min(step.reports, key=lambda report: (report.first_seen_at, report.id))
        return _name((first.topic, first.country, first.stage, seen_first.id), taken)
    return _name((first.topic, first.country, first.treaty, first.stage, step.cycle), taken)


def _name(structure: tuple[object, ...], taken: Collection[str]) -> str:
    names = (stable_id("evt", *structure, number) for number in count(1))
    return next(name for name in names if name not in taken)
