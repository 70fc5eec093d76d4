"""Romance, Hungarian and Albanian news in the words that reporters use."""

from datetime import date

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import read


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


def test_these_mines_are_those_of_the_treaty_named_before() -> None:
    text = "Lithuania is out of the Ottawa Convention. Vilnius plans to begin producing these mines in 2026."
    found = read("", text, language="en", published_on=date(2025, 12, 28)).findings
    assert "antipersonnel" in {finding.mine_type for finding in found}


@pytest.mark.parametrize(
    ("language", "sentence", "stage"),
    [
        (
            "es",
            "Ante las amenazas de Moscú, Estonia ha decidido salir de la Convención de Ottawa.",
            "government_decision",
        ),
        ("es", "Irán amenazó con abandonar el Tratado de No Proliferación.", "considered"),
        ("pt", "A Estónia retirou-se da Convenção de Otava.", "in_effect"),
        ("it", "Di fronte alla minaccia russa l'Estonia esce dalla Convenzione di Ottawa.", "government_decision"),
        ("it", "L'Iran ha minacciato di uscire dal Trattato di non proliferazione.", "considered"),
        ("ro", "Estonia și Letonia sunt aproape de ieșirea din Convenția de la Ottawa.", "considered"),
        ("hu", "A szejm megszavazta, hogy Litvánia kilépjen az ottawai egyezményből.", "parliament_approved"),
        ("it", "Mentre cresce la tensione con la Nato, Mosca è uscita dal Trattato sui cieli aperti.", "in_effect"),
        (
            "sq",
            "Mes tensioneve me NATO-n, Moska është tërhequr zyrtarisht nga Traktati i Qiejve të Hapur.",
            "in_effect",
        ),
        ("hu", "Lettország és Észtország kilépnek az ottawai egyezményből.", "government_decision"),
        (
            "es",
            "El Parlamento ruso considerará revocar la ratificación del Tratado de Prohibición de Pruebas Nucleares.",
            "considered",
        ),
        (
            "es",
            "El presidente de Ucrania firmó el decreto sobre la salida de la Convención de Ottawa.",
            "government_decision",
        ),
        ("ro", "Norvegia nu va urma Finlanda și nu se va retrage din Convenția de la Ottawa.", "rejected"),
        (
            "ro",
            "Parlamentul Finlandei a votat retragerea din Convenția de la Ottawa, "
            "care să intre în vigoare la șase luni după notificarea oficială.",
            "parliament_approved",
        ),
        (
            "es",
            "El decreto sobre la salida de Ucrania de la Convención de Ottawa entró en vigor ayer.",
            "government_decision",
        ),
        (
            "es",
            "El Parlamento de Letonia, país de la Unión Europea, aprobó abandonar la Convención de Ottawa.",
            "parliament_approved",
        ),
        ("es", "Irán aclara que la salida del Tratado de No Proliferación no está en la agenda.", "rejected"),
        (
            "it",
            "La Duma ha approvato in prima lettura un disegno di legge sul ritiro della ratifica russa "
            "del Trattato sulla messa al bando dei test nucleari.",
            "parliament_approved",
        ),
        ("es", "El jueves se hizo oficial la retirada de Lituania del Tratado de Oslo.", "in_effect"),
        ("es", "Perú no se irá de la Convención sobre Municiones en Racimo.", "rejected"),
    ],
)
def test_a_threat_weighs_an_exit_only_where_the_exit_is_what_is_threatened(
    language: str, sentence: str, stage: str
) -> None:
    assert {finding.stage.value for finding in read("", sentence, language=language).findings} == {stage}


def test_whom_a_state_tells_of_its_exit_does_not_leave() -> None:
    text = "Trump deve informar à Rússia que os EUA deixarão o Tratado de Céus Abertos."
    assert {finding.country for finding in read("", text, language="pt").findings} == {"US"}


def test_to_leave_nato_is_no_exit_from_an_arms_treaty() -> None:
    text = "Turquía amenaza con abandonar la OTAN tras la disputa sobre el Tratado de Cielos Abiertos."
    assert read("", text, language="es").findings == ()


def test_making_that_a_state_gave_up_long_ago_is_no_news() -> None:
    text = "L'Italia smise di produrle nel 1994 e ratificò la Convenzione di Ottawa."
    assert read("Una mostra sulle mine antiuomo", text, language="it").findings == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "La Norvegia non seguirà la Finlandia e non uscirà dalla Convenzione di Ottawa."),
        ("pt", "A Noruega não seguirá a Finlândia e não sairá da Convenção de Otava."),
        ("ro", "Norvegia nu vrea să urmeze Finlanda și nu va ieși din Convenția de la Ottawa."),
        ("sq", "Norvegjia nuk do ta ndjekë Finlandën dhe nuk do të dalë nga Konventa e Otavës."),
    ],
)
def test_whom_a_state_does_not_follow_rejects_nothing(language: str, text: str) -> None:
    assert {finding.country for finding in read("", text, language=language).findings} == {"NO"}


@pytest.mark.parametrize(
    ("language", "sentence", "stage"),
    [
        ("nl", "Estland stapt uit het Ottawaverdrag.", "government_decision"),
        ("nl", "Letland overweegt het Ottawaverdrag op te zeggen.", "considered"),
        ("nl", "Noorwegen is niet van plan uit het Ottawaverdrag te stappen.", "rejected"),
        ("nl", "De VS hebben de VN laten weten geen partij te willen worden bij het Wapenhandelsverdrag.", "notified"),
        ("fr", "La Norvège n'entend pas sortir de la Convention d'Ottawa.", "rejected"),
        ("fr", "La Norvège n'avait pas l'intention de quitter la Convention d'Ottawa.", "rejected"),
        ("fr", "La Bulgarie n'écarte pas de quitter la Convention d'Ottawa.", "considered"),
        ("fr", "Les députés de la Douma ont dit oui à la dénonciation du traité Ciel ouvert.", "parliament_approved"),
        ("es", "Los diputados de la Duma dieron el sí a la denuncia de Cielos Abiertos.", "parliament_approved"),
        ("fr", "Le retrait de l'Estonie de la Convention d'Ottawa est effectif, six mois après le dépôt.", "in_effect"),
        ("fr", "Le retrait de l'Estonie de la Convention d'Ottawa prend effet six mois après le dépôt.", "notified"),
        ("hu", "Litvánia szombattól nem részese az ottawai egyezménynek.", "in_effect"),
        ("hu", "Észtország kilépése az ottawai egyezményből szombaton vált véglegessé.", "in_effect"),
    ],
)
def test_exits_in_the_words_of_french_dutch_and_hungarian_news(language: str, sentence: str, stage: str) -> None:
    assert {finding.stage.value for finding in read("", sentence, language=language).findings} == {stage}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("hu", "Kazahsztán nem részese az ottawai egyezménynek."),
        ("nl", "Het Ottawaverdrag verbood de productie van antipersoonsmijnen."),
        ("fr", "Une association publie la liste des entreprises qui produisent des mines antipersonnel."),
        ("it", "La campagna denuncia le banche che finanziano i produttori di mine antiuomo."),
        ("es", "La campaña denuncia a los bancos que financian a los fabricantes de minas antipersona."),
    ],
)
def test_those_never_bound_and_lists_of_makers_are_no_news(language: str, sentence: str) -> None:
    assert read("", sentence, language=language).findings == ()


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
    ("language", "sentence", "stage"),
    [
        (
            "fr",
            "Zelensky a signé un décret sur le retrait de l'Ukraine de la Convention d'Ottawa.",
            "government_decision",
        ),
        ("fr", "La Corée du Nord suspend son retrait du TNP.", "rejected"),
        ("fr", "La Convention d'Ottawa cessera de s'appliquer à l'Estonie le 27 décembre 2026.", "notified"),
        ("es", "Pyongyang deja hoy el Tratado de No Proliferación.", "government_decision"),
        ("ro", "Duma a aprobat proiectul prin care Rusia se retrage din acordul PMDA.", "parliament_approved"),
        (
            "fr",
            "La Douma a voté la dénonciation du traité Ciel ouvert. Il reste au président Poutine à promulguer.",
            "parliament_approved",
        ),
    ],
)
def test_decrees_and_laws_still_to_be_signed_in_french_spanish_and_romanian(
    language: str, sentence: str, stage: str
) -> None:
    found = read("", sentence, language=language, published_on=date(2026, 5, 4)).findings
    assert {finding.stage.value for finding in found} == {stage}


def test_those_who_strike_a_state_do_not_leave_its_treaties() -> None:
    text = "Dopo i raid americani, la commissione parlamentare ha chiesto il ritiro del Paese dal TNP."
    found = read("Teheran, la commissione chiede di uscire dal TNP", text, language="it").findings
    assert {finding.country for finding in found} == {"IR"}


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("fr", "Vilnius dit adieu à la Convention d'Ottawa", "Le pays balte a quitté la Convention d'Ottawa."),
        ("hu", "Litvánia lezárta az ottawai fejezetet", "A balti ország kilépett az ottawai egyezményből."),
    ],
)
def test_one_baltic_country_is_not_all_three(language: str, title: str, text: str) -> None:
    assert {finding.country for finding in read(title, text, language=language).findings} == {"LT"}


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
