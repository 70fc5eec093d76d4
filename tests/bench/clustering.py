"""How well findings hang together as events: `python -m tests.bench.clustering LABELLED.jsonl...`.

First with the labelled facts given as findings, where events must be the labelled steps: topic, state, treaty or mine
type, and stage. A labelled step that is several events is listed with the rule of identity that parts it: two makers,
more than a year between reports of production, or a rejection; one that no rule parts is an error.

Then with what the rules read from the texts, scored by B³ against the labelled steps, as two annotators are scored
against each other: over the mentions that both have, and over all mentions, where one that is missed or made up
stands alone and counts as wrong. As in the scoring of findings, what is read of a topic that an item is labelled with
but has no facts of is not scored. Last, what of the loss is whose: mentions and stages are the reading's, and the rest,
as against one event for each stage that was read, the store's.

Dates come from the items, else from the key of their event, else from other items of the event or the step.
"""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from services.classify.labelled import Fact, Item, load_items
from services.classify.reading import read
from services.contracts.article import Article, FeedReference
from services.contracts.finding import Finding, Findings
from services.database.events import ArticleRow, FindingRow
from services.runtime.identifiers import stable_id
from services.store.gathering import Scene
from services.store.merge import merge
from services.store.rows import article_values, finding_values, stored_finding
from services.store.stored import StoredFinding
from tests.bench.hanging import (
    B3,
    Clusters,
    Mention,
    b_cubed,
    comparable,
    in_both,
    mixed,
    parted,
    unread_alone,
    why_apart,
)

WANTED_B3 = 0.85
_NO_DATE_KNOWN = datetime(2025, 7, 1, 12, tzinfo=UTC)
_KEY_DATE = re.compile(r"(?<=-)(?:19|20)\d\d(?:-\d\d)?$")


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


def clusters(
    messages: Iterable[tuple[str, Findings]], *, with_stage: bool = False
) -> dict[Mention, frozenset[Hashable]]:
    """The events that each mention opens or joins. One that leaves the mine type open is as exact as its event."""
    stored: list[StoredFinding] = []
    item_of: dict[str, str] = {}
    for item_id, message in messages:
        article = ArticleRow(**article_values(message))
        item_of[message.article.id] = item_id
        stored += [stored_finding(FindingRow(**values), article) for values in finding_values(message).values()]
    merged, _ = merge(Scene(stored))
    hung: dict[Mention, set[Hashable]] = defaultdict(set)
    for one in merged:
        for report in one.reports:
            kind = report.mine_type if report.slot[1] else one.facts.mine_type
            slot = report.topic, report.country, report.treaty or kind or ""
            hung[item_of[report.article_id], (*slot, report.stage) if with_stage else slot].add(one.id)
    return _frozen(hung)


def labelled(items: Iterable[Item], *, with_stage: bool = False) -> dict[Mention, frozenset[Hashable]]:
    """The labelled steps of each mention: topic, state, treaty or mine type, and stage."""
    steps: dict[Mention, set[Hashable]] = defaultdict(set)
    for item in items:
        for fact in item.facts:
            step = (*fact.slot, fact.stage)
            steps[item.id, step if with_stage else fact.slot].add(step)
    return _frozen(steps)


def by_stage(findings: Mapping[str, Iterable[Finding]]) -> dict[Mention, frozenset[Hashable]]:
    """Each mention under the stage that was read, and nothing else known: what a store without rules would make."""
    steps: dict[Mention, set[Hashable]] = defaultdict(set)
    for item_id, said in findings.items():
        for one in said:
            slot = one.topic, one.country, one.treaty or one.mine_type or ""
            steps[item_id, slot].add((*slot, one.stage))
    return _frozen(steps)


def _frozen(sets: Mapping[Mention, set[Hashable]]) -> dict[Mention, frozenset[Hashable]]:
    return {mention: frozenset(clusters) for mention, clusters in sets.items()}


def given_facts(items: Sequence[Item]) -> Iterator[str]:
    """How the labelled facts hang together when they are given as findings."""
    at, true = dated(items), labelled(items, with_stage=True)
    given = clusters(((item.id, as_message(item, from_facts(item), at[item.id])) for item in items), with_stage=True)
    steps: dict[Hashable, Fact] = {(*fact.slot, fact.stage): fact for item in items for fact in item.facts}
    yield f"{len(items)} items, {len(true)} mentions of {len(steps)} labelled steps"
    yield _line("labelled facts", b_cubed(given, true))
    for event, several in mixed(given, true).items():
        yield f"  NOT ONE STEP: {event} {several}"
    for step, pieces in parted(given, true).items():
        for one, other in pairwise(sorted(pieces, key=lambda piece: min(at[item_id] for item_id in piece))):
            why = why_apart(one, other, steps[step], items, at) or "NO RULE PARTS THEM"
            keys = [{item.event for item in items if item.id in piece} for piece in (one, other)]
            also = ", and of different `event`" if keys[0].isdisjoint(keys[1]) else ""
            yield f"  apart: {steps[step].country} {steps[step].stage}: {sorted(one)} and {sorted(other)}: {why}{also}"


def read_findings(items: Sequence[Item], findings: Mapping[str, Sequence[Finding]]) -> Iterator[str]:
    """How the findings that were read hang together, and whose the loss is."""
    at, true = dated(items), labelled(items)
    everything = clusters((item.id, as_message(item, findings[item.id], at[item.id])) for item in items)
    told = comparable(everything, items)
    both = in_both(told, true)
    unscored = len(everything) - len(told)
    yield f"findings as read: {len(told)} mentions, {len(both)} labelled; {unscored} of topics without facts left out"
    yield _line("what both have", b_cubed(both, in_both(true, told))) + f", wanted {WANTED_B3}"
    yield _line("what is labelled", b_cubed(unread_alone(both, true), true)) + ", what was not read stands alone"
    yield _line("what either has", b_cubed(told, true)) + ", what the other lacks is wrong"
    mentions = b_cubed({mention: true.get(mention, frozenset({mention})) for mention in told}, true).f1
    stages = b_cubed(_named_like(told, comparable(by_stage(findings), items)), true).f1
    store = b_cubed(told, true).f1
    yield (
        f"  of the loss, mentions missed or made up {1 - mentions:.3f}, stages misread {mentions - stages:.3f}, "
        f"the store's own rules {stages - store:.3f}"
    )


def _named_like(told: Clusters, stages: Clusters) -> Clusters:
    """What was read, of the mentions that the store holds as reports."""
    return {mention: stages.get(mention, frozenset({mention})) for mention in told}


def _line(name: str, score: B3) -> str:
    return f"  {name:<16} B³ precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}"


def load_findings(path: Path) -> dict[str, Sequence[Finding]]:
    """Findings as `ottawatch classify` writes them."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {line["id"]: [Finding.model_validate(finding) for finding in line["findings"]] for line in lines}


def reading_of(items: Iterable[Item]) -> dict[str, Sequence[Finding]]:
    """What the rules find in the items now."""
    return {item.id: read(item.title, item.text, published_on=item.published).findings for item in items}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", type=Path, nargs="+")
    parser.add_argument("--findings", type=Path, help="what `ottawatch classify` wrote of them, instead of reading now")
    arguments = parser.parse_args()
    for path in arguments.labelled:
        labelled_items = load_items([path])
        said = load_findings(arguments.findings) if arguments.findings else reading_of(labelled_items)
        for line in (str(path), *given_facts(labelled_items), *read_findings(labelled_items, said)):
            print(line, flush=True)
