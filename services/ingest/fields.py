"""The fields of an entry, brought within bounds. Runs in the parse workers."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from services.ingest.entries import Entry, Limits
from services.ingest.html_text import cleaned, html_to_text
from services.ingest.relations import web_address

MAX_FEED_TITLE_CHARACTERS = 300
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}$")


def within(limits: Limits, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries that say anything, until their texts together are too long."""
    left = limits.max_document_characters
    for entry in entries:
        left -= len(entry.title) + len(entry.text)
        if left < 0:
            return
        if entry.title or entry.text:
            yield entry


def longest(candidates: Iterable[Any], limits: Limits) -> str:
    """The longest text among the candidates. Cleaning only shortens, so what is too short already is left out."""
    best = ""
    for markup in candidates:
        if isinstance(markup, str) and len(markup) > len(best):
            # Far more markup than the text that is kept of it cannot be worth the time to clean it.
            best = max(best, html_to_text(markup[: limits.max_text_characters * 20]), key=len)
    return cut(best, limits.max_text_characters)


def guid(value: Any, limits: Limits) -> str | None:
    """The entry's own name, cleaned."""
    if not isinstance(value, str):
        return None
    return cleaned(value)[: limits.max_url_characters] or None


def link(value: Any, base_url: str, limits: Limits) -> str | None:
    """An absolute http or https address, or None."""
    if not isinstance(value, str):
        return None
    address = web_address(cleaned(value).replace("\n", "").replace(" ", "%20"), base_url=base_url)
    return address if address is not None and len(address) <= limits.max_url_characters else None


def language(value: Any) -> str | None:
    """A BCP 47 tag, or None."""
    if not isinstance(value, str) or not _LANGUAGE.match(value.strip()):
        return None
    return value.strip().replace("_", "-")


def cut(text: str, max_characters: int) -> str:
    """The text's beginning."""
    return text if len(text) <= max_characters else text[:max_characters].rstrip()
