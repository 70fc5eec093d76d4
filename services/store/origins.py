"""Who is behind the reports of an event: copies of one story are one origin, however many outlets print them.

Texts that are nearly the same are one text. A text speaks for the agency that any of its copies credits, else for
the publisher of its earliest copy: the others took it over. Texts that speak for the same agency or the same house of
publishers are one origin. Nothing depends on the order in which the articles come.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.reference.agencies import agency_name
from services.store.likeness import Signature, alike

_AGENCY = "agency:"


@dataclass(frozen=True, slots=True)
class Copy:
    """What of an article tells whether it is a copy."""

    article_id: str
    own_origin: str
    """`agency:…` where it credits one, else `publisher:…` or `feed:…`."""
    text_key: str
    reported_at: datetime
    label: str = ""
    """Its outlet, as people know it."""
    signature: Signature | None = None

    @property
    def credits_agency(self) -> bool:
        """Whether it says itself whose story it prints."""
        return self.own_origin.startswith(_AGENCY)


@dataclass(frozen=True, slots=True)
class Origin:
    """The independent origin an article counts for, and why it counts together with others."""

    name: str
    fold_reason: str | None = None
    """None for the first article of its origin."""


class Disjoint:
    """Union-find: sets of names that are joined two at a time, in any order with the same outcome."""

    def __init__(self, names: Iterable[str]) -> None:
        self._parent = {name: name for name in names}

    def join(self, one: str, other: str) -> None:
        """Make one set of the two sets that hold these names."""
        root, second = sorted((self._root(one), self._root(other)))
        self._parent[second] = root

    def sets(self) -> list[list[str]]:
        """All sets, each sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._parent):
            found[self._root(name)].append(name)
        return list(found.values())

    def _root(self, name: str) -> str:
        while self._parent[name] != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name


def origins(copies: Iterable[Copy]) -> dict[str, Origin]:
    """The independent origin of each article, by its id."""
    by_id = {one.article_id: one for one in copies}
    by_origin: dict[str, list[list[Copy]]] = defaultdict(list)
    for text in _texts(by_id):
        by_origin[_voice(text)].append(text)
    found: dict[str, Origin] = {}
    for name, texts in by_origin.items():
        lead = _earliest(copy for text in texts for copy in text)
        for text in texts:
            first = _earliest(text)
            found |= {one.article_id: Origin(name, _reason(one, name, lead, first)) for one in text}
    return found


def _texts(by_id: Mapping[str, Copy]) -> list[list[Copy]]:
    """The articles, those with nearly the same text together."""
    sets = Disjoint(by_id)
    first_with: dict[str, str] = {}
    for article_id, copy in by_id.items():
        sets.join(article_id, first_with.setdefault(copy.text_key, article_id))
    for one, other in alike((copy.article_id, copy.signature) for copy in by_id.values() if copy.signature):
        sets.join(one, other)
    return [[by_id[article_id] for article_id in same] for same in sets.sets()]


def _voice(text: Sequence[Copy]) -> str:
    first = min(text, key=lambda one: (not one.credits_agency, one.reported_at, one.article_id))
    return first.own_origin


def _earliest(copies: Iterable[Copy]) -> Copy:
    return min(copies, key=lambda one: (one.reported_at, one.article_id))


def _reason(one: Copy, origin: str, lead: Copy, first: Copy) -> str | None:
    """Why an article is folded, in plain words."""
    if one is lead:
        return None
    if one.own_origin == origin and one.credits_agency:
        return f"credits {agency_name(origin.removeprefix(_AGENCY))}"
    if one is not first:
        return f"same text as {_named(first)}"
    return f"same publisher as {_named(lead)}"


def _named(copy: Copy) -> str:
    return copy.label or copy.article_id
