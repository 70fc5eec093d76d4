"""Cursors: where a walk over a list stands, bound to the query it was made for. Pure."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from services.api.errors import BadCursor

_FINGERPRINT_BYTES = 8
_MEND = "begin again without a cursor, and change filters only at the beginning of a walk"


def encode_cursor(position: int | str, *, listing: str, query: Mapping[str, Any]) -> str:
    """An opaque, URL-safe word for "go on after `position`" in this very listing and query."""
    payload = json.dumps(position).encode()
    return base64.urlsafe_b64encode(_fingerprint(listing, query) + payload).decode().rstrip("=")


def decode_cursor(cursor: str, *, listing: str, query: Mapping[str, Any]) -> int | str:
    """The position in `cursor`; raises `BadCursor` for anything that this listing and query did not hand out."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        position = json.loads(raw[_FINGERPRINT_BYTES:])
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadCursor(f"this is not a cursor from this API; {_MEND}") from error
    if raw[:_FINGERPRINT_BYTES] != _fingerprint(listing, query):
        raise BadCursor(f"this cursor belongs to another list or to other filters; {_MEND}")
    if (
        isinstance(position, bool)
        or not isinstance(position, int | str)
        or encode_cursor(position, listing=listing, query=query) != cursor
    ):
        raise BadCursor(f"this is not a cursor from this API; {_MEND}")
    return position


def int_position(cursor: str | None, *, listing: str, query: Mapping[str, Any]) -> int | None:
    """The number in a cursor of a list that is walked by sequence; None for the beginning."""
    if cursor is None:
        return None
    position = decode_cursor(cursor, listing=listing, query=query)
    if not isinstance(position, int) or not 0 <= position < 1 << 63:
        raise BadCursor(f"this is not a cursor of this list; {_MEND}")
    return position


def _fingerprint(listing: str, query: Mapping[str, Any]) -> bytes:
    """Filters in any order are the same filters; a filter that is not set is no filter."""
    said = {name: value for name, value in query.items() if value not in (None, [], ())}
    canonical = json.dumps([listing, said], sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).digest()[:_FINGERPRINT_BYTES]
