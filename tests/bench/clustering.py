"""How well findings hang together as events: `python -m tests.bench.clustering LABELLED.jsonl`.

First with the labelled facts given as findings, where events must be the labelled steps: topic, state, treaty or mine
type, and stage. Where one such step is several events, a rule of identity parted them, and it is listed with what
parts them: two makers, more than a year between reports, or a rejection. Then with what the rules read from the
texts, scored by B³ against the labelled steps, as two annotators are scored against each other: over the mentions that
both have, a mention being what one item says of one state and one treaty or mine; and beside it over all mentions,
where one that is missed or made up stands alone and counts as wrong. Dates come from the items, else from the key of
their event, else from other items of the event or the step.
"""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from services.classify.labelled import Fact, Item
from services.classify.reading import read
from services.contracts.article import Article, FeedReference
from services.contracts.finding import Finding, Findings
from services.database.events import ArticleRow, FindingRow
from services.runtime.identifiers import stable_id
from services.store.gathering import Scene
from services.store.merge import merge
from services.store.rows import article_values, finding_values, stored_finding
from services.store.stored import StoredFinding

WANTED_B3 = 0.85
_NO_DATE_KNOWN = datetime(2025, 7, 1, 12, tzinfo=UTC)
_KEY_DATE = re.compile(r"(?<=-)(?:19|20)\d\d(?:-\d\d)?$")

Mention = tuple[str, Hashable]
"""One item's word on one step: the item, and the slot and stage it names."""


@dataclass(frozen=True)
class B3:
    """Precision and recall of clusters, each mention weighing alike."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision else 0.0


def b_cubed(found: Mapping[Mention, Hashable], true: Mapping[Mention, Hashable]) -> B3:
    """Over all mentions of either side; one that the other side lacks stands alone there and counts as wrong."""

    def one_way(these: Mapping[Mention, Hashable], those: Mapping[Mention, Hashable]) -> float:
        clusters: dict[Hashable, set[Mention]] = defaultdict(set)
        for mention, cluster in these.items():
            clusters[cluster].add(mention)
        shares = [
            sum(other in those and mention in those and those[other] == those[mention] for other in clusters[cluster])
            / len(clusters[cluster])
            for mention, cluster in these.items()
        ]
        return sum(shares) / len(shares) if shares else 0.0

    return B3(one_way(found, true), one_way(true, found))


def dated(items: Sequence[Item]) -> dict[str, datetime]:
    """When each item was published, as far as anybody can tell."""
    known: dict[str, datetime] = {}
    for item in items:
        day = item.published.isoformat() if item.published else _date_in(item.event)
        if day is not None:
            known[item.id] = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
    by_event: dict[str | None, list[datetime]] = defaultdict(list)
    by_step: dict[Hashable, list[datetime]] = defaultdict(list)
    for item in items:
        for fact in item.facts if item.id in known else ():
            by_event[item.event].append(known[item.id])
            by_step[fact.slot, fact.stage].append(known[item.id])
    return {item.id: known.get(item.id) or _median(item, by_event, by_step) for item in items}


def _median(
    item: Item, by_event: Mapping[str | None, list[datetime]], by_step: Mapping[Hashable, list[datetime]]
) -> datetime:
    others = by_event.get(item.event) or [
        moment for fact in item.facts for moment in by_step.get((fact.slot, fact.stage), ())
    ]
    return sorted(others)[len(others) // 2] if others else _NO_DATE_KNOWN


def _date_in(event: str | None) -> str | None:
    found = _KEY_DATE.search(event or "")
    if found is None:
        return None
    return f"{found[0]}-15" if len(found[0]) == 7 else f"{found[0]}-07-01"


def as_message(item: Item, findings: Iterable[Finding], published_at: datetime) -> Findings:
    """What classify would publish of an item."""
    article = Article(
        id=stable_id("art", item.id),
        revision=1,
        content_hash=item.id,
        feed=FeedReference(id="feed_bench", url="https://bench.example/rss"),
        url=f"https://{item.id}.example/1",
        title=item.title,
        text=item.text,
        published_at=published_at,
        first_seen_at=published_at,
        fetched_at=published_at,
    )
    return Findings(
        article=article, language=item.lang, rules_version="bench", read_at=published_at, findings=tuple(findings)
    )


def from_facts(item: Item) -> list[Finding]:
    """The labelled facts as findings."""
    return [_finding(fact) for fact in item.facts]


def _finding(fact: Fact) -> Finding:
    return Finding(topic=fact.type, score=0.9, **fact.model_dump(exclude={"type"}))


def clusters(messages: Iterable[tuple[str, Findings]]) -> dict[Mention, str]:
    """The event of each mention that opens or joins one."""
    stored: list[StoredFinding] = []
    item_of: dict[str, str] = {}
    for item_id, message in messages:
        article = ArticleRow(**article_values(message))
        item_of[message.article.id] = item_id
        stored += [stored_finding(FindingRow(**values), article) for values in finding_values(message).values()]
    merged, _ = merge(Scene(stored))
    return {(item_of[report.article_id], _named(report)): one.id for one in merged for report in one.reports}


def _named(report: StoredFinding) -> Hashable:
    return report.topic, report.country, report.treaty or report.mine_type


def labelled(items: Iterable[Item]) -> dict[Mention, Hashable]:
    """The labelled step of each mention: topic, state, treaty or mine type, and stage."""
    return {
        (item.id, fact.slot): (
            fact.type,
            fact.country,
            fact.treaty or fact.mine_type,
            fact.stage,
        )
        for item in items
        for fact in item.facts
    }


def parted(found: Mapping[Mention, str], true: Mapping[Mention, Hashable]) -> dict[Hashable, list[list[str]]]:
    """The labelled steps that are more than one event, with the items of each."""
    by_step: dict[Hashable, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for mention, step in true.items():
        by_step[step][found.get(mention, "none")].append(mention[0])
    return {step: list(events.values()) for step, events in by_step.items() if len(events) > 1}


def in_both(these: Mapping[Mention, Hashable], those: Mapping[Mention, Hashable]) -> dict[Mention, Hashable]:
    """These, as far as the others have them too."""
    return {mention: cluster for mention, cluster in these.items() if mention in those}


def mixed(found: Mapping[Mention, str], true: Mapping[Mention, Hashable]) -> dict[str, set[Hashable]]:
    """The events that hold more than one labelled step."""
    by_event: dict[str, set[Hashable]] = defaultdict(set)
    for mention, event in found.items():
        by_event[event].add(true[mention])
    return {event: steps for event, steps in by_event.items() if len(steps) > 1}


def report(path: Path) -> Iterable[str]:
    """The figures, line by line."""
    items = [Item.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    dates, true = dated(items), labelled(items)
    given = clusters((item.id, as_message(item, from_facts(item), dates[item.id])) for item in items)
    score = b_cubed(given, true)
    yield f"{len(items)} items, {len(true)} mentions of {len(set(true.values()))} labelled steps"
    yield f"labelled facts   B³ precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}"
    for event, steps in mixed(given, true).items():
        yield f"  mixed: {event} {steps}"
    for step, events in parted(given, true).items():
        yield f"  in {len(events)} events: {json.dumps(step)} {events}"
    told = clusters(
        (item.id, as_message(item, read(item.title, item.text, published_on=item.published).findings, dates[item.id]))
        for item in items
    )
    shared = b_cubed(in_both(told, true), in_both(true, told))
    everything = b_cubed(told, true)
    yield f"rules' findings: {len(told)} mentions, {len(in_both(told, true))} of them labelled"
    for name, score in (("both have", shared), ("either has", everything)):
        yield f"  over what {name:<10} B³ precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}"
    yield f"  wanted {WANTED_B3} over what both have"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", type=Path)
    for line in report(parser.parse_args().labelled):
        print(line, flush=True)
