"""The board of a treaty: every state's rung, clock and standing. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel

from services.api.ladders import Ladder, days_left, ladder
from services.contracts.message import UtcDatetime
from services.contracts.vocabulary import Act, EventStatus, Stage, Topic
from services.database.case_queries import Step
from services.reference.countries import UnknownCountry, country_name
from services.reference.membership import bond, standing_of
from services.reference.schemas import Treaty

StandingName = Literal["party", "leaving", "left", "joining", "signatory", "never_joined", "unknown"]


class MembershipView(BaseModel):
    """Where the standing of states was looked up."""

    complete: bool
    as_of: date
    sources: list[str]
    note: str
    parties: int
    """States bound on the day of the board, as far as the data tell."""


class ClockView(BaseModel):
    """When leaving takes effect, and where that rule stands."""

    article: str
    rule: str
    source: str
    months: int | None
    days: int | None
    full_days: int | None


class NextDate(BaseModel):
    """A withdrawal that will take effect."""

    country: str
    event_id: str
    effective_on: date
    days_left: int


class TreatyView(BaseModel):
    """One treaty: when leaving it takes effect, and which states have come how far."""

    id: str
    name: str
    full_name: str
    depositary: str
    in_force: bool
    in_force_on: date | None
    ended_on: date | None
    armed_conflict_hold: bool
    clock: ClockView | None
    membership: MembershipView | None
    rungs: dict[Stage, list[str]]
    """States by the furthest rung they are reported to have reached; rungs without a state are left out."""
    next_dates: list[NextDate]
    """Soonest first."""


class StateView(BaseModel):
    """One state: how far it has come out of the treaty, by when, and what the treaty is to it."""

    country: str
    name: str
    standing: StandingName
    signed_on: date | None
    joined_on: date | None
    party_since: date | None
    left_on: date | None
    """By the depositary; what is only reported stands in `computed_effective_on`."""
    rung: Stage | None
    off_ladder: Stage | None
    """The newest step beside the ladder: suspended, rejected or opposed."""
    act: Act | None
    event_id: str | None
    """The event of the rung, or else of the step beside the ladder."""
    case_id: str | None
    title: str | None
    status: EventStatus | None
    sources: int
    article_count: int
    notified_on: date | None
    claimed_effective_on: date | None
    computed_effective_on: date | None
    days_left: int | None
    hold: str | None
    date_conflict: bool
    unconfirmed: bool
    updated_at: UtcDatetime | None


class TreatyDetail(TreatyView):
    """One treaty with the line of every state."""

    states: list[StateView]


def board(subject: Treaty, steps: Sequence[Step], today: date) -> TreatyDetail:
    """The treaty as these steps and the data show it on that day. States with steps come first, furthest first."""
    by_country: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        by_country[step.event.country].append(step)
    listed = set(subject.membership.states) if subject.membership is not None else set()
    countries = {*by_country, *listed, *subject.parties, *subject.never_joined}
    states = [_state(subject, country, by_country.get(country, []), today) for country in countries]
    order = {stage: place for place, stage in enumerate(Stage)}
    states.sort(key=lambda state: (-order[state.rung] if state.rung else 1, state.off_ladder is None, state.name))
    return TreatyDetail(**_view(subject, states, today).model_dump(), states=states)


def _view(subject: Treaty, states: Sequence[StateView], today: date) -> TreatyView:
    rungs: dict[Stage, list[str]] = {}
    for state in states:
        if state.rung is not None:
            rungs.setdefault(state.rung, []).append(state.country)
    dates = [
        NextDate(
            country=state.country,
            event_id=state.event_id,
            effective_on=state.computed_effective_on,
            days_left=state.days_left,
        )
        for state in states
        if state.days_left is not None and state.event_id is not None and state.computed_effective_on is not None
    ]
    bound = sum(state.standing in ("party", "leaving") for state in states)
    return TreatyView(
        **subject.model_dump(include={"id", "name", "full_name", "depositary", "in_force", "in_force_on", "ended_on"}),
        armed_conflict_hold=subject.armed_conflict_hold,
        clock=ClockView.model_validate(subject.clock, from_attributes=True) if subject.clock is not None else None,
        membership=(
            MembershipView(**subject.membership.model_dump(exclude={"states"}), parties=bound)
            if subject.membership is not None
            else None
        ),
        rungs=rungs,
        next_dates=sorted(dates, key=lambda one: (one.days_left, one.country)),
    )


def _state(subject: Treaty, country: str, steps: Sequence[Step], today: date) -> StateView:
    climbed = ladder(Topic.TREATY_WITHDRAWAL, steps)
    rung, beside, clocked = climbed.furthest, climbed.beside, climbed.clocked
    shown = rung or beside
    known = standing_of(subject, country)
    return StateView(
        country=country,
        name=_name(country),
        standing=_standing(subject, country, climbed, today),
        signed_on=known.signed_on if known else None,
        joined_on=known.joined_on if known else None,
        party_since=known.in_force_on if known else None,
        left_on=known.left_on if known else None,
        rung=rung.stage if rung else None,
        off_ladder=beside.stage if beside else None,
        act=shown.act if shown else None,
        event_id=shown.id if shown else None,
        case_id=steps[-1].case_id if steps else None,
        title=shown.title if shown else None,
        status=shown.status if shown else None,
        sources=shown.sources if shown else 0,
        article_count=shown.article_count if shown else 0,
        notified_on=clocked.notified_on if clocked else None,
        claimed_effective_on=clocked.claimed_effective_on if clocked else None,
        computed_effective_on=clocked.computed_effective_on if clocked else None,
        days_left=days_left(clocked, today),
        hold=clocked.hold if clocked else None,
        date_conflict=any(event.date_conflict for event in (rung, clocked) if event),
        unconfirmed=rung.unconfirmed if rung else False,
        updated_at=shown.updated_at if shown else None,
    )


def _standing(subject: Treaty, country: str, climbed: Ladder, today: date) -> StandingName:
    clocked, known = climbed.clocked, standing_of(subject, country)
    reported = clocked if clocked is not None and clocked.act in (None, Act.WITHDRAW) and not clocked.hold else None
    found = bond(subject.id, country, today, reported_end=reported.computed_effective_on if reported else None)
    if found.bound:
        is_notified = any(rung.events for rung in climbed.rungs if rung.stage is Stage.NOTIFIED)
        return "leaving" if is_notified or (known and known.notified_on and known.notified_on <= today) else "party"
    if found.until is not None and found.until <= today:
        return "left"
    if country in subject.never_joined or (subject.parties and not subject.can_be_left_by(country)):
        return "never_joined"
    if known is not None and known.has_joined and subject.in_force:
        return "joining"
    if known is not None and known.signed_on is not None:
        return "signatory"
    return "unknown" if found.bound is None or subject.membership is None else "never_joined"


def _name(country: str) -> str:
    try:
        return country_name(country)
    except UnknownCountry:
        return country
