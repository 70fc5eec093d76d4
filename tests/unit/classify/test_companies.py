from datetime import date

import pytest

from services.classify.reading import read


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Poland ordered 4,000 anti-tank mines from the firm Kestrel Dynamics.", "en", "Kestrel Dynamics"),
        ("Kestrel Dynamics Ltd will produce anti-tank mines for Poland.", "en", "Kestrel Dynamics"),
        ("Polska zamówiła 4000 min przeciwpancernych w spółce Korwin Technika.", "pl", "Korwin Technika"),
        ("Польша заказала противотанковые мины у компании «Гранит».", "ru", "Гранит"),
        ("Litauen hat Panzerabwehrminen bei der Firma Falkental bestellt.", "de", "Falkental"),
        ("La Finlande a commandé des mines antichar à la société Ardanbois.", "fr", "Ardanbois"),
        ("Lietuva užsakė prieštankinių minų iš bendrovės „Gintarta“.", "lt", "Gintarta"),
    ],
)
def test_a_name_beside_a_word_for_a_company_is_the_maker(text: str, language: str, name: str) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert [finding.producer for finding in found] == [name]
    quotes = [mark.quote for mark in found[0].evidence if mark.field == "producer"]
    assert quotes == [name]


def test_a_state_or_a_common_word_beside_a_company_is_no_name() -> None:
    found = read("", "The company said Poland ordered 4,000 anti-tank mines.", language="en").findings
    assert [finding.producer for finding in found] == [None]


def test_news_that_names_no_state_is_about_its_language_s_own_army() -> None:
    text = "Ministerstwo zamówiło 4000 min przeciwpancernych w firmie Korwin Technika."
    assert [finding.country for finding in read("", text, language="pl").findings] == ["PL"]


def test_a_works_named_with_its_group_is_the_maker() -> None:
    text = "Belma, part of PGZ, will produce anti-tank mines in Poland."
    assert {finding.producer for finding in read("", text, language="en").findings} == {"Belma"}
