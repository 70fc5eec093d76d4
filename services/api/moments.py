"""Times and days as clients must write them: ISO 8601, and not the seconds since 1970 that pydantic takes as well."""

import re
from datetime import date, datetime
from typing import Any

_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}")


def written_out(value: Any) -> Any:
    """`value`, if it is a time, or text that begins with a date; raises `ValueError` for anything else."""
    if value is None or isinstance(value, date | datetime) or (isinstance(value, str) and _WRITTEN.match(value)):
        return value
    raise ValueError("write it as in 2026-02-20 or 2026-02-20T09:00:00Z")
