"""Mines that other states make, or think of making, told by their likeness to what was told before."""

from datetime import date

import pytest

from services.contracts.vocabulary import Topic
from tests.support.by_rules import read

_MADE = {
    "en": "Lithuania and Finland plan to produce anti-personnel mines.",
    "es": "Lituania y Finlandia quieren fabricar minas antipersona.",
    "fr": "La Lituanie et la Finlande veulent produire des mines antipersonnel.",
    "pt": "A Lituânia e a Finlândia querem fabricar minas antipessoais.",
}


def _stages(language: str, text: str) -> dict[str, str]:
    found = read("", f"{_MADE[language]} {text}", language=language, published_on=date(2025, 7, 11)).findings
    return {finding.country: finding.stage.value for finding in found if finding.topic is Topic.MINE_PRODUCTION}


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        ("pt", "A Polónia e a Letónia ponderam fazer o mesmo.", "considered"),
        ("es", "Polonia y Letonia estudian hacer lo mismo.", "considered"),
        ("es", "Polonia y Letonia harán lo mismo.", "planned"),
        ("fr", "La Pologne et la Lettonie envisagent de faire de même.", "considered"),
        ("en", "Poland and Latvia are considering such a step.", "considered"),
    ],
)
def test_others_who_think_of_the_same_think_of_making_mines(language: str, text: str, stage: str) -> None:
    assert _stages(language, text) == {"LT": "planned", "FI": "planned", "PL": stage, "LV": stage}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Finlandia abandonó la Convención de Ottawa. Polonia estudia hacer lo mismo."),
        ("en", "The Saeima voted for the exit from the convention in April; parliaments in Poland did the same."),
        ("en", "Poland is considering such a step for its drones."),
    ],
)
def test_the_same_as_an_exit_or_of_other_goods_is_no_making(language: str, text: str) -> None:
    assert set(_stages(language, text)) == {"LT", "FI"}
