"""The bytes of an alert, always below 20 kB. Pure.

They are made once, when the alert is stored, and sent and listed unchanged from then on.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from services.api.severity import severity_of
from services.api.support import Support
from services.contracts.alert import Alert, AlertData
from services.contracts.event import EventChanged
from services.contracts.message import Value

MAX_BODY_BYTES = 18_000
"""The specification wants bodies below 20 kB; the rest is for what other formats wrap around them."""

_SHORT_QUOTE = 200
_LONGEST_TEXT = 300
_MOST_ENTRIES = 20


def encoded(body: Any) -> bytes:
    """A model or a plain object as it travels: compact UTF-8 JSON."""
    plain = body.model_dump(mode="json") if isinstance(body, Value) else body
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def event_body(message: EventChanged, support: Support, *, public_url: str) -> bytes:
    """The body of an alert about an event, cut to size."""
    data = AlertData(
        event=message.event,
        changes=message.changes,
        notice=message.notice,
        severity=severity_of(message.event.stage),
        evidence=support.quotes,
        reports=support.reports,
        links={"event": f"{public_url}/v1/events/{message.event.id}"},
    )
    return fitted(Alert(type=message.type, timestamp=message.raised_at, data=data))


def fitted(body: Value) -> bytes:
    """The body, with what matters least left out until it is small enough.

    In this order: long quotes are shortened; quotes go, the last first; then reports, the last first; then long
    texts anywhere are shortened and long lists end early.
    """
    plain = body.model_dump(mode="json")
    made = encoded(plain)
    cuts = _cuts(plain)
    while len(made) > MAX_BODY_BYTES:
        next(cuts)()
        plain["data"]["is_cut"] = True
        made = encoded(plain)
    return made


def _cuts(plain: dict[str, Any]) -> Iterator[Callable[[], object]]:
    data = plain["data"]
    evidence, reports = data.get("evidence", []), data.get("reports", [])
    yield lambda: [one.update(quote=one["quote"][:_SHORT_QUOTE]) for one in evidence]
    while evidence:
        yield evidence.pop
    while reports:
        yield reports.pop
    longest, most = _LONGEST_TEXT, _MOST_ENTRIES
    while longest:  # ends at empty texts and lists: a body without words fits
        yield partial(_shorten, plain, longest, most)
        longest, most = longest // 2, most // 2


def shortened(value: Any, longest: int = _LONGEST_TEXT, most: int = _MOST_ENTRIES) -> Any:
    """The same with long texts cut and long lists ended early, at any depth."""
    if isinstance(value, str):
        return value[:longest]
    if isinstance(value, list):
        return [shortened(one, longest, most) for one in value[:most]]
    if isinstance(value, dict):
        return {name: shortened(one, longest, most) for name, one in value.items()}
    return value


def _shorten(plain: dict[str, Any], longest: int, most: int) -> None:
    data = plain["data"]
    plain["data"] = {**shortened(data, longest, most), "links": data.get("links", {})}
