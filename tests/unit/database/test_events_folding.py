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


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("Zakłady Mechaniczne w Łodzi", "zaklady mechaniczne w lodzi"),
        ("Põhja-Eesti, Rīga, Žemaitija", "pohja-eesti, riga, zemaitija"),
        ("Ærø", "aero"),
        ("İSTANBUL ve Iğdır", "istanbul ve igdir"),
        ("Straße", "STRASSE"),
        ("Σύμβαση", "ΣΥΜΒΑΣΗ"),
        ("أُلغيت الأَلغام", "الغيت الالغام"),
        ("ﾘﾄｱﾆｱ", "リトアニア"),
        ("two  words\n here", "Two words here"),
    ],
)
def test_what_is_typed_without_accents_or_case_is_what_is_said(said: str, typed: str) -> None:
    assert folded(said) == folded(typed)


@pytest.mark.parametrize(("one", "other"), [("かき", "がき"), ("ทุน", "ทุ่น"), ("कम", "काम")])
def test_marks_that_make_another_word_stay(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
