"""Words that mean the home state of a language, unless they are said of another."""

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "text", "state"),
    [
        ("fi", "Puolustusvoimat tilasi kotimaiselta yhtiöltä jalkaväkimiinoja.", "FI"),
        ("fi", "Viron puolustusvoimat sai ensimmäiset panssarimiinat.", "EE"),
        ("fi", "Intian maavoimat tilasi kotimaiselta yhtiöltä jalkaväkimiinoja.", "IN"),
        ("et", "Kaitsevägi tellis kodumaiselt ettevõttelt tankimiine.", "EE"),
        ("et", "Läti kaitsevägi tellis tankimiine.", "LV"),
        ("lt", "JAV kariuomenė užsakė naujų prieštankinių minų.", "US"),
        ("lv", "ASV armija pasūtījusi jaunas prettanku mīnas.", "US"),
    ],
)
def test_forces_and_domestic_firms_are_those_of_the_state_beside_them(language: str, text: str, state: str) -> None:
    assert {finding.country for finding in read("", text, language=language).findings} == {state}
