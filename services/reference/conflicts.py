"""States engaged in armed conflict: a dated list, never inferred from news."""

from datetime import date
from functools import cache
from typing import Self

from pydantic import model_validator

from services.reference.data_files import load
from services.reference.schemas import Alpha2, Record


class Conflict(Record):
    """One state's part in one armed conflict."""

    country: Alpha2
    began_on: date
    ended_on: date | None = None
    what: str

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        if self.ended_on is not None and self.ended_on < self.began_on:
            raise ValueError(f"{self.what} ends before it begins")
        return self


class ConflictList(Record):
    """The list, the day it was read and where it comes from."""

    as_of: date
    source: str
    conflicts: tuple[Conflict, ...]


@cache
def conflict_list() -> ConflictList:
    """The data file."""
    return ConflictList.model_validate(load("conflicts.toml"))


def conflict_on(country: str, day: date) -> Conflict | None:
    """The conflict the state was engaged in on that day, the one that lasts longest; None where there was none."""
    running = [
        one
        for one in conflict_list().conflicts
        if one.country == country and one.began_on <= day and (one.ended_on is None or one.ended_on > day)
    ]
    return max(running, key=lambda one: (one.ended_on or date.max, one.began_on), default=None)
