"""Which time a case goes up its ladder.

A rung happens once, until the case is closed and begins anew: by a rejection, which before the notice takes one
report and after it two independent ones (a notice is seldom withdrawn, and often "rejected" by somebody); by nothing
once the withdrawal is in effect, except a new accession. What is reported after the closing belongs to the next
time. Papers go on about an old step for days: a report that does not date its step is taken for a new one only
`SETTLING` after the closing. All findings of a case are looked at together, so their order of arrival cannot matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.contracts.vocabulary import LADDERS, Stage
from services.store.stored import StoredFinding

SETTLING = timedelta(days=14)

CLOSING_STAGES = (Stage.REJECTED, Stage.HALTED)
"""Groups with findings of these stages are looked at as a whole."""

_WITNESSES_AFTER_NOTICE = 2


@dataclass(slots=True)
class _Case:
    cycle: int = 1
    closed_on: date | None = None
    is_notified: bool = False
    is_in_effect: bool = False
    denied_by: set[str] = field(default_factory=set)
    """The origins of the rejections since the last step up."""

    def begin(self) -> None:
        self.cycle += 1
        self.closed_on, self.is_notified, self.is_in_effect = None, False, False
        self.denied_by.clear()

    def reject(self, finding: StoredFinding) -> None:
        if self.closed_on is not None or self.is_in_effect:
            return
        self.denied_by.add(finding.copy.own_origin)
        witnesses = 1 if not self.is_notified or finding.is_official or finding.is_entered else _WITNESSES_AFTER_NOTICE
        if len(self.denied_by) >= witnesses:
            self.closed_on = finding.day

    def climb(self, finding: StoredFinding) -> None:
        if self.closed_on is not None and is_after(finding, self.closed_on):
            self.begin()
        if self.closed_on is None:
            self.is_notified |= finding.stage is Stage.NOTIFIED
            self.is_in_effect |= finding.stage is Stage.IN_EFFECT
            self.denied_by.clear()


def is_after(finding: StoredFinding, closed_on: date) -> bool:
    """Whether a report tells of a step taken after a case was closed."""
    if finding.stated_on is not None:
        return finding.stated_on > closed_on
    return finding.day > closed_on + SETTLING


def cycles_of(reports: Iterable[StoredFinding], accessions: Sequence[date] = ()) -> Mapping[str, int]:
    """The number of the cycle of each report of one treaty case, by the report's id."""
    case, left = _Case(), sorted(accessions)
    has_begun = False
    found: dict[str, int] = {}
    for report in sorted(reports, key=lambda each: (each.day, each.stage is Stage.REJECTED, each.id)):
        while left and report.day >= left[0]:
            left.pop(0)
            if has_begun:
                case.begin()
                has_begun = False
        has_begun = True
        if report.stage is Stage.REJECTED:
            case.reject(report)
        elif report.stage in LADDERS[report.topic]:
            case.climb(report)
        found[report.id] = case.cycle
    return found
