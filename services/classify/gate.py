"""The gate: one scan that tells whether a text can matter at all.

A text passes when it names an arms treaty, or a mine that is a weapon, beside a word of leaving or making.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.classify.terms import Mention

_SUBJECTS = frozenset({"treaty", "mine", "product"})
_ACTS = frozenset({"exit", "making", "works"})


@dataclass(frozen=True)
class GateResult:
    """Whether a text passed, and why."""

    passed: bool
    reason: str


def gate(mentions: Sequence[Mention]) -> GateResult:
    """Whether these mentions can make a finding."""
    families = {mention.family for mention in mentions}
    if not families & _SUBJECTS:
        return GateResult(False, "no arms treaty and no mine is named")
    if not families & _ACTS:
        return GateResult(False, "nobody leaves, makes or buys anything")
    named = sorted(f"{mention.kind} {mention.value}".strip() for mention in mentions if mention.family in _SUBJECTS)
    return GateResult(True, "named: " + ", ".join(dict.fromkeys(named)))
