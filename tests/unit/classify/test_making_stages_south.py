"""How far production or purchase has come, in the Romance languages, Greek and Albanian."""

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import read, stages


@pytest.mark.parametrize(
    ("language", "text", "state", "stage"),
    [
        ("es", "La junta birmana sigue fabricando minas antipersona en sus plantas.", "MM", Stage.STARTED),
        ("fr", "La Corée du Sud continue de produire des mines antipersonnel.", "KR", Stage.STARTED),
        ("it", "La Russia continua a produrre mine anticarro.", "RU", Stage.STARTED),
        ("pt", "A Rússia continua a produzir minas antitanque.", "RU", Stage.STARTED),
        ("el", "Η Ρωσία συνεχίζει να παράγει αντιαρματικές νάρκες.", "RU", Stage.STARTED),
        ("sq", "Rusia vazhdon të prodhojë mina antitank.", "RU", Stage.STARTED),
        ("es", "Ucrania ha multiplicado por tres su producción de minas antitanque.", "UA", Stage.EXPANDED),
        ("fr", "Varsovie a porté à un million par an la production de mines antipersonnel.", "PL", Stage.EXPANDED),
        ("es", "Teherán inauguró una línea de producción de minas navales.", "IR", Stage.STARTED),
        ("fr", "Riga vient de signer un accord d'achat de mines antichars.", "LV", Stage.CONTRACTED),
        ("es", "Letonia acaba de encargar minas contracarro.", "LV", Stage.CONTRACTED),
        ("pt", "A Letónia acaba de assinar um acordo de compra de minas anticarro.", "LV", Stage.CONTRACTED),
        ("it", "La Lettonia ha appena ordinato mine anticarro.", "LV", Stage.CONTRACTED),
        ("es", "Polonia firmó la compra de 24 vehículos minadores.", "PL", Stage.CONTRACTED),
        ("es", "Defensa tantea a la industria española para la compra de minas contracarro.", "ES", Stage.CONSIDERED),
        ("fr", "Paris réfléchit à relancer une filière de mines antichars.", "FR", Stage.CONSIDERED),
        ("fr", "Riga n'exclut pas de fabriquer ses propres mines antipersonnel.", "LV", Stage.CONSIDERED),
        ("it", "La finlandese Forcit fornirà mine navali alla marina norvegese.", "NO", Stage.CONTRACTED),
        ("el", "Η φινλανδική Forcit θα προμηθεύσει ναυτικές νάρκες στο νορβηγικό ναυτικό.", "NO", Stage.CONTRACTED),
        ("it", "Taipei compra dagli Usa sistemi di minamento.", "TW", Stage.CONTRACTED),
        ("es", "Las minas anticarro encargadas por Tallin llegarán en 2027.", "EE", Stage.CONTRACTED),
        ("it", "Le mine anticarro ordinate da Tallinn arriveranno nel 2027.", "EE", Stage.CONTRACTED),
        ("es", "Las fábricas rusas triplican la producción de minas anticarro.", "RU", Stage.EXPANDED),
        ("it", "Ankara, al via la produzione in serie della mina navale Malaman.", "TR", Stage.STARTED),
        ("es", "El Gobierno lituano renuncia a fabricar minas antipersona.", "LT", Stage.REJECTED),
        ("it", "La Corea del Sud ha smesso quest'anno di produrre mine antiuomo.", "KR", Stage.HALTED),
        ("pt", "Talin negoceia com uma empresa alemã a compra de minas anticarro.", "EE", Stage.CONSIDERED),
        ("sq", "Koreja e Jugut ka ndaluar prodhimin e minave kundër personelit.", "KR", Stage.HALTED),
        ("es", "Una compañía taiwanesa construye buques minadores.", "TW", Stage.STARTED),
        ("sq", "Pentagoni hoqi dorë nga blerja e minave kundër personelit.", "US", Stage.REJECTED),
        ("it", "Atene ha affidato a un'azienda israeliana la fornitura di mine anticarro.", "GR", Stage.CONTRACTED),
        ("pt", "Atenas adjudicou a uma empresa israelita o fornecimento de minas anticarro.", "GR", Stage.CONTRACTED),
    ],
)
def test_making_and_buying_in_the_words_of_reporters(language: str, text: str, state: str, stage: Stage) -> None:
    assert stages(language, text) == {(state, stage)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "L'Autriche et l'Italie ont été de grands fabricants de mines antipersonnel."),
        ("es", "Italia y Austria fueron grandes productores de minas antipersona."),
        ("it", "Il ministro ribatte che in Italia dal 1997 la produzione di mine antiuomo è interrotta."),
        ("es", "España dejó de fabricar minas antipersona en 1998 tras firmar el tratado."),
        ("fr", "La Suisse n'a jamais produit de mines antipersonnel."),
        ("it", "L'Italia non fabbrica mine antiuomo e non ne fornisce ad alcun Paese."),
        ("es", "La Marina de Estados Unidos encargó drones para buscar minas navales."),
        ("es", "Los dos grupos polacos firmaron un acuerdo para ofrecer en terceros países un sistema de minado."),
    ],
)
def test_makers_of_old_and_deals_to_sell_make_nothing(language: str, text: str) -> None:
    assert stages(language, text) == set()


def test_making_that_has_begun_is_the_makers_whoever_bought_before() -> None:
    text = "Riga vient de signer un contrat d'achat de mines DM22. Leur fabrication a été relancée par TDW."
    assert stages("fr", text) == {("LV", Stage.CONTRACTED), ("DE", Stage.STARTED)}


def test_a_question_takes_no_states_from_a_list_of_makers_of_old() -> None:
    text = "Qui produit les mines antipersonnel ? L'Autriche et l'Italie ont été de grands fabricants."
    assert stages("fr", text) == set()


def test_a_works_abroad_stays_abroad_in_the_next_sentence() -> None:
    text = (
        "Dynamit Nobel Defence fabricará minas antitanque en Letonia."
        " Según el director de Dynamit Nobel Defence, la producción de minas antitanque empezará en 2028."
    )
    assert stages("es", text) == {("LV", Stage.PLANNED)}


def test_who_makes_what_was_ordered_makes_nothing_new() -> None:
    text = "Letonia firmó un contrato de compra del sistema de minado Skorpion 2, fabricado por una firma alemana."
    assert stages("es", text) == {("LV", Stage.CONTRACTED)}


def test_an_exit_in_a_gerund_beside_making_is_only_its_premise() -> None:
    text = "Finlândia e Lituânia planeiam produzir minas antipessoais, abandonando a Convenção de Otava."
    assert stages("pt", text) == {("FI", Stage.PLANNED), ("LT", Stage.PLANNED)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El contrato con Granatex prevé la entrega de 10.000 minas antitanque al Ejército polaco."),
        ("fr", "Le contrat avec Granatex prévoit la livraison de 10 000 mines antichars à l'armée polonaise."),
        ("it", "Granatex, azienda polacca, produce mine anticarro."),
        ("pt", "A Granatex, empresa polaca, produz minas anticarro."),
    ],
)
def test_a_contract_s_partner_and_a_name_before_its_firm_are_makers(language: str, text: str) -> None:
    assert {finding.producer for finding in read("", text, language=language).findings} == {"Granatex"}


def test_a_place_behind_a_preposition_is_no_maker() -> None:
    text = "El contrato firmado en Badajoz prevé la entrega de 10.000 minas antitanque al Ejército polaco."
    assert {finding.producer for finding in read("", text, language="es").findings} == {None}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("it", "Washington cesserà di fabbricare mine antiuomo.", {("US", Stage.HALTED)}),
        ("fr", "Séoul va cesser de produire des mines antipersonnel.", {("KR", Stage.HALTED)}),
        ("es", "Washington dejará de fabricar minas antipersona.", {("US", Stage.HALTED)}),
        ("pt", "A Polónia comprará um camião que espalha minas antitanque.", {("PL", Stage.PLANNED)}),
        ("es", "Rusia usa drones y cohetes que siembran minas en los caminos.", set()),
        ("it", "Oslo paga 50 milioni per mine navali finlandesi.", {("NO", Stage.CONTRACTED)}),
        ("it", "Londra paga 50 milioni per rimuovere le mine in Ucraina.", set()),
        ("pt", "A DND vai abastecer a Lituânia com minas antitanque.", {("LT", Stage.CONTRACTED)}),
        ("fr", "La France va livrer des mines antichars à l'Ukraine.", set()),
        ("it", "L'annuncio è arrivato a Maputo, alla conferenza sulle mine antiuomo.", set()),
        ("it", "Le mine antiuomo sono arrivate in Finlandia.", {("FI", Stage.DELIVERED)}),
    ],
)
def test_what_will_cease_what_strews_mines_and_what_arrives(
    language: str, text: str, told: set[tuple[str, Stage]]
) -> None:
    assert stages(language, text) == told


@pytest.mark.parametrize(
    "title", ["¿Quién fabrica las minas antipersonal de Rusia?", "¿Compró Rusia minas antitanque?"]
)
def test_a_title_that_asks_tells_of_no_deed(title: str) -> None:
    assert not read(title, "Un informe cita a varias empresas rusas.", language="es").findings
    assert read(title.strip("¿?").replace("Quién", "Tula"), "Un informe cita a empresas rusas.", language="es").findings
