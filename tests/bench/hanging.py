"""How well mentions hang together: B³ against labelled steps, and what parts a labelled step.

A mention is what one item says of one state and one treaty or mine. It may hang on several events, as a letter of
intent that three makers sign does; two mentions hang together when they share one.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from services.classify.labelled import Fact, Item
from services.contracts.vocabulary import OFF_LADDER, Stage, Topic
from services.store.rungs import WINDOW
from services.store.slots import fit, slot_of

Mention = tuple[str, tuple[Hashable, ...]]
"""One item's word on one step: the item, and the topic, state, treaty or mine (and stage) it names."""

Clusters = Mapping[Mention, frozenset[Hashable]]
"""What each mention hangs on."""


@dataclass(frozen=True)
class B3:
    """Precision and recall of clusters, each mention weighing alike."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision else 0.0


def b_cubed(found: Clusters, true: Clusters) -> B3:
    """Over all mentions of either side; one that the other side lacks stands alone there and counts as wrong."""

    def one_way(these: Clusters, those: Clusters) -> float:
        members = _members(these)
        shares = []
        for mention, hangs_on in these.items():
            together = set().union(*(members[cluster] for cluster in hangs_on))
            right = sum(
                other in those and mention in those and not those[other].isdisjoint(those[mention])
                for other in together
            )
            shares.append(right / len(together))
        return sum(shares) / len(shares) if shares else 0.0

    return B3(one_way(found, true), one_way(true, found))


def in_both(these: Clusters, those: Clusters) -> Clusters:
    """These, as far as the others have them too."""
    return {mention: clusters for mention, clusters in these.items() if mention in those}


def unread_alone(found: Clusters, true: Clusters) -> Clusters:
    """What hangs together of the true mentions; each that was not found is a cluster of its own."""
    return {mention: found.get(mention, frozenset({mention})) for mention in true}


def comparable(found: Clusters, items: Iterable[Item]) -> Clusters:
    """Without what is said of a topic that an item is labelled with, but has no facts of to compare with."""
    without = {(item.id, topic) for item in items for topic in set(item.labels) - {fact.type for fact in item.facts}}
    return {mention: clusters for mention, clusters in found.items() if (mention[0], mention[1][0]) not in without}


def mixed(found: Clusters, true: Clusters) -> dict[Hashable, set[Hashable]]:
    """The events that hold more than one labelled step."""
    steps = {
        event: set().union(*(true[mention] for mention in mentions)) for event, mentions in _members(found).items()
    }
    return {event: labelled for event, labelled in steps.items() if len(labelled) > 1}


def parted(found: Clusters, true: Clusters) -> dict[Hashable, list[set[str]]]:
    """The labelled steps whose items do not hang together, in the parts that do."""
    steps = {step: _pieces(mentions, found) for step, mentions in _members(true).items()}
    return {step: pieces for step, pieces in steps.items() if len(pieces) > 1}


def _members(clusters: Clusters) -> dict[Hashable, set[Mention]]:
    members: dict[Hashable, set[Mention]] = defaultdict(set)
    for mention, hangs_on in clusters.items():
        for cluster in hangs_on:
            members[cluster].add(mention)
    return members


def _pieces(mentions: Iterable[Mention], found: Clusters) -> list[set[str]]:
    pieces: list[tuple[set[Hashable], set[str]]] = []
    for mention in sorted(mentions, key=str):
        events, item_ids = set(found.get(mention, ())), {mention[0]}
        apart = []
        for piece in pieces:
            if piece[0].isdisjoint(events):
                apart.append(piece)
            else:
                events |= piece[0]
                item_ids |= piece[1]
        pieces = [*apart, (events, item_ids)]
    return sorted((item_ids for _, item_ids in pieces), key=sorted)


def why_apart(one: set[str], other: set[str], step: Fact, items: Sequence[Item], at: Mapping[str, datetime]) -> str:
    """The rule of identity that keeps these items' reports of a labelled step apart; empty where none does.

    Read from the labels alone: more than 365 days between reports of production, different makers, or a closing
    (a rejection, a halt) of the same case that was reported in between, or no maker named where two would fit.
    """
    earlier, later = sorted((one, other), key=lambda part: min(at[item_id] for item_id in part))
    last, first = max(at[item_id] for item_id in earlier), min(at[item_id] for item_id in later)
    if step.type is Topic.MINE_PRODUCTION and first - last > WINDOW:
        return f"{(first - last).days} days between them"
    for item in items:
        for fact in item.facts:
            is_closing = fact.stage in OFF_LADDER[fact.type] and fact.stage in (Stage.REJECTED, Stage.HALTED)
            if is_closing and _case(fact) == _case(step) and last <= at[item.id] <= first:
                return f"{fact.stage} on {at[item.id].date()} ({item.id})"
    mine, theirs = (_makers(step, (item for item in items if item.id in part)) for part in (earlier, later))
    if mine and theirs and not _is_any_the_same(mine, theirs):
        return f"made by {', '.join(sorted(mine))} and by {', '.join(sorted(theirs))}"
    makers = _makers(step, items)
    if bool(mine) != bool(theirs) and not all(
        _is_any_the_same({one}, {other}) for one, other in combinations(makers, 2)
    ):
        return f"one names no maker, and it may be any of {', '.join(sorted(makers))}"
    return ""


def _is_any_the_same(some: Iterable[str], others: Iterable[str]) -> bool:
    return any(fit((one, ""), (other, "")) for one in some for other in others)


def _case(fact: Fact) -> tuple[Hashable, ...]:
    return fact.type, fact.country, fact.treaty


def _makers(step: Fact, items: Iterable[Item]) -> set[str]:
    """The makers that these items name for a labelled step, as they are compared."""
    facts = (fact for item in items for fact in item.facts if fact.producer)
    return {slot_of(fact.producer, None)[0] for fact in facts if (fact.slot, fact.stage) == (step.slot, step.stage)}
