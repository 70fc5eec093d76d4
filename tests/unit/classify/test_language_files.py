"""Every language file is whole: its terms can be matched, its names are known, its calendar is a year."""

import pytest

from services.classify.language_data import language, language_codes
from services.classify.lexicon import lexicon
from services.classify.normalise import normalise
from services.reference.countries import country_name
from services.reference.treaties import all_treaties

FIXED_TREATIES = {"ottawa", "ccm", "npt", "ctbt", "inf", "new_start", "open_skies", "cfe", "pmda", "att"}


@pytest.mark.parametrize("code", language_codes())
def test_a_language_file_is_complete(code: str) -> None:
    data = language(code)
    assert data.code == code
    assert set(data.treaties) >= FIXED_TREATIES
    assert set(data.treaties) <= {treaty.id for treaty in all_treaties()}
    assert all(country_name(state) for state in (*data.states, *data.parliaments))
    assert all(terms for terms in (*data.mines.values(), *data.treaties.values(), *data.states.values()))


@pytest.mark.parametrize("code", language_codes())
def test_every_term_of_a_language_file_can_be_matched(code: str) -> None:
    assert lexicon(code).terms.root


@pytest.mark.parametrize(
    ("code", "text", "kinds"),
    [
        ("en", "Poland withdrew from the Ottawa Convention", {"state", "exit.past", "treaty"}),
        ("pl", "Polska wycofała się z konwencji ottawskiej", {"state", "exit.past", "treaty"}),
    ],
)
def test_the_words_of_a_language_become_signs(code: str, text: str, kinds: set[str]) -> None:
    assert kinds <= {mention.kind for mention in lexicon(code).mentions(normalise(text))}
