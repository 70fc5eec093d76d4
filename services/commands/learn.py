"""`make train`, its first half: fit the learned second opinion to every item that the rules may be tuned on."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from services.classify.labelled import Item, load_items
from services.classify.reading import read
from services.classify.second_opinion import SecondOpinion
from services.commands.evaluate import own_files
from services.contracts.vocabulary import Stage, Topic

OPENED = (Path("tests/data/opened.jsonl"), Path("tests/data/opened_reports.jsonl"))
TARGET = Path("services/classify/learned.json")
RARE = 3
"""A sign that fewer examples hold is left out: it would be learned by heart."""
LEAST_WEIGHT = 0.01
FIRMNESS = {Topic.MINE_PRODUCTION: 0.1, Topic.TREATY_WITHDRAWAL: 0.05}
"""How far the weights may follow the examples (the inverse of the ridge); chosen, as the next, on fresh news."""
STAGE_FIRMNESS = 0.1
ITERATIONS = 5_000


@dataclass(frozen=True)
class Example:
    """Signs, whether people labelled a finding there, and at which stage, if at one alone."""

    signs: frozenset[str]
    is_finding: bool
    stage: Stage | None


def learn() -> int:
    """Fit both topics and write the weights."""
    found = examples(load_items([*own_files(), *OPENED]))
    fitted = {topic.value: table(topic, found[topic]) for topic in Topic}
    lines = ",\n".join(f'"{name}": {written(told)}' for name, told in fitted.items())
    TARGET.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    sizes = {name: f"{len(found[Topic(name)])} examples, {len(told['signs'])} signs" for name, told in fitted.items()}
    print(f"{TARGET}: {sizes}")  # noqa: T201
    return 0


def examples(items: Iterable[Item]) -> dict[Topic, list[Example]]:
    """What there is to learn from the items: of production one example each, of exits one for each state and treaty."""
    found: dict[Topic, list[Example]] = {topic: [] for topic in Topic}
    for item in items:
        document = read(item.title, item.text, published_on=item.published, is_learned=False).document
        if document is None:
            continue
        opinion = SecondOpinion(document)
        stages = {fact.stage for fact in item.facts if fact.type is Topic.MINE_PRODUCTION}
        found[Topic.MINE_PRODUCTION].append(
            Example(opinion.article, Topic.MINE_PRODUCTION in item.labels, stages.pop() if len(stages) == 1 else None)
        )
        found[Topic.TREATY_WITHDRAWAL] += _of_exits(item, opinion)
    return found


def _of_exits(item: Item, opinion: SecondOpinion) -> list[Example]:
    told = {(fact.country, fact.treaty): fact.stage for fact in item.facts if fact.type is Topic.TREATY_WITHDRAWAL}
    if Topic.TREATY_WITHDRAWAL in item.labels and not told:
        return []  # whose exit it is was not labelled
    return [Example(opinion.signs_of(*pair), pair in told, told.get(pair)) for pair in opinion.pairs()]


def table(topic: Topic, found: Sequence[Example]) -> dict[str, Any]:
    """The weights of a topic as the file tells them: by sign, of the finding first, then of each stage."""
    often = Counter(sign for example in found for sign in example.signs)
    vectors = DictVectorizer()
    rows = vectors.fit_transform([{sign: 1 for sign in example.signs if often[sign] >= RARE} for example in found])
    likely = _fitted(rows, [example.is_finding for example in found], FIRMNESS[topic])
    staged = [index for index, example in enumerate(found) if example.stage is not None]
    staging = _fitted(rows[staged], [str(found[index].stage) for index in staged], STAGE_FIRMNESS)
    columns = [likely.coef_[0], *staging.coef_]
    told = {
        sign: [round(float(column[index]), 3) for column in columns]
        for index, sign in enumerate(vectors.feature_names_)
    }
    return {
        "stages": [str(stage) for stage in staging.classes_],
        "bias": [round(float(bias), 3) for bias in (*likely.intercept_, *staging.intercept_)],
        "signs": {sign: row for sign, row in told.items() if any(abs(weight) >= LEAST_WEIGHT for weight in row)},
    }


def _fitted(rows: Any, answers: Sequence[Any], firmness: float) -> Any:
    return LogisticRegression(C=firmness, max_iter=ITERATIONS).fit(rows, answers)


def written(told: dict[str, Any]) -> str:
    """A topic's weights with one sign a line, so that a change of them can be read."""
    signs = ",\n".join(f"  {json.dumps(sign)}: {json.dumps(row)}" for sign, row in told["signs"].items())
    stages, bias = json.dumps(told["stages"]), json.dumps(told["bias"])
    return f'{{\n "stages": {stages},\n "bias": {bias},\n "signs": {{\n{signs}\n }}\n}}'


if __name__ == "__main__":
    raise SystemExit(learn())
