"""Which texts are nearly the same: MinHash over the pieces of a text, kept with the article.

Outlets change a wire story's headline, cut its end and add a paragraph of their own. A cut text is held whole by the
longer one but shares only a part of all pieces, so what is compared is how much of the shorter text the longer one
holds, which follows from the signatures' likeness and the two numbers of pieces. The figures behind the constants
stand in docs/decisions/0010-origins.md.
"""

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rensa import RMinHash

from services.database.folding import folded

PERMUTATIONS = 128
_SEED = 20  # any number, for ever the same: signatures are stored
_LAYOUT = struct.Struct(f"<{PERMUTATIONS}I")

PIECE_CHARACTERS = 7
"""Letters and digits alone, so that spacing and punctuation do not matter and scripts without spaces work alike."""

FEWEST_PIECES = 120
"""Shorter texts are too much alike when they tell the same news in the same language."""

HELD_FROM = 0.5
"""The share of the shorter text that the longer one holds, from which on one was copied."""

_BAND_ROWS = 2
"""Two equal neighbours in the signature make a pair worth comparing; a cut of a third of a text shows in 64 bands."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A text's MinHash and the number of pieces it was made of."""

    values: tuple[int, ...]
    pieces: int

    def held_share(self, other: "Signature") -> float:
        """How much of the shorter text the longer one holds, as estimated; 0 to 1."""
        equal = sum(map(int.__eq__, self.values, other.values)) / PERMUTATIONS
        shared = equal / (1 + equal) * (self.pieces + other.pieces)
        return min(1.0, shared / min(self.pieces, other.pieces))


def signature_of(text: str) -> tuple[bytes, int] | None:
    """What is stored of a text: its signature and its number of pieces; None where it is too short to tell."""
    letters = "".join(character for character in folded(text) if character.isalnum())
    pieces = {letters[at : at + PIECE_CHARACTERS] for at in range(len(letters) - PIECE_CHARACTERS + 1)}
    if len(pieces) < FEWEST_PIECES:
        return None
    minhash = RMinHash(PERMUTATIONS, _SEED)
    minhash.update(sorted(piece.encode("utf-8", "replace") for piece in pieces))
    return _LAYOUT.pack(*minhash.digest()), len(pieces)


def unpacked(data: bytes, pieces: int) -> Signature:
    """The signature as it is compared."""
    return Signature(_LAYOUT.unpack(data), pieces)


def alike(signatures: Iterable[tuple[str, Signature]]) -> Iterator[tuple[str, str]]:
    """The pairs of names whose texts are nearly the same."""
    by_name = dict(signatures)
    seen: set[tuple[str, str]] = set()
    for names in _bands(by_name):
        for pair in combinations(names, 2):
            if pair in seen:
                continue
            seen.add(pair)
            if by_name[pair[0]].held_share(by_name[pair[1]]) >= HELD_FROM:
                yield pair


def _bands(by_name: dict[str, Signature]) -> Iterator[list[str]]:
    """The names that share a band of their signatures, each list sorted."""
    for start in range(0, PERMUTATIONS, _BAND_ROWS):
        buckets: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for name in sorted(by_name):
            buckets[by_name[name].values[start : start + _BAND_ROWS]].append(name)
        yield from (names for names in buckets.values() if len(names) > 1)
