"""What docs/webhooks.md shows is what the code takes and sends."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from services.api.formats import Format
from services.api.subscription_wishes import NewSubscription
from services.api.template import FILTERS, check_template, render_template
from services.api.template_samples import SAMPLES
from services.contracts.alert import AlertData, Quote, Report
from services.contracts.vocabulary import AlertType

PAGE = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text(encoding="utf-8")
FORMATS = PAGE.split("## Formats")[1].split("\n## ")[0]
URL = "https://hooks.example.org/ottawatch"


def row(name: str) -> str:
    found = re.search(rf"^\| `{name}` \|(.*)$", PAGE, re.MULTILINE)
    assert found is not None, name
    return found[1]


def wishes(**fields: Any) -> NewSubscription:
    return NewSubscription.model_validate({"url": URL, **fields})


def test_the_first_request_is_one_that_is_taken() -> None:
    body = re.search(r"-d '(.*?)'$", PAGE, re.MULTILINE)
    assert body is not None
    assert wishes(**json.loads(body[1])).filters.country == ("EE", "LV", "LT")


def test_every_field_that_can_be_set_is_in_the_table_and_no_other() -> None:
    table = PAGE.split("| field | default | meaning |")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(NewSubscription.model_fields)


@pytest.mark.parametrize("name", ["quiet_hours", "digest"])
def test_the_times_shown_are_taken(name: str) -> None:
    shown = re.findall(r"`(\{.*?\})`", row(name))
    assert shown
    for one in shown:
        assert getattr(wishes(**{name: json.loads(one)}), name) is not None


def test_the_words_for_digests_are_taken() -> None:
    words = re.findall(r"`([a-z]+)`", row("digest"))
    assert words == ["hourly", "daily"]
    for word in words:
        assert wishes(digest=word).digest is not None


def test_the_formats_listed_are_all_there_are() -> None:
    assert set(re.findall(r"`(\w+)`", row("format"))) == set(Format)
    assert set(Format) <= set(re.findall(r"`(\w+)`", FORMATS))


def test_the_types_listed_are_all_there_are() -> None:
    table = PAGE.split("| type | tells | goes to |")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `([\w.]+)` \|", table, re.MULTILINE)) == set(AlertType)


def test_the_template_s_examples_fill_in_every_type_of_alert() -> None:
    title, loop = re.findall(r"`(\{\{.*?\}\})`", FORMATS)[0], re.findall(r"`(\{% for .*?%\})`", FORMATS)[0]
    template = f"{title}{{% if data.event %}}{loop}{{{{ one.quote }}}}{{% endfor %}}{{% endif %}}"
    check_template(template)
    for sample in SAMPLES:
        assert json.loads(render_template(title, sample) or "null") == (sample["data"].get("event") or {}).get("title")
        render_template(template, sample)


def test_the_filters_named_are_all_there_are() -> None:
    named = FORMATS.split("the filters")[1].split(".")[0]
    assert set(re.findall(r"`(\w+)`", named)) == set(FILTERS)


def test_the_body_shown_has_the_fields_of_an_alert() -> None:
    shown = json.loads(next(one for one in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL) if "event.created" in one))
    assert set(shown) == {"type", "timestamp", "data"}
    assert set(shown["data"]) == set(AlertData.model_fields)
    assert set(shown["data"]["evidence"][0]) == set(Quote.model_fields)
    assert set(shown["data"]["reports"][0]) == set(Report.model_fields)
