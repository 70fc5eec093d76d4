"""JSON Feed 1.1 (https://jsonfeed.org/version/1.1), read leniently. Runs in the parse workers."""

import json
from datetime import UTC, datetime
from typing import Any

from services.ingest.errors import Unreadable


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
