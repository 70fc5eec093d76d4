import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.api.body import encoded, event_body
from services.api.formats import Format, payload_of
from services.api.support import Support
from services.api.template_samples import SAMPLE_ALERTS
from services.contracts.alert import Quote, Report
from services.contracts.message import Value
from tests.support.event_samples import changed, event

URL = "https://watch.example"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=600)
EVERY_SAMPLE = pytest.mark.parametrize("alert", SAMPLE_ALERTS, ids=lambda alert: str(alert.type))


def made(form: Format, alert: Value | bytes, **fields: Any) -> Any:
    body = alert if isinstance(alert, bytes) else encoded(alert)
    return json.loads(payload_of(form, "alr_1", body, public_url=URL, **fields).content)


def news(title: str, quote: str = "left", url: str = "https://news.example/1") -> bytes:
    support = Support(
        (Report(id="art_1", url=url, title=title, feed=title[:50] or "x"),),
        (Quote(article_id="art_1", field="stage", quote=quote),),
    )
    return event_body(changed(1, event=event(1, title=title)), support, public_url=URL)


@EVERY_SAMPLE
def test_a_cloudevent_has_what_the_specification_asks_for(alert: Value) -> None:
    body, payload = encoded(alert), payload_of(Format.CLOUDEVENTS, "alr_1", encoded(alert), public_url=URL)
    event_made = json.loads(payload.content)
    assert payload.content_type == "application/cloudevents+json"
    assert event_made["specversion"] == "1.0"
    assert event_made["id"] == "alr_1"
    assert event_made["source"] == URL
    assert event_made["type"] == f"ottawatch.{json.loads(body)['type']}"
    assert event_made["data"] == json.loads(body)["data"]
    assert len(payload.content) < 20_000


@EVERY_SAMPLE
@pytest.mark.parametrize("form", [Format.SLACK, Format.TEAMS, Format.DISCORD])
def test_every_alert_is_a_message_that_the_chats_take(alert: Value, form: Format) -> None:
    check_limits(form, made(form, alert))


@settings(max_examples=30, deadline=None)
@given(TEXTS, TEXTS)
@pytest.mark.parametrize("form", [Format.SLACK, Format.TEAMS, Format.DISCORD])
def test_no_text_breaks_a_chat_s_limits(form: Format, title: str, quote: str) -> None:
    check_limits(form, made(form, news(title, quote)))


def check_limits(form: Format, message: Any) -> None:
    if form is Format.SLACK:
        assert 0 < len(message["text"]) <= 3_000
        assert 0 < len(message["blocks"]) <= 50
        assert all(0 < len(block["text"]["text"]) <= 3_000 for block in message["blocks"])
    elif form is Format.TEAMS:
        (attachment,) = message["attachments"]
        assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        assert attachment["content"]["type"] == "AdaptiveCard"
        assert len(encoded(message)) < 28_000
    else:
        (embed,) = message["embeds"]
        assert message["allowed_mentions"] == {"parse": []}
        assert len(embed["title"]) <= 256
        assert len(embed["description"]) <= 4_096
        assert len(embed["fields"]) <= 25
        assert all(len(field["name"]) <= 256 and 0 < len(field["value"]) <= 1_024 for field in embed["fields"])
        words = [embed["title"], embed["description"]]
        words += [text for field in embed["fields"] for text in (field["name"], field["value"])]
        assert sum(map(len, words)) <= 6_000


def test_a_chat_message_shows_link_and_evidence() -> None:
    told = json.dumps([made(form, news("Estonia leaves", "it withdraws")) for form in (Format.SLACK, Format.TEAMS)])
    assert told.count("https://news.example/1") == 2
    assert told.count("it withdraws") == 2
    assert told.count("Estonia leaves") >= 2


def test_text_of_an_article_is_no_markup_in_a_chat() -> None:
    evil = "<!channel> <https://evil.example|click> *bold* [x](https://evil.example) @everyone"
    slack = made(Format.SLACK, news(evil))
    assert "<!channel>" not in json.dumps(slack)
    assert "<https://evil.example|" not in json.dumps(slack)
    teams = made(Format.TEAMS, news(evil))["attachments"][0]["content"]["body"][1]["text"]
    assert "[x](" not in teams
    assert "\\[x\\]" in teams


def test_raw_is_json_where_it_reads_as_json_and_text_otherwise() -> None:
    body = news("Estonia leaves")
    as_json = payload_of(Format.RAW, "alr_1", body, public_url=URL, template='{"t": {{ data.event.title | json }}}')
    assert (as_json.content, as_json.content_type) == (b'{"t": "Estonia leaves"}', "application/json")
    as_text = payload_of(Format.RAW, "alr_1", body, public_url=URL, template="{{ type }}: {{ data.event.title }}")
    assert (as_text.content, as_text.content_type) == (
        b"event.created: Estonia leaves",
        "text/plain; charset=utf-8",
    )


def test_standard_is_the_stored_bytes() -> None:
    body = news("Estonia leaves")
    assert payload_of(Format.STANDARD, "alr_1", body, public_url=URL).content is body
