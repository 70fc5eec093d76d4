"""How far one sentence says that a step has come, out of a treaty or towards mines."""

from dataclasses import dataclass

from services.classify.terms import Mention
from services.contracts.vocabulary import Realis, Stage


@dataclass(frozen=True)
class Read:
    """A stage, how real it is, the rule that found it and the sign it stands on."""

    stage: Stage
    realis: Realis
    rule: str
    sign: Mention
    is_firm: bool = True
