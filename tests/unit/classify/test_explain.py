import json

import pytest

from services.classify.explain import explain, title_and_text

TITLE = "Finland out of mine ban"
TEXT = "Finland formally left the Ottawa Convention on 10 January 2026. The weather was mild."


def test_a_finding_is_explained_with_its_sentence_spans_rule_score_and_threshold() -> None:
    told = explain(TITLE, TEXT).as_text()
    assert "treaty_withdrawal · FI · ottawa · in_effect" in told
    assert "'Ottawa Convention'" in told
    assert "told as done" in told
    assert "threshold 0.45" in told


def test_the_json_carries_offsets_into_the_original() -> None:
    told = json.loads(explain(TITLE, TEXT).as_json())
    original = f"{TITLE}\n{TEXT}"
    seen = [mention for sentence in told["sentences"] for mention in sentence["seen"]]
    assert seen
    assert all(original[mention["start"] : mention["end"]] == mention["quote"] for mention in seen)
    assert told["gate"]["passed"] is True


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The weather in the north was mild and the people were out.", "no arms treaty and no mine is named"),
        ("Ottawa Convention members met in the city of Geneva for the day.", "nobody leaves, makes or buys anything"),
        ("Russia has left the Ottawa Convention, so the blog says.", "RU never joined ottawa"),
        ("The treaty bans the production of anti-personnel mines in all the states.", "only as what a treaty bans"),
    ],
)
def test_a_rejected_text_is_told_why(text: str, why: str) -> None:
    explanation = explain("", text)
    assert "Findings:  none" in explanation.as_text()
    assert why in explanation.as_text()


@pytest.mark.parametrize(
    ("content", "title", "text"),
    [
        ("Head\nbody\nmore", "Head", "body\nmore"),
        ("\n\n  Head \n\nbody", "Head", "\nbody"),
        ("Only", "Only", ""),
        ("", "", ""),
    ],
)
def test_a_plain_file_is_a_title_and_a_text(content: str, title: str, text: str) -> None:
    assert title_and_text(content) == (title, text)
