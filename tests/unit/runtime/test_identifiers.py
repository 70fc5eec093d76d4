"""Identifiers that the same thing gets every time."""

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from services.runtime.identifiers import stable_id

PARTS = st.lists(st.text(), max_size=4)


@given(PARTS)
def test_an_id_is_its_prefix_and_24_hex_digits_and_always_the_same(parts: list[str]) -> None:
    assert re.fullmatch(r"evt_[0-9a-f]{24}", stable_id("evt", *parts))
    assert stable_id("evt", *parts) == stable_id("evt", *parts)


@given(PARTS, PARTS)
def test_different_parts_give_different_ids(some: list[str], other: list[str]) -> None:
    assume(some != other)
    assert stable_id("evt", *some) != stable_id("evt", *other)


@given(st.text(min_size=1), st.text())
def test_parts_never_run_together(left: str, right: str) -> None:
    assert stable_id("evt", left, right) != stable_id("evt", left + right)
    assert stable_id("evt", left[:-1], left[-1] + right) != stable_id("evt", left, right)
    assert stable_id("evt", left, f"{len(right)}:{right}") != stable_id("evt", left, right)


def test_ids_do_not_change_between_releases() -> None:
    """Stored rows carry them: the digest is that of the parts, each after its length in bytes."""
    # printf '7:finding1:4' | sha256sum
    assert stable_id("x", "finding", 4) == "x_" + _sha256("7:finding1:4")
    assert stable_id("x", "ż") == "x_" + _sha256("2:ż")


def _sha256(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()[:24]


def test_a_lone_surrogate_from_broken_input_is_no_obstacle() -> None:
    assert stable_id("x", "\ud800") != stable_id("x", "\ud801")
