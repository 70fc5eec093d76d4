import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from services.classify.normalise import normalise
from services.classify.patterns import alternation, is_acronym, without_implied
from services.classify.terms import TermTree


def _is_found(term: str, text: str, *, has_word_boundaries: bool = True) -> bool:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    pattern = alternation([term], has_word_boundaries=has_word_boundaries)
    return re2.compile(pattern, options).search(text.encode()) is not None


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("land mine", "LAND-MINE"),
        ("landmin*", "Landminen."),
        ("{anti-,}personnel mine", "anti\u2011personnel\u00a0mine"),
        ("mine {ban,} treaty", "mine treaty"),
        ("ban .. landmines", "banning nothing but landmines"),
        ("traité d'ottawa", "TRAITÉ D\u2019OTTAWA"),
        ("оттавск* конвенц*", "Оттавская конвенция"),
        ("^NPT", "(NPT)"),
        ("mayın", "MAYIN mayın"),
        ("σύμβαση", "Σύμβαση"),
    ],
)
def test_a_term_is_found_in_the_bytes_as_they_came(term: str, text: str) -> None:
    assert _is_found(term, text)


@pytest.mark.parametrize(("term", "text"), [("mine", "miner"), ("mine", "undermine"), ("^NPT", "npt"), ("a b", "a, b")])
def test_another_word_is_not(term: str, text: str) -> None:
    assert not _is_found(term, text)


def test_without_word_boundaries_a_term_is_found_inside() -> None:
    assert _is_found("地雷", "対人地雷禁止", has_word_boundaries=False)


def test_only_words_in_capitals_throughout_are_acronyms() -> None:
    assert [term for term in ("^NPT", "^Rada", "NPT", "^X", "^U.S.") if is_acronym(term)] == ["^NPT", "^U.S."]


def test_a_term_that_holds_another_is_left_out() -> None:
    assert without_implied(["mine", "mine ban", "{mine,pit} ban", "land*", "landmine ban"]) == [
        "mine",
        "{mine,pit} ban",
        "land*",
    ]


LETTERS = st.text(alphabet="abcéλшı'- ", min_size=1, max_size=8).filter(lambda text: text.strip("'- ") != "")


@given(words=LETTERS, around=st.text(alphabet="abcéλшı'- .,", max_size=12))
def test_what_the_tree_finds_the_pattern_finds(words: str, around: str) -> None:
    tree = TermTree()
    tree.add("sign", "", [words])
    for text in (f"{around} {words}", f"{words} {around}", f"{around}{words}{around}".upper()):
        if tree.find(normalise(text)):
            assert _is_found(words, text)
