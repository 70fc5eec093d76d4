"""Text without the differences that no reader means: case, width and accents, and in names punctuation too."""

import re
import unicodedata

# Letters that look like an accented letter and that Unicode does not take apart.
_ALIKE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ـ": None}
)
# Accents of Latin, Greek and Cyrillic; points of Hebrew; vowel signs of Arabic. The marks of other scripts are
# letters in their own right: without them Japanese and Thai words would be other words.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0670]")
_ASCII = re.compile(r"[\x00-\x7f]*")


def folded(text: str) -> str:
    """For searching: compatibility forms unified, case and accents taken away, one space between words."""
    if _ASCII.fullmatch(text):
        plain = text.lower()
    else:
        unmarked = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold().translate(_ALIKE)
        plain = unicodedata.normalize("NFKC", _ACCENTS.sub("", unicodedata.normalize("NFKD", unmarked)))
    return " ".join(plain.split())


def producer_key(name: str) -> str:
    """For comparing makers: letters and digits alone, so that "P.G.Z." is "PGZ"."""
    unified = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in unified if character.isalnum())
