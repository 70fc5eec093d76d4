"""Names in Latin letters: how a maker that no list holds is told to readers of any language.

Only scripts that spell their vowels are turned; a name in any other is kept as it is written. The quote in the evidence
is always the article's own.
"""

import unicodedata


def _spelled(letters: str, latin: str) -> dict[str, str]:
    return dict(zip(letters, latin.split(), strict=True))


_CYRILLIC = _spelled(
    "абвгдежзийклмнопрстуфхцчшщыэюяёіїєґўђјљњћџѓќѕ",
    "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya yo i yi ye g w đ j lj nj ć dž gj kj dz",
)
_BY_LANGUAGE = {
    "uk": {"г": "h", "и": "y", "й": "i"},
    "be": {"г": "h", "х": "ch"},
    "sr": {"ж": "ž", "х": "h", "ц": "c", "ч": "č", "ш": "š"},
    "mk": {"ж": "zh", "х": "h", "ц": "c", "ч": "ch", "ш": "sh"},
    "bg": {"х": "h", "щ": "sht", "ъ": "a"},
}
_GREEK = _spelled("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o")
_GEORGIAN = _spelled(
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h",
)
_LETTERS = {**_CYRILLIC, **_GREEK, **_GEORGIAN, "ь": "", "ъ": ""}


def romanised(name: str, language: str) -> str:
    """`name` in Latin letters, as far as its script spells out how it is said; otherwise as it stands."""
    special = _BY_LANGUAGE.get(language, {})
    words = ["".join(_letter(letter, special) for letter in word) for word in name.split(" ")]
    caseless = any(letter in _GEORGIAN for letter in name)
    return " ".join(word[:1].upper() + word[1:] if caseless else word for word in words)


def _letter(letter: str, special: dict[str, str]) -> str:
    lower = letter.lower()
    bare = lower if lower in _LETTERS else unicodedata.normalize("NFD", lower)[:1]
    latin = special.get(lower, _LETTERS.get(bare))
    if latin is None:
        return letter
    return latin[:1].upper() + latin[1:] if letter.isupper() else latin
