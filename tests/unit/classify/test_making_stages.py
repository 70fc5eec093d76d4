"""How far production or purchase has come, in the Germanic, Romance and other western languages."""

from datetime import date

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Erstmals seit dem Kalten Krieg will Polen wieder Antipersonenminen herstellen."),
        ("es", "Por primera vez desde el fin de la Guerra Fría, Polonia producirá minas antipersonal."),
        ("pl", "Po raz pierwszy od czasów zimnej wojny Polska będzie produkować miny przeciwpiechotne."),
        ("sv", "För första gången sedan kalla kriget ska Polen tillverka antipersonella minor."),
    ],
)
def test_what_is_made_for_the_first_time_since_a_war_is_no_history(language: str, text: str) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert [(finding.country, finding.stage) for finding in found] == [("PL", Stage.PLANNED)]
    assert read("", "Im Kalten Krieg stellte Polen Antipersonenminen her.", language="de").findings == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Betrieb Belma hatte in Polen einst Panzerabwehrminen produziert."),
        ("fr", "L'Estonie n'a pas encore annoncé de plans de production de mines antipersonnel."),
    ],
)
def test_what_was_made_before_or_is_not_planned_yet_is_no_news(language: str, text: str) -> None:
    found = read("", text, language=language).findings
    assert [finding for finding in found if finding.stage is not Stage.REJECTED] == []


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        (
            "Litauen will nach den Worten seiner Ministerin noch in diesem Jahr bei mehreren heimischen Firmen "
            "Panzerabwehrminen bestellen.",
            Stage.PLANNED,
        ),
        ("Litauen hat nach den Worten seiner Ministerin bei einer Firma Panzerabwehrminen bestellt.", Stage.CONTRACTED),
    ],
)
def test_the_will_may_stand_far_before_the_verb_that_closes_its_clause(text: str, stage: Stage) -> None:
    assert [finding.stage for finding in read("", text, language="de").findings] == [stage]


@pytest.mark.parametrize(
    ("text", "language", "stage"),
    [
        ("Letonia gastará 60 millones de euros en minas antitanque.", "es", "planned"),
        ("El Gobierno de Estonia autoriza que el ejército adquiera minas antitanque.", "es", "planned"),
        ("Letónia vai gastar 60 milhões de euros em minas anticarro.", "pt", "planned"),
        ("L'Estonia acquisirà mine anticarro.", "it", "planned"),
        ("Letonia va cheltui 60 de milioane de euro pe mine antitanc.", "ro", "planned"),
        ("Lettország 60 millió eurót költene harckocsi elleni aknákra.", "hu", "planned"),
        ("Letonia do t'i porosisë minat kundër tankeve në vend.", "sq", "planned"),
        ("L'Estonia non ha mine antiuomo, ma progetta di produrle in patria.", "it", "planned"),
        ("Estonia no tiene minas antipersona, pero prevé fabricarlas en el país.", "es", "planned"),
        ("Lituania destina 800 millones de euros a la adquisición e instalación de minas antitanque.", "es", "planned"),
        ("La Lituania prevede l'acquisto e la posa di mine anticarro.", "it", "planned"),
        ("La Finlandia studia se si producano mine antiuomo nel paese.", "it", "considered"),
        ("Finnország azt vizsgálja, hogy gyalogsági aknákat gyártson az országban.", "hu", "considered"),
    ],
)
def test_money_and_wishes_for_mines_are_plans(text: str, language: str, stage: str) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert {finding.stage for finding in found} == {Stage(stage)}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A Itália não fabrica minas antipessoais, respondeu o ministro.", "pt"),
        ("L'Italia non produce mine antiuomo, ha replicato il ministro.", "it"),
        ("España no fabrica minas antipersona, recordó la ministra.", "es"),
    ],
)
def test_what_a_state_does_not_make_anyway_is_no_plan_given_up(text: str, language: str) -> None:
    assert read("", text, language=language).findings == ()


@pytest.mark.parametrize(
    ("language", "sentence", "stage"),
    [
        ("fr", "L'Espagne va de nouveau se doter de mines marines.", "planned"),
        ("fr", "La marine taïwanaise a mis en service ses premiers mouilleurs de mines.", "delivered"),
        ("fr", "La société de Singapour ne fabrique et ne vend plus ni mines antipersonnel ni obus.", "halted"),
        ("es", "En Letonia ha arrancado la fabricación de minas antitanque.", "started"),
        ("sq", "Finlanda mund të prodhojë mina kundër personave.", "considered"),
    ],
)
def test_making_in_the_words_of_reporters(language: str, sentence: str, stage: str) -> None:
    assert {finding.stage.value for finding in read("", sentence, language=language).findings} == {stage}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "La production de mines antipersonnel est interdite en Belgique."),
        ("it", "In Italia la produzione di mine antiuomo è vietata."),
        ("nl", "In België is de productie van antipersoonsmijnen verboden."),
        ("hu", "Magyarországon a gyalogsági aknák gyártása tilos."),
        ("en", "In Belgium the production of anti-personnel mines is banned."),
        ("de", "In Belgien ist die Herstellung von Antipersonenminen verboten."),
    ],
)
def test_making_that_a_verb_behind_it_forbids_is_no_plan(language: str, sentence: str) -> None:
    assert read("", sentence, language=language).findings == ()


def test_a_state_that_starts_making_banned_mines_makes_them() -> None:
    text = "Lithuania has begun the production of anti-personnel mines, which the treaty banned."
    assert {finding.stage for finding in read("", text, language="en").findings} == {Stage.STARTED}


@pytest.mark.parametrize(
    ("language", "sentence", "stages"),
    [
        ("it", "L'Estonia è recentemente uscita dal Trattato di Ottawa.", {"in_effect"}),
        ("it", "La ditta era una delle aziende leader nella produzione di mine antiuomo negli anni '80.", set()),
        ("nl", "Estland gaat miljoenen euro's besteden aan antitankmijnen.", {"planned"}),
        ("nl", "Nederland gaat miljoenen euro's besteden aan het ruimen van landmijnen.", set()),
        ("fr", "La Lettonie va dépenser 60 millions d'euros en mines antichars.", {"planned"}),
        ("fr", "La Lettonie va dépenser 60 millions d'euros en déminage.", set()),
    ],
)
def test_money_for_mines_is_told_from_money_for_clearance(language: str, sentence: str, stages: set[str]) -> None:
    found = read("", sentence, language=language, published_on=date(2026, 5, 4)).findings
    assert {finding.stage.value for finding in found} == stages


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("lt", "Lietuvos įmonės pajėgtų pagaminti prieštankinę miną, tvirtino ministras.", {"considered"}),
        ("lt", "Kariuomenė įsigijo pažangių prieštankinių priešdugninių minų, skelbia ministerija.", {"contracted"}),
        (
            "et",
            "Läbi on käinud nii mürskude kui ka miinide valmistamine Eestis, ütles ministeeriumi nõunik.",
            {"considered"},
        ),
        ("sv", "Intresset för minor växer, och nu ska Sverige tillverka fler minor, säger armén.", {"planned"}),
        ("fi", "Raivaajat löysivät asemista viuhkapanoksia, joita Forcit valmistaa.", set()),
    ],
)
def test_how_far_production_has_come(language: str, text: str, found: set[str]) -> None:
    assert {finding.stage.value for finding in read("", text, language=language).findings} == found


def test_these_mines_are_those_of_the_treaty_named_before() -> None:
    text = "Lithuania is out of the Ottawa Convention. Vilnius plans to begin producing these mines in 2026."
    found = read("", text, language="en", published_on=date(2025, 12, 28)).findings
    assert "antipersonnel" in {finding.mine_type for finding in found}


def test_making_that_a_state_gave_up_long_ago_is_no_news() -> None:
    text = "L'Italia smise di produrle nel 1994 e ratificò la Convenzione di Ottawa."
    assert read("Una mostra sulle mine antiuomo", text, language="it").findings == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Poland has begun to produce anti-tank mines of its own."),
        ("en", "Poland started to make anti-tank mines last month."),
        ("et", "Poola on hakanud tootma tankimiine."),
        ("hu", "Lengyelország elkezdett harckocsi elleni aknákat gyártani."),
    ],
)
def test_making_that_has_begun_is_started_though_a_verb_stands_between(language: str, text: str) -> None:
    assert [finding.stage for finding in read("", text, language=language).findings] == [Stage.STARTED]
