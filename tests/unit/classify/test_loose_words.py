"""Steps told in looser words than the law's: in reported speech, in two parts, a stage ahead."""

from datetime import date

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import read


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


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        ("fr", "La Finlande a voté le retrait de la convention d'Ottawa; le président devra encore signer.", None),
        ("fr", "La Russie a révoqué sa ratification du TICE, par une loi signée par Poutine.", "signed_into_law"),
        (
            "nl",
            "Het parlement van Letland stemde voor het vertrek uit het landmijnenverdrag. De opzegging zal zes maanden "
            "nadat Letland de Verenigde Naties op de hoogte heeft gesteld van kracht worden.",
            "parliament_approved",
        ),
        ("el", "Η Ρωσία διακόπτει τη συμμετοχή της στη συνθήκη New START.", "suspended"),
        (
            "el",
            "Η Ουκρανία αποφάσισε την αποχώρηση από τη Συνθήκη της Οτάβα. Πρέπει ακόμη να ενημερώσει τον ΟΗΕ.",
            "government_decision",
        ),
    ],
)
def test_a_step_that_only_lies_ahead_is_not_told_as_done(language: str, text: str, stage: str | None) -> None:
    told = {finding.stage.value for finding in read("", text, language=language).findings}
    assert told == {stage} if stage else not told & {"signed_into_law", "notified", "in_effect"}


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


def test_the_swiss_government_is_not_the_german_chamber() -> None:
    text = (
        "Der Bundesrat der Schweiz soll das Ottawa-Übereinkommen nicht kündigen, der Nationalrat lehnte die Motion ab."
    )
    assert {finding.country for finding in read("", text, language="de").findings} == {"CH"}


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        (
            "de",
            "Die Regierung in Vilnius billigte den Gesetzentwurf zum Austritt aus dem Streubombenvertrag, der "
            "dem Parlament nun übergeben wird. Auch der Präsident müsste dem Schritt noch zustimmen.",
            "government_decision",
        ),
        (
            "de",
            "Am Freitag billigte die litauische Regierung den Vorschlag, aus der Ottawa-Konvention auszutreten.",
            "government_decision",
        ),
        ("de", "Litauen hat den Austritt aus dem Ottawa-Übereinkommen abgeschlossen.", "in_effect"),
        ("de", "Mehrere Unionspolitiker sprechen sich für den Austritt Deutschlands aus dem Ottawa-Vertrag aus.", None),
        ("fr", "L'Iran prépare un projet de loi qui permettrait de sortir du TNP.", "considered"),
        ("fr", "La loi iranienne sur le retrait du TNP est en cours de rédaction.", "considered"),
    ],
)
def test_drafts_and_consents_to_come_are_no_steps_done(language: str, text: str, stage: str | None) -> None:
    assert {finding.stage.value for finding in read("", text, language=language).findings} == {stage or "considered"}


def test_talks_that_are_broken_off_are_no_treaty() -> None:
    text = "L'Iran envisage de quitter le TNP. Suit la suspension de toute négociation avec Paris et Berlin."
    assert {finding.country for finding in read("", text, language="fr").findings} == {"IR"}


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
