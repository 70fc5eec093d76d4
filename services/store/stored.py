"""What is merged: a finding with what its article and its feed contribute."""

from dataclasses import dataclass
from datetime import date, datetime

from services.contracts.vocabulary import LADDERS, Act, MineType, Realis, Role, Stage, Topic
from services.store.origins import Copy
from services.store.slots import Slot, slot_of


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """One finding, or one event entered by hand, which counts like a report."""

    id: str
    article_id: str
    owner: str | None
    """The event it belonged to so far by structure alone, before reviewers merged or split."""
    hangs_on: str | None
    """The event it hung on so far, reviews included."""
    group: str
    topic: Topic
    country: str
    treaty: str | None
    mine_type: MineType | None
    producer: str | None
    stage: Stage
    act: Act | None
    realis: Realis
    notified_on: date | None
    effective_on: date | None
    occurred_on: date | None
    quantity: int | None
    capacity_per_year: int | None
    score: float
    language: str | None
    reported_at: datetime
    first_seen_at: datetime
    copy: Copy
    is_official: bool = False
    """Published by the state concerned or by the treaty's depositary."""
    is_entered: bool = False
    """Entered by a reviewer: no article, but a source."""
    told_stage: Stage | None = None
    """What its article says, where the law leaves only another stage."""

    @property
    def slot(self) -> Slot:
        """Producer and mine type as they are compared."""
        return slot_of(self.producer, self.mine_type)

    @property
    def stated_on(self) -> date | None:
        """The day of the step, where the report states one that had come when it was published."""
        day = self.occurred_on or (self.notified_on if self.stage is Stage.NOTIFIED else None)
        return day if day is not None and day <= self.reported_at.date() else None

    @property
    def day(self) -> date:
        """The day of the step as far as the report tells: the stated one, or that of the report."""
        return self.stated_on or self.reported_at.date()


def group_key(topic: str, country: str, treaty: str | None) -> str:
    """The findings that are merged together: those of one state and treaty, or of one state's production."""
    return "/".join(part for part in (topic, country, treaty if topic == Topic.TREATY_WITHDRAWAL else None) if part)


def role_of(finding: StoredFinding) -> Role | None:
    """How a finding may hang on an event; None where it may not, because it denies the step."""
    if finding.realis is Realis.HISTORICAL:
        return Role.BACKGROUND
    if finding.realis is Realis.NEGATED and finding.stage in LADDERS[finding.topic]:
        return None
    return Role.REPORT
