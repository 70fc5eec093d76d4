"""States that a sentence only counts, and how many of those named before they are."""

from datetime import date

import pytest

from tests.support.by_rules import read

_DAY = date(2025, 3, 20)


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "en",
            "In solidarity with Estonia, Lithuania and Poland, the ministry proposes that Latvia leave the Ottawa "
            "Convention. The four defence ministers agreed to recommend this.",
            {"EE", "LT", "PL", "LV"},
        ),
        ("en", "Finland and Poland are worried. Both have decided to leave the Ottawa Convention.", {"FI", "PL"}),
        (
            "de",
            "Estland, Lettland und Litauen sorgen sich. Alle drei haben beschlossen, das Ottawa-Abkommen zu verlassen.",
            {"EE", "LV", "LT"},
        ),
        (
            "pl",
            "Polska i Litwa są zaniepokojone. Oba kraje zdecydowały o wyjściu z konwencji ottawskiej.",
            {"PL", "LT"},
        ),
        (
            "sr",
            "Finska i Litvanija su zabrinute. Obe zemlje su najavile povlačenje iz Otavske konvencije.",
            {"FI", "LT"},
        ),
        (
            "mk",
            "Полска и Литванија се загрижени. Двете земји одлучија да излезат од Отавската конвенција.",
            {"PL", "LT"},
        ),
        (
            "be",
            "Польшча і Літва занепакоеныя. Абедзве краіны вырашылі выйсці з Атаўскай канвенцыі.",
            {"PL", "LT"},
        ),
    ],
)
def test_states_that_are_only_counted_are_those_named_before(language: str, text: str, told: set[str]) -> None:
    found = read("", text, language=language, published_on=_DAY).findings
    assert {finding.country for finding in found} == told


def test_a_count_that_fits_none_named_before_stands_for_nobody() -> None:
    text = "Finland and Poland are worried. All five have decided to leave the Ottawa Convention."
    found = read("", text, language="en", published_on=_DAY).findings
    assert {finding.country for finding in found} <= {"FI", "PL"}
