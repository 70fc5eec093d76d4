import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sk", "USA dodajú Ukrajine protipechotné míny, potvrdil minister."),
        ("hr", "SAD će Ukrajini isporučiti protupješačke mine, rekao je dužnosnik."),
        ("bg", "САЩ ще доставят на Украйна противопехотни мини, съобщи вестник."),
        ("de", "Biden erlaubt die Lieferung von Antipersonenminen an die Ukraine."),
        ("fr", "Les États-Unis vont livrer des mines antipersonnel à l'Ukraine."),
    ],
)
def test_mines_that_a_state_gives_another_from_its_stocks_are_neither_made_nor_bought(language: str, text: str) -> None:
    assert read("", text, language=language).findings == ()


@pytest.mark.parametrize(
    ("language", "text", "country"),
    [
        ("pl", "Wojsko Polskie odebrało nowe miny przeciwpancerne, które mają powstrzymać Rosję.", "PL"),
        ("cs", "Litva převzala od finské firmy protitankové miny.", "LT"),
    ],
)
def test_mines_that_come_from_a_maker_are_bought(language: str, text: str, country: str) -> None:
    assert [finding.country for finding in read("", text, language=language).findings] == [country]
