"""An alert in a few lines for people, from which the chat formats are made. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.contracts.alert import Severity

_WORDS: Mapping[str, str] = {
    "event.created": "New",
    "event.corroborated": "Confirmed by more sources",
    "event.corrected": "Correction",
    "event.retracted": "Taken back",
    "notice.due": "Due",
    "digest": "Digest",
    "heartbeat": "Heartbeat",
    "subscription.test": "Test",
    "feed.failing": "Feed failing",
    "subscription.disabled": "Subscription disabled",
}
_FACTS = (
    ("country", "Country"),
    ("treaty", "Treaty"),
    ("stage", "Step"),
    ("act", "Act"),
    ("producer", "Maker"),
    ("mine_type", "Mine type"),
    ("quantity", "Quantity"),
    ("capacity_per_year", "Capacity a year"),
    ("notified_on", "Notified on"),
    ("computed_effective_on", "In effect on (treaty's clock)"),
    ("claimed_effective_on", "In effect on (as reported)"),
)
MAX_QUOTES = 3
MAX_LINES = 15


@dataclass(frozen=True)
class Quoted:
    """Words of a report, whose they are, and where."""

    text: str
    feed: str
    url: str | None


@dataclass(frozen=True)
class Summary:
    """What a chat message says."""

    kind: str
    """What sort of news it is, in a word or two."""
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    quotes: tuple[Quoted, ...] = ()
    link: str | None = None
    severity: Severity | None = None

    @property
    def headline(self) -> str:
        """Kind and title in one line."""
        return f"{self.kind}: {self.title}"


def summary_of(alert: Mapping[str, Any]) -> Summary:
    """The summary of a standard body."""
    kind, data = str(alert["type"]), alert["data"]
    makers = {
        "digest": _digest,
        "heartbeat": _heartbeat,
        "feed.failing": _feed_failing,
        "subscription.disabled": _subscription_disabled,
    }
    make = makers.get(kind, _event)
    return make(_WORDS.get(kind, kind), data)


def _event(kind: str, data: Mapping[str, Any]) -> Summary:
    event = data.get("event")
    if event is None:
        return Summary(kind, "deliveries to this address work")
    facts = [(label, str(event[name])) for name, label in _FACTS if event.get(name) is not None]
    reports = {report["id"]: report for report in data.get("reports", ())}
    if data.get("notice"):
        notice = data["notice"]
        facts.append(("Due on", f"{notice['due_on']} ({notice['days_left']} days left)"))
    facts.append(("Sources", f"{event['sources']} independent, {event['article_count']} articles"))
    return Summary(
        kind,
        str(event["title"]),
        facts=tuple(facts),
        lines=tuple(_change(change) for change in data.get("changes", ()) if change.get("before") is not None)[
            :MAX_LINES
        ],
        quotes=_quotes(data.get("evidence", ()), reports),
        link=data.get("links", {}).get("event"),
        severity=Severity(data["severity"]) if data.get("severity") else None,
    )


def _change(change: Mapping[str, Any]) -> str:
    return f"{change['field']}: {change['before']} → {change['after']} ({change['reason']})"


def _quotes(evidence: Any, reports: Mapping[str, Mapping[str, Any]]) -> tuple[Quoted, ...]:
    """One quote of each report, the first being the strongest."""
    found: dict[str, Quoted] = {}
    for one in evidence:
        report = reports.get(one["article_id"])
        if report is not None:
            found.setdefault(one["article_id"], Quoted(one["quote"], report["feed"], report.get("url")))
    return tuple(found.values())[:MAX_QUOTES]


def _digest(kind: str, data: Mapping[str, Any]) -> Summary:
    alerts = data["alerts"]
    lines = [f"{_WORDS.get(one['type'], one['type'])}: {one['event']['title']}" for one in alerts if one.get("event")]
    more = len(lines) - MAX_LINES
    return Summary(
        kind,
        f"{len(alerts)} alerts" + (f" (part {data['part']} of {data['parts']})" if data["parts"] > 1 else ""),
        lines=tuple(lines[:MAX_LINES]) + ((f"and {more} more",) if more > 0 else ()),
        link=data.get("links", {}).get("alerts"),
    )


def _heartbeat(kind: str, data: Mapping[str, Any]) -> Summary:
    coverage, last = data.get("coverage"), data.get("last_event")
    lines = [f"{data['waiting']} alerts wait for delivery"]
    if coverage is None:
        title = f"alive; the feeds cannot be asked: {data.get('problem')}"
    else:
        title = f"alive; {coverage['heard']} of {coverage['feeds']} feeds heard"
        lines += [f"silent: {feed.get('title') or feed['url']}" for feed in coverage["silent_feeds"][:MAX_LINES]]
    if last is not None:
        lines.append(f"last event: {last['title']} ({last['updated_at']})")
    return Summary(kind, title, lines=tuple(lines))


def _feed_failing(kind: str, data: Mapping[str, Any]) -> Summary:
    feed = data["feed"]
    return Summary(
        kind,
        feed.get("title") or feed["url"],
        facts=(
            ("Feed", feed["url"]),
            ("Error", data["error"]),
            ("Failures", str(data["failures"])),
            ("Since", data["failing_since"]),
            ("Next check", data["next_check_at"]),
        ),
    )


def _subscription_disabled(kind: str, data: Mapping[str, Any]) -> Summary:
    one = data["subscription"]
    return Summary(
        kind,
        one.get("description") or one["host"],
        facts=(
            ("Subscription", one["id"]),
            ("Host", one["host"]),
            ("Reason", data["reason"]),
            ("Cancelled", str(data["cancelled"])),
        ),
    )
