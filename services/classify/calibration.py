"""From the reading's own odds to a score that says what share of such findings is right.

The odds add up what speaks for a finding; how sure that makes it was measured, not guessed: `make train` fits one
number for each topic, by which the log-odds are stretched or shrunk, on labelled items, and writes it into
`calibration.json`. What is likelier right than wrong stays so: the number moves no finding over one half.
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from services.contracts.vocabulary import Topic

FILE = "calibration.json"
RIDGE = 2.0
"""How firmly it is held that the odds are right as they stand: a few items bend them little."""
STEPS = 60
LEAST_SLOPE = 0.05
"""More evidence never makes a finding less likely."""
LARGEST_ODDS = 30.0
UNCHANGED = 1.0


@cache
def slope_of(topic: Topic) -> float:
    """The fitted number of a topic."""
    return float(json.loads((files("services.classify") / FILE).read_text(encoding="utf-8"))[topic.value])


def score_of(topic: Topic, odds: float) -> float:
    """The share of findings with these odds that is right."""
    return round(probability(slope_of(topic), odds), 4)


def odds_of(topic: Topic, score: float) -> float:
    """The odds behind a score."""
    bounded = min(max(score, 0.0001), 0.9999)
    return math.log(bounded / (1 - bounded)) / slope_of(topic)


def probability(slope: float, odds: float) -> float:
    """The logistic function of the odds, stretched or shrunk by the slope."""
    return 1 / (1 + math.exp(-min(max(slope * odds, -LARGEST_ODDS), LARGEST_ODDS)))


def fitted(examples: Sequence[tuple[float, bool]]) -> float:
    """The slope under which what was right and wrong is likeliest (Newton's method), drawn towards no change at all."""
    slope = UNCHANGED
    for _ in range(STEPS):
        gradient, curve = -RIDGE * (slope - UNCHANGED), RIDGE
        for odds, is_right in examples:
            likely = probability(slope, odds)
            gradient += (is_right - likely) * odds
            curve += likely * (1 - likely) * odds * odds
        slope = max(slope + gradient / curve, LEAST_SLOPE)
    return slope
