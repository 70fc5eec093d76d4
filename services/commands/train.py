"""`make train`: fit the score to what was right on items that nobody tuned the rules on."""

import itertools
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.classify.calibration import UNCHANGED, fitted, odds_of, probability
from services.classify.labelled import Item, load_items
from services.classify.measures import slot_of
from services.classify.reading import read
from services.commands.evaluate import PAGE
from services.contracts.vocabulary import Topic

ITEMS = Path("tests/data/held_out.jsonl")
TARGET = Path("services/classify/calibration.json")
FOLDS = 5
_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0001)
_BEGIN, _END = "<!-- reliability: begin -->", "<!-- reliability: end -->"


@dataclass(frozen=True)
class Example:
    """One finding of one item: its odds, and whether people labelled its state and slot."""

    topic: Topic
    odds: float
    is_right: bool
    fold: int


def train() -> int:
    """Fit, write the numbers, and write how reliable they were on folds they had not seen."""
    found = list(examples(load_items([ITEMS])))
    slopes = {topic: fitted([(each.odds, each.is_right) for each in found if each.topic is topic]) for topic in Topic}
    rounded = {topic.value: round(slope, 4) for topic, slope in slopes.items()}
    TARGET.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
    told = reliability(found)
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(_BEGIN)
    PAGE.write_text(f"{before}{_BEGIN}\n{told}\n{_END}{rest.partition(_END)[2]}", encoding="utf-8")
    print(f"{len(found)} findings of {ITEMS}: {rounded}\n{told}")  # noqa: T201
    return 0


def examples(items: Sequence[Item]) -> Iterator[Example]:
    """Every finding of the items, the unlikely ones too."""
    for item in items:
        labelled = {fact.slot for fact in item.facts}
        reading = read(item.title, item.text, published_on=item.published, score_threshold=0.0)
        for finding in reading.findings:
            odds = odds_of(finding.topic, finding.score)
            yield Example(finding.topic, odds, slot_of(finding) in labelled, item.fold(FOLDS))


def reliability(found: Sequence[Example]) -> str:
    """What was promised and what was right, each fold scored by a slope fitted on the others."""
    scored = [(probability(slope, each.odds), each.is_right) for each, slope in _with_foreign_slope(found)]
    raw = [(probability(UNCHANGED, each.odds), each.is_right) for each in found]
    rows = ["| score | findings | promised | right |", "| --- | --- | --- | --- |"]
    for low, high in itertools.pairwise(_BINS):
        inside = [(score, is_right) for score, is_right in scored if low <= score < high]
        if inside:
            promised = sum(score for score, _ in inside) / len(inside)
            right = sum(is_right for _, is_right in inside) / len(inside)
            rows.append(f"| {low:.2f} to {min(high, 1):.2f} | {len(inside)} | {promised:.2f} | {right:.2f} |")
    rows += ["", f"Brier score {brier(raw):.3f} before the fit, {brier(scored):.3f} after it."]
    return "\n".join(rows)


def _with_foreign_slope(found: Sequence[Example]) -> Iterator[tuple[Example, float]]:
    slopes: dict[tuple[Topic, int], float] = {}
    for topic, fold in itertools.product(Topic, range(FOLDS)):
        foreign = [each for each in found if each.topic is topic and each.fold != fold]
        slopes[topic, fold] = fitted([(each.odds, each.is_right) for each in foreign])
    return ((each, slopes[each.topic, each.fold]) for each in found)


def brier(scored: Sequence[tuple[float, bool]]) -> float:
    """The mean squared distance of the scores from what was right; 0 is perfect, 0.25 knows nothing."""
    return sum((score - is_right) ** 2 for score, is_right in scored) / len(scored) if scored else math.nan


if __name__ == "__main__":
    raise SystemExit(train())
