"""Findings and reviews into the events they belong to: structure first, then the reviewers' merges and splits."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.contracts.vocabulary import ReviewAction, Stage, Topic
from services.store.clock import NOTICE_STAGES
from services.store.naming import name_rungs, treaty_name_of
from services.store.premature import as_the_law_allows
from services.store.reviews import StoredReview, Word, destination, entered, standing, words_of
from services.store.rungs import Rung, rungs
from services.store.stored import StoredFinding

Case = tuple[str, int]
"""A group and one of its cycles."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that decides which events there are in some groups, which are looked at together."""

    findings: Sequence[StoredFinding]
    ages: Mapping[str, int] = field(default_factory=dict)
    """The sequence of each event that is stored."""
    reviews: Sequence[StoredReview] = ()
    accessions: Mapping[str, Sequence[date]] = field(default_factory=dict)
    """When the state of a group joined the treaty again, by group."""
    today: date = date.min
    touched: "Touched | None" = None
    """What is new; without it every event is looked at."""
    reached: Collection[tuple[str, date]] = frozenset()
    """Groups and days of effect that were told to have come, in case the clock went back."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What a batch changed. An event that nothing of it touches is as it is stored, and not looked at."""

    articles: Collection[str]
    """Those that were read anew."""
    events: Collection[str] = frozenset()
    """Those that lost a finding."""


@dataclass(slots=True)
class Gathered:
    """One event's findings."""

    event_id: str
    home: Rung
    """The step whose structure the event has."""
    reports: list[StoredFinding] = field(default_factory=list)
    background: list[StoredFinding] = field(default_factory=list)

    @property
    def case(self) -> Case:
        """The cycle of the case it belongs to."""
        return self.home.reports[0].group, self.home.cycle


@dataclass(frozen=True, slots=True)
class Gathering:
    """What the findings and the reviews of a scene come to, before any fact is chosen."""

    events: Sequence[Gathered]
    words: Mapping[str, Word]
    reviews: Sequence[StoredReview]
    """Those that stand."""
    notices: Mapping[Case, Sequence[StoredFinding]]
    """The reports of a case's notice and of its effect."""
    rung_of: Mapping[str, str]
    """The event each finding belongs to by structure alone; by its own word, where it was taken for another stage."""

    def merged_into(self, event_id: str) -> str | None:
        """The event a reviewer merged this one into."""
        gone_to = destination(event_id, None, self.reviews)
        return gone_to if gone_to != event_id else None


def gather(scene: Scene) -> Gathering:
    """Every event of the scene with its findings."""
    reviews = standing(scene.reviews)
    by_hand = [entered(review) for review in reviews if review.action is ReviewAction.ENTER]
    ages = dict(scene.ages)
    for review in reviews:  # an event that is being entered has a name, but no place in the book yet
        if review.action is ReviewAction.ENTER:
            ages.setdefault(review.event_id, max(ages.values(), default=0) + 1)
    named = _named_rungs([*scene.findings, *by_hand], ages, {review.event_id for review in reviews}, scene.accessions)
    events: dict[str, Gathered] = {}
    for name, step in named:
        for finding in step.reports:
            event_id = destination(name, finding.article_id, reviews)
            held = events.setdefault(event_id, Gathered(event_id, step))
            if event_id == name:
                held.home = step
            held.reports.append(finding)
    for name, step in named:
        for finding in step.background:
            event_id = destination(name, finding.article_id, reviews)
            if event_id in events:
                events[event_id].background.append(finding)
    return Gathering(
        events=[events[event_id] for event_id in sorted(events)],
        words=words_of(reviews),
        reviews=reviews,
        notices=_notices(step for _, step in named),
        rung_of={
            finding.id: _rung_of(finding, name, step.cycle)
            for name, step in named
            for finding in (*step.reports, *step.background)
        },
    )


def _named_rungs(
    findings: Iterable[StoredFinding],
    ages: Mapping[str, int],
    reviewed: Collection[str],
    accessions: Mapping[str, Sequence[date]],
) -> list[tuple[str, Rung]]:
    by_group: dict[str, list[StoredFinding]] = defaultdict(list)
    for finding in findings:
        by_group[finding.group].append(finding)
    named: list[tuple[str, Rung]] = []
    for group in sorted(by_group):
        by_stage: dict[Stage, list[Rung]] = defaultdict(list)
        for step in rungs(as_the_law_allows(by_group[group]), accessions.get(group, ())):
            by_stage[step.stage].append(step)
        for steps in by_stage.values():
            named += zip(name_rungs(steps, ages, reviewed), steps, strict=True)
    return named


def _rung_of(finding: StoredFinding, name: str, cycle: int) -> str:
    """So that it brings its notice's name nowhere, should it turn out that the effect had come."""
    if finding.told_stage is None:
        return name
    return treaty_name_of(finding.country, finding.treaty, finding.told_stage, cycle)


def _notices(steps: Iterable[Rung]) -> dict[Case, list[StoredFinding]]:
    found: dict[Case, list[StoredFinding]] = defaultdict(list)
    for step in steps:
        if step.reports[0].topic is Topic.TREATY_WITHDRAWAL and step.stage in NOTICE_STAGES:
            found[step.reports[0].group, step.cycle] += step.reports
    return found
