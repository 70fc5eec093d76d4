"""Events as Atom, RSS and JSON Feed. Pure: the same events give the same bytes."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree

from services.contracts.event import Event

TITLE = "Ottawatch: steps out of arms treaties and into mine production"
_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = datetime(2025, 1, 1, tzinfo=UTC)
"""When an empty feed was updated: any fixed moment will do, as long as it stays."""

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Feed:
    """A page of events and where it stands."""

    home: str
    address: str
    next_address: str | None
    events: Sequence[Event]

    @property
    def updated_at(self) -> datetime:
        """When the newest change happened."""
        return max((event.updated_at for event in self.events), default=_NEVER)

    def link_of(self, event: Event) -> str:
        """Where people read about the event."""
        return f"{self.home}#{event.id}"


def atom(feed: Feed) -> bytes:
    """RFC 4287."""
    root = ElementTree.Element("feed", xmlns=_ATOM)
    _atom(root, "id", feed.address)
    _atom(root, "title", TITLE)
    _atom(root, "updated", _rfc3339(feed.updated_at))
    _atom(_atom(root, "author"), "name", "Ottawatch")
    _atom(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    _atom(root, "link", rel="alternate", type="text/html", href=feed.home)
    if feed.next_address is not None:
        _atom(root, "link", rel="next", type="application/atom+xml", href=feed.next_address)
    for event in feed.events:
        entry = _atom(root, "entry")
        _atom(entry, "id", _urn(event))
        _atom(entry, "title", event.title)
        _atom(entry, "published", _rfc3339(event.first_seen_at))
        _atom(entry, "updated", _rfc3339(event.updated_at))
        _atom(entry, "link", rel="alternate", type="text/html", href=feed.link_of(event))
        for tag in _tags(event):
            _atom(entry, "category", term=tag)
        _atom(entry, "content", in_words(event), type="text")
    return _xml(root)


def rss(feed: Feed) -> bytes:
    """RSS 2.0, with the address of the feed itself as its best practices ask."""
    root = ElementTree.Element("rss", {"version": "2.0", "xmlns:atom": _ATOM})
    channel = ElementTree.SubElement(root, "channel")
    _rss(channel, "title", TITLE)
    _rss(channel, "link", feed.home)
    _rss(channel, "description", "One entry for every real-world step, with its sources counted.")
    _rss(channel, "lastBuildDate", format_datetime(feed.updated_at, usegmt=True))
    ElementTree.SubElement(
        channel, "atom:link", {"rel": "self", "type": "application/rss+xml", "href": _clean(feed.address)}
    )
    for event in feed.events:
        item = ElementTree.SubElement(channel, "item")
        _rss(item, "title", event.title)
        _rss(item, "link", feed.link_of(event))
        _rss(item, "description", in_words(event))
        for tag in _tags(event):
            _rss(item, "category", tag)
        _rss(item, "guid", _urn(event)).set("isPermaLink", "false")
        _rss(item, "pubDate", format_datetime(event.first_seen_at, usegmt=True))
    return _xml(root)


def json_feed(feed: Feed) -> bytes:
    """JSON Feed 1.1."""
    body: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "authors": [{"name": "Ottawatch"}],
        "language": "en",
        "items": [
            {
                "id": _urn(event),
                "url": feed.link_of(event),
                "title": event.title,
                "content_text": in_words(event),
                "date_published": _rfc3339(event.first_seen_at),
                "date_modified": _rfc3339(event.updated_at),
                "tags": _tags(event),
            }
            for event in feed.events
        ],
    }
    if feed.next_address is not None:
        body["next_url"] = feed.next_address
    return json.dumps(body, ensure_ascii=False).encode()


def in_words(event: Event) -> str:
    """The event's facts, a line each, for people."""
    facts = (
        ("Stage", event.stage.replace("_", " ")),
        ("Status", event.status),
        ("Independent sources", f"{event.sources} ({event.article_count} articles)"),
        ("Happened on", event.occurred_on),
        ("Notice received on", event.notified_on),
        ("Takes effect on, by the treaty's clock", event.computed_effective_on),
        ("Takes effect on, as the press says", event.claimed_effective_on),
        ("Mines ordered", event.quantity),
        ("Capacity a year", event.capacity_per_year),
    )
    return "\n".join(f"{name}: {value}" for name, value in facts if value is not None)


def _tags(event: Event) -> list[str]:
    found = (event.topic, event.country, event.treaty, event.mine_type, event.stage)
    return [str(tag) for tag in found if tag is not None]


def _urn(event: Event) -> str:
    return f"urn:ottawatch:event:{event.id}"


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _clean(text: str) -> str:
    """XML cannot hold most control characters, not even escaped."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _atom(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    cleaned = {key: _clean(value) for key, value in attributes.items()}
    element = ElementTree.SubElement(parent, name, cleaned)
    element.text = _clean(text) if text is not None else None
    return element


def _rss(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name)
    element.text = _clean(text)
    return element


def _xml(root: ElementTree.Element) -> bytes:
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
