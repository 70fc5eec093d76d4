"""Where a feed document says that other documents of it are: its hub, its own address, its older entries. Pure.

Runs in the parse workers: standard library only.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_OLDER = ("prev-archive", "next")
"""RFC 5005: archived feeds are joined by `prev-archive`, paged ones by `next`; either leads to older entries."""


@dataclass(frozen=True)
class Relations:
    """Addresses that a document names."""

    hub_url: str | None = None
    self_url: str | None = None
    older_url: str | None = None


def relations(links: Iterable[Any], absolute: Callable[[Any], str | None]) -> Relations:
    """The relations among a feed's links; `absolute` makes an address of what a link says, or None."""
    found: dict[str, str] = {}
    for link in links:
        if isinstance(link, Mapping):
            address = absolute(link.get("href"))
            for relation in str(link.get("rel") or "").lower().split():
                if address is not None:
                    found.setdefault(relation, address)
    older = next((found[relation] for relation in _OLDER if relation in found), None)
    return Relations(found.get("hub"), found.get("self"), older)
