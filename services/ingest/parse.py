"""Bytes to entries. Pure, but slow and fed by strangers: it runs in the parse workers and nowhere else."""

import calendar
import io
import re
from datetime import UTC, datetime
from typing import Any

import feedparser
from w3lib.encoding import html_to_unicode

from services.ingest.aggregators import is_redirecting, without_credit
from services.ingest.entries import Document, Entry, Limits, Page
from services.ingest.errors import Unreadable
from services.ingest.fields import MAX_FEED_TITLE_CHARACTERS, cut, guid, language, link, longest, within
from services.ingest.html_text import cleaned, html_to_line, page_to_text
from services.ingest.json_feed import is_json, json_document
from services.ingest.mended import mended, without_stray_bytes
from services.ingest.relations import relations
from services.ingest.sitemap import sitemap_document, sitemap_kind

_PERIOD_SECONDS = {
    "always": 0,
    "hourly": 3600,
    "daily": 86400,
    "dayly": 86400,  # a common slip
    "weekly": 7 * 86400,
    "monthly": 30 * 86400,
    "yearly": 365 * 86400,
}
# An entity whose value names another: the brick of every entity bomb, and of no feed.
_NESTED_ENTITY = re.compile(rb"""<!ENTITY\s[^>"']{0,200}(?:"[^"]{0,2000}?&[A-Za-z_]|'[^']{0,2000}?&[A-Za-z_])""")
_WHERE = re.compile(r"<unknown>:(\d+):\d+: (.{1,150})")  # how the standard library's XML parser tells a fault
_PROLOG_BYTES = 64 * 1024
# feedparser's note that the server calls XML text/html, or names another charset than the document: no fault of
# the document, which was read all the same.
_HARMLESS = (feedparser.NonXMLContentType, feedparser.CharacterEncodingOverride)


def parse_feed(body: bytes, *, content_type: str, url: str, limits: Limits) -> Document:
    """The feed in `body`; raises `Unreadable` with the reason when there is none."""
    if not body.strip():
        raise Unreadable("the answer is empty")
    if is_json(body):
        return json_document(body, url, limits)
    if _is_entity_bomb(body):
        raise Unreadable("an entity bomb: it declares entities inside entities, which no feed needs")
    kind = sitemap_kind(body)
    if kind == "urlset":
        return sitemap_document(body, url, limits)
    if kind is not None:
        raise Unreadable("an index of sitemaps; name the news sitemap that it leads to")
    parsed = _parsed(without_stray_bytes(body), content_type)
    trouble = parsed.get("bozo_exception") if parsed.bozo else None
    if isinstance(trouble, _HARMLESS):
        trouble = None
    if not parsed.entries:
        if not parsed.get("version"):
            raise Unreadable(_what_it_is_instead(body))
        if trouble is not None:
            raise Unreadable(f"nothing can be read in it, because it is broken: {_one_line(trouble)}")
    feed = parsed.feed
    related = relations(feed.get("links") or (), lambda stated: link(stated, url, limits))
    return Document(
        title=cut(html_to_line(feed.get("title") or ""), MAX_FEED_TITLE_CHARACTERS) or None,
        language=language(feed.get("language")),
        entries=tuple(
            within(limits, (_entry(raw, n, url, limits) for n, raw in enumerate(parsed.entries[: limits.max_items])))
        ),
        found=len(parsed.entries),
        patience_seconds=_patience(feed),
        note=f"read in spite of a fault: {_one_line(trouble)}" if trouble is not None else None,
        hub_url=related.hub_url,
        self_url=related.self_url,
        older_url=related.older_url,
    )


def _parsed(body: bytes, content_type: str) -> Any:
    """What feedparser makes of it; where it gives up, of the same document mended."""
    try:
        return _feedparsers(body, content_type)
    except MemoryError:
        raise
    except Exception as fault:  # on an impossible character, an encoding that nobody knows, a lone namespace, …
        try:
            parsed = _feedparsers(mended(body, content_type), "application/xml; charset=utf-8")
        except MemoryError:
            raise
        except Exception as error:
            raise Unreadable(f"too broken to be read ({type(error).__name__}: {_one_line(error)})") from error
        parsed.update(bozo=True, bozo_exception=fault)
        return parsed


def _feedparsers(body: bytes, content_type: str) -> Any:
    # A stream, because feedparser takes bytes for the name of a file first. It is not told the address: it would
    # make relative ids absolute with it, and they would change whenever the feed moves.
    return feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": content_type},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def parse_page(body: bytes, *, content_type: str, limits: Limits) -> Page:
    """Title and text of a web page; raises `Unreadable` when it holds no text."""
    _, markup = html_to_unicode(content_type or None, body, default_encoding="utf-8")
    title, text = page_to_text(markup)
    if not text:
        raise Unreadable("the page holds no text")
    return Page(cut(title, limits.max_title_characters), cut(text, limits.max_text_characters))


def _what_it_is_instead(body: bytes) -> str:
    head = body[:2000].lower()
    if b"<html" in head or b"<!doctype html" in head:
        return "not a feed: this is a web page"
    return "not a feed: neither RSS nor Atom nor JSON Feed was found in it"


def _is_entity_bomb(body: bytes) -> bool:
    """Whether the document's own type declares entities that multiply one another."""
    prolog = body[:_PROLOG_BYTES].replace(b"\0", b"")  # without the zero bytes of UTF-16, the letters are ASCII's
    first_element = re.search(rb"<[A-Za-z]", prolog)
    return _NESTED_ENTITY.search(prolog, 0, first_element.start() if first_element else len(prolog)) is not None


def _entry(raw: Any, place: int, base_url: str, limits: Limits) -> Entry:
    candidates = [part.get("value") for part in raw.get("content") or ()]
    candidates.append(raw.get("summary"))
    title_detail = raw.get("title_detail") or {}
    address = link(_stated_link(raw), base_url, limits)
    stated = raw.get("source") or {}
    source = cut(html_to_line(str(stated.get("title") or "")), MAX_FEED_TITLE_CHARACTERS) or None
    # A search engine's description repeats headlines, also those of other stories: they are not what this one says.
    is_search_result = address is not None and is_redirecting(address)
    return Entry(
        guid=guid(raw.get("id"), limits),
        url=address,
        title=cut(without_credit(html_to_line(raw.get("title") or ""), source), limits.max_title_characters),
        text="" if is_search_result else longest(candidates, limits),
        source=source,
        source_url=link(stated.get("href"), base_url, limits),
        language=language(raw.get("language") or title_detail.get("language")),
        published_at=_moment(raw.get("published_parsed")) or _moment(_own(raw, "updated_parsed")),
        place=place,
    )


def _stated_link(raw: Any) -> Any:
    """The link; but not the id standing in for it when that is no address."""
    link = raw.get("link")
    if isinstance(link, str) and link == raw.get("id") and not link.lower().startswith(("http://", "https://")):
        return None
    return link


def _own(raw: Any, name: str) -> Any:
    """A field that the entry itself has: feedparser would answer `updated` with `published` and a warning."""
    return dict.get(raw, name)


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(value), UTC) if value else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _patience(feed: Any) -> int | None:
    """The longer of `ttl` (minutes) and the syndication module's period, in seconds."""
    hints = []
    try:
        hints.append(float(feed.get("ttl") or 0) * 60)
        frequency = float(feed.get("sy_updatefrequency") or 1)
        period = _PERIOD_SECONDS.get(str(feed.get("sy_updateperiod") or "").strip().lower(), 0)
        hints.append(period / frequency if frequency > 0 else 0)
    except (ValueError, OverflowError):
        pass
    longest = max(hints, default=0.0)
    return int(min(longest, 365 * 86400)) if longest >= 1 else None


def _one_line(trouble: Any) -> str:
    where = _WHERE.fullmatch(str(trouble))
    if where is not None:
        return f"{cleaned(where[2])} near line {where[1]}"
    return cleaned(str(trouble) or type(trouble).__name__).replace("\n", " ")[:200]
