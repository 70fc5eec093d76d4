"""Which texts are nearly the same."""

import random
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from services.store.likeness import HELD_FROM, Signature, alike, letters_of, signature_of

WORDS = [
    "border",
    "notice",
    "treaty",
    "minister",
    "forest",
    "morning",
    "officer",
    "river",
    "winter",
    "harbour",
    "question",
    "answer",
    "village",
    "bridge",
    "soldier",
    "letter",
    "council",
    "summer",
]


def story(seed: int, sentences: int = 14) -> list[str]:
    chance = random.Random(seed)
    return [
        " ".join(chance.choice(WORDS) + str(chance.randrange(50)) for _ in range(9)) + "." for _ in range(sentences)
    ]


def signature(sentences: list[str]) -> Signature:
    found = signature_of(letters_of(" ".join(sentences)))
    assert found is not None
    return found


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.34, 1.0), st.integers(0, 5))
def test_a_cut_copy_with_a_paragraph_added_is_known(seed: int, kept: float, added: int) -> None:
    original = story(seed)
    copy = original[: max(5, round(len(original) * kept))] + story(seed + 1, min(added, round(14 * kept) // 2))

    assert signature(original).held_share(signature(copy)) >= HELD_FROM


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_another_story_is_not_taken_for_a_copy(seed: int) -> None:
    assert signature(story(seed)).held_share(signature(story(seed + 1))) < HELD_FROM


def test_case_spacing_and_punctuation_make_no_difference() -> None:
    original = story(1)

    assert signature(original) == signature([sentence.upper().replace(" ", " —  ") for sentence in original])


def test_a_short_text_has_no_signature() -> None:
    assert signature_of(letters_of("Finland has left the treaty.")) is None


def test_copies_are_found_among_many_in_any_order() -> None:
    texts = {f"t{seed}": signature(story(seed)) for seed in range(30)}
    texts["copy"] = signature(story(7)[:9])

    assert list(alike(texts.items())) == [("copy", "t7")]
    assert list(alike(reversed(texts.items()))) == [("copy", "t7")]


def test_a_signature_is_the_same_in_every_process() -> None:
    code = "from tests.unit.store.test_likeness import *; print(signature(story(3)).data.hex())"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert told.stdout.strip() == signature(story(3)).data.hex()
