"""Steps told in looser words than the law's: in reported speech, in two parts, a stage ahead."""

from datetime import date

import pytest

from services.classify.reading import read
from services.contracts.vocabulary import Stage


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Nachdem die USA gegangen sind, steigt nun auch Russland aus dem Open-Skies-Vertrag aus.", {"RU"}),
        ("Präsident Putin kündigte an, Russlands Teilnahme am New-Start-Vertrag mit den USA auszusetzen.", {"RU"}),
    ],
)
def test_the_state_between_the_parts_of_a_verb_acts_and_a_treaty_s_other_side_does_not(
    sentence: str, told: set[str]
) -> None:
    assert {finding.country for finding in read("", sentence, language="de").findings} == told


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        (
            "Litauen hat die Ottawa-Konvention verlassen. Der Seimas stimmte mit großer Mehrheit zu.",
            "parliament_approved",
        ),
        ("Litauen hat die Ottawa-Konvention verlassen. Der Austritt wurde am Samstag wirksam.", "in_effect"),
        ("Der Iran habe genug und scheide aus dem Atomwaffensperrvertrag aus, hieß es.", "government_decision"),
        ("Das finnische Parlament stimmte dafür, den Ottawa-Vertrag aufzukündigen.", "parliament_approved"),
        (
            "Litauen will die Ottawa-Konvention verlassen, die Berater der Regierung bereiteten es vor.",
            "government_decision",
        ),
        (
            "Der Iran droht, den Atomwaffensperrvertrag zu kündigen. Bereits 1993 war Nordkorea ausgetreten.",
            "considered",
        ),
    ],
)
def test_a_loose_word_for_leaving_gives_way_to_the_step_that_is_told(text: str, stage: str) -> None:
    assert read("", text, language="de").findings[0].stage.value == stage


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
