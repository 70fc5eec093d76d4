"""Nordic and Baltic news in the words that reporters use."""

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
