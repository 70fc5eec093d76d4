"""Names in Latin letters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.classify.romanise import romanised


@pytest.mark.parametrize(
    ("name", "language", "latin"),
    [
        ("Искра", "ru", "Iskra"),
        ("Понтика Дифенс", "bg", "Pontika Difens"),
        ("Сталеве серце", "uk", "Staleve sertse"),
        ("Слобода Чачак", "sr", "Sloboda Čačak"),
        ("Ποσειδών", "el", "Poseidon"),
        ("ბელმა", "ka", "Belma"),
        ("Kuutera Arms", "et", "Kuutera Arms"),
        ("シグナ", "ja", "シグナ"),
    ],
)
def test_scripts_that_spell_their_vowels_become_latin(name: str, language: str, latin: str) -> None:
    assert romanised(name, language) == latin


@settings(max_examples=50)
@given(st.text(max_size=30), st.sampled_from(["ru", "uk", "el", "ka", "en"]))
def test_any_text_has_a_latin_form_and_it_stays(name: str, language: str) -> None:
    once = romanised(name, language)
    assert romanised(once, "en") == once or any(letter.isalpha() and not letter.isascii() for letter in once)
