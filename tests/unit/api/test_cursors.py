import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.cursors import decode_cursor, encode_cursor, int_position
from services.api.errors import BadCursor

POSITIONS = st.one_of(st.integers(0, 2**63 - 1), st.text(max_size=60))
QUERIES = st.dictionaries(st.text(max_size=8), st.one_of(st.none(), st.text(max_size=8), st.lists(st.text(max_size=4))))


@given(POSITIONS, QUERIES)
def test_a_cursor_comes_back_for_its_own_query_and_is_safe_in_an_address(
    position: int | str, query: dict[str, object]
) -> None:
    cursor = encode_cursor(position, listing="events", query=query)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", cursor)
    assert decode_cursor(cursor, listing="events", query=dict(reversed(query.items()))) == position


@given(POSITIONS)
def test_a_cursor_of_another_list_or_filter_is_refused(position: int | str) -> None:
    cursor = encode_cursor(position, listing="events", query={"country": ["PL"]})
    for listing, query in (("alerts", {"country": ["PL"]}), ("events", {"country": ["LT"]}), ("events", {})):
        with pytest.raises(BadCursor):
            decode_cursor(cursor, listing=listing, query=query)


@given(st.text())
def test_what_is_no_cursor_is_refused_and_never_crashes(text: str) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(text, listing="events", query={})


@pytest.mark.parametrize("position", ["name", -1, 2**63])
def test_a_list_that_counts_takes_only_numbers_that_a_database_can_hold(position: int | str) -> None:
    cursor = encode_cursor(position, listing="events", query={})
    with pytest.raises(BadCursor):
        int_position(cursor, listing="events", query={})
    assert int_position(None, listing="events", query={}) is None
