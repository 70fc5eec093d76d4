"""States by CLDR's names and by their capitals."""

import pytest

from services.classify.lexicon import lexicon
from services.classify.normalise import normalise


def states(code: str, text: str) -> set[str]:
    return {mention.value for mention in lexicon(code).mentions(normalise(text)) if mention.kind == "state"}


@pytest.mark.parametrize(
    ("code", "text", "state"),
    [
        ("fr", "les dirigeants du Burkina Faso", "BF"),
        ("pl", "rząd Kambodży", "KH"),
        ("zh", "秘鲁政府", "PE"),
        ("cs", "Atény mlčí", "GR"),
        ("ja", "ヘルシンキは", "FI"),
        ("ru", "в Афинах", "GR"),
    ],
)
def test_states_without_an_entry_of_their_own_are_known(code: str, text: str, state: str) -> None:
    assert state in states(code, text)


@pytest.mark.parametrize(("code", "text", "state"), [("en", "Nigerian soldiers", "NE"), ("ar", "دعم مالي", "ML")])
def test_a_name_inside_another_word_is_no_state(code: str, text: str, state: str) -> None:
    assert state not in states(code, text)


def test_dependent_territories_are_no_parties() -> None:
    assert states("de", "Grönland und Gibraltar") == set()
