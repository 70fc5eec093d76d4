"""The learned second opinion: logistic regressions over the signs of an article, fitted by `make train`.

For each topic one regression tells how likely there is a finding, and one at which stage. For mine production they
weigh the article as a whole, for withdrawals each state beside each treaty that the article names. The weights stand
in `learned.json`: plain numbers under the signs' names, which `ottawatch explain` shows.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from services.contracts.vocabulary import Stage, Topic

FILE = "learned.json"
OF_ARTICLE = "article"
"""Before the signs of the article as a whole, where those of a state are weighed beside them."""


@dataclass(frozen=True)
class Weights:
    """What was fitted for one topic."""

    bias: float
    likely: Mapping[str, float]
    """What each sign adds to the log-odds of a finding."""
    stages: tuple[Stage, ...]
    stage_bias: tuple[float, ...]
    staging: Mapping[str, tuple[float, ...]]
    """What each sign adds for each of the stages."""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Weights":
        """The weights as the file tells them: of each sign the finding's first, then those of the stages."""
        bias, *stage_bias = told["bias"]
        return cls(
            bias,
            {sign: row[0] for sign, row in told["signs"].items() if row[0]},
            tuple(Stage(name) for name in told["stages"]),
            tuple(stage_bias),
            {sign: tuple(row[1:]) for sign, row in told["signs"].items() if any(row[1:])},
        )

    def log_odds(self, signs: Iterable[str]) -> float:
        """The log-odds of a finding among these signs."""
        return self.bias + sum(self.likely.get(sign, 0.0) for sign in signs)

    def stage_log_probabilities(self, signs: Iterable[str]) -> dict[Stage, float]:
        """How likely each stage is, if there is a finding."""
        rows = [self.staging[sign] for sign in signs if sign in self.staging]
        totals = [sum(column) for column in zip(self.stage_bias, *rows, strict=True)]
        highest = max(totals)
        norm = highest + math.log(sum(math.exp(total - highest) for total in totals))
        return {stage: total - norm for stage, total in zip(self.stages, totals, strict=True)}

    def heaviest(self, signs: AbstractSet[str], count: int) -> Sequence[str]:
        """The signs that weigh the most, with their weights, for people."""
        known = sorted(
            (sign for sign in signs if sign in self.likely), key=lambda sign: (-abs(self.likely[sign]), sign)
        )
        return [f"{sign} {self.likely[sign]:+.1f}" for sign in known[:count]]


@cache
def weights(topic: Topic) -> Weights:
    """The fitted weights of a topic."""
    return Weights.of(json.loads((files("services.classify") / FILE).read_text(encoding="utf-8"))[topic.value])


def log_odds_of(probability: float) -> float:
    """The log-odds of a probability."""
    return math.log(probability / (1 - probability))
