"""Who makes and who buys: the state of a production finding."""

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("text", "language", "state"),
    [
        ("Defensie heeft bij het Duitse Dynamit Nobel Defence zes Skorpion 2-mijnenleggers besteld.", "nl", "NL"),
        ("Elbit Systems won a contract to supply 15,000 anti-tank mines to the Greek army.", "en", "GR"),
        ("STV Group uzavřela s litevským ministerstvem kontrakt na 30 000 protitankových min.", "cs", "LT"),
        ("Forsvarsministeriet har købt 10.000 panserminer hos norske Nammo.", "da", "DK"),
        ("A kormány szerint a Rheinmetall a várpalotai gyárban harckocsi elleni aknákat gyárt majd.", "hu", "HU"),
        (
            "Belma is to supply 100,000 anti-tank mines, the Polish ministry said after signing the contract.",
            "en",
            "PL",
        ),
    ],
)
def test_the_buyer_is_told_from_the_maker_s_own_state(text: str, language: str, state: str) -> None:
    assert {finding.country for finding in read("", text, language=language).findings} == {state}


@pytest.mark.parametrize(
    ("text", "language", "state"),
    [
        (
            "Latvia and Dynamit Nobel Defence signed a memorandum on making anti-tank mines in Latvia.",
            "en",
            "LV",
        ),
        (
            "Минобороны Латвии и Dynamit Nobel Defence подписали меморандум о выпуске противотанковых мин.",
            "ru",
            "LV",
        ),
    ],
)
def test_a_state_in_one_list_with_a_maker_is_not_the_maker_s_owner(text: str, language: str, state: str) -> None:
    assert {finding.country for finding in read("", text, language=language).findings} == {state}


@pytest.mark.parametrize(
    ("title", "text", "language", "state"),
    [
        (
            "Норвегия готовит завод",
            "Правительство намерено запустить выпуск противопехотных мин, в том числе для поставок на Украину.",
            "ru",
            "NO",
        ),
        (
            "Зустріч з виробниками мін",
            "Міноборони сприятиме підприємствам у масштабуванні випуску мін, щоб зупинити наступ росіян.",
            "uk",
            "UA",
        ),
    ],
)
def test_who_gets_the_mines_or_is_fought_with_them_does_not_make_them(
    title: str, text: str, language: str, state: str
) -> None:
    assert {finding.country for finding in read(title, text, language=language).findings} == {state}


def test_a_ministry_of_the_articles_language_buys_from_a_foreign_maker_where_only_its_own_state_is_named() -> None:
    text = (
        'Aizsardzības ministrija vienojusies ar vācu firmu "Dynamit Nobel Defence" par prettanku mīnu pirkumu. '
        "Ministrs Andris Sprūds to nosauca par svarīgu soli."
    )
    found = read("", text, language="lv").findings
    assert {(finding.country, finding.stage.value) for finding in found} == {("LV", "contracted")}
