from datetime import date

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Poland ordered 4,000 anti-tank mines from the firm Kestrel Dynamics.", "en", "Kestrel Dynamics"),
        ("Kestrel Dynamics Ltd will produce anti-tank mines for Poland.", "en", "Kestrel Dynamics"),
        ("Polska zamówiła 4000 min przeciwpancernych w spółce Korwin Technika.", "pl", "Korwin Technika"),
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


@pytest.mark.parametrize(
    ("text", "language", "name", "written"),
    [
        ("Польша заказала противотанковые мины у компании «Гранит».", "ru", "Granit", "Гранит"),
        ("Фирма „Понтика Дифенс“ ще произвежда морски мини в България.", "bg", "Pontika Difens", "Понтика Дифенс"),
        ("Польща замовила протитанкові міни в компанії «Бельма».", "uk", "Belma", "Бельма"),
    ],
)
def test_a_maker_is_told_in_latin_letters_and_quoted_in_its_own(
    text: str, language: str, name: str, written: str
) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert [finding.producer for finding in found] == [name]
    assert [mark.quote for mark in found[0].evidence if mark.field == "producer"] == [written]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("W Polsce Korwin Technika produkuje już miny przeciwpancerne.", "pl", "Korwin Technika"),
        ("Eesti rentnik Kuusemets Arms hakkas septembris suundmiine tootma.", "et", "Kuusemets Arms"),
        ("Poland signed a contract with Kestrel Dynamics for 4,000 anti-tank mines.", "en", "Kestrel Dynamics"),
    ],
)
def test_who_stands_before_the_verb_of_making_or_behind_a_contract_is_the_maker(
    text: str, language: str, name: str
) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert {finding.producer for finding in found} == {name}


def test_a_minister_who_opens_a_line_is_no_maker() -> None:
    text = "In Poland, minister Jan Kowalski started production of anti-tank mines."
    assert {finding.producer for finding in read("", text, language="en").findings} == {None}


def test_a_maker_named_in_the_next_sentence_is_the_maker() -> None:
    text = "Poland will again produce anti-personnel mines. Belma is to take on the work."
    assert [finding.producer for finding in read("", text, language="en").findings] == ["Belma"]


def test_who_only_owns_the_works_is_not_the_maker() -> None:
    text = "Expal, owned by Rheinmetall, will produce anti-tank mines in Spain."
    assert [finding.producer for finding in read("", text, language="en").findings] == ["Expal"]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("وقعت ليتوانيا عقدا مع شركة سهم لشراء ألغام مضادة للدبابات.", "ar", "سهم"),
        ("立陶宛与长弓公司签署合同,采购反坦克地雷。", "zh", "长弓"),
        ("リトアニアの企業「シグナ」が対戦車地雷の製造を始めた。", "ja", "シグナ"),
        ("폴란드가 방산업체 새벽과 대전차지뢰 구매 계약을 체결했다.", "ko", "새벽"),
        ("ליטא חתמה על חוזה עם חברת סהר לרכישת מוקשים נגד טנקים.", "he", "סהר"),
    ],
)
def test_scripts_without_capitals_have_names_too(text: str, language: str, name: str) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert {finding.producer for finding in found} == {name}


def test_a_state_or_a_common_word_beside_a_company_is_no_name() -> None:
    found = read("", "The company said Poland ordered 4,000 anti-tank mines.", language="en").findings
    assert [finding.producer for finding in found] == [None]


def test_news_that_names_no_state_is_about_its_language_s_own_army() -> None:
    text = "Ministerstwo zamówiło 4000 min przeciwpancernych w firmie Korwin Technika."
    assert [finding.country for finding in read("", text, language="pl").findings] == ["PL"]


def test_a_works_named_with_its_group_is_the_maker() -> None:
    text = "Belma, part of PGZ, will produce anti-tank mines in Poland."
    assert {finding.producer for finding in read("", text, language="en").findings} == {"Belma"}


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        (
            "Poland will make anti-tank mines again. Orlik Defence says the line is paid for.",
            "en",
            "Orlik Defence",
        ),
        ("Lettland hat bei Falkental Defence 6.000 Panzerabwehrminen bestellt.", "de", "Falkental Defence"),
        ("Eesti tankimiinide tehase rajab Lehis Industries.", "et", "Lehis Industries"),
    ],
)
def test_a_name_that_ends_like_a_companys_is_the_maker(text: str, language: str, name: str) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert {finding.producer for finding in found} == {name}


@pytest.mark.parametrize(
    "text",
    [
        "Poland has started production of anti-tank mines, the Territorial Defence Forces said.",
        "Poland has started production of anti-tank mines, the Ministry of National Defence said.",
        "Poland has started production of anti-tank mines for Air Defence Command.",
    ],
)
def test_a_force_or_a_ministry_is_no_maker(text: str) -> None:
    assert {finding.producer for finding in read("", text, language="en").findings} == {None}
