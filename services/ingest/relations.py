"""Where a feed document says that other documents of it are: its hub, its own address, its older entries. Pure.

Runs in the parse workers: standard library only.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

_OLDER = ("prev-archive", "next")
"""RFC 5005: archived feeds are joined by `prev-archive`, paged ones by `next`; either leads to older entries."""


_MOST_CHARACTERS = 2_048
_IN_HEADER = re.compile(r"""<([^<>]{1,2048})>\s*;[^,<]{0,200}?\brel\s*=\s*"?([A-Za-z0-9 :/._-]{1,200})"?""")


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


def in_link_header(value: str, absolute: Callable[[Any], str | None]) -> Relations:
    """The same out of an HTTP `Link` header, which goes before what the document says (WebSub 4)."""
    found = ({"href": address, "rel": names} for address, names in _IN_HEADER.findall(value[:8192]))
    return relations(found, absolute)


def web_address(stated: Any, *, base_url: str) -> str | None:
    """An absolute http or https address of bearable length, or None."""
    if not isinstance(stated, str):
        return None
    try:
        address = urljoin(base_url, stated)
        parts = urlsplit(address)
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and bool(parts.netloc)
    return address if is_web and len(address) <= _MOST_CHARACTERS else None
