"""The terms of the data files as patterns for RE2, matched on the bytes of the text as it came.

A pattern lets through whatever its term would match in plain text, and a little more: it is for the gate, which may be
generous but must lose nothing. So no text has to be lowered or taken apart before the scan: letters are written in both
cases, and the long part of a term without gaps stands for the whole.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from services.classify.terms import expand

_SEPARATOR = (
    rb"(?:[ \t\r\n\x0b\x0c-]|\xc2[\xa0\x85]|\xe1\x9a\x80|\xe2\x80[\x80-\x95\xa8\xa9\xaf]|\xe2\x88\x92|\xe3\x80\x80)"
)
_QUOTE = rb"(?:['`]|\xc2\xb4|\xe2\x80[\x98\x99\x9b]|\xca\xbc)"
_BEFORE = rb"(?:^|[^a-zA-Z0-9])"
_AFTER = rb"(?:$|[^a-zA-Z0-9])"
_GAP = re.compile(r"\s+\.\.\s+")
_NESTED = re.compile(r"\{[^{}]*\{")
_WORD_LINK = re.compile(r"[ -]")
_WORD_LINKS = re.compile(r"[ -]+")
_PIECE = re.compile(r"\{[^{}]*\}|\*|[ -]+|[^{}* -]+")
_SPELLINGS = (
    *("iıİ", "σς", "αά", "εέ", "ηή", "ιίϊΐ", "οό", "υύϋΰ", "ωώ"),
    *("şș", "ţț"),
    *(f"{value}{0x660 + value:c}{0x6F0 + value:c}" for value in range(10)),
)
_SAME_LETTER = {letter: spellings for spellings in _SPELLINGS for letter in spellings}
_NEVER = rb"[^\x00-\xff]"


def alternation(terms: Iterable[str], *, has_word_boundaries: bool) -> bytes:
    """A pattern that is found wherever one of `terms` is."""
    # Sorted, so that RE2 sees the beginnings that neighbours share and keeps its automaton small.
    written = sorted({term_pattern(term, has_word_boundaries) for term in terms})
    if not written:
        return _NEVER
    return (_BEFORE if has_word_boundaries else b"") + b"(?:" + b"|".join(written) + b")"


def without_implied(terms: Iterable[str]) -> list[str]:
    """The terms, without those that cannot be found where no other single-word term is: "landmine ban", "landmine"."""
    given = list(dict.fromkeys(terms))
    words = {spelling for term in given if not _WORD_LINK.search(term) for spelling in expand(term)}
    words = {word.lower() for word in words if not word.startswith("^")}
    stems = tuple(word.removesuffix("*") for word in words if word.endswith("*"))
    return [term for term in given if not _WORD_LINK.search(term) or not _is_implied(term, words, stems)]


def _is_implied(term: str, words: set[str], stems: tuple[str, ...]) -> bool:
    for spelling in expand(term.removeprefix("^")):
        parts = _WORD_LINKS.split(spelling.lower())
        if not any(part in words or (stems and part.startswith(stems)) for part in parts):
            return False
    return True


def term_pattern(term: str, has_word_boundaries: bool) -> bytes:
    """A pattern that is found wherever `term` is, but for the boundary before it."""
    if _NESTED.search(term):
        return b"|".join(sorted({term_pattern(spelling, has_word_boundaries) for spelling in expand(term)}))
    needs_capitals = is_acronym(term)
    longest = max(_GAP.split(term.removeprefix("^").strip(" -")), key=_length)
    pieces = _PIECE.findall(longest)
    body = b"".join(_piece(pieces, index, needs_capitals) for index in range(len(pieces)))
    if not has_word_boundaries:
        return body
    return body + (_AFTER if longest[-1:].isalnum() or longest.endswith("}") else b"")


def is_acronym(term: str) -> bool:
    """Whether a term must stand in capitals throughout: "^NPT", but not "^Rada"."""
    letters = [letter for letter in term if letter.isalpha()]
    return term.startswith("^") and len(letters) > 1 and all(letter.isupper() for letter in letters)


def _length(part: str) -> int:
    """How many letters a part of a term has at least."""
    bare = re.sub(r"\{([^{}]*)\}", lambda braces: min(braces.group(1).split(","), key=len), part)
    return sum(letter.isalnum() for letter in bare)


def _piece(pieces: list[str], index: int, needs_capitals: bool) -> bytes:
    piece = pieces[index]
    if piece == "*":
        return b"" if index == len(pieces) - 1 else rb"[^ \n\t-]*"
    if piece.startswith("{"):
        choices = piece[1:-1].split(",")
        return b"(?:" + b"|".join(_choice(choice, needs_capitals) for choice in choices) + b")"
    if piece.strip(" -"):
        return _letters(piece, needs_capitals)
    beside = pieces[max(index - 1, 0) : index + 2]
    may_be_nothing = any(other.startswith("{") and _may_be_nothing(other) for other in beside)
    return _SEPARATOR + (b"*" if may_be_nothing else b"+")


def _may_be_nothing(braces: str) -> bool:
    return any(not choice.strip(" -") or choice != choice.strip(" -") for choice in braces[1:-1].split(","))


def _choice(choice: str, needs_capitals: bool) -> bytes:
    pieces = _PIECE.findall(choice)
    parts = (
        rb"[^ \n\t-]*" if piece == "*" else _piece(pieces, index, needs_capitals) for index, piece in enumerate(pieces)
    )
    return b"".join(parts)


def _letters(letters: str, needs_capitals: bool) -> bytes:
    return b"".join(_letter(letter, needs_capitals) for letter in unicodedata.normalize("NFKC", letters))


@cache
def _letter(letter: str, needs_capitals: bool) -> bytes:
    if letter in "'\u2019\u02bc":
        return _QUOTE
    spellings = {letter}
    if not needs_capitals:
        for same in _SAME_LETTER.get(letter.lower(), letter.lower()):
            spellings |= {same, same.lower(), same.upper()}
    if all(len(spelling) == 1 and spelling.isascii() and spelling.isalnum() for spelling in spellings):
        written = "".join(sorted(spellings))
        return written.encode() if len(written) == 1 else f"[{written}]".encode()
    choices = sorted(_escaped(spelling) for spelling in spellings)
    return choices[0] if len(choices) == 1 else b"(?:" + b"|".join(choices) + b")"


def _escaped(spelling: str) -> bytes:
    return b"".join(
        bytes([byte]) if chr(byte).isalnum() and byte < 128 else b"\\x%02x" % byte for byte in spelling.encode()
    )
