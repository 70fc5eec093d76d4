import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from services.api.body import MAX_BODY_BYTES, encoded, event_body
from services.api.routes.schemas import schema_of
from services.api.support import MAX_REPORTS, Finding, Support, choose
from services.api.template_samples import SAMPLE_ALERTS
from services.contracts.alert import ALERT_MODELS, Quote, Report
from services.contracts.event import Change
from services.contracts.message import Value
from services.contracts.vocabulary import AlertType
from tests.support.event_samples import SEEN_AT, changed, event

LONG = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).flatmap(
    lambda text: st.integers(1, 400).map(lambda times: text * times)
)
ID = st.integers(0, 30).map(lambda number: f"art_{number:024x}")
REPORTS = st.builds(Report, id=ID, url=st.none() | LONG, title=LONG, feed=LONG)
QUOTES = st.builds(Quote, article_id=ID, field=st.just("stage"), quote=LONG)
CHANGES = st.builds(Change, field=st.just("title"), before=LONG, after=LONG | st.lists(LONG, max_size=5), reason=LONG)


def schema_errors(kind: AlertType, body: object) -> list[str]:
    validator = Draft202012Validator(schema_of(kind), format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(body)]


@settings(max_examples=40, deadline=None)
@given(st.lists(REPORTS, max_size=8), st.lists(QUOTES, max_size=30), st.lists(CHANGES, max_size=30), LONG)
def test_a_body_is_always_below_20_kb_and_always_what_its_schema_says(
    reports: list[Report], quotes: list[Quote], changes: list[Change], title: str
) -> None:
    message = changed(1, event=event(1, title=title, producer=title), changes=tuple(changes))
    made = event_body(message, Support(tuple(reports), tuple(quotes)), public_url="http://127.0.0.1:8000")
    body = json.loads(made)
    assert len(made) <= MAX_BODY_BYTES < 20_000
    assert schema_errors(message.type, body) == []
    assert body["data"]["event"]["id"] == message.event.id


def test_quotes_go_before_reports_and_a_small_body_loses_nothing() -> None:
    reports = tuple(
        Report(id=f"art_{n:024x}", url=f"https://x.example/{n}", title="t" * 300, feed="f") for n in range(8)
    )
    quotes = tuple(Quote(article_id=report.id, field="stage", quote="q" * 500) for report in reports * 4)
    body = json.loads(event_body(changed(1), Support(reports, quotes), public_url="https://watch.example"))
    assert len(body["data"]["reports"]) == 8
    assert 0 < len(body["data"]["evidence"]) <= 32
    many = Support(reports, quotes * 3)
    cut = json.loads(event_body(changed(1), many, public_url="https://watch.example"))
    assert cut["data"]["is_cut"]
    assert len(cut["data"]["reports"]) == 8
    whole = json.loads(event_body(changed(1), Support(reports[:2], quotes[:2]), public_url="https://watch.example"))
    assert not whole["data"]["is_cut"]
    assert whole["data"]["evidence"] == [quote.model_dump() for quote in quotes[:2]]
    assert whole["data"]["links"] == {"event": f"https://watch.example/v1/events/{changed(1).event.id}"}
    assert whole["data"]["severity"] == "critical"


@pytest.mark.parametrize("alert", SAMPLE_ALERTS, ids=lambda alert: str(alert.type))
def test_every_type_of_alert_has_a_schema_that_its_bodies_fit(alert: Value) -> None:
    kind = AlertType(alert.type)  # type: ignore[attr-defined]
    assert schema_errors(kind, json.loads(encoded(alert))) == []
    assert schema_errors(kind, {"type": kind, "data": {}}) != []
    Draft202012Validator.check_schema(schema_of(kind))


def test_there_is_a_sample_and_a_schema_for_every_type() -> None:
    assert set(ALERT_MODELS) == set(AlertType) == {AlertType(alert.type) for alert in SAMPLE_ALERTS}  # type: ignore[attr-defined]


def finding(number: int, origin: str, *evidence: tuple[str, str]) -> Finding:
    return Finding(
        article_id=f"art_{number:024x}",
        origin=origin,
        url=None,
        title="A title",
        feed="A feed",
        language="en",
        published_at=SEEN_AT,
        evidence=evidence,
    )


def test_one_report_of_each_origin_comes_before_a_second_of_any() -> None:
    copies = [finding(number, "agency", ("stage", "q")) for number in range(20)]
    support = choose([*copies, finding(99, "other", ("stage", "r"))], ())
    assert len(support.reports) == MAX_REPORTS
    assert [report.id for report in support.reports[:2]] == [copies[0].article_id, f"art_{99:024x}"]


def test_the_quote_behind_what_changed_comes_first() -> None:
    support = choose([finding(1, "a", ("country", "c"), ("stage", "s"), ("notified_on", "n"))], {"notified_on"})
    assert [quote.field for quote in support.quotes] == ["notified_on", "stage", "country"]
