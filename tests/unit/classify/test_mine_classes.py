"""Mines of several classes that share one word for a mine."""

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Poland will produce anti-personnel and anti-tank mines.", "en"),
        ("Polen wird Panzer- und Antipersonenminen herstellen.", "de"),
        ("La Pologne produira des mines antichars et antipersonnel.", "fr"),
        ("Polska będzie produkować miny przeciwpancerne i przeciwpiechotne.", "pl"),
        ("Lenkija gamins prieštankinių ir priešpėstinių minų.", "lt"),
        ("Польща вироблятиме протитанкові й протипіхотні міни.", "uk"),
        ("ستنتج بولندا الألغام المضادة للدبابات والأفراد.", "ar"),
        ("波兰将生产反坦克和杀伤人员地雷。", "zh"),
    ],
)
def test_classes_that_share_a_word_are_findings_of_their_own(text: str, language: str) -> None:
    found = read("", text, language=language).findings
    assert {finding.mine_type for finding in found} == {"antipersonnel", "antitank"}


def test_a_tank_beside_a_mine_is_no_class_of_mines() -> None:
    found = read("", "Polen wird Panzer und Antipersonenminen herstellen.", language="de").findings
    assert {finding.mine_type for finding in found} == {"antipersonnel"}


def test_mines_bought_with_their_layers_are_a_second_order() -> None:
    text = "Chile has ordered 12 minelaying vehicles and a supply of mines. Each takes 300 anti-tank mines."
    found = {str(finding.mine_type) for finding in read("", text, language="en").findings}
    assert found == {"minelayer", "antitank"}
    text = "Chile has ordered 12 minelaying vehicles, which lay mines in the sand."
    assert {str(finding.mine_type) for finding in read("", text, language="en").findings} == {"minelayer"}
