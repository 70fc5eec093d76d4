"""The treaties that are watched."""

from functools import cache

from services.reference.data_files import load, names_under
from services.reference.schemas import Treaty


class UnknownTreaty(LookupError):  # noqa: N818 - named for what happened
    """No data file describes the treaty."""


@cache
def _by_id() -> dict[str, Treaty]:
    found = [Treaty.model_validate(load(name)) for name in names_under("treaties")]
    return {entry.id: entry for entry in found}


def all_treaties() -> tuple[Treaty, ...]:
    """Every treaty there is a data file for, by id."""
    return tuple(sorted(_by_id().values(), key=lambda entry: entry.id))


def treaty(treaty_id: str) -> Treaty:
    """The treaty with this id; raises `UnknownTreaty`."""
    try:
        return _by_id()[treaty_id]
    except KeyError:
        known = ", ".join(sorted(_by_id()))
        raise UnknownTreaty(f"no treaty {treaty_id!r}; known: {known}") from None


def treaty_name(treaty_id: str) -> str:
    """The short English name used in titles, such as "Ottawa Convention"."""
    return treaty(treaty_id).name
