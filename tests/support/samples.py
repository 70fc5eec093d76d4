"""Messages to test with: complete, plausible, and each test may change what it is about."""

from datetime import UTC, date, datetime
from typing import Any

from services.contracts.article import Article, FeedReference
from services.contracts.event import Change, Event, EventChanged
from services.contracts.finding import Evidence, Finding, Findings
from services.contracts.vocabulary import Act, AlertType, EventStatus, FeedKind, Realis, Stage, Topic
from services.runtime.identifiers import stable_id

NOON = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)


def feed(**changes: Any) -> FeedReference:
    values: dict[str, Any] = {
        "id": stable_id("feed", "https://news.example/rss"),
        "url": "https://news.example/rss",
        "title": "Example News",
        "language": "en",
        "country": "PL",
        "kind": FeedKind.NEWSPAPER,
    }
    return FeedReference(**(values | changes))


def article(key: str = "one", **changes: Any) -> Article:
    values: dict[str, Any] = {
        "id": stable_id("art", key),
        "revision": 1,
        "content_hash": stable_id("content", key),
        "feed": feed(),
        "url": f"https://news.example/{key}",
        "title": "Poland leaves the Ottawa Convention",
        "text": "Poland's withdrawal from the Ottawa Convention took effect on 20 February 2026.",
        "language": "en",
        "published_at": NOON,
        "first_seen_at": NOON,
        "fetched_at": NOON,
    }
    return Article(**(values | changes))


def finding(**changes: Any) -> Finding:
    values: dict[str, Any] = {
        "topic": Topic.TREATY_WITHDRAWAL,
        "country": "PL",
        "treaty": "ottawa",
        "stage": Stage.IN_EFFECT,
        "act": Act.WITHDRAW,
        "realis": Realis.ACTUAL,
        "effective_on": date(2026, 2, 20),
        "score": 0.95,
        "evidence": (Evidence(field="country", quote="Poland", start=0, end=6),),
    }
    return Finding(**(values | changes))


def findings(key: str = "one", *said: Finding, **changes: Any) -> Findings:
    values: dict[str, Any] = {
        "article": article(key),
        "language": "en",
        "rules_version": "2026.11.1",
        "read_at": NOON,
        "findings": said or (finding(),),
    }
    return Findings(**(values | changes))


def event(key: str = "one", **changes: Any) -> Event:
    values: dict[str, Any] = {
        "id": stable_id("evt", key),
        "topic": Topic.TREATY_WITHDRAWAL,
        "country": "PL",
        "treaty": "ottawa",
        "stage": Stage.IN_EFFECT,
        "act": Act.WITHDRAW,
        "claimed_effective_on": date(2026, 2, 20),
        "title": "Poland's withdrawal from the Ottawa Convention takes effect",
        "score": 0.95,
        "sources": 1,
        "article_count": 1,
        "first_seen_at": NOON,
        "updated_at": NOON,
        "version": 1,
        "status": EventStatus.REPORTED,
    }
    return Event(**(values | changes))


def event_changed(key: str = "one", **changes: Any) -> EventChanged:
    values: dict[str, Any] = {
        "alert_id": stable_id("alr", key),
        "type": AlertType.EVENT_CREATED,
        "raised_at": NOON,
        "newest_report_at": NOON,
        "languages": ("en",),
        "event": event(key),
        "changes": (Change(field="stage", before=None, after="in_effect", reason="first report"),),
    }
    return EventChanged(**(values | changes))
