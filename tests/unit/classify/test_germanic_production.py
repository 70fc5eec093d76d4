"""Mines made and bought, as the German, Dutch and Nordic press words it, and what only looks like it."""

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "Finnland baut eine eigene Minenproduktion auf.", "FI unspecified planned"),
        ("de", "In Estland entsteht eine Fabrik für Panzerminen.", "EE antitank planned"),
        ("de", "Für die estnische Armee werden 10.000 Panzerminen geliefert.", "EE antitank contracted"),
        ("de", "Dänemark hat Panzerminen aus Schweden gekauft.", "DK antitank contracted"),
        ("de", "Der Haushaltsausschuss gab Geld für Panzerabwehrminen der Bundeswehr frei.", "DE antitank planned"),
        ("nl", "De VS stoppen met de productie van antipersoonsmijnen.", "US antipersonnel halted"),
        ("nl", "Oekraïne maakt inmiddels zelf antipersoonsmijnen.", "UA antipersonnel started"),
        ("sv", "I Estland byggs en fabrik för stridsvagnsminor.", "EE antitank planned"),
        ("sv", "Lettland har fått sina första minläggare av typen Skorpion 2.", "LV minelayer delivered"),
        ("sv", "Försvarsmakten fick i måndags de första fordonsminorna från Saab.", "SE antitank delivered"),
        ("no", "I Polen er serieproduksjonen av personellminer i gang.", "PL antipersonnel started"),
        ("da", "I Polen er serieproduktionen af personelminer gået i gang.", "PL antipersonnel started"),
        ("da", "Danmark bruger 300 millioner kroner på nye søminer.", "DK naval planned"),
        ("is", "Fyrstu skriðdrekajarðsprengjurnar hafa verið afhentar litháíska hernum.", "LT antitank delivered"),
    ],
)
def test_how_far_making_and_buying_have_come_in_the_words_of_the_press(language: str, text: str, found: str) -> None:
    told = [
        f"{finding.country} {finding.mine_type} {finding.stage}"
        for finding in read("", text, language=language).findings
    ]
    assert told == [found]


@pytest.mark.parametrize(
    ("language", "deal", "more"),
    [
        ("de", "Lettland hat das Minenwurfsystem Skorpion 2 bestellt.", "Dazu gehören Panzerabwehrminen."),
        ("nl", "Letland heeft mijnenleggers besteld.", "Daarbij horen 6.000 antitankmijnen."),
        ("sv", "Lettland har beställt minläggare av typen Skorpion 2.", "I köpet ingår 6 000 stridsvagnsminor."),
        ("en", "Latvia has ordered the Skorpion 2 minelayer.", "The package includes 6,000 anti-tank mines."),
        ("fr", "La Lettonie a commandé des poseurs de mines.", "Le contrat comprend 6 000 mines antichars."),
        ("pl", "Łotwa zamówiła system minowania Skorpion 2.", "Umowa obejmuje 6 tys. min przeciwpancernych."),
    ],
)
def test_what_a_package_includes_is_ordered_too(language: str, deal: str, more: str) -> None:
    found = {finding.mine_type: finding.stage for finding in read("", f"{deal} {more}", language=language).findings}
    assert found == {"minelayer": "contracted", "antitank": "contracted"}


def test_what_a_package_leaves_out_or_the_army_only_trains_with_is_not_ordered() -> None:
    for more in ("The package does not include anti-tank mines.", "The army also trained with anti-tank mines."):
        found = read("", f"Latvia has ordered the Skorpion 2 minelayer. {more}", language="en").findings
        assert {finding.mine_type for finding in found} == {"minelayer"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Ein französischer Hersteller zeigte auf der Messe eine neue Panzermine."),
        ("no", "En fransk produsent stilte ut en panservernmine på messen, men hadde ingen kunder."),
        ("nl", "De grootste producenten van landmijnen, Rusland en China, tekenden het Verdrag van Ottawa niet."),
        ("sv", "Fredsorganisationer kräver att tillverkningen av personminor i Sverige förbjuds."),
    ],
)
def test_who_makes_mines_and_a_wish_to_forbid_them_are_no_making(language: str, text: str) -> None:
    assert read("", text, language=language).findings == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Das US-Militär werde Antipersonenminen weder entwickeln noch herstellen oder erwerben."),
        ("sv", "USA ska varken tillverka eller köpa personminor."),
        ("no", "USA skal verken produsere eller kjøpe antipersonellminer."),
        ("da", "USA vil hverken producere eller købe personelminer."),
    ],
)
def test_neither_nor_denies_both(language: str, text: str) -> None:
    assert {finding.stage.value for finding in read("", text, language=language).findings} == {"rejected"}


def test_a_state_beside_a_maker_of_another_gives_it_an_order() -> None:
    text = "Nach Sichtung des Marktes hat Canberra Rheinmetall mit Seeminen beauftragt."
    assert [finding.country for finding in read("", text, language="de").findings] == ["AU"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Den första svenska produktionen av sjöminor började 1831 i Stockholm."),
        ("no", "Produksjonen av sjøminer i Norge startet i 1911."),
        ("de", "Die Produktion von Seeminen begann in Deutschland 1912."),
    ],
)
def test_making_that_began_long_ago_is_history(language: str, text: str) -> None:
    assert read("", text, language=language).findings == ()


def test_banned_mines_may_be_what_is_made() -> None:
    text = "Polen will wieder mit der Produktion von geächteten Antipersonenminen beginnen."
    assert [finding.stage for finding in read("", text, language="de").findings] == ["planned"]
    assert read("", "Die Herstellung von Antipersonenminen ist in Belgien verboten.", language="de").findings == ()


def test_a_minelayer_by_its_name_is_none_of_the_gear_that_its_kind_sounds_like() -> None:
    text = 'Der Hersteller Dynamit Nobel Defence hat der lettischen Armee vier Minenwerfer "Skorpion 2" übergeben.'
    found = read("", text, language="de").findings
    assert [(finding.country, finding.producer) for finding in found] == [("LV", "Dynamit Nobel Defence")]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "In Kiew hat sich der Ausstoß an Panzerabwehrminen binnen eines Jahres verfünffacht.", "UA expanded"),
        ("de", "Das litauische Heer hat eine Ausschreibung für 100.000 Antipersonenminen gestartet.", "LT planned"),
        (
            "de",
            "Das Bundesamt armasuisse hat mit einem finnischen Hersteller einen Vertrag über die Lieferung von "
            "Panzerabwehrminen abgeschlossen.",
            "CH contracted",
        ),
        (
            "de",
            "Der Vertrag über Panzerabwehrminen für die litauische Armee ging an die Firma Nordmin.",
            "LT contracted",
        ),
        ("nl", "Iran heeft de massaproductie van een nieuwe zeemijn in gebruik genomen.", "IR started"),
        ("sv", "Litauen ska lägga 800 miljoner euro på stridsvagnsminor de kommande åren.", "LT planned"),
        (
            "sv",
            "Regeringen har gett Försvarsmakten i uppdrag att anskaffa stridsvagnsminor för 1,2 miljarder kronor.",
            "SE planned",
        ),
        ("no", "Den polske produsenten Belma har åpnet en ny produksjonslinje for stridsvognminer.", "PL expanded"),
    ],
)
def test_deals_money_and_growth_in_the_words_of_the_press(language: str, text: str, found: str) -> None:
    told = [f"{finding.country} {finding.stage}" for finding in read("", text, language=language).findings]
    assert told == [found]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("no", "Sjøforsvaret har kjøpt nye droner for å finne sjøminer."),
        ("de", "Rheinmetall hat die Mehrheit an einem italienischen Betrieb für Seeminen übernommen."),
    ],
)
def test_other_goods_and_firms_that_are_bought_are_no_mines(language: str, text: str) -> None:
    stages = {finding.stage for finding in read("", text, language=language).findings}
    assert not stages & {"delivered", "contracted"}


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "Ukrainische Firmen bauen inzwischen monatlich zehntausende Panzerabwehrminen.", "UA antitank started"),
        ("nl", "De Duitse marine krijgt tot 2030 een nieuwe generatie zeemijnen.", "DE naval contracted"),
        ("de", "Südkorea hat ein System zum Verlegen von Minen an das Heer ausgeliefert.", "KR minelayer delivered"),
    ],
)
def test_what_is_made_by_now_what_will_be_got_and_what_lays_mines(language: str, text: str, found: str) -> None:
    told = [f"{told.country} {told.mine_type} {told.stage}" for told in read("", text, language=language).findings]
    assert told == [found]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Taiwans Marine hat vier neue Minenleger in Dienst genommen."),
        ("nl", "De Taiwanese marine heeft twee nieuwe mijnenleggers in dienst genomen."),
        ("sv", "Taiwans flotta har tagit två nya minläggare i tjänst."),
        ("no", "Taiwans marine har tatt i bruk fire nye mineleggere."),
        ("da", "Taiwans flåde har taget fire nye minelæggere i brug."),
    ],
)
def test_minelayers_that_enter_service_are_delivered(language: str, text: str) -> None:
    told = [
        f"{finding.country} {finding.mine_type} {finding.stage}"
        for finding in read("", text, language=language).findings
    ]
    assert told == ["TW minelayer delivered"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Taiwans Marine hat zwei neue Minenjäger in Dienst genommen."),
        ("sv", "Finland har tagit personminor i bruk."),
        ("no", "Frivillige frykter at personellminer blir tatt i bruk i Finland."),
    ],
)
def test_hunters_and_mines_that_are_used_are_not_delivered(language: str, text: str) -> None:
    assert not read("", text, language=language).findings


def test_a_headline_that_asks_tells_of_no_making() -> None:
    title, text = "Wer stellt heute noch Minen her?", "Der Landminen-Monitor nennt Indien, Iran und Russland."
    assert not read(title, text, language="de").findings
    asked_of_a_state = read("Baut Finnland bald Minen?", "Finnland stellt seit Mai Panzerminen her.", language="de")
    assert [finding.country for finding in asked_of_a_state.findings] == ["FI"]
