"""An alert of every type, full and bare, with which a template is tried before it is taken. Pure data."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.contracts.alert import (
    Alert,
    AlertData,
    Coverage,
    Digest,
    DigestData,
    DigestedAlert,
    DisabledSubscription,
    FailingFeed,
    FeedFailingAlert,
    FeedFailingData,
    Heartbeat,
    HeartbeatData,
    LastEvent,
    Quote,
    Report,
    Severity,
    SilentFeed,
    SubscriptionDisabledAlert,
    SubscriptionDisabledData,
)
from services.contracts.event import Change, Event
from services.contracts.message import Value
from services.contracts.vocabulary import Act, AlertType, EventStatus, Stage, Topic

_AT = datetime(2025, 6, 27, 9, 30, tzinfo=UTC)
_EVENT = Event(
    id="evt_0123456789abcdef01234567",
    topic=Topic.TREATY_WITHDRAWAL,
    country="EE",
    treaty="ottawa",
    stage=Stage.NOTIFIED,
    act=Act.WITHDRAW,
    notified_on=date(2025, 6, 27),
    computed_effective_on=date(2025, 12, 27),
    title='Estonia notifies its withdrawal from the "Ottawa" Convention',
    score=0.9,
    sources=2,
    article_count=3,
    first_seen_at=_AT,
    updated_at=_AT,
    version=2,
    status=EventStatus.CORROBORATED,
)
_CHANGE = Change(field="sources", before=1, after=2, reason="a second outlet")
_REPORT = Report(
    id="art_0123456789abcdef01234567",
    url="https://news.example/1",
    title="Estonia leaves",
    feed="Example News",
    language="en",
    published_at=_AT,
)
_QUOTE = Quote(article_id=_REPORT.id, field="stage", quote="Estonia told the Secretary-General that it withdraws")
_TOLD = AlertData(
    event=_EVENT,
    changes=(_CHANGE,),
    severity=Severity.CRITICAL,
    evidence=(_QUOTE,),
    reports=(_REPORT,),
    links={"event": "https://watch.example/v1/events/evt_0123456789abcdef01234567"},
)
_EVENT_TYPES = (
    AlertType.EVENT_CREATED,
    AlertType.EVENT_CORROBORATED,
    AlertType.EVENT_CORRECTED,
    AlertType.EVENT_RETRACTED,
    AlertType.NOTICE_DUE,
)
SAMPLE_ALERTS: tuple[Value, ...] = (
    *(Alert(type=kind, timestamp=_AT, data=_TOLD) for kind in _EVENT_TYPES),
    Alert(type=AlertType.SUBSCRIPTION_TEST, timestamp=_AT),
    Digest(
        timestamp=_AT,
        data=DigestData(
            alerts=(
                DigestedAlert(
                    id="alr_0123456789abcdef01234567",
                    type=AlertType.EVENT_CREATED,
                    timestamp=_AT,
                    severity=Severity.CRITICAL,
                    event=_EVENT,
                    changes=(_CHANGE,),
                ),
            ),
            part=1,
            parts=1,
        ),
    ),
    Heartbeat(
        timestamp=_AT,
        data=HeartbeatData(
            subscription_id="sub_0",
            every_hours=24,
            next_heartbeat_at=_AT + timedelta(hours=24),
            coverage=Coverage(
                feeds=2,
                heard=1,
                silent=1,
                silent_feeds=(SilentFeed(id="feed_0", url="https://news.example/rss", error="the server said 500"),),
            ),
            last_event=LastEvent(id=_EVENT.id, title=_EVENT.title, updated_at=_AT),
            waiting=0,
        ),
    ),
    FeedFailingAlert(
        timestamp=_AT,
        data=FeedFailingData(
            feed=FailingFeed(id="feed_0", url="https://news.example/rss", title="Example News"),
            error="the server said 500",
            failures=10,
            failing_since=_AT,
            next_check_at=_AT,
        ),
    ),
    SubscriptionDisabledAlert(
        timestamp=_AT,
        data=SubscriptionDisabledData(
            subscription=DisabledSubscription(id="sub_0", host="hooks.example.org"),
            reason="answered 410 Gone: the receiver wants no more alerts",
            disabled_at=_AT,
            cancelled=3,
        ),
    ),
)
"""One of each type."""

SAMPLES: tuple[dict[str, Any], ...] = tuple(
    {"id": "alr_0123456789abcdef01234567", **alert.model_dump(mode="json")} for alert in SAMPLE_ALERTS
)
"""The same, as templates see them."""
