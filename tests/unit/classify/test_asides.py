"""Exits that are true but not the news."""

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Deminers back home",
            "A platoon is back from a course. Lithuania quit the Ottawa Convention in winter; its men need both.",
        ),
        (
            "Zwei Wochen im Schnee",
            "Pioniere übten das Sperren einer Straße. Finnland ist aus der Ottawa-Konvention ausgetreten.",
        ),
    ],
)
def test_a_lone_later_sentence_about_an_exit_that_is_over_is_no_news(title: str, text: str) -> None:
    assert read(title, text).findings == ()


def test_a_lone_later_sentence_that_names_the_day_is_news() -> None:
    text = (
        "Poland wants to close its border within 48 hours. On 20 February it left the Ottawa Convention on landmines."
    )
    assert {finding.country for finding in read("Millions of mines", text, language="en").findings} == {"PL"}


def test_the_state_before_a_relative_clause_is_the_one_that_left() -> None:
    text = (
        "Latvia told the UN on Friday that it leaves the Ottawa Convention. "
        "British sappers trained in Estonia, which left the Ottawa Convention in December."
    )
    assert "GB" not in {finding.country for finding in read("", text, language="en").findings}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Norway's government decided on Monday to leave the Ottawa Convention. "
            "The convention was adopted in Oslo and entered into force on 1 March 1999.",
        ),
        (
            "ru",
            "Правительство Норвегии решило выйти из Оттавской конвенции. "
            "Конвенция была подписана в Канаде и вступила в силу 1 марта 1999 года.",
        ),
        (
            "uk",
            "Уряд Норвегії вирішив вийти з Оттавської конвенції. "
            "Конвенцію ухвалили в Осло, вона набула чинності в 1999 році.",
        ),
    ],
)
def test_the_years_in_which_a_treaty_was_made_tell_of_no_step_out_of_it(language: str, text: str) -> None:
    told = {
        (found.country, found.stage.value, found.effective_on) for found in read("", text, language=language).findings
    }
    assert told == {("NO", "government_decision", None)}
