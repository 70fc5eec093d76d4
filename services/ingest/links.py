"""The feeds that a web page names in its head. Runs in the parse workers: standard library and w3lib only."""

import contextlib
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from w3lib.encoding import html_to_unicode

_FEED_TYPES = frozenset(
    (
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/x-rss+xml",
    )
)
_MOST_LINKS = 50
_MOST_CHARACTERS = 500_000
"""Feeds are named in the head; what comes after half a megabyte is not it."""


def feed_links(body: bytes, *, content_type: str, url: str) -> list[tuple[str, str | None]]:
    """Address and title of each feed that the page names, in its order; those of comments last."""
    _, markup = html_to_unicode(content_type or None, body, default_encoding="utf-8")
    finder = _Finder(url)
    with contextlib.suppress(AssertionError):  # the standard parser's answer to some broken declarations
        finder.feed(markup[:_MOST_CHARACTERS])
    found = dict(finder.found)
    return sorted(found.items(), key=lambda link: "comment" in f"{link[0]} {link[1] or ''}".lower())


class _Finder(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str | None]] = []
        self._base = url

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "base" and named.get("href"):
            self._base = self._joined(named["href"]) or self._base
        if tag != "link" or len(self.found) >= _MOST_LINKS:
            return
        relations = named.get("rel", "").lower().split()
        kind = named.get("type", "").partition(";")[0].strip().lower()
        if "alternate" in relations and kind in _FEED_TYPES:
            address = self._joined(named.get("href", ""))
            if address is not None:
                self.found.append((address, named.get("title", "").strip()[:300] or None))

    def _joined(self, href: str) -> str | None:
        try:
            address = urljoin(self._base, href.strip())
            parts = urlsplit(address)
        except ValueError:
            return None
        return address if href and parts.scheme in ("http", "https") and parts.netloc else None
