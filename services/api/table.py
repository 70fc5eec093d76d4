"""Events as CSV for spreadsheets. Pure."""

import csv
import io
from typing import Any

from services.api.syndication import Feed
from services.contracts.event import Event

COLUMNS = tuple(Event.model_fields)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def events_as_csv(feed: Feed) -> bytes:
    """RFC 4180 in UTF-8: a header line, then one event a line."""
    written = io.StringIO(newline="")
    lines = csv.writer(written)
    lines.writerow(COLUMNS)
    for event in feed.events:
        fields = event.model_dump(mode="json")
        lines.writerow([_cell(fields[name]) for name in COLUMNS])
    return written.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula is quoted with an apostrophe, which it shows as text."""
    if isinstance(value, str):
        text = value.replace("\0", "\N{REPLACEMENT CHARACTER}")
        return "'" + text if text.lstrip(" \u3000").startswith(_STARTS_A_FORMULA) else text
    return value
