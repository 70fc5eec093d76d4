"""What reviewers said, applied to what the findings say: an input like the findings, so that a rebuild heeds it too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from services.contracts.review import undone
from services.contracts.vocabulary import Act, EventStatus, MineType, Realis, ReviewAction, Stage, Topic
from services.reference.publishers import publisher_of
from services.runtime.identifiers import stable_id
from services.store.origins import Copy
from services.store.stored import StoredFinding, group_key

_VERDICTS = {
    ReviewAction.CONFIRM: EventStatus.CONFIRMED,
    ReviewAction.CORRECT: EventStatus.CONFIRMED,
    ReviewAction.ENTER: EventStatus.CONFIRMED,
    ReviewAction.DISMISS: EventStatus.DISMISSED,
}
"""What an event becomes by each; the last word counts."""

_DATES = ("notified_on", "claimed_effective_on", "computed_effective_on", "occurred_on")
_WORDS: Mapping[str, Any] = {"topic": Topic, "stage": Stage, "act": Act, "mine_type": MineType}


@dataclass(frozen=True, slots=True)
class StoredReview:
    """One review as it stands in its table."""

    id: str
    position: int
    event_id: str
    action: ReviewAction
    reviewer: str
    made_at: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)
    into: str | None = None
    article_ids: tuple[str, ...] = ()
    undoes: str | None = None
    reason: str | None = None
    source_url: str | None = None
    snapshot: Mapping[str, Any] | None = None

    @property
    def in_words(self) -> str:
        """Who said so, and why."""
        done = {"confirm": "confirmed", "dismiss": "dismissed", "correct": "corrected", "enter": "entered"}
        return f"{done.get(self.action, self.action)} by {self.reviewer}" + (f": {self.reason}" if self.reason else "")


@dataclass(frozen=True, slots=True)
class Word:
    """What reviewers say of one event, all taken together."""

    verdict: EventStatus | None = None
    corrected: Mapping[str, Any] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    """In whose words each field, or the status, is as it is."""
    snapshot: Mapping[str, Any] | None = None
    """The facts as they were when a reviewer first stood up for the event."""


def standing(reviews: Iterable[StoredReview]) -> tuple[StoredReview, ...]:
    """The reviews that were not taken back, in their order. Taking back an `undo` restores what it undid."""
    ordered = sorted(reviews, key=lambda each: each.position)
    gone = undone((review.id, review.undoes) for review in ordered)
    return tuple(review for review in ordered if review.id not in gone and review.action is not ReviewAction.UNDO)


def split_event_id(review_id: str) -> str:
    """The event that a `split` makes."""
    return stable_id("evt", "split", review_id)


def destination(event_id: str, article_id: str | None, reviews: Sequence[StoredReview]) -> str:
    """The event on which a finding of `event_id` hangs after all reviews; without an article, where the event went."""
    for review in reviews:
        if review.event_id != event_id:
            continue
        if review.action is ReviewAction.MERGE and review.into:
            event_id = review.into
        elif review.action is ReviewAction.SPLIT and article_id in review.article_ids:
            event_id = split_event_id(review.id)
    return event_id


def words_of(reviews: Iterable[StoredReview]) -> dict[str, Word]:
    """What stands said of each event, by its id."""
    by_event: dict[str, list[StoredReview]] = {}
    for review in reviews:
        by_event.setdefault(review.event_id, []).append(review)
    return {event_id: _word(said) for event_id, said in by_event.items()}


def _word(said: Sequence[StoredReview]) -> Word:
    verdict: EventStatus | None = None
    corrected: dict[str, Any] = {}
    reasons: dict[str, str] = {}
    snapshot: Mapping[str, Any] | None = None
    for review in said:
        if review.action in _VERDICTS:
            verdict = _VERDICTS[review.action]
            reasons["status"] = review.in_words
            snapshot = snapshot or review.snapshot
        if review.action is ReviewAction.CORRECT:
            corrected |= {name: typed(name, value) for name, value in review.fields.items()}
            reasons |= dict.fromkeys(review.fields, review.in_words)
    return Word(verdict, corrected, reasons, snapshot)


def typed(name: str, value: Any) -> Any:
    """A field's value as it travels in JSON, as it is computed with."""
    if value is None:
        return None
    if name in _DATES and isinstance(value, str):
        return date.fromisoformat(value)
    return _WORDS[name](value) if name in _WORDS else value


def entered(review: StoredReview) -> StoredFinding:
    """An event entered by hand, as the report that it is."""
    facts = {name: typed(name, value) for name, value in review.fields.items()}
    day: date | None = facts.get("occurred_on") or facts.get("notified_on")
    happened_at = datetime.combine(day, time(12), UTC) if day else review.made_at
    reported_at = min(happened_at, review.made_at)
    topic, country, treaty = facts["topic"], facts["country"], facts.get("treaty")
    publisher = publisher_of(review.source_url or "")
    copy = Copy(
        article_id=review.id,
        own_origin=f"publisher:{publisher}" if publisher else f"reviewer:{review.reviewer}",
        text_key=review.id,
        reported_at=reported_at,
        label=urlsplit(review.source_url or "").hostname or review.reviewer,
    )
    return StoredFinding(
        id=review.id,
        article_id=review.id,
        owner=review.event_id,
        hangs_on=None,
        group=group_key(topic, country, treaty),
        topic=topic,
        country=country,
        treaty=treaty,
        mine_type=facts.get("mine_type"),
        producer=facts.get("producer"),
        stage=facts["stage"],
        act=facts.get("act"),
        realis=Realis.ACTUAL,
        notified_on=facts.get("notified_on"),
        effective_on=facts.get("claimed_effective_on"),
        occurred_on=facts.get("occurred_on"),
        quantity=facts.get("quantity"),
        capacity_per_year=facts.get("capacity_per_year"),
        score=1.0,
        language=None,
        reported_at=reported_at,
        first_seen_at=review.made_at,
        copy=copy,
        is_official=True,
        is_entered=True,
    )
