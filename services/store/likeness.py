"""Which texts are nearly the same: MinHash over the pieces of a text, kept with the article.

Outlets change a wire story's headline, cut its end and add a paragraph of their own. A cut text is held whole by the
longer one but shares only a part of all pieces, so what is compared is how much of the shorter text the longer one
holds, which follows from the signatures' likeness and the two numbers of pieces. The figures behind the constants
stand in docs/decisions/0010-origins.md.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from operator import eq

from rensa import RMinHash

from services.database.folding import folded

PERMUTATIONS = 128
_SEED = 20  # any number, for ever the same: signatures are stored
_VALUE_BYTES = 4

PIECE_CHARACTERS = 7
"""Letters and digits alone, so that spacing and punctuation do not matter and scripts without spaces work alike."""

_NO_LETTERS = re.compile(r"[\W_]+")

FEWEST_PIECES = 120
"""Shorter texts are too much alike when they tell the same news in the same language."""

HELD_FROM = 0.5
"""The share of the shorter text that the longer one holds, from which on one was copied."""

_BAND_ROWS = 2
"""Two equal neighbours in the signature make a pair worth comparing; a cut of a third of a text shows in 64 bands."""


_FEW = 8
"""So few are compared each with each other sooner than sorted into bands."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A text's MinHash, as it is stored, and the number of pieces it was made of."""

    data: bytes
    pieces: int

    def held_share(self, other: "Signature") -> float:
        """How much of the shorter text the longer one holds, as estimated; 0 to 1."""
        equal: float = sum(map(eq, self._values(), other._values())) / PERMUTATIONS
        shared = equal / (1 + equal) * (self.pieces + other.pieces)
        return min(1.0, shared / min(self.pieces, other.pieces))

    def _values(self) -> "memoryview[int]":
        return memoryview(self.data).cast("I")


def letters_of(text: str) -> str:
    """The letters and digits of a text, without case: what a copy has in common with its original."""
    return _NO_LETTERS.sub("", folded(text))


def signature_of(letters: str) -> Signature | None:
    """The signature of a text, by its letters; None where it is too short to tell."""
    letters = letters.encode("utf-8", "replace").decode()  # half characters have no place in a hash of UTF-8
    pieces = {letters[at : at + PIECE_CHARACTERS] for at in range(len(letters) - PIECE_CHARACTERS + 1)}
    if len(pieces) < FEWEST_PIECES:
        return None
    minhash = RMinHash(PERMUTATIONS, _SEED)
    minhash.update(list(pieces))
    return Signature(array("I", minhash.digest()).tobytes(), len(pieces))


def alike(signatures: Iterable[tuple[str, Signature]]) -> Iterator[tuple[str, str]]:
    """The pairs of names whose texts are nearly the same."""
    by_name = dict(signatures)
    if len(by_name) < 2:
        return
    seen: set[tuple[str, str]] = set()
    candidates = [sorted(by_name)] if len(by_name) <= _FEW else _bands(by_name)
    for names in candidates:
        for pair in combinations(names, 2):
            if pair in seen:
                continue
            seen.add(pair)
            if by_name[pair[0]].held_share(by_name[pair[1]]) >= HELD_FROM:
                yield pair


def _bands(by_name: dict[str, Signature]) -> Iterator[list[str]]:
    """The names that share a band of their signatures, each list sorted."""
    names = sorted(by_name)
    width = _BAND_ROWS * _VALUE_BYTES
    for start in range(0, PERMUTATIONS * _VALUE_BYTES, width):
        buckets: dict[bytes, list[str]] = defaultdict(list)
        for name in names:
            buckets[by_name[name].data[start : start + width]].append(name)
        if len(buckets) < len(names):
            yield from (same for same in buckets.values() if len(same) > 1)
