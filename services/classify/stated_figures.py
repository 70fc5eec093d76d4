"""The figures of one sentence, and which of them is the order's size and which the capacity."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from services.classify.claims import Claim, Span
from services.classify.document import Document
from services.classify.figures import Figure, figures
from services.classify.terms import Mention

FIGURE_REACH = 45
NEXT = 2
"""How many sentences behind a part of an order its whole may be told."""


@dataclass(frozen=True)
class Stated:
    """The figures of a sentence, by what they count."""

    figures: tuple[Figure, ...] = field(default=())

    def capacity(self) -> Figure | None:
        """The largest yearly capacity: a rise is told with where it starts and where it ends."""
        capacities = [figure for figure in self.figures if figure.role == "capacity_per_year"]
        return max(capacities, key=lambda figure: figure.value, default=None)

    def quantity(self, mine: Mention) -> Figure | None:
        """The order that stands with this mine: the whole of it before a part."""
        orders = self._orders()
        before = [figure for figure in orders if 0 <= mine.start - figure.end <= FIGURE_REACH]
        closest = max(before, key=lambda figure: figure.end) if before else None
        if closest is None or closest.is_part:
            whole = _whole([figure for figure in orders if figure is not closest])
            return whole or closest
        return closest

    def added_to(self, quantity: int | None, capacity: int | None) -> Figure | None:
        """The figure that a sentence adds to what the one before told: what it left out, or the whole of a part."""
        told_capacity = self.capacity()
        if told_capacity is not None and capacity is None:
            return told_capacity
        orders = self._orders()
        whole = _whole(orders)
        if whole is not None and (quantity is None or (whole.is_total and whole.value > quantity)):
            return whole
        return None

    def _orders(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.role == "quantity"]


def _whole(orders: Sequence[Figure]) -> Figure | None:
    """The order told as a whole, or else the only one."""
    totals = [figure for figure in orders if figure.is_total]
    if totals:
        return max(totals, key=lambda figure: figure.value)
    whole = [figure for figure in orders if not figure.is_part] or list(orders)
    return whole[0] if len(whole) == 1 else None


def with_whole_orders(document: Document, claims: Sequence[Claim]) -> list[Claim]:
    """The claims with the whole of an order in place of the part that was told of first: "the first 60"."""
    found = list(claims)
    for index, claim in enumerate(found):
        if claim.quantity is None or not _has(document, claim, "is_part"):
            continue
        for later in found[index + 1 :]:
            is_same = (later.country, later.slot) == (claim.country, claim.slot)
            is_near = 0 <= later.sentence.index - claim.sentence.index <= NEXT
            if is_same and is_near and (later.quantity or 0) > claim.quantity and _has(document, later, "is_total"):
                found[index] = _with_quantity(claim, later)
                break
    return found


def _has(document: Document, claim: Claim, mark: str) -> bool:
    """Whether the words around the claim's quantity mark it as a part, or as the whole."""
    place = next((span.start for span in claim.spans if span.field == "quantity"), -1)
    told = next((sentence for sentence in document.sentences if sentence.start <= place < sentence.end), None)
    if told is None:
        return False
    found = figures(told, document.language, follows_mines=True)
    return any(figure.start == place and getattr(figure, mark) for figure in found)


def _with_quantity(claim: Claim, other: Claim) -> Claim:
    kept = tuple(span for span in claim.spans if span.field != "quantity")
    added: tuple[Span, ...] = tuple(span for span in other.spans if span.field == "quantity")
    return replace(claim, quantity=other.quantity, spans=(*kept, *added))
