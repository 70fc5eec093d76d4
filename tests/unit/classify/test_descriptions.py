"""Mines that a sentence names only to say what a maker is known for, or what it sells something against."""

import pytest

from services.contracts.vocabulary import Stage, Topic
from tests.support.by_rules import read


def _tells_of_production(title: str, text: str) -> bool:
    return any(finding.topic is Topic.MINE_PRODUCTION for finding in read(title, text).findings)


@pytest.mark.parametrize(
    "text",
    [
        "Diehl Defence, maker of missiles, ammunition and mines, will build a new plant for air defence in Germany.",
        "KNDS France, qui fabrique aussi des mines antichar, a signé un contrat pour des canons avec la Slovénie.",
        "Firma, která vyrábí munici, miny a granáty, podepsala smlouvu na opravu tanků pro Ukrajinu.",
        "Firma ZVS, ktorá vyrába aj míny, zdvojnásobí výrobu delostreleckej munície.",
        "Компанијата, која произведува и мини, потпиша договор за гранати со Украина.",
    ],
)
def test_a_maker_that_is_only_said_to_make_mines_sells_other_things(text: str) -> None:
    assert not _tells_of_production("Company news", text)


def test_a_maker_described_by_its_mines_in_an_article_on_mines_still_makes_them() -> None:
    text = "Belma, which makes anti-tank mines, has doubled its line in Poland."
    more = " The mines go to the Polish army, which has ordered 10,000 of them."
    assert _tells_of_production("Polish maker grows", text + more)


@pytest.mark.parametrize(
    "text",
    [
        "L'armée a commandé dix robots qui neutralisent les mines antichar.",
        "El Ejército ha encargado diez robots que neutralizan minas contracarro.",
        "Sverige har köpt 20 drönare som hittar truppminor.",
        "Het leger heeft tien robots besteld die antitankmijnen opruimen.",
        "Česká armáda objednala deset robotů, kteří likvidují protitankové miny.",
        "Die Schweiz hat 50 Fahrzeuge gekauft, die der Explosion von Panzerminen standhalten.",
        "საქართველომ შეიძინა განნაღმვის მანქანები, რომლებიც ტანკსაწინააღმდეგო ნაღმებს ანადგურებს.",
    ],
)
def test_what_is_bought_against_mines_is_no_purchase_of_mines(text: str) -> None:
    assert not _tells_of_production("Army news", text)


def test_a_contract_that_is_itself_described_by_its_mines_is_one_for_mines() -> None:
    text = "Poland has signed a contract which covers 10,000 anti-tank mines made by Belma."
    assert _tells_of_production("Army news", text)


@pytest.mark.parametrize(
    "text",
    [
        "Armija isporučuje saveznicima protutenkovske mine iz skladišta Hrvatske vojske.",
        "Suomi toimitti Ukrainalle panssarimiinoja puolustusvoimien varastosta.",
        "A hadsereg a raktárakból harckocsiaknákat szállított Ukrajnának.",
        "Foram descobertas 80 minas antitanque de fabrico chinês num paiol em Cabinda.",
    ],
)
def test_mines_from_a_store_or_found_in_one_are_not_new(text: str) -> None:
    assert not _tells_of_production("Army news", text)


@pytest.mark.parametrize(
    ("text", "buyer"),
    [
        ("Het leger heeft nieuwe antitankmijnen besteld bij een Finse fabrikant.", "NL"),
        ("Der Haushaltsausschuss gab 120 Millionen Euro für Panzerabwehrminen frei.", "DE"),
    ],
)
def test_who_buys_is_not_the_state_of_the_firm_that_sells(text: str, buyer: str) -> None:
    found = read("Leger", text, language=buyer.lower()).findings
    assert {finding.country for finding in found if finding.topic is Topic.MINE_PRODUCTION} == {buyer}


@pytest.mark.parametrize(
    "text",
    [
        "Le ministère des Armées va dépenser 90 millions d'euros pour des mines antichar.",
        "Hallitus varaa 40 miljoonaa euroa jalkaväkimiinoihin.",
        "Уряд виділив 2 мільярди гривень на протитанкові міни вітчизняних виробників.",
        "The UK has earmarked £40 million for new anti-tank mines.",
        "Türkiye yeni deniz mayınları için 200 milyon lira ayırdı.",
    ],
)
def test_money_voted_for_mines_is_a_purchase_to_come(text: str) -> None:
    found = [finding for finding in read("Budget", text).findings if finding.topic is Topic.MINE_PRODUCTION]
    assert [finding.stage for finding in found] == [Stage.PLANNED]


@pytest.mark.parametrize(
    "text",
    [
        "The UK has earmarked £40 million for clearing anti-tank mines in Ukraine.",
        "A kormány 10 milliárd forintot szán a harckocsiaknák felszedésére.",
        "Suomi myönsi 40 miljoonaa euroa jalkaväkimiinojen raivaamiseen.",
    ],
)
def test_money_voted_against_mines_buys_none(text: str) -> None:
    assert not _tells_of_production("Budget", text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Турция показала на выставке в Стамбуле новую морскую мину собственного производства."),
        ("pl", "Turcja pokazała na targach w Stambule minę morską własnej produkcji."),
        ("fr", "La Turquie a présenté au salon d'Istanbul une mine navale de fabrication nationale."),
        ("tr", "Türkiye İstanbul'daki fuarda yerli üretim deniz mayınını sergiledi."),
        ("de", "Drohnen legen in Tula hergestellte Panzerabwehrminen, sagt ein Pionier aus der Ukraine."),
        ("tr", "Dronlar Tula'da üretilen tanksavar mayınlarını döşüyor, Ukraynalı bir istihkamcı anlatıyor."),
    ],
)
def test_whose_make_the_mines_are_is_no_news_of_production(language: str, text: str) -> None:
    assert read("", text, language=language).findings == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Турция начала серийное производство морских мин собственного производства."),
        ("pl", "Polska kupi miny przeciwpancerne krajowej produkcji."),
    ],
)
def test_mines_of_own_make_that_are_bought_or_made_are_news(language: str, text: str) -> None:
    assert read("", text, language=language).findings


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "На пляже нашли мину",
            "Два корабля пришли на помощь. София и Бухарест подписали соглашение о таких находках.",
        ),
        ("Mina u moru", "U luci je pronađena mina. Slovenija i Italija potpisale su sporazum o takvim nalazima."),
    ],
)
def test_an_agreement_told_after_the_find_of_a_mine_buys_none(title: str, text: str) -> None:
    assert not _tells_of_production(title, text)


def test_states_that_have_not_signed_are_not_those_that_make_mines() -> None:
    text = "Ranije ih je pravilo 38 zemalja, sada ih pravi samo 13. Potpis još nisu stavile Rusija, Indija i Pakistan."
    assert not _tells_of_production("Proizvodnja protivpešadijskih mina opada", text)
