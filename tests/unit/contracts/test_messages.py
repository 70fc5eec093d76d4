"""Messages: what is on the wire today stays readable, and what is not a message is refused in words."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.alert import Alert
from services.contracts.article import Article
from services.contracts.dead_letter import DeadLetter
from services.contracts.event import EventChanged
from services.contracts.feed import FeedState, ListedFeed, SeenEntries, SeenEntry
from services.contracts.finding import Findings
from services.contracts.message import InvalidMessage, Message, Value
from services.contracts.operations import FeedFailing
from services.contracts.review import Review
from services.contracts.streams import STREAMS
from services.contracts.vocabulary import STAGES, ReviewAction, Stage, Topic
from services.contracts.wanted import ArticleWanted
from tests.support import samples

GOLDEN = Path(__file__).parent / "golden"

DEAD_LETTER = DeadLetter(
    source_stream="ARTICLES",
    source_subject="articles.v1.feed_0",
    stream_sequence=7,
    consumer="classify",
    reason="not a Article (version 1): title: Field required",
    deliveries=1,
    dead_at=samples.NOON,
    payload_base64="e30=",
)
FEED_STATE = FeedState(feed=samples.feed(), next_check_at=samples.NOON, etag='W/"x"', last_error="the server said 500")
LISTED_FEED = ListedFeed(feed=samples.feed(), interval_seconds=900, added_at=samples.NOON)
SEEN = SeenEntries(
    entries={"art_0": SeenEntry(revision=1, content_hash="h", first_seen_at=samples.NOON, last_listed_at=samples.NOON)}
)

REVIEW = Review(
    id=f"rev_{1:024x}",
    event_id=f"evt_{1:024x}",
    action=ReviewAction.CORRECT,
    fields={"notified_on": "2025-08-20"},
    reason="the depositary's notification",
    source_url="https://treaties.example/cn/2025",
    reviewer="treaty desk",
    made_at=samples.NOON,
)
FEED_FAILING = FeedFailing(
    alert_id=f"alr_{1:024x}",
    raised_at=samples.NOON,
    feed=samples.feed(),
    error="the server said 500",
    failures=10,
    failing_since=samples.NOON - timedelta(days=2),
    next_check_at=samples.NOON + timedelta(hours=6),
)
WANTED = ArticleWanted(article=samples.article(), reason="a summary of 80 characters", wanted_at=samples.NOON)

GOLDEN_VALUES: dict[str, Value] = {
    "article.v1": samples.article(),
    "findings.v1": samples.findings(),
    "event_changed.v1": samples.event_changed(),
    "alert.v1": Alert.of(samples.event_changed()),
    "dead_letter.v1": DEAD_LETTER,
    "feed_state.v1": FEED_STATE,
    "listed_feed.v1": LISTED_FEED,
    "seen_entries.v1": SEEN,
    "review.v1": REVIEW,
    "feed_failing.v1": FEED_FAILING,
    "article_wanted.v1": WANTED,
}


@pytest.mark.parametrize("name", sorted(GOLDEN_VALUES))
def test_what_is_written_today_is_what_the_golden_file_holds(name: str) -> None:
    written = json.loads(GOLDEN_VALUES[name].model_dump_json())
    assert written == json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(GOLDEN_VALUES))
def test_a_golden_file_is_still_read_as_it_was_meant(name: str) -> None:
    value = GOLDEN_VALUES[name]
    assert type(value).model_validate_json((GOLDEN / f"{name}.json").read_bytes()) == value


def test_every_message_class_has_a_golden_file_for_its_version() -> None:
    classes = {type(value) for value in GOLDEN_VALUES.values()}
    assert set(Message.__subclasses__()) <= classes


@pytest.mark.parametrize(
    "message",
    [samples.article(), samples.findings(), samples.event_changed(), DEAD_LETTER, REVIEW, FEED_FAILING, WANTED],
)
def test_a_message_s_subject_belongs_to_its_stream_and_filter(message: Message) -> None:
    stream = next(s for s in STREAMS if s.name == message.stream)
    assert any(message.subject().startswith(subject.removesuffix(">")) for subject in stream.subjects)
    assert message.subject().startswith(type(message).subject_filter().removesuffix(">"))
    assert f".v{message.version}" in message.subject_prefix


@given(st.binary(max_size=200))
def test_bytes_that_are_no_message_are_refused_with_a_reason(data: bytes) -> None:
    for kind in (Article, Findings, EventChanged, DeadLetter):
        with pytest.raises(InvalidMessage, match=kind.__name__):
            kind.decode(data)


def test_a_refusal_names_the_fields_that_are_wrong() -> None:
    wrong = json.loads(samples.article().encode()) | {"revision": 0}
    with pytest.raises(InvalidMessage, match="revision: Input should be greater than or equal to 1"):
        Article.decode(json.dumps(wrong).encode())


def test_a_field_that_a_newer_version_adds_is_passed_over() -> None:
    newer = json.loads(samples.article().encode()) | {"mood": "grim"}
    assert Article.decode(json.dumps(newer).encode()) == samples.article()


@given(st.integers(min_value=-12 * 60, max_value=14 * 60))
def test_a_time_in_any_zone_travels_as_utc(offset_minutes: int) -> None:
    local = samples.NOON.astimezone(timezone(timedelta(minutes=offset_minutes)))
    read = Article.decode(samples.article(published_at=local).encode())
    assert read.published_at == samples.NOON
    assert read.published_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone"):
        samples.article(published_at=datetime(2026, 2, 20, 12))  # noqa: DTZ001


@pytest.mark.parametrize("topic", list(Topic))
@pytest.mark.parametrize("stage", list(Stage))
def test_a_finding_takes_only_the_stages_of_its_topic(topic: Topic, stage: Stage) -> None:
    subject = {"treaty": "ottawa"} if topic is Topic.TREATY_WITHDRAWAL else {"treaty": None, "mine_type": "naval"}
    if stage in STAGES[topic]:
        assert samples.finding(topic=topic, stage=stage, **subject).stage is stage
    else:
        with pytest.raises(ValueError, match="is no stage of"):
            samples.finding(topic=topic, stage=stage, **subject)
