"""Whose turn is when."""

from hypothesis import given
from hypothesis import strategies as st

from services.ingest.due import Turns


def test_the_longest_overdue_comes_first_and_nobody_before_the_time() -> None:
    turns = Turns()
    for feed_id, at in (("b", 20.0), ("a", 10.0), ("c", 30.0)):
        turns.put(feed_id, at)
    assert turns.first() == 10
    assert [turns.take(25) for _ in range(3)] == ["a", "b", None]
    assert "c" in turns


def test_a_later_word_replaces_an_earlier_one_and_a_turn_can_be_taken_back() -> None:
    turns = Turns()
    turns.put("a", 10)
    turns.put("a", 50)
    turns.put("b", 20)
    turns.forget("b")
    assert (turns.first(), turns.take(49)) == (50, None)
    assert turns.take(50) == "a"
    assert turns.first() is None


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 20), st.booleans()), max_size=60))
def test_everybody_is_taken_once_at_the_time_said_last(words: list[tuple[str, int, bool]]) -> None:
    turns, said = Turns(), dict[str, int]()
    for feed_id, at, is_taken_back in words:
        turns.put(feed_id, at)
        said[feed_id] = at
        if is_taken_back:
            turns.forget(feed_id)
            del said[feed_id]
    taken = {}
    for now in range(21):
        while (taken_id := turns.take(now)) is not None:
            assert taken_id not in taken
            taken[taken_id] = now
    assert taken == said
