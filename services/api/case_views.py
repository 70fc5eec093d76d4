"""Dossiers as clients see them. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel

from services.api.ladders import days_left, ladder
from services.contracts.event import Change, Event
from services.contracts.message import UtcDatetime
from services.contracts.vocabulary import EventStatus, MineType, Stage, Topic
from services.database.case_queries import Step
from services.database.events import CaseRow
from services.reference.countries import UnknownCountry, country_name
from services.reference.treaties import UnknownTreaty, treaty_name


class CaseView(BaseModel):
    """A dossier: how far it has come and what is to happen next."""

    id: str
    topic: Topic
    country: str
    treaty: str | None
    producer: str | None
    mine_type: MineType | None
    title: str
    opened_at: UtcDatetime
    rung: Stage | None
    """The furthest rung that was reached since the case was last reopened."""
    off_ladder: Stage | None
    """The newest step beside the ladder."""
    event_id: str | None
    """The event of the rung, or else of the step beside the ladder."""
    status: EventStatus | None
    reached_on: date | None
    """The day of that step where it is known, else when it was first reported."""
    notified_on: date | None
    claimed_effective_on: date | None
    computed_effective_on: date | None
    days_left: int | None
    hold: str | None
    event_count: int
    updated_at: UtcDatetime


class RungView(BaseModel):
    """One rung of a dossier's ladder."""

    stage: Stage
    is_reached: bool
    is_skipped: bool
    """Not reported, though a higher rung is."""
    events: list[Event]


class HistoryEntry(BaseModel):
    """A change of one of the dossier's events."""

    event_id: str
    title: str
    version: int
    changed_at: UtcDatetime
    changes: list[Change]


class CaseDetail(CaseView):
    """A dossier with its ladder, what lies beside it, and all that changed."""

    ladder: list[RungView]
    off_ladder_events: list[Event]
    earlier_events: list[Event]
    """Steps before the case was reopened by a rejection or a new accession."""
    article_count: int
    """Different articles that report any of its steps."""
    history: list[HistoryEntry]
    """Oldest first."""


class CasePage(BaseModel):
    """A part of the list of dossiers, the newest opened first."""

    data: list[CaseView]
    next_cursor: str | None


def case_view(row: CaseRow, steps: Sequence[Step], today: date) -> CaseView:
    """The dossier that these steps are in."""
    climbed = ladder(Topic(row.topic), steps)
    beside, clocked = climbed.beside, climbed.clocked
    shown = climbed.furthest or beside
    return CaseView(
        id=row.id,
        topic=Topic(row.topic),
        country=row.country,
        treaty=row.treaty,
        producer=row.producer,
        mine_type=MineType(row.mine_type) if row.mine_type else None,
        title=_title(row),
        opened_at=row.opened_at,
        rung=climbed.furthest.stage if climbed.furthest else None,
        off_ladder=beside.stage if beside else None,
        event_id=shown.id if shown else None,
        status=shown.status if shown else None,
        reached_on=(shown.occurred_on or shown.first_seen_at.date()) if shown else None,
        notified_on=clocked.notified_on if clocked else None,
        claimed_effective_on=clocked.claimed_effective_on if clocked else None,
        computed_effective_on=clocked.computed_effective_on if clocked else None,
        days_left=days_left(clocked, today),
        hold=clocked.hold if clocked else None,
        event_count=len(steps),
        updated_at=max((step.event.updated_at for step in steps), default=row.opened_at),
    )


def case_detail(
    row: CaseRow, steps: Sequence[Step], history: Sequence[HistoryEntry], article_count: int, today: date
) -> CaseDetail:
    """The dossier in full."""
    climbed = ladder(Topic(row.topic), steps)
    return CaseDetail(
        **case_view(row, steps, today).model_dump(),
        ladder=[
            RungView(
                stage=rung.stage,
                is_reached=bool(rung.events),
                is_skipped=rung.is_skipped,
                events=list(rung.events),
            )
            for rung in climbed.rungs
        ],
        off_ladder_events=list(climbed.off_ladder),
        earlier_events=list(climbed.earlier),
        article_count=article_count,
        history=list(history),
    )


def history_of(
    steps: Sequence[Step], versions: Sequence[tuple[str, int, UtcDatetime, Sequence[Mapping[str, object]]]]
) -> list[HistoryEntry]:
    """All changes of these steps' events."""
    titles = {step.event.id: step.event.title for step in steps}
    return [
        HistoryEntry(
            event_id=event_id,
            title=titles[event_id],
            version=version,
            changed_at=changed_at,
            changes=[Change.model_validate(change) for change in changes],
        )
        for event_id, version, changed_at, changes in versions
    ]


def _title(row: CaseRow) -> str:
    state = _or_code(row.country)
    if row.treaty is not None:
        try:
            return f"{state} and the {treaty_name(row.treaty)}"
        except UnknownTreaty:
            return f"{state} and {row.treaty}"
    made = f"{row.mine_type} mines" if row.mine_type not in (None, "unspecified", "minelayer") else "mines"
    made = "minelaying systems" if row.mine_type == "minelayer" else made
    return f"{row.producer}, {state}: {made}" if row.producer else f"{state}: {made}"


def _or_code(country: str) -> str:
    try:
        return country_name(country)
    except UnknownCountry:
        return country
