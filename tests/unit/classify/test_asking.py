"""Who asks for an exit, who refuses it, and whose turn comes next."""

from datetime import date

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import read

ASKED = (
    ("cs", "Sněmovní výbor pro obranu vyzval vládu, aby Ottawskou úmluvu vypověděla.", "CZ"),
    ("da", "Forsvarsudvalget i Prag opfordrer regeringen til at opsige Ottawa-konventionen.", "CZ"),
    ("de", "Der Verteidigungsausschuss in Prag drängt auf eine Kündigung des Ottawa-Übereinkommens.", "CZ"),
    ("en", "A parliamentary defence panel has called on the Czech government to quit the Ottawa Convention.", "CZ"),
    ("fi", "Ruotsin parlamentin puolustusvaliokunta vaatii hallitukselta eroa Ottawan sopimuksesta.", "SE"),
    (
        "it",
        "La commissione Difesa del parlamento ceco ha sollecitato il governo a lasciare la Convenzione di Ottawa.",
        "CZ",
    ),
    ("pl", "Komisja obrony czeskiego parlamentu zaapelowała do rządu o wypowiedzenie konwencji ottawskiej.", "CZ"),
    ("ru", "Комитет чешского парламента по обороне призвал правительство денонсировать Оттавскую конвенцию.", "CZ"),
    ("sv", "Försvarsutskottet i Prag uppmanar regeringen att säga upp Ottawakonventionen.", "CZ"),
)
NEXT = (
    (
        "de",
        "Seit Samstag ist Finnland kein Vertragsstaat der Ottawa-Konvention mehr. "
        "Für Polen läuft die Frist am 20. Februar ab.",
    ),
    (
        "es",
        "Finlandia dejó de pertenecer el sábado a la Convención de Ottawa. "
        "A Polonia le llegará el turno el 20 de febrero.",
    ),
    (
        "it",
        "Da sabato la Finlandia è fuori dalla Convenzione di Ottawa. Per la Polonia il termine scade il 20 febbraio.",
    ),
    (
        "nl",
        "Finland is sinds zaterdag geen partij meer bij het Verdrag van Ottawa. "
        "Voor Polen loopt de opzegtermijn op 20 februari af.",
    ),
    ("uk", "З суботи Фінляндія більше не є стороною Оттавської конвенції. Для Польщі строк спливає 20 лютого."),
)
ADJECTIVES = (
    ("bg", "Хърватският парламент подкрепи с 88 гласа излизането от Отавската конвенция.", "HR"),
    (
        "da",
        "Med 88 stemmer mod 41 har det kroatiske parlament givet grønt lys til at forlade Ottawa-konventionen.",
        "HR",
    ),
    ("es", "El Senado filipino aprobó retirarse de la Convención de Ottawa por 16 votos contra 7.", "PH"),
    ("no", "Det kroatiske parlamentet vedtok med 88 mot 41 stemmer å si opp Ottawa-konvensjonen.", "HR"),
    ("pl", "Chorwacki parlament stosunkiem głosów 88 do 41 zgodził się na wyjście z konwencji ottawskiej.", "HR"),
)


def _told(language: str, text: str) -> set[tuple[str, Stage]]:
    found = read("", text, language=language, published_on=date(2026, 1, 12)).findings
    return {(finding.country, finding.stage) for finding in found}


@pytest.mark.parametrize(("language", "text", "country"), ASKED)
def test_a_committee_that_asks_for_the_exit_recommends_it(language: str, text: str, country: str) -> None:
    assert _told(language, text) == {(country, Stage.RECOMMENDED)}


def test_a_committee_that_asks_for_a_study_has_only_raised_the_question() -> None:
    text = "The defence committee urged the Swedish government to study what leaving the Ottawa Convention would mean."
    assert _told("en", text) == {("SE", Stage.CONSIDERED)}


def test_what_a_committee_asked_for_does_not_outlive_the_refusal_that_opens_the_article() -> None:
    text = (
        "Sweden will not leave the Ottawa Convention, its prime minister said on Monday. "
        "The defence committee had urged the Swedish government to quit the Ottawa Convention."
    )
    assert _told("en", text) == {("SE", Stage.REJECTED)}


@pytest.mark.parametrize(("language", "text"), NEXT)
def test_the_state_whose_term_runs_out_on_a_later_day_has_notified(language: str, text: str) -> None:
    assert _told(language, text) == {("FI", Stage.IN_EFFECT), ("PL", Stage.NOTIFIED)}


def test_an_effect_in_six_months_lies_ahead() -> None:
    text = (
        "The United States submitted notice of its exit from the Open Skies Treaty; it becomes effective in six months."
    )
    assert _told("en", text) == {("US", Stage.NOTIFIED)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Ein Austritt Finnlands aus der Ottawa-Konvention ist nicht ausgeschlossen."),
        ("en", "Finland has not ruled out leaving the Ottawa Convention."),
        ("pl", "Finlandia nie wyklucza wyjścia z konwencji ottawskiej."),
        ("ru", "Финляндия не исключает выхода из Оттавской конвенции."),
        ("zh", "芬兰政府不排除退出《渥太华公约》。"),
    ],
)
def test_what_is_not_ruled_out_is_considered(language: str, text: str) -> None:
    assert _told(language, text) == {("FI", Stage.CONSIDERED)}


@pytest.mark.parametrize(("language", "text", "country"), ADJECTIVES)
def test_a_parliament_is_its_states_by_the_adjective_too(language: str, text: str, country: str) -> None:
    assert _told(language, text) == {(country, Stage.PARLIAMENT_APPROVED)}
