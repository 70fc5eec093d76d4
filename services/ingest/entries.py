"""What is read from a document, as plain values that travel from a parse worker. Standard library only."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One entry as a document states it, cleaned and cut to size."""

    guid: str | None
    url: str | None
    title: str
    text: str
    language: str | None = None
    published_at: datetime | None = None
    place: int = field(default=0, compare=False)
    """Which entry of its document it is, counted from 0, those that say nothing included."""
    source: str | None = None
    """Whom the entry names as the source it was taken from."""
    source_url: str | None = None


@dataclass(frozen=True)
class Document:
    """One feed document."""

    title: str | None
    language: str | None
    entries: tuple[Entry, ...]
    patience_seconds: int | None = None
    """How seldom the publisher asks to be polled (`ttl`, `sy:updatePeriod`)."""
    note: str | None = None
    """A fault that did not keep us from reading it."""
    found: int = 0
    """Entries that the parser found, those included that say nothing or are beyond the limits."""
    hub_url: str | None = None
    """The WebSub hub it names."""
    self_url: str | None = None
    """The address it gives itself."""
    older_url: str | None = None
    """Where it says that older entries are (RFC 5005)."""

    @property
    def patience(self) -> timedelta | None:
        """The same as a duration."""
        return None if self.patience_seconds is None else timedelta(seconds=self.patience_seconds)


@dataclass(frozen=True)
class Page:
    """One web page as plain text."""

    title: str
    text: str


@dataclass(frozen=True)
class Limits:
    """How much of a document is kept."""

    max_items: int
    max_title_characters: int
    max_text_characters: int
    max_url_characters: int
    max_document_characters: int = 16_000_000
    """All texts of one document together: entities may make them longer than the bytes they came from."""


def document_to_json(document: Document) -> dict[str, Any]:
    """The document as JSON can carry it."""
    # Not `asdict`, which copies every value deeply: a tenth of the time of reading a document.
    entries = [dict(vars(entry)) for entry in document.entries]
    for entry in entries:
        if entry["published_at"] is not None:
            entry["published_at"] = entry["published_at"].isoformat()
    return {**vars(document), "entries": entries}


def document_from_json(fields: dict[str, Any]) -> Document:
    """The inverse of `document_to_json`."""
    entries = []
    for entry in fields["entries"]:
        stated = entry["published_at"]
        published_at = None if stated is None else datetime.fromisoformat(stated)
        entries.append(Entry(**{**entry, "published_at": published_at}))
    return Document(**{**fields, "entries": tuple(entries)})
