"""What one sentence says of how far an exit has come."""

from dataclasses import dataclass

from services.classify.terms import Mention
from services.contracts.vocabulary import Realis, Stage

LIKENESS = "likeness"
"""The value of a trigger that only tells of a step like one told before."""


@dataclass(frozen=True)
class Read:
    """A stage, how real it is, the rule that found it and the sign it stands on."""

    stage: Stage
    realis: Realis
    rule: str
    sign: Mention
    is_firm: bool = True
