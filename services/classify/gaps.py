"""Words, their capitals and the gaps between them, as the terms of the data files count them."""

import re
import unicodedata
from collections.abc import Iterator

from services.classify.normalise import Plain

MAX_WORD_CHARACTERS = 60
_MAX_GAP_WORDS = 4
_MAX_GAP_CHARACTERS = 20
"""How long a gap is where no spaces part the words."""
_IN_GAP = frozenset(" -《》〈〉「」·・")
_IN_LINE = " -"
_GLUE = re.compile(r"'(?=\w)|(?<=\d)[.,](?=\d)|(?<=[ -]\d)\. (?=[^\W\d_])|(?<=[ -]\d\d)\. (?=[^\W\d_])")
"""What stands inside one word of a gap: "d'armes", "15.000", and the day of a month, "6. juli"."""
# Vowel signs and points belong to the word they stand in; `\w` leaves them out.
_MARKS = frozenset(mark for mark in map(chr, range(0x300, 0x1100)) if unicodedata.category(mark) in ("Mn", "Mc"))
WORD = re.compile(rf"[\w{''.join(sorted(_MARKS))}]+")
_REST_OF_WORD = re.compile(rf"[^\W_{''.join(sorted(_MARKS))}]*(?:[{''.join(sorted(_MARKS))}]+[^\W_]*)*")


def is_letter(character: str) -> bool:
    """Whether the character belongs to a word."""
    return character.isalnum() or character in _MARKS


def word_end(text: str, position: int) -> int:
    """Where the word at `position` ends."""
    found = _REST_OF_WORD.match(text, position, min(len(text), position + MAX_WORD_CHARACTERS))
    return found.end() if found else position


def gap_ends(text: str, position: int) -> Iterator[int]:
    """Where the next word may begin after zero to four words; a gap runs over no mark and no line end."""
    for _ in range(_MAX_GAP_WORDS + 1):
        if position >= len(text) or text[position] not in _IN_LINE:
            return
        yield position + 1
        position = word_end(text, position + 1)
        while glue := _GLUE.match(text, position):
            position = word_end(text, glue.end())


def gap_characters(text: str, position: int) -> Iterator[int]:
    """Where the next part may begin after some characters without a mark between them."""
    for place in range(position, min(position + _MAX_GAP_CHARACTERS, len(text))):
        yield place
        if not is_letter(text[place]) and text[place] not in _IN_GAP:
            return


def capitals_of(spelling: str) -> int:
    """How many of a term's letters must be capitals: none, the first, or all of an acronym's."""
    if not spelling.startswith("^"):
        return 0
    fixed = spelling[1:].rstrip("*")
    is_acronym = len(fixed) > 1 and fixed.isupper()
    return len(fixed) if is_acronym else 1


def has_capitals(plain: Plain, start: int, count: int) -> bool:
    """Whether the first `count` letters from `start` are capitals in the original."""
    return all(plain.is_capital(position) for position in range(start, min(start + count, len(plain.text))))
