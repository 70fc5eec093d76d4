"""Text as it is compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.database.folding import folded, producer_key


@pytest.mark.parametrize("name", ["PGZ", "P.G.Z.", "pgz ", "Ｐ-G-Z"])
def test_spellings_of_one_maker_are_one(name: str) -> None:
    assert producer_key(name) == "pgz"


def test_makers_in_other_scripts_keep_their_letters() -> None:
    assert producer_key("Ковров-Мех") == "ковровмех"


@given(st.text(alphabet="aZäÄßяЯжłŁéÉñΣσ 1"))
def test_folding_forgets_case_in_every_script(text: str) -> None:
    assert folded(text.upper()) == folded(text) == folded(folded(text))
