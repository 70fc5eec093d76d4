"""The article in a web page, by trafilatura. Slow to import and fed by strangers: only parse workers import this."""

import re
from datetime import date

from trafilatura import bare_extraction
from w3lib.encoding import html_to_unicode

from services.ingest.entries import Limits
from services.ingest.errors import Unreadable
from services.ingest.full_page import FullPage
from services.ingest.html_text import cleaned

_LANGUAGE = re.compile(r"""<html\b[^>]{0,1000}?\blang\s*=\s*["']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3})""", re.I)
_MOST_AUTHOR_CHARACTERS = 300


def extract_page(body: bytes, *, content_type: str, url: str, limits: Limits) -> FullPage:
    """The article of the page; raises `Unreadable` when there is none."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in ("", "text/html", "application/xhtml+xml"):
        raise Unreadable(f"not a web page but {kind[:80]}")
    _, markup = html_to_unicode(content_type or None, body, default_encoding="utf-8")
    found = bare_extraction(markup, url=url, include_comments=False, with_metadata=True)
    text = cleaned(found.text or "") if found is not None and not isinstance(found, dict) else ""
    if not text or found is None or isinstance(found, dict):
        raise Unreadable("the page holds no article")
    language = _LANGUAGE.search(markup[:20_000])
    return FullPage(
        title=_cut(_line(found.title), limits.max_title_characters),
        text=_cut(text, limits.max_text_characters),
        author=_cut(_line(found.author), _MOST_AUTHOR_CHARACTERS) or None,
        published_on=_day(found.date),
        language=language[1] if language else None,
        canonical_url=found.url if found.url and len(found.url) <= limits.max_url_characters else None,
    )


def _line(text: str | None) -> str:
    return cleaned(text or "").replace("\n", " ")


def _cut(text: str, max_characters: int) -> str:
    return text[:max_characters].rstrip()


def _day(stated: str | None) -> str | None:
    try:
        return date.fromisoformat(stated or "").isoformat()
    except ValueError:
        return None
