"""JSON Feed 1.1 (https://jsonfeed.org/version/1.1), read leniently. Runs in the parse workers."""

import json
from datetime import UTC, datetime
from typing import Any

from services.ingest.entries import Document, Entry, Limits
from services.ingest.errors import Unreadable
from services.ingest.fields import MAX_FEED_TITLE_CHARACTERS, cut, guid, language, link, longest, within
from services.ingest.html_text import html_to_line


def is_json(body: bytes) -> bool:
    """Whether the body can only be JSON: no XML or HTML begins with a brace."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read_json_feed(body: bytes) -> dict[str, Any]:
    """The feed object; raises `Unreadable` when it is none."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not a feed: it begins like JSON but does not parse ({error})") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise Unreadable("not a feed: JSON without a list of items")
    feed["items"] = [item for item in feed["items"] if isinstance(item, dict)]
    return feed


def text_of(fields: dict[str, Any], *names: str) -> str | None:
    """The first of the named fields that holds text or a number, as text."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return None


def moment_of(item: dict[str, Any]) -> datetime | None:
    """When the item says it was published."""
    stated = text_of(item, "date_published", "date_modified")
    if stated is None:
        return None
    try:
        moment = datetime.fromisoformat(stated.strip())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def json_document(body: bytes, url: str, limits: Limits) -> Document:
    """The feed in `body`; raises `Unreadable` when there is none."""
    feed = read_json_feed(body)

    def entry(place: int, item: dict[str, Any]) -> Entry:
        candidates = [text_of(item, name) for name in ("content_html", "content_text", "summary")]
        return Entry(
            guid=guid(text_of(item, "id"), limits),
            url=link(text_of(item, "url", "external_url"), url, limits),
            title=cut(html_to_line(text_of(item, "title") or ""), limits.max_title_characters),
            text=longest(candidates, limits),
            language=language(item.get("language")),
            published_at=moment_of(item),
            place=place,
        )

    return Document(
        title=cut(html_to_line(text_of(feed, "title") or ""), MAX_FEED_TITLE_CHARACTERS) or None,
        language=language(feed.get("language")),
        entries=tuple(within(limits, (entry(n, item) for n, item in enumerate(feed["items"][: limits.max_items])))),
        found=len(feed["items"]),
        hub_url=_hub(feed, url, limits),
        self_url=link(text_of(feed, "feed_url"), url, limits),
        older_url=link(text_of(feed, "next_url"), url, limits),
    )


def _hub(feed: dict[str, Any], url: str, limits: Limits) -> str | None:
    hubs = feed.get("hubs")
    for hub in hubs if isinstance(hubs, list) else ():
        if isinstance(hub, dict) and str(hub.get("type")).lower() == "websub":
            return link(hub.get("url"), url, limits)
    return None
