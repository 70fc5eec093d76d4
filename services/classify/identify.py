"""Which language a text is in: by the words of the language files, with py3langid's letters as a second opinion.

Headlines have few words, so neither alone is enough: the files know only their own languages, but know the very words
that such news is written in; letter statistics know many more languages, and go astray on names. What the feed claims
is one more voice, which a clear text outvotes.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from services.classify.language_data import Language, language, language_codes, words_of

SAMPLE_CHARACTERS = 4_000
MAX_WORDS = 160
COMMON_WEIGHT = 2.0
STEM_LETTERS = 5
STEM_WEIGHT = 0.6
OPINION_WEIGHT = 3.0
HINT_WEIGHT = 3.0
ENOUGH_WORDS = 25
CLEAR_SCORE = 3.0
CLEAR_LEAD = 1.6
"""From so many words, so clearly of one language, no second opinion is asked: it takes a millisecond."""
MIN_SCORE = 1.0
"""Under it the words of the files say nothing."""
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SCRIPTS = {
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "ka": re.compile("[\u10a0-\u10ff]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
"""Scripts that one of our languages alone is written in; kana before Chinese characters, which Japanese has too."""
_SCRIPT_SHARE = 0.2


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 0.2 s: paid at the first text, not at import

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str, hint: str | None = None) -> str:
    """The ISO 639-1 code of `text`'s language; "und" where nothing tells."""
    sample = text[:SAMPLE_CHARACTERS].lower().replace("\u2019", "'")
    hinted = (hint or "").replace("_", "-").partition("-")[0].lower() or None
    words = _WORDS.findall(sample)[:MAX_WORDS]
    if not words:
        return hinted or "und"
    by_script = _by_script(sample)
    if by_script == "zh" and hinted == "ja":
        return "ja"  # a headline may do without kana
    if by_script is not None and by_script in language_codes():
        return by_script
    scores = _scores(words)
    best, runner_up = [*sorted(scores.values(), reverse=True), 0.0, 0.0][:2]
    if len(words) >= ENOUGH_WORDS and best >= CLEAR_SCORE and best >= CLEAR_LEAD * runner_up:
        return max(scores, key=lambda code: scores[code])
    ranking: list[tuple[str, float]] = _identifier().rank(sample)[:6]
    clear = best >= MIN_SCORE
    for code, probability in ranking:
        scores[_ours(code)] += OPINION_WEIGHT * probability
    if hinted:
        scores[_ours(hinted)] += HINT_WEIGHT
    likeliest = max(scores, key=lambda code: scores[code])
    if clear or hinted or likeliest in language_codes():
        return likeliest
    return ranking[0][0]


def _ours(code: str) -> str:
    """The code our file has for a language that others call by another."""
    return {"nb": "no", "nn": "no", "bs": "hr", "sh": "sr"}.get(code, code)


def _by_script(sample: str) -> str | None:
    letters = sum(letter.isalpha() for letter in sample[:400])
    for code, script in _SCRIPTS.items():
        if len(script.findall(sample[:400])) > _SCRIPT_SHARE * letters:
            return code
    return None


def _scores(words: Sequence[str]) -> defaultdict[str, float]:
    whole, stems = _vocabulary()
    scores: defaultdict[str, float] = defaultdict(float)
    for word in words:
        for code, weight in whole.get(word) or stems.get(word[:STEM_LETTERS], ()):
            scores[code] += weight
    return defaultdict(float, {code: score / math.sqrt(len(words)) for code, score in scores.items()})


Vocabulary = Mapping[str, tuple[tuple[str, float], ...]]


@cache
def _vocabulary() -> tuple[Vocabulary, Vocabulary]:
    """The words, and the beginnings of words, of all language files, each with the languages it speaks for."""
    whole: defaultdict[str, dict[str, float]] = defaultdict(dict)
    stems: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for code in language_codes():
        data = language(code)
        if not data.has_word_boundaries:
            continue
        for word, is_stem in _file_words(data):
            whole[word].setdefault(code, 1.0)
            if is_stem and len(word) >= STEM_LETTERS:
                stems[word[:STEM_LETTERS]].setdefault(code, STEM_WEIGHT)
        for word in data.common_words:
            whole[word.lower()][code] = COMMON_WEIGHT
    return _weighed(whole), _weighed(stems)


def _weighed(words: Mapping[str, Mapping[str, float]]) -> Vocabulary:
    """A word that many languages share speaks less for each of them."""
    count = len(language_codes()) + 1
    return {
        word: tuple((code, weight * math.log(count / len(codes)) / math.log(count)) for code, weight in codes.items())
        for word, codes in words.items()
    }


def _file_words(data: Language) -> Iterator[tuple[str, bool]]:
    for term in words_of(data):
        for match in _WORDS.finditer(term.lower()):
            beside = term[match.start() - 1 : match.start()] + term[match.end() : match.end() + 1]
            if not set(beside) & set("{},"):
                yield match.group(), term[match.end() : match.end() + 1] == "*"
