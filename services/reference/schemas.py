"""The shape of the data files: what a treaty, a producer and a product must state."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.contracts.vocabulary import MineType

Alpha2 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Record(BaseModel):
    """One entry of a data file: immutable, and strict, so that a misspelt key is an error and not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Clock(Record):
    """When a withdrawal takes effect after its notice: exactly one of the three lengths, and where the rule stands."""

    months: int | None = Field(default=None, ge=1)
    """Calendar months; the 31st falls on the last day of a shorter month."""
    days: int | None = Field(default=None, ge=1)
    full_days: int | None = Field(default=None, ge=1)
    """Whole days that must have passed: the step takes effect on the day after the last of them."""
    article: str
    rule: str
    source: str

    @model_validator(mode="after")
    def _has_one_length(self) -> Self:
        if sum(length is not None for length in (self.months, self.days, self.full_days)) != 1:
            raise ValueError("a clock has exactly one of months, days and full_days")
        return self


class Treaty(Record):
    """One arms treaty that a state can leave."""

    id: Identifier
    name: str
    """The short English name used in titles."""
    full_name: str
    depositary: str
    clock: Clock | None = None
    """None where the treaty has no withdrawal clause."""
    in_force: bool = True
    """False while it has not entered into force; a treaty that ended has `ended_on` instead."""
    ended_on: date | None = None
    armed_conflict_hold: bool = False
    """Whether a withdrawal waits for the end of an armed conflict the state is engaged in."""
    parties: tuple[Alpha2, ...] = ()
    """All who ever were parties, where the list is closed; empty where it is open."""
    never_joined: tuple[Alpha2, ...] = ()
    """States that stand outside an open treaty."""

    def can_be_left_by(self, country: str) -> bool:
        """Whether `country` is, or was, bound: a state that never joined cannot leave."""
        if self.parties:
            return country in self.parties
        return country not in self.never_joined


class Producer(Record):
    """A maker of mines or minelaying systems, and its products by name."""

    id: Identifier
    name: str
    country: Alpha2
    names: tuple[str, ...] = Field(min_length=1)
    is_holding: bool = False
    """Whether it is a group whose works make the mines: where one of those is named too, that one is the maker."""
    products: dict[str, MineType] = Field(default_factory=dict)


class Buyer(Record):
    """Those who buy arms for a state, by names that are no other state's."""

    country: Alpha2
    names: tuple[str, ...] = Field(min_length=1)


class Product(Record):
    """A mine or minelaying system that several makers build, or whose maker does not matter."""

    names: tuple[str, ...] = Field(min_length=1)
    mine_class: MineType = Field(alias="class")
