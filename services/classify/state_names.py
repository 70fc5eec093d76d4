"""Names of states beside those of a language file: CLDR's, and capitals that stand for their governments."""

import pickle
import re
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path

from babel import localedata

from services.classify.language_data import Language
from services.classify.language_words import Terms
from services.reference.countries import all_countries, capitals

_OTHER_SCRIPTS = {"sr": ("sr_Latn",), "zh": ("zh_Hant",), "no": ("nb",)}
_NO_PARTIES = re.compile(
    "A[IQSWX]|B[LMQV]|C[CKWX]|EH|F[KO]|G[FGILPSU]|H[KM]|I[MO]|JE|KY|M[FOPQS]|N[CFU]|P[FMNR]|RE|S[HJX]|T[CFK]|UM|V[GI]|WF|YT"
)
"""Dependent territories and islands without a seat of their own: they join no treaty and leave none."""
_ODD = re.compile(r"[()\[\]（）]| - |\.")
_ENDING = re.compile(r"[^\W\d_bcdfghjklmnpqrstvwxzбвгджзклмнпрстфхцчшщґћђџљњјςσβγδζθκλμνξπρτφχψ]?[sς]?$")
_SHORTEST_STEM = 5
_SHORT_ENDINGS = "{,a,e,u,n,s,om,а,е,у,ом}"
"""What may follow where another state's name goes on with other letters: Niger, Nigeria."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def cldr_names(data: Language) -> Iterator[tuple[str, Terms]]:
    """CLDR's names of all states but the language's own, which its file knows better."""
    named: dict[str, set[str]] = {}
    for tag in (data.code, *_OTHER_SCRIPTS.get(data.code, ())):
        territories = _territories(tag)
        for code in all_countries():
            name = territories.get(code, "")
            if name and not _NO_PARTIES.fullmatch(code) and not _ODD.search(name):
                named.setdefault(code, set()).add(name)
    everybody = [name.casefold() for names in named.values() for name in names]
    for code, names in sorted(named.items()):
        terms = tuple(sorted(term for name in names if (term := _term(name, data, everybody))))
        if terms and code != data.making.home and not (data.endings_tell_subjects and code in data.states):
            yield code, terms


def capital_names(data: Language) -> Iterator[tuple[str, Terms]]:
    """The capitals as the language's script spells them."""
    if data.endings_tell_subjects:
        return
    scripts = {_script(word) for word in data.common_words}
    scripts |= {"KATAKANA", "CJK"} if "HIRAGANA" in scripts else set()
    for code, spellings in capitals().items():
        terms = tuple(term for term in spellings if _script(term.lstrip("^")) in scripts)
        if terms:
            yield code, terms


def _script(word: str) -> str:
    """The first part of the Unicode name of the word's first letter: "LATIN", "CYRILLIC", "CJK"."""
    return unicodedata.name(word[0], "").partition(" ")[0]


def _territories(tag: str) -> dict[str, str]:
    """CLDR's names of territories in one language, read past Babel's own loading, which keeps a megabyte a language."""
    if not localedata.exists(tag):
        return {}
    with Path(localedata.resolve_locale_filename(tag)).open("rb") as file:
        names: dict[str, str] = pickle.load(file).get("territories", {})  # noqa: S301 - a file of the installed package
    return names


def _term(name: str, data: Language, everybody: Collection[str]) -> str | None:
    """The name as a term: with its case endings where the script has capitals that tell a name from a word."""
    if not name[0].isupper():
        shortest = 2 if _HAN.fullmatch(name) else 3 if not data.has_word_boundaries else 5
        return name if len(name) >= shortest else None
    head, space, last = name.rpartition(" ")
    stem = head + space + _ENDING.sub("", last)
    if len(stem) < _SHORTEST_STEM:
        stem = name
    is_alone = sum(other.startswith(stem.casefold()) for other in everybody) == 1
    return f"^{stem}*" if is_alone and len(stem) >= _SHORTEST_STEM else f"^{name}{_SHORT_ENDINGS}"
