"""Groups of companies: the press names the group where its works make the mines."""

from collections.abc import Mapping
from functools import cache

from pydantic import Field

from services.reference.data_files import load
from services.reference.schemas import Record


class Holding(Record):
    """A group and those of its works that make mines or minelaying systems, by the names of producers.toml."""

    name: str
    works: tuple[str, ...] = Field(min_length=1)


@cache
def all_holdings() -> tuple[Holding, ...]:
    """Every group of the data file."""
    return tuple(Holding.model_validate(entry) for entry in load("holdings.toml")["holdings"])


@cache
def works_by_holding() -> Mapping[str, frozenset[str]]:
    """The works of each group; both by the letters and digits of their names, without case."""
    return {_key(one.name): frozenset(map(_key, one.works)) for one in all_holdings()}


def _key(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
