"""How far an exit has come, in the Nordic and Baltic languages."""

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        (
            "fi",
            "Hallituksen esitys Ottawan sopimuksen irtisanomisesta on nyt lausuttavana Suomessa.",
            "government_decision",
        ),
        (
            "fi",
            "Hallitus antoi esityksen, jolla Suomi irtisanoo Ottawan sopimuksen. Eduskunta äänestää siitä kesällä.",
            "government_decision",
        ),
        (
            "fi",
            "Tukholmassa puolustusvaliokunta kehottaa hallitusta aloittamaan eron rypäleammuskieltosopimuksesta. "
            "Kanta hyväksyttiin niukasti, eikä hallitus ole vielä vastannut.",
            "recommended",
        ),
        ("et", "Soome peaminister toetab väljumist Ottawa konventsioonist.", "considered"),
        ("lv", "Krievijas izstāšanās no Eiropas parasto bruņoto spēku līguma ir pabeigta.", "in_effect"),
        (
            "lv",
            "Saeimas dienaskārtībā iekļauts likumprojekts par pievienošanās atsaukšanu Otavas konvencijai.",
            "government_decision",
        ),
        (
            "lt",
            "Oslas sureagavo po to, kai Seimas ketvirtadienį nusprendė, kad Lietuva išstoja iš Otavos konvencijos.",
            "parliament_approved",
        ),
        (
            "is",
            "Litáíska þingið samþykkti að segja landið úr Ottawa-sáttmálanum um jarðsprengjur.",
            "parliament_approved",
        ),
    ],
)
def test_how_far_an_exit_has_come(language: str, text: str, stage: str) -> None:
    assert {finding.stage.value for finding in read("", text, language=language).findings} == {stage}


@pytest.mark.parametrize(
    ("language", "sentence", "stage"),
    [
        ("fi", "Ministeriön muistion mukaan Suomen ei pidä erota Ottawan sopimuksesta.", "opposed"),
        ("no", "Norge bør ikke trekke seg fra Ottawa-konvensjonen, skriver komiteen i en uttalelse.", "opposed"),
        (
            "fi",
            "Puolustusvaliokunta sai työnsä valmiiksi ja asettui Ottawan sopimuksesta eroamisen taakse.",
            "recommended",
        ),
        ("fi", "Eduskunta hyväksyi hallituksen esityksen Ottawan sopimuksesta irtautumisesta.", "parliament_approved"),
        ("fi", "Suomi on maanantaista alkaen vapautettu Ottawan sopimuksen velvoitteista.", "in_effect"),
        (
            "et",
            "President Karis andis reedel heakskiidu Ottawa konventsioonist väljumise seadusele.",
            "signed_into_law",
        ),
        ("lt", "Prezidentas Nausėda pasirašė dekretą denonsuoti Otavos konvenciją.", "government_decision"),
        ("lt", "Ministras nemato jokios priežasties Lietuvai trauktis iš Otavos konvencijos.", "rejected"),
        ("lv", "Ministrs neredz nekādas vajadzības Latvijai izstāties no Otavas konvencijas.", "rejected"),
        ("lv", "Deputāti uzskata, ka Latvijai jāizstājas no Otavas konvencijas.", "considered"),
        ("et", "Eestis kogutakse allkirju Ottawa konventsioonist lahkumiseks.", "considered"),
        ("sv", "Riksdagens utrikesutskott stöder att Finland lämnar Ottawakonventionen.", "recommended"),
        ("is", "Finnar tilkynntu Sameinuðu þjóðunum að þeir segðu sig frá Ottawa-sáttmálanum.", "notified"),
        ("et", "Teisipäeval lõppes Venemaa tavarelvastusleppest väljaastumise protseduur.", "in_effect"),
        (
            "is",
            "Íranska þingið samþykkti að Íran segi sig frá samningnum um takmörkun á útbreiðslu kjarnavopna.",
            "parliament_approved",
        ),
        ("da", "Regeringen vil undersøge, om Danmark skal træde ud af Ottawa-konventionen.", "considered"),
        ("lv", "Lietuvas premjers atbalsta atteikšanos no Otavas konvencijas.", "considered"),
        (
            "lt",
            "Gynybos taryba ir vyriausybė pritarė ministerijos siūlymui trauktis iš Otavos konvencijos.",
            "government_decision",
        ),
        (
            "is",
            "Pútín undirritaði lög um að Rússar dragi til baka fullgildingu á tilraunabanni.",
            "signed_into_law",
        ),
    ],
)
def test_northern_and_baltic_words_tell_how_far_an_exit_has_come(language: str, sentence: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", sentence, language=language).findings] == [stage]


def test_a_like_step_told_in_a_clause_of_its_own_takes_no_vote_of_the_other_clause() -> None:
    text = "Parlamentet i Litauen har vedtatt å forlate Ottawa-konvensjonen. "
    text += "Latvias utmelding ble vedtatt av parlamentet i april, mens Polen har varslet det samme."
    found = {finding.country: finding.stage.value for finding in read("", text, language="no").findings}
    assert found == {"LT": "parliament_approved", "LV": "parliament_approved", "PL": "government_decision"}
