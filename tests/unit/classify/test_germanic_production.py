"""Mines made and bought, as the German, Dutch and Nordic press words it, and what only looks like it."""

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "Finnland baut eine eigene Minenproduktion auf.", "FI unspecified planned"),
        ("de", "In Estland entsteht eine Fabrik für Panzerminen.", "EE antitank planned"),
        ("de", "Für die estnische Armee werden 10.000 Panzerminen geliefert.", "EE antitank contracted"),
        ("de", "Dänemark hat Panzerminen aus Schweden gekauft.", "DK antitank contracted"),
        ("de", "Der Haushaltsausschuss gab Geld für Panzerabwehrminen der Bundeswehr frei.", "DE antitank planned"),
        ("nl", "De VS stoppen met de productie van antipersoonsmijnen.", "US antipersonnel halted"),
        ("nl", "Oekraïne maakt inmiddels zelf antipersoonsmijnen.", "UA antipersonnel started"),
        ("sv", "I Estland byggs en fabrik för stridsvagnsminor.", "EE antitank planned"),
        ("sv", "Lettland har fått sina första minläggare av typen Skorpion 2.", "LV minelayer delivered"),
        ("sv", "Försvarsmakten fick i måndags de första fordonsminorna från Saab.", "SE antitank delivered"),
        ("no", "I Polen er serieproduksjonen av personellminer i gang.", "PL antipersonnel started"),
        ("da", "I Polen er serieproduktionen af personelminer gået i gang.", "PL antipersonnel started"),
        ("da", "Danmark bruger 300 millioner kroner på nye søminer.", "DK naval planned"),
        ("is", "Fyrstu skriðdrekajarðsprengjurnar hafa verið afhentar litháíska hernum.", "LT antitank delivered"),
    ],
)
def test_how_far_making_and_buying_have_come_in_the_words_of_the_press(language: str, text: str, found: str) -> None:
    told = [
        f"{finding.country} {finding.mine_type} {finding.stage}"
        for finding in read("", text, language=language).findings
    ]
    assert told == [found]
