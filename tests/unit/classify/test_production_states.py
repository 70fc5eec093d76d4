"""Who makes and who buys: the state of a production finding."""

from datetime import date

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import read

_DAY = date(2026, 5, 4)


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


def test_states_buy_together_by_an_agreement() -> None:
    text = "Deutschland, Lettland und Norwegen haben ein Beschaffungsabkommen für Panzerabwehrminen geschlossen."
    found = read("", text, language="de").findings
    assert {(finding.country, finding.stage) for finding in found} == {
        (country, Stage.CONTRACTED) for country in ("DE", "LV", "NO")
    }


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "de",
            "Rheinmetall hat von Norwegen einen Auftrag über die Lieferung von 5000 Panzerabwehrminen erhalten.",
            [("NO", "antitank", "contracted")],
        ),
        ("de", "Dänemarks Heer erhält acht Minenwurfsysteme.", [("DK", "minelayer", "contracted")]),
        ("de", "Dänemarks Heer hat acht Minenwurfsysteme erhalten.", [("DK", "minelayer", "delivered")]),
        (
            "de",
            "In der Ukraine werden inzwischen Panzerabwehrminen in großer Stückzahl hergestellt.",
            [("UA", "antitank", "started")],
        ),
        ("de", "Finnische Pioniere legten im Manöver Panzerabwehrminen aus heimischer Produktion.", []),
        ("de", "Die Bundeswehr hat vier Drohnen gegen Seeminen bestellt.", []),
        ("fr", "Une mine artisanale, facile à fabriquer, a tué deux soldats au Mali.", []),
        (
            "nl",
            "De Belgische regering heeft het licht op groen gezet voor de aankoop van antipersoneelmijnen.",
            [("BE", "antipersonnel", "planned")],
        ),
    ],
)
def test_who_gets_an_order_is_not_who_gets_mines(language: str, text: str, told: list[tuple[str, str, str]]) -> None:
    found = read("", text, language=language).findings
    assert [(finding.country, str(finding.mine_type), finding.stage.value) for finding in found] == told


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("台灣向美國採購十四套車載布雷系統。", "zh", "TW"),
        ("據土耳其媒體報道,巴基斯坦採購一批布雷系統。", "zh", "PK"),
        ("미 육군이 살포식 대전차지뢰 양산 계약을 맺었다.", "ko", "US"),
        ("我國向美國購得十四套布雷系統。", "zh", "TW"),
        ("रक्षा अधिग्रहण परिषद ने एंटी-टैंक माइन की खरीद को मंजूरी दी।", "hi", "IN"),
    ],
)
def test_who_buys_is_told_from_who_sells_or_reports(text: str, language: str, country: str) -> None:
    found = read("", text, language=language, published_on=_DAY).findings
    assert {finding.country for finding in found} == {country}


@pytest.mark.parametrize(
    ("title", "text", "country"),
    [
        ("", "Anti-tank mines have been bought from a company in Spain, the Estonian army said.", "EE"),
        (
            "Deal with Spanish firm",
            "The order for sea mines was signed on Monday. Chile's navy gets them in May.",
            "CL",
        ),
        ("", "Chile will make mines for itself and for Peru; Chile's army placed an order for anti-tank mines.", "CL"),
    ],
)
def test_the_state_of_the_firm_that_sells_buys_nothing(title: str, text: str, country: str) -> None:
    found = read(title, text, language="en").findings
    assert {finding.country for finding in found} == {country}


def test_the_only_state_named_is_that_of_its_makers() -> None:
    text = "Troops ask for mines, the minister told Chilean mine makers. The ministry will help them to expand output."
    found = read("Minister meets mine makers", text, language="en").findings
    assert {(finding.country, finding.stage.value) for finding in found} == {("CL", "planned")}


@pytest.mark.parametrize(
    ("text", "language", "state"),
    [
        ("Experts of the UN report that the Houthis are building sea mines in coastal workshops.", "en", "YE"),
        ("The workshop in the hills was one where FARC guerrillas were making anti-personnel mines.", "en", "CO"),
        ("Хуситы наладили выпуск морских мин, считают наблюдатели.", "ru", "YE"),
    ],
)
def test_what_an_armed_group_makes_is_made_in_its_state(text: str, language: str, state: str) -> None:
    assert {finding.country for finding in read("", text, language=language).findings} == {state}


def test_what_an_armed_group_has_only_laid_is_no_production() -> None:
    text = "Deminers lifted 900 sea mines and land mines that the Houthis had laid around the port."
    assert read("", text, language="en").findings == ()


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("Госдеп США одобрил продажу Тайваню систем минирования Volcano.", "ru", {"TW"}),
        ("SAD su odobrile prodaju sistema za miniranje Volcano Tajvanu.", "sr", {"TW"}),
        ("Польша поставит Украине противотанковые мины, контракт подписан.", "ru", {"UA"}),
        ("По Украине прошли закупки, Литва купила противотанковые мины.", "ru", {"LT"}),
    ],
)
def test_a_case_without_a_preposition_tells_who_gets_the_mines(text: str, language: str, told: set[str]) -> None:
    assert {finding.country for finding in read("", text, language=language).findings} == told


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("挪威国防物资局与西班牙埃克斯帕尔公司签下合同,采购新型反坦克地雷。", "zh"),
        ("Cơ quan mua sắm quốc phòng Na Uy đã ký hợp đồng với một công ty Tây Ban Nha để mua mìn chống tăng.", "vi"),
    ],
)
def test_the_state_of_the_firm_that_one_signs_with_does_not_buy(text: str, language: str) -> None:
    assert {finding.country for finding in read("", text, language=language).findings} == {"NO"}


@pytest.mark.parametrize(
    ("text", "language", "state"),
    [
        ("Litva ký ý định thư với một công ty Đức về sản xuất mìn chống tăng.", "vi", "LT"),
        ("ポーランド政府はベルマの地雷生産能力の拡大に資金を拠出した。", "ja", "PL"),
        ("波兰政府与贝尔玛签署了生产地雷的合同。", "zh", "PL"),
    ],
)
def test_a_government_beside_a_maker_acts_itself(text: str, language: str, state: str) -> None:
    assert {finding.country for finding in read("", text, language=language).findings} == {state}


@pytest.mark.parametrize(
    ("text", "language", "state"),
    [
        ("Estland will zusammen mit Finnland Seeminen kaufen.", "de", "EE"),
        ("Die schwedische Regierung baut um. Seeminen sollen gemeinsam mit Finnland beschafft werden.", "de", "SE"),
        ("Швеция укрепляет побережье. Морские мины будут закуплены вместе с Финляндией.", "ru", "SE"),
        ("Sweden's government is rearming. Naval mines are to be bought together with Finland.", "en", "SE"),
    ],
)
def test_who_is_only_joined_in_buying_is_not_the_buyer(text: str, language: str, state: str) -> None:
    assert {finding.country for finding in read("", text, language=language).findings} == {state}
