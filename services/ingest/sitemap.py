"""Google News sitemaps, which some publishers keep better than their feeds. Runs in the parse workers.

https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from services.ingest.entries import Document, Entry, Limits
from services.ingest.errors import Unreadable
from services.ingest.fields import MAX_FEED_TITLE_CHARACTERS, cut, guid, language, link, within
from services.ingest.html_text import cleaned, html_to_line
from services.ingest.mended import mended

_FIRST_ELEMENT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_PROLOG = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>", re.DOTALL)
_LOOKED_AT_BYTES = 4096
_CHUNK_BYTES = 64 * 1024


def sitemap_kind(body: bytes) -> str | None:
    """`urlset` or `sitemapindex` where that is the document's root element."""
    head = _PROLOG.sub(b"", body[:_LOOKED_AT_BYTES].replace(b"\0", b""))
    first = _FIRST_ELEMENT.search(head)
    name = first[1].decode("ascii", "replace") if first else ""
    return name if name in ("urlset", "sitemapindex") else None


def sitemap_document(body: bytes, url: str, limits: Limits) -> Document:
    """The news in the sitemap; raises `Unreadable` when there is none."""
    news, found, fault = read_sitemap(body, most=limits.max_items)
    names = {fields.get("name") for fields in news}
    entries = (
        Entry(
            guid=guid(fields.get("loc"), limits),
            url=link(fields.get("loc"), url, limits),
            title=cut(html_to_line(fields.get("title", "")), limits.max_title_characters),
            text="",
            language=language(fields.get("language")),
            published_at=_stated_moment(fields),
            place=place,
        )
        for place, fields in enumerate(news)
    )
    return Document(
        title=cut(cleaned(names.pop() or ""), MAX_FEED_TITLE_CHARACTERS) or None if len(names) == 1 else None,
        language=None,
        entries=tuple(within(limits, entries)),
        found=found,
        note=f"read in spite of a fault: {cleaned(fault)[:200]}" if fault else None,
    )


def read_sitemap(body: bytes, *, most: int) -> tuple[list[dict[str, str]], int, str | None]:
    """The news in a sitemap as flat fields, the first `most`; how many there are; and a fault that cut it short.

    Raises `Unreadable` when there is no news in it.
    """
    try:
        return _read(body, most)
    except (LookupError, ValueError):  # an encoding that the XML parser does not know, such as Shift JIS
        return _read(mended(body, ""), most)


def _read(body: bytes, most: int) -> tuple[list[dict[str, str]], int, str | None]:
    found = 0
    news: list[dict[str, str]] = []
    fault = None
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    try:
        for fields in _articles(parser, body):
            found += 1
            if len(news) < most:
                news.append(fields)
    except ParseError as error:
        fault = str(error)
    if not news:
        because = f", and broken: {fault}" if fault else ""
        raise Unreadable(f"a sitemap that lists no news (no <news:news> in it){because}")
    return news, found, fault


def _articles(parser: "XMLPullParser[Element]", body: bytes) -> Iterator[dict[str, str]]:
    """Each listed article as it ends; what was read of it is let go, so that memory does not grow with the list."""
    root: Element | None = None
    for start in range(0, len(body), _CHUNK_BYTES):
        parser.feed(body[start : start + _CHUNK_BYTES])
        for event in parser.read_events():
            element = event[-1]
            if not isinstance(element, Element):
                continue
            if root is None:
                root = element
            if event[0] == "end" and _name(element) == "url":
                fields = _fields(element)
                root.clear()
                if fields is not None:
                    yield fields
    parser.close()


def _fields(url: Element) -> dict[str, str] | None:
    fields: dict[str, str] = {}
    is_news = False
    for element in url.iter():
        is_news = is_news or _name(element) == "news"
        text = (element.text or "").strip()
        # The first of each name: images and videos beside the news have titles and captions of their own.
        if text and (_is_news(element) or _name(element) == "loc"):
            fields.setdefault(_name(element), text)
    return fields if is_news else None


def _is_news(element: Element) -> bool:
    return "sitemap-news" in element.tag


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _stated_moment(fields: dict[str, str]) -> datetime | None:
    """When the article says it was published."""
    try:
        moment = datetime.fromisoformat(fields.get("publication_date", ""))
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
