"""From the reading's own odds, and what the article's signs say, to a score: the share of such findings that is right.

The odds add up what speaks for a finding in the sentences that tell it; the signs are those of the learned second
opinion. How sure the two together make it was measured, not guessed: `make train` fits three numbers for each topic on
held-out items, whose words neither the rules nor the signs' weights were made for, and writes them into
`calibration.json`.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from services.contracts.vocabulary import Topic

FILE = "calibration.json"
DEFAULT_SCORE_THRESHOLD = 0.45
"""A finding is told when it is about as likely right as wrong; the service's settings may ask for more."""
LARGEST_ODDS = 30.0
MOST_SIGNS = 4.0
"""Beyond these log-odds the signs are no surer: fifty to one."""


@dataclass(frozen=True)
class Fit:
    """How much each part counts, in log-odds of the finding being right."""

    odds: float
    signs: float
    bias: float
    alone: float
    """What the sentences' odds count where no signs were weighed: in long articles."""
    alone_bias: float


@cache
def fit_of(topic: Topic) -> Fit:
    """The fitted numbers of a topic."""
    return Fit(**json.loads((files("services.classify") / FILE).read_text(encoding="utf-8"))[topic.value])


def score_of(topic: Topic, odds: float) -> float:
    """The share of findings with these odds, what the signs add among them, that is right."""
    return round(probability(fit_of(topic).odds * odds), 4)


def score_alone(topic: Topic, odds: float) -> float:
    """The share of findings that is right with these odds by their sentences, where no signs were weighed."""
    fit = fit_of(topic)
    return round(probability(fit.alone * odds + fit.alone_bias), 4)


def odds_alone(topic: Topic, score: float) -> float:
    """The odds behind a score that no signs had a part in."""
    fit, bounded = fit_of(topic), min(max(score, 0.0001), 0.9999)
    return (math.log(bounded / (1 - bounded)) - fit.alone_bias) / fit.alone


def odds_of_signs(topic: Topic, log_odds: float) -> float:
    """What the signs' log-odds add to the reading's own odds."""
    fit = fit_of(topic)
    return (fit.signs * bounded_signs(log_odds) + fit.bias) / fit.odds


def bounded_signs(log_odds: float) -> float:
    """The signs' log-odds, as far as they count."""
    return min(max(log_odds, -MOST_SIGNS), MOST_SIGNS)


def probability(odds: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-min(max(odds, -LARGEST_ODDS), LARGEST_ODDS)))
