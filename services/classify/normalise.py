"""Text made plain for matching, with the way back to the original's characters.

Matching wants one spelling: lower case, one kind of hyphen and quote, single spaces, no markup, composed letters.
Evidence wants the original. `Plain` holds both ends: every plain character knows the original character it came from.
"""

import html
import re
import unicodedata
from dataclasses import dataclass

_HYPHENS = dict.fromkeys(map(ord, "\u00ad\u2010\u2011\u2012\u2212\ufe63\uff0d"), "-")
_DASHES = dict.fromkeys(map(ord, "\u2013\u2014\u2015"), "\u2013")
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u0060\u00b4"), "'")
_DOUBLE_QUOTES = dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"), '"')
_MARKS = dict(zip(map(ord, "\u060c\u061b\u061f\u05be\u05f4\u05f3"), ",;?-\"'", strict=True))
_DIGITS = {ord(zero) + value: str(value) for zero in "\u0660\u06f0\u0966" for value in range(10)}
# Letters that one language writes in two ways, or loses in capitals: Romanian comma and cedilla, Turkish dotless i,
# the Greek accents, the Egyptian final yeh without its dots.
LETTER_FOLDS = dict(zip(map(ord, "șțȘȚıάέήίϊΐόύϋΰώΆΈΉΊΪΌΎΫΏى"), "şţŞŢiαεηιιιουυυωΑΕΗΙΙΟΥΥΩي", strict=True))
_ONE_FOR_ONE = {**_HYPHENS, **_DASHES, **_QUOTES, **_DOUBLE_QUOTES, **_MARKS, **_DIGITS, **LETTER_FOLDS}
_NUKTA = "\u093c"
"""The dot under Devanagari letters, which Hindi papers set or leave out as they like."""
# Invisible characters and soft hyphens stand inside words of pasted pages and would split them.
_DROPPED = frozenset(
    "\u00ad\u0640\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufe0e\ufe0f"
) | {_NUKTA}

# Spellings of one and the same word in other characters: joined or wide letters, loose accents, markup.
_ODD = re.compile(
    "[&<\\u00ad\\u0640\\u0300-\\u036f\\u0653-\\u0655\\u093c\\u0958-\\u095f\\u1100-\\u11ff\\u200b-\\u200f\\u202a-\\u202e"
    "\\u2060\\ufb00-\\ufb4f\\ufb50-\\ufdff\\ufe0e\\ufe0f\\ufe70-\\ufeff\\uff10-\\uff19\\uff21-\\uff3a"
    "\\uff41-\\uff5a\\uff66-\\uff9f\\U0001d400-\\U0001d7ff]"
)

_MARKUP = re.compile(r"<[a-zA-Z/!?][^<>]{0,1000}>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
# What cannot be lowered letter by letter in one go: markup, white space to close up, letters to compose or to drop.
_NEEDS_CARE = re.compile(
    "[ \n][ \n]|[&<\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u00ad\\u0130\\u2026\\u2028\\u2029\\U00010000-\\U0010ffff]"
)
_RUN = re.compile(r"(?:[^\W_]+ ?)+|.", re.DOTALL)
_FINAL_SIGMA = re.compile(r"(?<=\w)σ(?!\w)")
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|table|section|article|header|footer|nav)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Plain:
    """The plain text and, for each of its characters, where that character begins in the original."""

    text: str
    offsets: range | list[int]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original that `text[start:end]` came from."""
        if start >= end or not self.text:
            return (0, 0)
        last = self.offsets[end - 1]
        after = self.offsets[end] if end < len(self.text) else len(self.original)
        stop = last + 1
        while stop < after and unicodedata.combining(self.original[stop]):
            stop += 1
        return self.offsets[start], stop

    def quote(self, start: int, end: int) -> str:
        """The original's own words for `text[start:end]`."""
        first, stop = self.span(start, end)
        return self.original[first:stop]

    def is_capital(self, position: int) -> bool:
        """Whether the original writes this character as a capital (letters without case count as one).

        Georgian is written without capitals, though Unicode knows some.
        """
        letter = self.original[self.offsets[position]]
        return letter.isupper() or letter.istitle() or not letter.islower() or "\u10d0" <= letter <= "\u10ff"


def is_written_oddly(original: str) -> bool:
    """Whether words may stand in it in other characters than a data file writes them in."""
    return _ODD.search(original) is not None


def normalise(original: str) -> Plain:
    """`original` made plain. Linear in its length, for any Unicode."""
    at_once = _at_once(original)
    if at_once is not None:
        return Plain(at_once, range(len(original)), original)
    if _NUKTA in original and (undotted := _at_once(original.replace(_NUKTA, ""))) is not None:
        kept = [position for position, letter in enumerate(original) if letter != _NUKTA]
        return Plain(undotted, kept, original)
    letters: list[str] = []
    offsets: list[int] = []
    position = 0
    for markup in _MARKUP.finditer(original):
        _append(original, position, markup.start(), letters, offsets)
        _append_markup(markup.group(), markup.start(), letters, offsets)
        position = markup.end()
    _append(original, position, len(original), letters, offsets)
    return Plain(_FINAL_SIGMA.sub("ς", "".join(letters)), offsets, original)


def _at_once(original: str) -> str | None:
    """The plain text of an original whose every character becomes just one; None where some do not."""
    spaced = original.replace("\u00a0", " ")
    if _NEEDS_CARE.search(spaced) or is_written_oddly(original):
        return None
    if not original.isascii():
        # The characters that compatibility would change are looked at one by one only where there are any.
        spaced = spaced.translate(_ONE_FOR_ONE)
        if not unicodedata.is_normalized("NFKC", spaced):
            return None
    else:
        spaced = spaced.replace("`", "'")
    lowered = spaced.lower()
    return lowered if len(lowered) == len(original) else None


def _append_markup(markup: str, start: int, letters: list[str], offsets: list[int]) -> None:
    if markup.startswith("<"):
        replacement = "\n" if _BLOCK_TAG.match(markup) else " "
    else:
        replacement = html.unescape(markup)[:1]
        if replacement == "&":
            replacement = " "
    _append_letter(replacement, start, letters, offsets)


def _append(original: str, start: int, end: int, letters: list[str], offsets: list[int]) -> None:
    for run in _RUN.finditer(original, start, end):
        words = run.group()
        lowered = words.translate(_ONE_FOR_ONE).lower()
        if len(words) > 1 and len(lowered) == len(words) and unicodedata.is_normalized("NFKC", lowered):
            letters.extend(lowered)
            offsets.extend(range(run.start(), run.end()))
            continue
        for position in range(run.start(), run.end()):
            _append_letter(original[position], position, letters, offsets)


def _append_letter(letter: str, position: int, letters: list[str], offsets: list[int]) -> None:
    if "a" <= letter <= "z" or "0" <= letter <= "9":
        letters.append(letter)
        offsets.append(position)
        return
    if letter in _DROPPED:
        return
    if letter.isspace():
        _append_space(letter, position, letters, offsets)
        return
    if letters and unicodedata.combining(letter):
        composed = unicodedata.normalize("NFC", letters[-1] + letter)
        if len(composed) == 1:
            letters[-1] = composed.translate(LETTER_FOLDS)
            return
    plain = (_ONE_FOR_ONE.get(ord(letter)) or unicodedata.normalize("NFKC", letter)).lower()
    for part in plain:
        if part.isspace():
            _append_space(part, position, letters, offsets)
        elif not unicodedata.combining(part) or part == letter:
            letters.append(part)
            offsets.append(position)


def _append_space(letter: str, position: int, letters: list[str], offsets: list[int]) -> None:
    plain = "\n" if letter in "\n\r\u2028\u2029" else " "
    if letters and letters[-1] in " \n":
        if plain == "\n":
            letters[-1] = "\n"
        return
    letters.append(plain)
    offsets.append(position)
