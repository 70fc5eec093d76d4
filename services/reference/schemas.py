"""The shape of the data files: what a treaty, a producer and a product must state."""

from datetime import date
from typing import Annotated, Literal, Self

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


class Standing(Record):
    """What is known of one state's way into a treaty and out of it."""

    signed_on: date | None = None
    joined_on: date | None = None
    """When its instrument was deposited."""
    joined_in: int | None = None
    """The year of that, where the day could not be checked."""
    by: Literal["ratification", "acceptance", "approval", "accession", "succession"] | None = None
    in_force_on: date | None = None
    """From when the treaty binds it."""
    notified_on: date | None = None
    """When the depositary received its notice of withdrawal."""
    left_on: date | None = None
    """From when the treaty binds it no more."""
    revoked_on: date | None = None
    """When it took back a ratification of a treaty that is not in force."""

    @property
    def has_joined(self) -> bool:
        """Whether it ever became a party, not only a signatory."""
        return self.joined_on is not None or self.joined_in is not None

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        days = [self.signed_on, self.joined_on, self.in_force_on, self.notified_on, self.left_on]
        known = [day for day in days if day is not None]
        # A successor is bound from the day it became a state, which lies before its declaration.
        if known != sorted(known) and self.by != "succession":
            raise ValueError("signature, deposit, entry into force, notice and end must follow one another")
        if self.joined_on is not None and self.joined_in is not None:
            raise ValueError("joined_in stands for a day that is not known")
        return self


class Membership(Record):
    """Who joined a treaty and who left it, with where that was looked up and when."""

    complete: bool = False
    """Whether every state that ever signed or joined is listed, as of `as_of`."""
    as_of: date
    sources: tuple[str, ...] = Field(min_length=1)
    note: str
    states: dict[Alpha2, Standing]


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
    in_force_on: date | None = None
    """When it first entered into force, for anybody."""
    ended_on: date | None = None
    armed_conflict_hold: bool = False
    """Whether a withdrawal waits for the end of an armed conflict the state is engaged in."""
    parties: tuple[Alpha2, ...] = ()
    """All who ever were parties, where the list is closed; empty where it is open."""
    never_joined: tuple[Alpha2, ...] = ()
    """States that stand outside an open treaty."""
    membership: Membership | None = None

    def can_be_left_by(self, country: str) -> bool:
        """Whether `country` signed or joined: a state that never did neither leaves nor takes back a signature."""
        if self.membership is not None and (self.membership.complete or country in self.membership.states):
            return country in self.membership.states
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


class Forces(Record):
    """Those who buy or make arms in one state, beside its industry, by names that are no other state's."""

    country: Alpha2
    names: tuple[str, ...] = Field(min_length=1)
    name: str | None = None
    """What a group that makes arms is called."""


class Product(Record):
    """A mine or minelaying system that several makers build, or whose maker does not matter."""

    names: tuple[str, ...] = Field(min_length=1)
    mine_class: MineType = Field(alias="class")
