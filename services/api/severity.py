"""How much an event weighs, as a rule that anybody can read. Pure.

What binds a state or pays a maker is critical; what only a further decision makes real is high; talk is low. The
rule looks at the step alone, and at neither score nor sources, for which there are filters of their own: a
correction then weighs what the alert before it weighed, and reaches the same people.
"""

from collections.abc import Mapping

from services.contracts.alert import Severity
from services.contracts.vocabulary import Stage

SEVERITY_OF_STAGE: Mapping[Stage, Severity] = {
    # treaty withdrawal
    Stage.CONSIDERED: Severity.LOW,
    Stage.RECOMMENDED: Severity.NORMAL,
    Stage.GOVERNMENT_DECISION: Severity.HIGH,
    Stage.PARLIAMENT_APPROVED: Severity.HIGH,
    Stage.SIGNED_INTO_LAW: Severity.HIGH,
    Stage.NOTIFIED: Severity.CRITICAL,
    Stage.IN_EFFECT: Severity.CRITICAL,
    Stage.SUSPENDED: Severity.HIGH,
    Stage.OPPOSED: Severity.LOW,
    # mine production
    Stage.PLANNED: Severity.NORMAL,
    Stage.CONTRACTED: Severity.CRITICAL,
    Stage.STARTED: Severity.CRITICAL,
    Stage.EXPANDED: Severity.CRITICAL,
    Stage.DELIVERED: Severity.CRITICAL,
    Stage.HALTED: Severity.NORMAL,
    # either
    Stage.REJECTED: Severity.NORMAL,
}

_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


def severity_of(stage: Stage) -> Severity:
    """What an event of this stage weighs."""
    return SEVERITY_OF_STAGE[stage]


def is_at_least(severity: Severity, least: Severity) -> bool:
    """Whether the one weighs as much as the other, or more."""
    return _RANKS[severity] >= _RANKS[least]
