"""`make train`, its second half: fit the score to what was right on items that nobody tuned the rules on."""

import itertools
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sklearn.linear_model import LogisticRegression

from services.classify.calibration import Fit, bounded_signs, fit_of, odds_alone, probability
from services.classify.labelled import Item, load_items
from services.classify.measures import slot_of
from services.classify.reading import Reading, read
from services.classify.second_opinion import SecondOpinion
from services.commands.evaluate import HELD_OUT, PAGE
from services.contracts.finding import Finding
from services.contracts.vocabulary import Topic

TARGET = Path("services/classify/calibration.json")
FOLDS = 5
RIDGE = 1.0
UNFITTED = Fit(1.0, 0.0, 0.0, 1.0, 0.0)
"""Where all or none of the others are right."""
_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0001)
_BEGIN, _END = "<!-- reliability: begin -->", "<!-- reliability: end -->"


@dataclass(frozen=True)
class Example:
    """One finding of one item by the rules: its odds, and whether people labelled its state and slot."""

    topic: Topic
    odds: float
    """What the sentences that tell it add up to."""
    signs: float
    """The log-odds by the article's signs."""
    is_right: bool
    fold: int


def train() -> int:
    """Fit, write the numbers, and write how reliable they were on folds they had not seen."""
    items = load_items(HELD_OUT)
    found = list(examples(items))
    fits = {topic.value: rounded(fitted([each for each in found if each.topic is topic])) for topic in Topic}
    TARGET.write_text(json.dumps(fits, indent=1) + "\n", encoding="utf-8")
    fit_of.cache_clear()
    told = reliability(found, list(as_told(items)))
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(_BEGIN)
    PAGE.write_text(f"{before}{_BEGIN}\n{told}\n{_END}{rest.partition(_END)[2]}", encoding="utf-8")
    print(f"{len(found)} findings of the held-out items: {fits}\n{told}")  # noqa: T201
    return 0


def fitted(examples: Sequence[Example]) -> Fit:
    """How much odds and signs count for a finding being right, together and the odds alone, and what is added."""
    answers = [each.is_right for each in examples]
    both = LogisticRegression(C=RIDGE).fit([(each.odds, each.signs) for each in examples], answers)
    alone = LogisticRegression(C=RIDGE).fit([(each.odds,) for each in examples], answers)
    odds, signs = both.coef_[0]
    return Fit(
        float(odds),
        float(signs),
        float(both.intercept_[0]),
        float(alone.coef_[0][0]),
        float(alone.intercept_[0]),
    )


def rounded(fit: Fit) -> dict[str, float]:
    """The numbers as the file tells them."""
    return {name: round(value, 3) for name, value in asdict(fit).items()}


def examples(items: Sequence[Item]) -> Iterator[Example]:
    """Every finding of the items by the rules, the unlikely ones too."""
    for item in items:
        labelled = {fact.slot for fact in item.facts}
        reading = read(item.title, item.text, published_on=item.published, score_threshold=0.0, is_learned=False)
        for finding in reading.findings:
            odds, signs = odds_alone(finding.topic, finding.score), _signs(reading, finding)
            yield Example(finding.topic, odds, signs, slot_of(finding) in labelled, item.fold(FOLDS))


def _signs(reading: Reading, finding: Finding) -> float:
    if reading.document is None:
        return 0.0
    opinion = SecondOpinion(reading.document)
    if finding.topic is Topic.MINE_PRODUCTION:
        return bounded_signs(opinion.production_log_odds)
    return bounded_signs(opinion.exit_log_odds(finding.country, finding.treaty or ""))


def as_told(items: Iterable[Item]) -> Iterator[tuple[float, bool]]:
    """The score of every finding as a reader gets it, with suppositions and floors, and whether its slot is right."""
    for item in items:
        labelled = {fact.slot for fact in item.facts}
        reading = read(item.title, item.text, published_on=item.published, score_threshold=0.0)
        yield from ((finding.score, slot_of(finding) in labelled) for finding in reading.findings)


def reliability(found: Sequence[Example], told: Sequence[tuple[float, bool]]) -> str:
    """What was promised and what was right; beside it, how the fit does on folds it had not seen."""
    unseen = [(_score(fit, each), each.is_right) for each, fit in _with_foreign_fit(found)]
    raw = [(probability(each.odds), each.is_right) for each in found]
    rows = ["| score | findings | promised | right |", "| --- | --- | --- | --- |"]
    for low, high in itertools.pairwise(_BINS):
        inside = [(score, is_right) for score, is_right in told if low <= score < high]
        if inside:
            promised = sum(score for score, _ in inside) / len(inside)
            right = sum(is_right for _, is_right in inside) / len(inside)
            rows.append(f"| {low:.2f} to {min(high, 1):.2f} | {len(inside)} | {promised:.2f} | {right:.2f} |")
    rows += [
        "",
        f"Brier score of what the rules found: {brier(raw):.3f} by its sentences alone, {brier(unseen):.3f} with the "
        f"signs, on folds that the fit had not seen. Of all findings as told: {brier(told):.3f}.",
    ]
    return "\n".join(rows)


def _score(fit: Fit, example: Example) -> float:
    return probability(fit.odds * example.odds + fit.signs * example.signs + fit.bias)


def _with_foreign_fit(found: Sequence[Example]) -> Iterator[tuple[Example, Fit]]:
    fits: dict[tuple[Topic, int], Fit] = {}
    for topic, fold in itertools.product(Topic, range(FOLDS)):
        foreign = [each for each in found if each.topic is topic and each.fold != fold]
        if len({each.is_right for each in foreign}) == 2:
            fits[topic, fold] = fitted(foreign)
    return ((each, fits.get((each.topic, each.fold), UNFITTED)) for each in found)


def brier(scored: Sequence[tuple[float, bool]]) -> float:
    """The mean squared distance of the scores from what was right; 0 is perfect, 0.25 knows nothing."""
    return sum((score - is_right) ** 2 for score, is_right in scored) / len(scored) if scored else math.nan


if __name__ == "__main__":
    raise SystemExit(train())
