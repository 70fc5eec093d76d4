"""Which language a text is in: by its common words where they suffice, otherwise by py3langid.

Headlines have few words, so neither alone is enough: common words know only the languages there are files for, and
letter statistics go astray on names. A hint (what the feed claims) decides where both are unsure.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from services.classify.language_data import language, language_codes

SAMPLE_CHARACTERS = 4_000
_WORDS = re.compile(r"[^\W\d_]+")
_SURE_SHARE = 0.15
_SURE_LEAD = 2.0
_ENOUGH_WORDS = 60
"""From here on common words need no second opinion; before, "a" and "o" are common in too many languages."""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 0.2 s: paid at the first text, not at import

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _common_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(language(code).common_words) for code in language_codes()}


def identify(text: str, hint: str | None = None) -> str:
    """The ISO 639-1 code of `text`'s language; "und" where nothing tells."""
    sample = text[:SAMPLE_CHARACTERS].lower()
    words = _WORDS.findall(sample)
    hinted = (hint or "").replace("_", "-").partition("-")[0].lower() or None
    if not words:
        return hinted or "und"
    by_words = _by_common_words(words)
    if by_words is not None and len(words) >= _ENOUGH_WORDS:
        return by_words
    ranking: list[tuple[str, float]] = _identifier().rank(sample)
    if by_words is not None and by_words in (hinted, *(code for code, _ in ranking[:3])):
        return by_words
    best, probability = ranking[0]
    if hinted and (best == hinted or probability < 0.9 or len(words) < 8):
        return hinted
    return best if probability >= 0.5 or best in language_codes() else _supported(ranking) or best


def _by_common_words(words: Sequence[str]) -> str | None:
    shares = sorted(
        ((sum(word in common for word in words) / len(words), code) for code, common in _common_words().items()),
        reverse=True,
    )
    (best, code), runner_up = shares[0], shares[1][0] if len(shares) > 1 else 0.0
    return code if best >= _SURE_SHARE and best >= _SURE_LEAD * runner_up else None


def _supported(ranking: Sequence[tuple[str, float]]) -> str | None:
    return next((code for code, _ in ranking[:3] if code in language_codes()), None)
