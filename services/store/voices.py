"""Where reports differ: which value is shown, and what the others say.

Every independent origin has one voice, its newest report that states the field. Shown is what an official source
states, else what most independent origins state, else the most recent. Rivals are kept beside it. A less exact
figure is no rival, nor is a day more or less of a step's own date, which time zones make.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from services.contracts.event import Contradiction, RivalValue
from services.database.folding import producer_key
from services.store.slots import fit, most_exact
from services.store.stored import StoredFinding

Value = Any
"""A date, a figure, a name or a word of the vocabulary."""

_ROUNDING = 0.1
"""Figures further apart than this share of the larger are never the same figure rounded."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The value shown of one field, who stands behind it, and all values stated."""

    value: Value = None
    support: int = 0
    """The independent origins that state it."""
    is_official: bool = False
    stated: tuple[RivalValue, ...] = field(default=())

    def contradiction(self, name: str, *, is_settled: bool = False) -> Contradiction | None:
        """The field with all its values, where one of them cannot be true beside the one shown."""
        same = SAME[name]
        if all(same(_plain(name, self.value), _plain(name, rival.value)) for rival in self.stated):
            return None
        return Contradiction(field=name, values=self.stated, is_settled=is_settled or self.is_official)


@dataclass(slots=True)
class _Stating:
    reports: list[StoredFinding] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)


def chosen(reports: Iterable[StoredFinding], attribute: str, origin_by_article: Mapping[str, str]) -> Chosen:
    """What is shown of `attribute`, by the rule of this module."""
    newest: dict[str, StoredFinding] = {}
    for report in sorted(reports, key=lambda each: (each.reported_at, each.id)):
        if getattr(report, attribute) is not None:
            newest[origin_by_article[report.article_id]] = report
    stating: dict[Value, _Stating] = defaultdict(_Stating)
    for origin, report in newest.items():
        held = stating[getattr(report, attribute)]
        held.reports.append(report)
        held.origins.add(origin)
    if not stating:
        return Chosen()
    exact = most_exact(map(producer_key, stating)) if attribute == "producer" else None

    def weight(value: Value) -> tuple[bool, bool, int, datetime, float, str]:
        behind = stating[value]
        return (
            any(report.is_official for report in behind.reports),
            exact is None or producer_key(value) in exact,
            len(behind.origins),
            max(report.reported_at for report in behind.reports),
            max(report.score for report in behind.reports),
            str(value),  # only so that two equals come out alike in any order
        )

    ranked = sorted(stating, key=weight, reverse=True)
    best = ranked[0]
    return Chosen(
        best,
        len(stating[best].origins),
        weight(best)[0],
        tuple(_rival(value, stating[value], is_shown=value == best) for value in ranked),
    )


def _rival(value: Value, behind: _Stating, *, is_shown: bool) -> RivalValue:
    return RivalValue(
        value=value.isoformat() if isinstance(value, date) else value,
        origins=tuple(sorted(behind.origins)),
        articles=tuple(sorted({report.article_id for report in behind.reports if not report.is_entered})),
        official=any(report.is_official or report.is_entered for report in behind.reports),
        is_shown=is_shown,
    )


def _plain(name: str, value: Value) -> Value:
    return date.fromisoformat(value) if name.endswith("_on") and isinstance(value, str) else value


def is_same_figure(one: int, other: int) -> bool:
    """Whether two figures may be one, told more or less exactly: 1,234,000 and 1.2 million, but not 1 million."""
    if one == other:
        return True
    if abs(one - other) > _ROUNDING * max(one, other):
        return False
    return _rounded_like(one, other) == other or _rounded_like(other, one) == one


def _rounded_like(figure: int, model: int) -> int:
    """The figure with as many digits left as the model has before its zeros."""
    zeros = len(str(model)) - len(str(model).rstrip("0"))
    unit = 10**zeros
    return int((figure + unit // 2) // unit * unit)


def _is_same_day(one: date, other: date) -> bool:
    return one == other


def _is_about_the_same_day(one: date, other: date) -> bool:
    return abs((one - other).days) <= 1


def _is_same_maker(one: str, other: str) -> bool:
    return fit((producer_key(one), ""), (producer_key(other), ""))


SAME: Mapping[str, Callable[[Any, Any], bool]] = {
    "notified_on": _is_same_day,
    "claimed_effective_on": _is_same_day,
    "occurred_on": _is_about_the_same_day,
    "quantity": is_same_figure,
    "capacity_per_year": is_same_figure,
    "producer": _is_same_maker,
}
"""The fields on which sources can contradict one another, and what is no contradiction."""
