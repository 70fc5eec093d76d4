"""The slot of a production step: who makes what, each part as exact as a report says it."""

from collections.abc import Iterable

from services.contracts.vocabulary import MineType
from services.database.folding import producer_key
from services.reference.holdings import works_by_holding

Slot = tuple[str, str]
"""Producer and mine type, each empty where unspecified."""


def slot_of(producer: str | None, mine_type: str | None) -> Slot:
    """Producer and mine type as they are compared, empty where unspecified."""
    kind = "" if mine_type in (None, MineType.UNSPECIFIED) else str(mine_type)
    return producer_key(producer or ""), kind


def fit(one: Slot, other: Slot) -> bool:
    """Whether nothing the one specifies contradicts the other."""
    return _makers_fit(one[0], other[0]) and (one[1] == other[1] or not one[1] or not other[1])


def refines(one: Slot, other: Slot) -> bool:
    """Whether `one` says all that `other` says, in each part at least as exactly."""
    return fit(one, other) and _maker_rank(one[0]) >= _maker_rank(other[0]) and bool(one[1]) >= bool(other[1])


def specificity(slot: Slot) -> int:
    """How exact a slot is; a group of works is less exact than one of them."""
    return _maker_rank(slot[0]) + (2 if slot[1] else 0)


def most_exact(producers: Iterable[str]) -> frozenset[str]:
    """The producers among these, by their keys, that are named most exactly."""
    keys = frozenset(producers)
    highest = max(map(_maker_rank, keys), default=0)
    return frozenset(key for key in keys if _maker_rank(key) == highest)


def _makers_fit(one: str, other: str) -> bool:
    if one == other or not one or not other:
        return True
    works = works_by_holding()
    return other in works.get(one, ()) or one in works.get(other, ())


def _maker_rank(key: str) -> int:
    if not key:
        return 0
    return 1 if key in works_by_holding() else 2
