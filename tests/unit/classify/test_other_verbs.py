"""Mines that another verb of the sentence takes, or a clause about them."""

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Latvia has ordered anti-tank mines and will buy anti-personnel mines, the minister said."),
        ("de", "Lettland hat Panzerminen bestellt und will auch Schützenminen kaufen."),
        ("pl", "Łotwa zamówiła miny przeciwpancerne i zamierza kupić miny przeciwpiechotne."),
        ("fi", "Latvia on tilannut panssarimiinoja ja aikoo hankkia myös jalkaväkimiinoja."),
        ("et", "Läti tellis tankimiine ja kavatseb osta jalaväemiine."),
        ("lt", "Latvija užsakė prieštankinių minų ir ketina pirkti priešpėstinių minų."),
        ("tr", "Letonya tanksavar mayını sipariş etti ve anti-personel mayın almayı planlıyor."),
    ],
)
def test_each_verb_takes_its_own_mines(language: str, text: str) -> None:
    found = {finding.mine_type: finding.stage.value for finding in read("", text, language=language).findings}
    assert {str(mine): stage for mine, stage in found.items()} == {"antitank": "contracted", "antipersonnel": "planned"}


@pytest.mark.parametrize(
    ("language", "text", "stages"),
    [
        (
            "en",
            "Ukraine's navy has adopted a new sea mine, which is already mass-produced in the country.",
            ["started"],
        ),
        ("pl", "Ukraina pokazała nową minę morską, która jest już produkowana seryjnie.", ["started"]),
        ("fi", "Ukraina on ottanut käyttöön kotimaisen merimiinan, jota valmistetaan jo sarjatyönä.", ["started"]),
        ("en", "Sappers found sea mines, which are produced in Russia, and destroyed them.", []),
        ("en", "Troops lay anti-tank mines, which are made in Russia.", []),
    ],
)
def test_a_clause_about_mines_may_tell_that_they_are_made(language: str, text: str, stages: list[str]) -> None:
    assert [finding.stage.value for finding in read("", text, language=language).findings] == stages
