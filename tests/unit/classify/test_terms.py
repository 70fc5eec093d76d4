import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classify.coverage import without_covered
from services.classify.normalise import normalise
from services.classify.terms import BadTerm, TermTree, expand


def _found(tree: TermTree, text: str) -> list[tuple[str, str]]:
    return [(mention.kind, text[mention.start : mention.end]) for mention in tree.find(normalise(text))]


def _tree(*terms: str, kind: str = "sign", has_word_boundaries: bool = True) -> TermTree:
    tree = TermTree(has_word_boundaries)
    tree.add(kind, "", terms)
    return tree


def test_a_term_is_a_whole_word() -> None:
    assert _found(_tree("mine"), "a mine, a minefield and the mines") == [("sign", "mine")]


def test_a_star_stands_for_any_ending() -> None:
    assert _found(_tree("withdr*"), "withdrew withdrawal with") == [("sign", "withdrew"), ("sign", "withdrawal")]


def test_braces_stand_for_either() -> None:
    assert set(expand("{anti-,}person{nel,}")) == {"anti-personnel", "anti-person", "personnel", "person"}


def test_a_gap_spans_up_to_four_words_and_no_mark_or_line_end() -> None:
    tree = _tree("pull .. out")
    assert _found(tree, "pull his country right out now") == [("sign", "pull his country right out")]
    assert _found(tree, "pull it, then out") == []
    assert _found(tree, "pull one two three four five out") == []
    assert _found(tree, "they pull\nout of line") == []


def test_the_day_of_a_month_is_one_word_of_a_gap_with_its_name() -> None:
    tree = _tree("steps .. out")
    assert _found(tree, "steps on the 6. march 2025 out")
    assert not _found(tree, "steps in 2025. march is out")


def test_a_space_matches_a_hyphen_and_a_line_end() -> None:
    assert [words for _, words in _found(_tree("mine ban"), "mine-ban mine\nban")] == ["mine-ban", "mine\nban"]


def test_a_name_must_stand_with_a_capital_where_the_term_says_so() -> None:
    assert _found(_tree("^Turkey"), "roast turkey in Turkey") == [("sign", "Turkey")]


def test_without_word_boundaries_a_term_is_found_inside() -> None:
    assert _found(_tree("地雷", has_word_boundaries=False), "対人地雷禁止") == [("sign", "地雷")]


@pytest.mark.parametrize("term", ["{a", "a}", "..", ".. a", "a ..", "*", "a*b", ""])
def test_a_term_that_cannot_match_is_refused(term: str) -> None:
    with pytest.raises(BadTerm):
        _tree(term)


def test_a_longer_name_covers_its_parts_and_a_trap_covers_what_it_masks() -> None:
    tree = TermTree()
    tree.add("treaty", "ottawa", ["Ottawa Convention"])
    tree.add("state", "CA", ["Ottawa"])
    tree.add("mask", "", ["minecraft server"])
    tree.add("making.noun", "make", ["server"])
    tree.add("gear", "", ["mine detector"])
    tree.add("mine", "bare", ["mine"])
    text = "Ottawa Convention, minecraft server, mine detector"
    assert [mention.kind for mention in without_covered(tree.find(normalise(text)))] == ["treaty", "gear"]


@given(st.text(max_size=200))
def test_finding_never_reaches_past_the_text(text: str) -> None:
    plain = normalise(text)
    tree = _tree("a*", "b .. c*", "1 2")
    assert all(0 <= m.start < m.end <= len(plain.text) for m in tree.find(plain))
