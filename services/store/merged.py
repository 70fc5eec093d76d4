"""One event as its findings and reviews make it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.contracts.event import Contradiction
from services.contracts.vocabulary import EventStatus
from services.store.origins import Origin
from services.store.stored import StoredFinding
from services.store.titles import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What is stored and shown of an event, but for its version and its history."""

    id: str
    group: str
    cycle: int
    facts: Facts
    title: str
    status: EventStatus
    score: float
    sources: int
    article_count: int
    first_seen_at: datetime
    newest_report_at: datetime | None = None
    languages: tuple[str, ...] = ()
    reports: Sequence[StoredFinding] = ()
    background: Sequence[StoredFinding] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """The independent origin of each article on it, by the article's id."""
    support: Mapping[str, int] = field(default_factory=dict)
    """How many independent origins state the value shown, by field."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why a field, or the status, is as it is, where more is to be said than who states it."""
    contradictions: tuple[Contradiction, ...] = ()
    date_conflict: bool = False
    hold: str | None = None

    @property
    def unconfirmed(self) -> bool:
        """In effect by its clock alone."""
        return self.status is EventStatus.COMPUTED
