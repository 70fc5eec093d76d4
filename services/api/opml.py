"""OPML: what feed readers export and import. Read leniently by listparser, written by ourselves."""

import re
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import quoteattr

import listparser

from services.contracts.article import MAX_URL_CHARACTERS, FeedReference
from services.contracts.feed_requests import NewFeed

MAX_BYTES = 4 * 1024 * 1024
"""Some ten thousand feeds with their titles."""

MEDIA_TYPE = "text/x-opml"

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class NotOpml(ValueError):  # noqa: N818 - named for what happened
    """There is no list of feeds in it."""


def read_opml(document: bytes) -> tuple[list[NewFeed], list[str]]:
    """The feeds of the list, each once, and the addresses that cannot be polled; raises `NotOpml`.

    Outlines may be nested to any depth, and the XML need not be well-formed.
    """
    if _DOCTYPE.search(document):
        raise NotOpml("it declares a document type, which no OPML needs and which can only do harm")
    found = listparser.parse(document)
    feeds: dict[str, NewFeed] = {}
    unusable = []
    for row in found["feeds"]:
        url = _without_feed_scheme(str(row.get("url") or "").strip())
        if not url.lower().startswith(("http://", "https://")) or len(url) > MAX_URL_CHARACTERS or " " in url:
            unusable.append(url[:200])
            continue
        title = " ".join(str(row.get("title") or "").split())[:300]
        feeds.setdefault(url, NewFeed(url=url, title=title or None))
    if not feeds and not unusable:
        raise NotOpml("no outline in it names a feed (`xmlUrl`)")
    return list(feeds.values()), unusable


def write_opml(feeds: Iterable[FeedReference], now: datetime) -> str:
    """The feeds as OPML 2.0, one outline each, in an outline for each language."""
    by_language: dict[str, list[FeedReference]] = {}
    for feed in feeds:
        by_language.setdefault(feed.language or "", []).append(feed)
    lines = [
        "<?xml version='1.0' encoding='utf-8'?>",
        "<opml version='2.0'>",
        f"<head><title>Ottawatch</title><dateCreated>{format_datetime(now, usegmt=True)}</dateCreated></head>",
        "<body>",
    ]
    for language, group in sorted(by_language.items()):
        lines += [f"<outline text={_quoted(language)}>"] if language else []
        lines += [_outline(feed) for feed in sorted(group, key=lambda feed: (feed.title or feed.url).casefold())]
        lines += ["</outline>"] if language else []
    return "\n".join([*lines, "</body>", "</opml>", ""])


def _outline(feed: FeedReference) -> str:
    title = feed.title or feed.url
    known = {"language": feed.language, "category": feed.country and f"/country/{feed.country}"}
    more = "".join(f" {name}={_quoted(value)}" for name, value in known.items() if value)
    return f"<outline type='rss' text={_quoted(title)} title={_quoted(title)} xmlUrl={_quoted(feed.url)}{more}/>"


def _quoted(text: str) -> str:
    return quoteattr(_CONTROLS.sub("", text))


def _without_feed_scheme(url: str) -> str:
    """Some readers export `feed:https://…` or `feed://…`."""
    if url.lower().startswith("feed:"):
        rest = url[5:]
        return f"http:{rest}" if rest.startswith("//") else rest
    return url
