"""Who acts: the owner of an exit, not those who only speak of it."""

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "sentence", "country"),
    [
        ("ru", "Норвегия и Австрия возражают против выхода Украины из Оттавской конвенции.", "UA"),
        ("lv", "Saeima pieņēma likumu par Lietuvas izstāšanos no Otavas konvencijas.", "LT"),
    ],
)
def test_the_state_beside_a_noun_of_leaving_is_the_one_that_leaves(language: str, sentence: str, country: str) -> None:
    found = read("", sentence, language=language).findings
    assert {finding.country for finding in found} == {country}


def test_the_city_of_a_dateline_is_not_joined_to_the_state_behind_it() -> None:
    found = read("", "Seoul - North Korea will leave the nuclear Non-Proliferation Treaty.", language="en").findings
    assert [finding.country for finding in found] == ["KP"]


def test_a_small_word_of_the_clause_above_says_nothing_of_the_state_that_acts() -> None:
    text = "I propositionen föreslås att riksdagen ger sitt samtycke till att Finland säger upp Ottawakonventionen."
    found = read("", text, language="sv").findings
    assert {(finding.country, finding.stage.value) for finding in found} == {("FI", "government_decision")}
