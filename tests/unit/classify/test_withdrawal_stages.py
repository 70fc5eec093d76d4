"""How far an exit has come, in the Germanic, Romance and other western languages."""

from datetime import date

import pytest

from tests.support.by_rules import read


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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Deutschland und die USA setzen den KSE-Vertrag nun ihrerseits aus.",
            dict.fromkeys(("DE", "US"), "suspended"),
        ),
        ("Ankara legt den KSE-Vertrag still.", {"TR": "suspended"}),
        ("Der Rücktritt Moskaus vom KSE-Vertrag ist seit Dienstag rechtswirksam.", {"RU": "in_effect"}),
        (
            "Die Saeima hat den von der Regierung gefassten Beschluss gebilligt, das Ottawa-Übereinkommen zu kündigen.",
            {"LV": "parliament_approved"},
        ),
        (
            "Der litauische Präsident hat den Parlamentsbeschluss zur Kündigung des Streumunitionsverbots bestätigt. "
            "In Kraft tritt der Schritt ein halbes Jahr, nachdem die Notifikation eingegangen ist.",
            {"LT": "signed_into_law"},
        ),
    ],
)
def test_german_steps_keep_to_who_took_them(text: str, told: dict[str, str]) -> None:
    found = read("", text, language="de").findings
    assert {finding.country: finding.stage.value for finding in found} == told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quitting the NPT is nowhere on Egypt's agenda, a spokesman said.", "rejected"),
        ("Egypt has no intention of dropping the nuclear non-proliferation treaty.", "rejected"),
        ("If the talks fail, Egypt would have no choice but to leave the NPT.", "considered"),
        ("Should the talks fail, Egypt will leave the NPT, its minister warned.", "considered"),
        ("Egyptian lawmakers are drafting a bill to quit the NPT.", "considered"),
        ("Egyptian lawmakers on Monday backed the bill to leave the NPT in its first reading.", "government_decision"),
        ("Egypt's foreign and defence ministers urged their government to leave the NPT.", "recommended"),
        ("The procedure by which Egypt leaves the NPT was completed at midnight.", "in_effect"),
        ("Egypt had finished the procedure of leaving the NPT by Monday.", "in_effect"),
        ("Egypt's decision to quit the NPT entered into force today.", "in_effect"),
        ("A petition that wants Egypt out of the NPT reached lawmakers on Monday.", "considered"),
        ("Experts hope that Egypt's exit from the NPT, which took effect last week, can be undone.", "in_effect"),
    ],
)
def test_how_far_an_exit_has_come_in_english_news(text: str, expected: str) -> None:
    found = read("", text, language="en", published_on=date(2026, 5, 4)).findings
    assert [(finding.country, finding.stage.value) for finding in found] == [("EG", expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moldova's parliament adopted the bill that suspends the CFE Treaty.", "parliament_approved"),
        (
            "Moldova's president signed the law that suspends the CFE Treaty. Parliament had adopted the bill.",
            "suspended",
        ),
        ("Moldova has suspended the CFE Treaty.", "suspended"),
        ("Turkey no longer applies the CFE Treaty, its foreign ministry says.", "suspended"),
        ("The United States is no longer in the ABM Treaty.", "in_effect"),
        ("Senators introduced a short bill. It would have the United States withdraw from New START.", "considered"),
        (
            "The government met on Monday. It would have the United States withdraw from New START.",
            "government_decision",
        ),
        ("North Korea reversed its decision to leave the Non-Proliferation Treaty.", "rejected"),
        ("North Korea is suspending its withdrawal from the Non-Proliferation Treaty.", "rejected"),
        ("Zelensky signed a decree on Ukraine's withdrawal from the Ottawa Convention.", "government_decision"),
        ("Zelensky signed the law on Ukraine's withdrawal from the Ottawa Convention.", "signed_into_law"),
        ("The United States halted its obligations under the INF Treaty.", "suspended"),
        ("Greece is weighing its membership in the Ottawa Treaty, a paper reports.", "considered"),
        (
            "The Polish Senate passed without amendments the bill on leaving the Ottawa Convention.",
            "parliament_approved",
        ),
        ("European states regret the US pullout from the Open Skies Treaty.", "government_decision"),
        ("Tehran's ministers are opposed to leaving the Non-Proliferation Treaty.", "opposed"),
        ("Poland would no longer observe the Ottawa Convention, its minister announced.", "government_decision"),
        (
            "Iranian lawmakers have tabled a bill that would oblige the government to leave the NPT.",
            "considered",
        ),
        ("The Iranian government has tabled a bill on leaving the NPT, a lawmaker said.", "government_decision"),
        ("Switzerland's Senate voted in favour of a motion to leave the Ottawa Convention.", "parliament_approved"),
        ("Russia has halted the plutonium disposal accord with the United States.", "suspended"),
        ("Iran's decision on leaving the NPT rests with its highest council.", "considered"),
        ("Leaving the Ottawa Convention would harm Finland, its minister said.", "considered"),
        ("Several diplomats want Finland to withdraw from the Ottawa Convention.", "considered"),
        (
            "Should sanctions return in the autumn or inspectors stay away, Iran will withdraw from the NPT.",
            "considered",
        ),
    ],
)
def test_votes_bills_reversals_and_wishes_have_their_own_steps(text: str, expected: str) -> None:
    found = read("", text, language="en", published_on=date(2025, 4, 3)).findings
    assert [finding.stage.value for finding in found] == [expected]


def test_an_exit_told_as_what_came_before_is_over() -> None:
    title = "Turkey suspends implementation of CFE treaty after Russia's exit"
    found = read(title, "Ankara suspends the CFE treaty, its foreign ministry says.", language="en").findings
    assert {(finding.country, finding.stage.value) for finding in found} == {("TR", "suspended"), ("RU", "in_effect")}


def test_the_law_that_one_president_signs_is_not_the_exit_of_the_state_named_before() -> None:
    text = (
        "Russia is leaving the Treaty on Open Skies. Moscow began after Washington had announced its own withdrawal, "
        "and President Vladimir Putin signed the law on June 7."
    )
    found = read("", text, language="en", published_on=date(2021, 8, 6)).findings
    assert ("US", "signed_into_law") not in {(finding.country, finding.stage.value) for finding in found}


def test_that_no_state_ever_left_before_denies_no_exit() -> None:
    text = (
        "Lithuania's withdrawal from the Convention on Cluster Munitions took effect on Thursday. It is unprecedented, "
        "as no state has ever denounced such a treaty."
    )
    found = read("", text, language="en", published_on=date(2025, 3, 6)).findings
    assert [(finding.country, finding.stage.value) for finding in found] == [("LT", "in_effect")]


def test_the_vote_of_last_year_is_no_news_beside_the_exit() -> None:
    text = (
        "Lithuania has withdrawn from the Convention on Cluster Munitions. The Seimas voted to leave this convention "
        "in July of last year."
    )
    found = read("", text, language="en", published_on=date(2025, 3, 6)).findings
    assert [(finding.country, finding.stage.value) for finding in found] == [("LT", "in_effect")]


def test_the_papers_of_a_withdrawal_are_from_the_treaty_that_is_named_next() -> None:
    text = (
        "Latvia's envoy in New York handed over the instrument of withdrawal on Friday. The Ottawa Convention has "
        "more than 160 members."
    )
    found = read("", text, language="en", published_on=date(2025, 6, 27)).findings
    assert [(finding.country, finding.stage.value) for finding in found] == [("LV", "notified")]


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        ("en", "The Ottawa Convention was denounced by the Estonian parliament on Wednesday.", "parliament_approved"),
        ("fr", "La convention d'Ottawa a été dénoncée par le Parlement estonien mercredi.", "parliament_approved"),
        ("pl", "Konwencja ottawska została wypowiedziana przez estoński parlament w środę.", "parliament_approved"),
        ("ru", "Оттавская конвенция денонсирована парламентом Эстонии.", "parliament_approved"),
        ("en", "The Ottawa Convention was denounced by Estonia on Wednesday, its parliament told.", "in_effect"),
    ],
)
def test_a_parliament_by_which_a_treaty_is_denounced_has_voted(language: str, text: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", text, language=language).findings] == [stage]
