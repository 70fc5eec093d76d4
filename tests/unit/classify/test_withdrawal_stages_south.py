"""How far an exit has come and whose it is, in the Romance languages, Greek and Albanian."""

from datetime import date

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import read, stages


def _told(language: str, text: str, title: str = "") -> set[tuple[str, str]]:
    found = read(title, text, language=language, published_on=date(2025, 10, 27)).findings
    return {(finding.country, finding.stage.value) for finding in found}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "es",
            "La embajada estadounidense ha entregado al Gobierno ruso la notificación de la retirada del tratado INF.",
        ),
        ("es", "La misión estadounidense comunicó a la ONU que no será parte del Tratado sobre el Comercio de Armas."),
        ("pt", "A missão americana entregou à ONU a carta em que declara não querer ser parte do TCA."),
        ("es", "Washington comunicó formalmente a Moscú que se retira del tratado INF."),
        ("it", "Washington ha notificato a Mosca il ritiro dal trattato Inf."),
        ("pt", "Os Estados Unidos notificaram formalmente a Rússia da retirada do tratado INF."),
    ],
)
def test_who_hands_over_the_notice_leaves_and_not_who_gets_it(language: str, text: str) -> None:
    assert stages(language, text) == {("US", Stage.NOTIFIED)}


def test_a_treaty_s_two_sides_do_not_both_leave_it() -> None:
    text = "È legge la denuncia dell'accordo russo-americano sul plutonio: il presidente l'ha promulgata."
    assert _told("it", text, "Putin cancella l'intesa sul plutonio") == {("RU", "signed_into_law")}


@pytest.mark.parametrize(
    ("language", "text", "others"),
    [
        (
            "es",
            "La participación turca en el tratado FACE queda suspendida. La misma medida tomaron Moldavia y Polonia.",
            set(),
        ),
        (
            "es",
            "La participación turca en el tratado FACE queda suspendida. Tomaron la misma medida Moldavia y Polonia.",
            {("MD", "suspended"), ("PL", "suspended")},
        ),
        ("es", "Turquía confirmó la suspensión del tratado FACE respecto de Polonia y la República Checa.", set()),
    ],
)
def test_who_took_the_same_measure_is_told_from_those_it_is_aimed_at(
    language: str, text: str, others: set[tuple[str, str]]
) -> None:
    assert _told(language, text) == {("TR", "suspended"), *others}


def test_what_one_would_do_otherwise_is_only_weighed() -> None:
    text = "Caso contrário, os americanos notificariam a retirada do tratado ABM, disse Bolton."
    assert stages("pt", text) == {("US", Stage.CONSIDERED)}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fr", "La Finlande s'interroge sur son maintien dans la Convention d'Ottawa.", ("FI", Stage.CONSIDERED)),
        (
            "es",
            "Noruega no seguirá los pasos de sus vecinos y se queda en la Convención de Ottawa.",
            ("NO", Stage.REJECTED),
        ),
        ("fr", "Donald Trump retire les Etats-Unis du traité Ciel ouvert.", ("US", Stage.GOVERNMENT_DECISION)),
        ("es", "Lituania consuma hoy su salida de la Convención de Ottawa.", ("LT", Stage.IN_EFFECT)),
        ("fr", "La Pologne cessera d'être liée par la Convention d'Ottawa le 20 mars.", ("PL", Stage.NOTIFIED)),
        ("it", "La Polonia cesserà di essere vincolata dal trattato di Ottawa il 20 marzo.", ("PL", Stage.NOTIFIED)),
        ("pt", "A Polónia deixará de estar vinculada à Convenção de Otava a 20 de março.", ("PL", Stage.NOTIFIED)),
        ("es", "El presidente lituano no descarta que se abandone el tratado de Ottawa.", ("LT", Stage.CONSIDERED)),
        ("sq", "SHBA-ja tërhiqet nga Traktati i Qiejve të Hapur.", ("US", Stage.GOVERNMENT_DECISION)),
    ],
)
def test_exits_in_the_words_of_reporters(language: str, text: str, told: tuple[str, Stage]) -> None:
    assert stages(language, text) == {told}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "es",
            "El Parlamento estonio aprobó salir de la Convención de Ottawa. Antes lo había hecho el letón.",
            {("EE", Stage.PARLIAMENT_APPROVED), ("LV", Stage.PARLIAMENT_APPROVED)},
        ),
        (
            "el",
            "Η Βουλή της Εσθονίας ενέκρινε την έξοδο από τη Συνθήκη της Οτάβα."
            " Είχαν προηγηθεί ανάλογες ψηφοφορίες στη Λετονία.",
            {("EE", Stage.PARLIAMENT_APPROVED), ("LV", Stage.PARLIAMENT_APPROVED)},
        ),
        (
            "fr",
            "La Pologne va sortir de la Convention d'Ottawa. La Finlande y songe aussi.",
            {("PL", Stage.GOVERNMENT_DECISION), ("FI", Stage.CONSIDERED)},
        ),
        (
            "it",
            "La Polonia uscirà dalla Convenzione di Ottawa. Anche la Finlandia ci pensa.",
            {("PL", Stage.GOVERNMENT_DECISION), ("FI", Stage.CONSIDERED)},
        ),
        (
            "es",
            "Polonia saldrá de la Convención de Ottawa. Noruega descarta seguir a Polonia fuera del tratado.",
            {("PL", Stage.GOVERNMENT_DECISION), ("NO", Stage.REJECTED)},
        ),
    ],
)
def test_what_others_did_or_think_of_is_told_by_a_word_that_stands_for_it(
    language: str, text: str, told: set[tuple[str, Stage]]
) -> None:
    assert stages(language, text) == told


def test_what_is_approved_of_mines_is_no_vote_on_the_exit_in_its_premise() -> None:
    text = (
        "Πράσινο φως για αγορά ναρκών κατά προσωπικού έδωσε η φινλανδική κυβέρνηση,"
        " αφού η χώρα έπαψε να δεσμεύεται από τη Συνθήκη της Οτάβα."
    )
    assert {stage for _, stage in stages("el", text)} == {Stage.PLANNED}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "fr",
            "Le président russe a promulgué une loi mettant fin à l'accord de 2000 sur l'élimination du plutonium.",
            ("RU", Stage.SIGNED_INTO_LAW),
        ),
        (
            "es",
            "El presidente estonio ratificó con su rúbrica la salida del tratado de Ottawa que votó el Parlamento.",
            ("EE", Stage.SIGNED_INTO_LAW),
        ),
    ],
)
def test_what_a_president_signs_is_law(language: str, text: str, told: tuple[str, Stage]) -> None:
    assert stages(language, text) == {told}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "it",
            "L'Italia non lascerà la Convenzione di Ottawa senza consultare gli alleati.",
            {("IT", Stage.CONSIDERED)},
        ),
        ("it", "L'Italia non lascerà la Convenzione di Ottawa.", {("IT", Stage.REJECTED)}),
        (
            "fr",
            "La Lituanie a quitté la convention d'Ottawa sans consulter ses alliés.",
            {("LT", Stage.IN_EFFECT)},
        ),
        (
            "fr",
            "Un projet de loi sur la sortie du TNP est en préparation en Iran, selon un député.",
            {("IR", Stage.CONSIDERED)},
        ),
        (
            "fr",
            "Le chef de l'Etat finlandais a approuvé le vote des députés pour quitter la convention d'Ottawa.",
            {("FI", Stage.SIGNED_INTO_LAW)},
        ),
        (
            "es",
            "Pyongyang se retira del convenio contra la proliferación de las armas nucleares.",
            {("KP", Stage.GOVERNMENT_DECISION)},
        ),
        ("es", "Rusia suspende el último tratado de desarme nuclear.", {("RU", Stage.SUSPENDED)}),
        ("it", "L'ultimo trattato di disarmo nucleare fu firmato da Obama.", set()),
        ("es", "Irán firmó un acuerdo contra la proliferación de armas nucleares.", set()),
        (
            "es",
            "Putin dejó en suspenso por decreto el compromiso de eliminar el plutonio militar.",
            {("RU", Stage.SUSPENDED)},
        ),
    ],
)
def test_what_is_not_done_without_more_and_treaties_told_by_what_they_do(
    language: str, text: str, told: set[tuple[str, Stage]]
) -> None:
    assert stages(language, text) == told
