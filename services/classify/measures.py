"""How right the reading is on labelled items: the measures, as functions of items and what was found in them."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from services.classify.labelled import Fact, Item, Slot, Step
from services.contracts.finding import Finding
from services.contracts.vocabulary import LADDERS, Stage, Topic

STATED = {
    "dates": ("notified_on", "effective_on"),
    "figures": ("quantity", "capacity_per_year"),
    "producer": ("producer",),
}


@dataclass(frozen=True)
class Answer:
    """An item with what the reading found in it."""

    item: Item
    findings: tuple[Finding, ...]


@dataclass
class Agreement:
    """What was found beside what was labelled."""

    both: float = 0.0
    found_only: float = 0.0
    labelled_only: float = 0.0

    def count(self, labelled: AbstractSet[Hashable], found: AbstractSet[Hashable], vote: float) -> None:
        """Add one article's labelled and found things."""
        self.both += vote * len(labelled & found)
        self.found_only += vote * len(found - labelled)
        self.labelled_only += vote * len(labelled - found)

    @property
    def precision(self) -> float:
        """The share of what was found that is labelled."""
        return _share(self.both, self.both + self.found_only)

    @property
    def recall(self) -> float:
        """The share of what is labelled that was found."""
        return _share(self.both, self.both + self.labelled_only)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two; 1 where there was nothing to find and nothing was found."""
        if not (self.both or self.found_only or self.labelled_only):
            return 1.0
        return _share(2 * self.both, 2 * self.both + self.found_only + self.labelled_only)


@dataclass
class Share:
    """Right ones among all."""

    right: float = 0.0
    all: float = 0.0

    @property
    def value(self) -> float | None:
        """The share; None where there was nothing to be right about."""
        return self.right / self.all if self.all else None


@dataclass
class Measures:
    """Every measure over one set of answers."""

    items: int = 0
    topics: dict[Topic, Agreement] = field(default_factory=lambda: {topic: Agreement() for topic in Topic})
    slot: Agreement = field(default_factory=Agreement)
    near: Agreement = field(default_factory=Agreement)
    step: Agreement = field(default_factory=Agreement)
    stated: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in STATED})
    false_alarms: Share = field(default_factory=Share)

    def figures(self) -> dict[str, float]:
        """The measures by name, those that could not be taken left out."""
        found: dict[str, float | None] = {topic.value: agreement.f1 for topic, agreement in self.topics.items()}
        found |= {"slot": self.slot.f1, "near": self.near.f1, "step": self.step.f1}
        found |= {name: share.value for name, share in self.stated.items()}
        found["false_alarms"] = self.false_alarms.value
        return {name: round(value, 4) for name, value in found.items() if value is not None}


def measure(answers: Sequence[Answer]) -> Measures:
    """Every measure over `answers`; beyond the topics, the articles of one event share one vote."""
    voters = Counter(answer.item.group for answer in answers)
    taken = Measures(items=len(answers))
    for answer in answers:
        _count(taken, answer, 1 / voters[answer.item.group])
    return taken


def _count(taken: Measures, answer: Answer, vote: float) -> None:
    item = answer.item
    topics = {finding.topic for finding in answer.findings}
    for topic, agreement in taken.topics.items():
        agreement.count({topic} & set(item.labels), {topic} & topics, 1)
    if not item.labels:
        taken.false_alarms.right += bool(topics)
        taken.false_alarms.all += 1
    # A topic that is labelled without its facts leaves nothing to compare findings with.
    bare = set(item.labels) - {fact.type for fact in item.facts}
    findings = [finding for finding in answer.findings if finding.topic not in bare]
    labelled = {(fact.slot, fact.stage) for fact in item.facts}
    found = {(slot_of(finding), finding.stage) for finding in findings}
    taken.slot.count({slot for slot, _ in labelled}, {slot for slot, _ in found}, vote)
    taken.step.count(labelled, found, vote)
    matched = sum(_has_near(step, found) for step in labelled)
    taken.near.both += vote * matched
    taken.near.labelled_only += vote * (len(labelled) - matched)
    taken.near.found_only += vote * sum(not _has_near(step, labelled) for step in found)
    for fact in item.facts:
        _count_stated(taken, fact, [finding for finding in findings if slot_of(finding) == fact.slot], vote)


def _count_stated(taken: Measures, fact: Fact, findings: Sequence[Finding], vote: float) -> None:
    """A second, wrong value for a slot costs as much as a miss; of a maker one name may hold the other."""
    for name, fields in STATED.items():
        for each in fields:
            wanted = getattr(fact, each)
            if wanted is None:
                continue
            told = {getattr(finding, each) for finding in findings} - {None}
            if name == "producer":
                taken.stated[name].right += vote * any(_names_one_maker(str(wanted), str(value)) for value in told)
                taken.stated[name].all += vote
            else:
                taken.stated[name].right += vote * (wanted in told)
                taken.stated[name].all += vote * max(1, len(told))


def slot_of(finding: Finding) -> Slot:
    """Topic, state, and treaty or mine."""
    return finding.topic, finding.country, finding.treaty or finding.mine_type or ""


def _has_near(step: Step, others: Iterable[Step]) -> bool:
    """Whether the others hold this slot at the same stage or one rung beside it."""
    slot, stage = step
    return any(slot == other and _rungs_between(slot[0], stage, beside) <= 1 for other, beside in others)


def _rungs_between(topic: Topic, first: Stage, second: Stage) -> int:
    if first is second:
        return 0
    ladder = LADDERS[topic]
    on_ladder = first in ladder and second in ladder
    return abs(ladder.index(first) - ladder.index(second)) if on_ladder else len(ladder)


def _names_one_maker(first: str, second: str) -> bool:
    left, right = first.casefold().strip(), second.casefold().strip()
    return bool(left and right) and (left in right or right in left)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def by_language(answers: Sequence[Answer]) -> Iterator[tuple[str, Measures]]:
    """The measures of each language, the most frequent first."""
    counts = Counter(answer.item.lang for answer in answers)
    for code, _ in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
        yield code, measure([answer for answer in answers if answer.item.lang == code])
