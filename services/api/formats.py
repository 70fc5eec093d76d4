"""What is POSTed, in each of the formats that a subscription can ask for. Pure.

The standard body is what was stored. All others are made of it by rules alone, so that every try of a delivery
carries the same bytes, and every one of them is signed.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.api.body import encoded
from services.api.summary import Quoted, Summary, summary_of
from services.api.template import render_template
from services.contracts.alert import Severity


class Format(StrEnum):
    """The shape of a delivery."""

    STANDARD = "standard"
    CLOUDEVENTS = "cloudevents"
    SLACK = "slack"
    TEAMS = "teams"
    DISCORD = "discord"
    RAW = "raw"


@dataclass(frozen=True)
class Payload:
    """The bytes of a request and what they are."""

    content: bytes
    content_type: str = "application/json"


def payload_of(form: Format, alert_id: str, body: bytes, *, public_url: str, template: str | None = None) -> Payload:
    """The alert with this id and standard body, in this format."""
    if form is Format.STANDARD:
        return Payload(body)
    alert = json.loads(body)
    if form is Format.CLOUDEVENTS:
        return Payload(encoded(_cloudevent(alert_id, alert, public_url)), "application/cloudevents+json")
    if form is Format.RAW:
        text = render_template(template or "", {"id": alert_id, **alert})
        return Payload(text.encode("utf-8", "replace"), _content_type(text))
    return Payload(encoded(_CHATS[form](summary_of(alert))))


def _content_type(text: str) -> str:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return "text/plain; charset=utf-8"
    return "application/json"


def _cloudevent(alert_id: str, alert: Mapping[str, Any], public_url: str) -> dict[str, Any]:
    """CloudEvents 1.0, structured mode."""
    event = alert["data"].get("event")
    return {
        "specversion": "1.0",
        "id": alert_id,
        "source": public_url,
        "type": f"ottawatch.{alert['type']}",
        **({"subject": event["id"]} if event else {}),
        "time": alert["timestamp"],
        "datacontenttype": "application/json",
        "dataschema": f"{public_url}/v1/schemas/{alert['type']}",
        "data": alert["data"],
    }


_COLOURS = {
    Severity.CRITICAL: 0xB3261E,
    Severity.HIGH: 0xB26A00,
    Severity.NORMAL: 0x2F5D8A,
    Severity.LOW: 0x6B7280,
    None: 0x6B7280,
}


def _slack(summary: Summary) -> dict[str, Any]:
    """Block Kit, and the plain text that notifications show. A section holds at most 3,000 characters."""
    blocks: list[dict[str, Any]] = [_slack_section(f"*{_slack_text(summary.headline, 500)}*")]
    if summary.facts:
        told = "\n".join(f"*{_slack_text(name, 60)}:* {_slack_text(value, 200)}" for name, value in summary.facts)
        blocks.append(_slack_section(told))
    if summary.lines:
        blocks.append(_slack_section("\n".join(f"• {_slack_text(line, 180)}" for line in summary.lines)))
    blocks += [
        _slack_section(f"> {_slack_text(_one_line(quote.text), 1_000)}\n{_slack_source(quote)}")
        for quote in summary.quotes
    ]
    if summary.link:
        blocks.append(_slack_section(f"<{_slack_url(summary.link)}|All of it>"))
    return {"text": _slack_text(summary.headline, 500), "blocks": blocks}


def _slack_section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:3_000], "verbatim": True}}


def _slack_text(text: str, longest: int) -> str:
    """The three characters that Slack reads as markup, escaped; cut before, so that no escape is cut in two."""
    return text[:longest].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _slack_url(url: str) -> str:
    return _slack_text(url, 1_500).replace("|", "%7C")


def _slack_source(quote: Quoted) -> str:
    feed = _slack_text(quote.feed, 100).replace("|", "/")
    return f"<{_slack_url(quote.url)}|{feed}>" if quote.url else feed


def _teams(summary: Summary) -> dict[str, Any]:
    """An adaptive card in a message, as Teams workflows take it."""
    body: list[dict[str, Any]] = [
        {"type": "TextBlock", "text": _markdown(summary.kind, 100), "isSubtle": True, "spacing": "None"},
        {
            "type": "TextBlock",
            "text": _markdown(summary.title, 500),
            "weight": "Bolder",
            "size": "Medium",
            "wrap": True,
        },
    ]
    if summary.facts:
        facts = [{"title": name, "value": _markdown(value, 300)} for name, value in summary.facts]
        body.append({"type": "FactSet", "facts": facts})
    texts = [*summary.lines, *(f"“{_one_line(quote.text)}” — {quote.feed}" for quote in summary.quotes)]
    body += [{"type": "TextBlock", "text": _markdown(text, 1_000), "wrap": True} for text in texts]
    links = [(quote.feed, quote.url) for quote in summary.quotes] + [("All of it", summary.link)]
    actions = [{"type": "Action.OpenUrl", "title": name[:60], "url": url[:2_000]} for name, url in links if url]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
        "actions": actions,
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "summary": summary.headline[:300], "attachments": [attachment]}


def _discord(summary: Summary) -> dict[str, Any]:
    """One embed. All its texts together may have 6,000 characters; nobody is mentioned, whatever an article says."""
    said = [*(f"• {line}" for line in summary.lines), *(_one_line(quote.text) for quote in summary.quotes)]
    fields = [
        {"name": name, "value": _markdown(value, 200) or "–", "inline": True} for name, value in summary.facts[:12]
    ]
    fields += [
        {"name": "Report", "value": f"{_markdown(quote.feed, 100)}: <{quote.url[:900]}>", "inline": False}
        for quote in summary.quotes
        if quote.url and len(quote.url) <= 900
    ]
    embed: dict[str, Any] = {
        "title": summary.headline[:256],
        "description": "\n".join(_markdown(text, 400) for text in said)[:2_000],
        "color": _COLOURS[summary.severity],
        "fields": fields,
    }
    if summary.link:
        embed["url"] = summary.link[:2_000]
    return {"embeds": [embed], "allowed_mentions": {"parse": []}}


_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~<>-])")


def _markdown(text: str, longest: int) -> str:
    """Text that stays text in Markdown."""
    return _MARKUP.sub(r"\\\1", _one_line(text)[:longest])


def _one_line(text: str) -> str:
    return " ".join(text.split())


_CHATS: Mapping[Format, Callable[[Summary], dict[str, Any]]] = {
    Format.SLACK: _slack,
    Format.TEAMS: _teams,
    Format.DISCORD: _discord,
}
