"""Whom a treaty bound on which day: from the states parties as data, and from what has been reported since. Pure."""

from dataclasses import dataclass
from datetime import date

from services.reference.schemas import Standing, Treaty
from services.reference.treaties import treaty

OTTAWA = "ottawa"
_MONTHS_TO_FORCE = 6
"""Ottawa and CCM, article 17: from the first day of the sixth month after the deposit."""


@dataclass(frozen=True)
class Bond:
    """Whether a state was bound on a day; `until` is the day from which it is bound no more, where one is known."""

    bound: bool | None
    """None where the data cannot tell."""
    until: date | None


def bond(treaty_id: str, country: str, day: date, *, reported_end: date | None = None) -> Bond:
    """Whether the treaty bound `country` on `day`.

    `reported_end` is the date of effect of a withdrawal that is known from events, for states that left since the
    data were taken; where the data know a date themselves, theirs holds.
    """
    subject = treaty(treaty_id)
    standing = standing_of(subject, country)
    left_on = standing.left_on if standing is not None else None
    if left_on is None and _is_later(reported_end, standing):
        left_on = reported_end
    ends = [end for end in (left_on, subject.ended_on) if end is not None]
    until = min(ends) if ends else None
    since = _bound_since(subject, country, standing, day)
    if since is None or since is False:
        return Bond(since, None)
    return Bond(until is None or day < until, until)


def can_be_left_by(treaty_id: str, country: str) -> bool:
    """Whether `country` signed or joined the treaty."""
    return treaty(treaty_id).can_be_left_by(country)


def joined_on(treaty_id: str, country: str) -> date | None:
    """When its instrument of ratification or accession was deposited, where that day is known."""
    standing = standing_of(treaty(treaty_id), country)
    return standing.joined_on if standing is not None else None


def party_since(treaty_id: str, country: str) -> date | None:
    """From when the treaty bound it, where that day is known."""
    standing = standing_of(treaty(treaty_id), country)
    return standing.in_force_on if standing is not None else None


def standing_of(subject: Treaty, country: str) -> Standing | None:
    """What the data know of one state; None where they name it nowhere."""
    if subject.membership is not None and country in subject.membership.states:
        return subject.membership.states[country]
    return None


def _bound_since(subject: Treaty, country: str, standing: Standing | None, day: date) -> bool | None:
    """Whether the state had been bound at any time up to `day`, whatever came after."""
    if not subject.in_force or (subject.in_force_on is not None and day < subject.in_force_on):
        return False
    if standing is not None and standing.in_force_on is not None:
        return day >= standing.in_force_on
    if standing is not None and standing.joined_in is not None:
        earliest = date(standing.joined_in, 1 + _MONTHS_TO_FORCE, 1)
        latest = date(standing.joined_in + 1, _MONTHS_TO_FORCE, 1)
        return False if day < earliest else True if day >= latest else None
    if country in subject.parties:
        return True
    if not subject.can_be_left_by(country) or standing is not None:
        return False  # outside, or a signatory only
    return False if subject.parties else None


def _is_later(reported_end: date | None, standing: Standing | None) -> bool:
    """A reported end that lies before the state joined tells of an earlier membership, or is mistaken."""
    if reported_end is None:
        return False
    return standing is None or standing.in_force_on is None or reported_end > standing.in_force_on
