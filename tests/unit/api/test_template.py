import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.template import BadTemplate, check_template, render_template
from services.api.template_samples import SAMPLES

ALERT = SAMPLES[0]


def test_a_template_reads_the_alert() -> None:
    source = (
        '{"text": {{ data.event.title | json }}, "quotes": [{% for one in data.evidence %}{{ one.quote | json }}'
        '{% if not loop.last %}, {% endif %}{% endfor %}], "id": {{ id | json }}, "none": {{ data.no.such | json }}}'
    )
    made = json.loads(render_template(source, ALERT))
    assert made["text"] == ALERT["data"]["event"]["title"]
    assert made["quotes"] == [one["quote"] for one in ALERT["data"]["evidence"]]
    assert made["id"] == ALERT["id"]
    assert made["none"] is None


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample["type"]))
def test_what_an_alert_does_not_have_is_empty(sample: dict[str, object]) -> None:
    assert render_template("{{ data.event.title }}{{ data['x'].y }}{{ nothing }}", sample) == (
        sample["data"]["event"]["title"] if sample["data"].get("event") else ""  # type: ignore[attr-defined,index]
    )


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ data.keys }}",
        "{{ data['__class__'] }}",
        "{{ data.event.__init__ }}",
    ],
)
def test_a_dot_never_leads_out_of_the_alert(source: str) -> None:
    assert render_template(source, ALERT) == ""


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in range(1000000) %}x{% endfor %}",
        "{{ 'a' * 1000000000 }}",
        "{{ 10 ** 100 }}",
        "{% set x = 1 %}",
        "{{ cycler('a') }}",
        "{{ data.event.title.upper() }}",
        "{{ 'a' | center(1000000000) }}",
        "{{ 'a' | replace('a', 'aa') }}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% macro m() %}{% endmacro %}",
        "{% block b %}{% endblock %}",
        "{% for a in x %}{% for b in y %}{% for c in z %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in x recursive %}{% endfor %}",
        "{% for c in 'text' %}{% endfor %}",
        "{{ self }}",
        "{{ a ~ b }}",
        "{{ unclosed",
        "{{ x | nosuchfilter }}",
        "x" * 8_001,
    ],
)
def test_what_could_cost_time_or_memory_is_refused_in_words(source: str) -> None:
    with pytest.raises(BadTemplate):
        check_template(source)


def test_a_template_that_makes_too_much_is_stopped() -> None:
    quotes = [{"quote": "x" * 400}] * 60
    loop = "{% for a in data.evidence %}{% for b in data.evidence %}{{ a.quote }}{% endfor %}{% endfor %}"
    with pytest.raises(BadTemplate, match="more than"):
        render_template(loop, {"data": {"evidence": quotes}})


@given(st.text(max_size=60) | st.text("{}%| datevn.'\"()[]~*+-12forifendinsetloop", max_size=60))
def test_any_text_is_a_template_or_is_refused(source: str) -> None:
    refused = None
    try:
        check_template(source)
        render_template(source, ALERT)
    except BadTemplate as error:
        refused = str(error)
    assert refused != ""


@pytest.mark.parametrize(
    "source",
    [
        "{{ data.changes | join(data.changes) }}",
        "{{ data.evidence | join(data.event) }}",
        "{% for character in data.event.title %}{{ character }}{% endfor %}",
        "{% for one in data.evidence %}{% for character in one.quote %}{% endfor %}{% endfor %}",
    ],
)
def test_what_only_an_alert_shows_to_be_wrong_is_a_bad_template_too(source: str) -> None:
    with pytest.raises(BadTemplate):
        render_template(source, ALERT)


def test_a_loop_may_go_over_a_list_an_object_or_nothing() -> None:
    source = "{% for name in data.event %}.{% endfor %}|{% for one in data.no.such %}.{% endfor %}"
    assert render_template(source, ALERT) == "." * len(ALERT["data"]["event"]) + "|"
