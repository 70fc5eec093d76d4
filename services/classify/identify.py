"""Which language a text is in: by the words of the language files, and by their letters.

Headlines have few words, so neither alone is enough: the files hold the very words that such news is written in, but
not all; how letters follow one another in them tells languages apart where no word is known. What the feed claims is
one more voice, which a clear text outvotes.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from services.classify.keeping import kept_for_life
from services.classify.language_data import Language, language, language_codes, words_of

SAMPLE_CHARACTERS = 4_000
MAX_WORDS = 100
COMMON_WEIGHT = 2.0
STEM_LETTERS = 5
STEM_WEIGHT = 0.6
LETTERS_WEIGHT = 0.25
"""What the letters say against what the words say: chosen on the project's own headlines."""
MAX_LETTER_WORDS = 40
RARE = 1 / 40_000
"""The share that a group of letters is taken to have in a language whose file does not hold it."""
COMMON_COUNT = 8
"""How much more often than other words a common word is taken to be written."""
HINT_WEIGHT = 3.0
ENOUGH_WORDS = 25
PLAIN_LEAD = 1.6
MIN_SCORE = 1.0
"""Under it the words of the files say nothing."""
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SCRIPTS = {
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "te": re.compile("[\u0c00-\u0c7f]"),
    "ka": re.compile("[\u10a0-\u10ff]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
"""Scripts that one of our languages alone is written in; kana before Chinese characters, which Japanese has too."""
_ANY_SCRIPT = re.compile("[" + "".join(script.pattern[1:-1] for script in _SCRIPTS.values()) + "]")
_SCRIPT_SHARE = 0.2
_SCRIPT_SAMPLE = 400
_BRACES = "{},"


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
    scores = _by_words(words)
    clear = max(scores.values(), default=0.0) >= MIN_SCORE
    if not _is_plain(scores, len(words)):
        for code, score in _by_letters(words).items():
            scores[code] += score
    if hinted and (not clear or _ours(hinted) in scores):
        scores[_ours(hinted)] += HINT_WEIGHT
    return max(scores, key=lambda code: scores[code], default="und")


def _is_plain(scores: Mapping[str, float], count: int) -> bool:
    """Whether the words of a longer text leave no doubt, so that its letters need not be asked."""
    best, runner_up = [*sorted(scores.values(), reverse=True), 0.0, 0.0][:2]
    return count >= ENOUGH_WORDS and best >= PLAIN_LEAD * max(runner_up, MIN_SCORE)


def _ours(code: str) -> str:
    """The code our file has for a language that others call by another."""
    return {"nb": "no", "nn": "no", "bs": "hr", "sh": "sr", "ms": "id"}.get(code, code)


def _by_script(sample: str) -> str | None:
    opening = sample[:_SCRIPT_SAMPLE]
    if _ANY_SCRIPT.search(opening) is None:
        return None
    letters = sum(map(str.isalpha, opening))
    for code, script in _SCRIPTS.items():
        if len(script.findall(opening)) > _SCRIPT_SHARE * letters:
            return code
    return None


def _by_words(words: Sequence[str]) -> defaultdict[str, float]:
    whole, stems, _ = _vocabulary()
    scores: defaultdict[str, float] = defaultdict(float)
    for word in words:
        for code, weight in whole.get(word) or stems.get(word[:STEM_LETTERS], ()):
            scores[code] += weight
    return defaultdict(float, {code: score / math.sqrt(len(words)) for code, score in scores.items()})


Vocabulary = Mapping[str, tuple[tuple[str, float], ...]]


@cache
@kept_for_life()
def _vocabulary() -> tuple[Vocabulary, Vocabulary, Vocabulary]:
    """The words, beginnings of words, and groups of letters of all files, each with the languages it speaks for."""
    whole: defaultdict[str, dict[str, float]] = defaultdict(dict)
    stems: defaultdict[str, dict[str, float]] = defaultdict(dict)
    groups: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for code in language_codes():
        data = language(code)
        if not data.has_word_boundaries:
            continue
        words = dict(_file_words(data))
        for word, is_stem in words.items():
            whole[word].setdefault(code, 1.0)
            if is_stem and len(word) >= STEM_LETTERS:
                stems[word[:STEM_LETTERS]].setdefault(code, STEM_WEIGHT)
        common = [word.lower() for word in data.common_words]
        for word in common:
            whole[word][code] = COMMON_WEIGHT
        for group, gain in _group_gains(words, common):
            groups[group].append((code, gain))
    return _weighed(whole), _weighed(stems), {group: tuple(entries) for group, entries in groups.items()}


def _group_gains(words: Iterable[str], common: Iterable[str]) -> Iterator[tuple[str, float]]:
    counts = Counter(_groups_of(words))
    for word in common:
        for group in set(_groups(word)):
            counts[group] += COMMON_COUNT
    total = sum(counts.values())
    return ((group, math.log(count / total / RARE)) for group, count in counts.items())


def _weighed(words: Mapping[str, Mapping[str, float]]) -> Vocabulary:
    """A word that many languages share speaks less for each of them."""
    count = len(language_codes()) + 1
    return {
        word: tuple((code, weight * math.log(count / len(codes)) / math.log(count)) for code, weight in codes.items())
        for word, codes in words.items()
    }


def _file_words(data: Language) -> Iterator[tuple[str, bool]]:
    told = (getattr(data, name) for name in type(data).model_fields if name != "dates")
    # Words that count only beside a date are too loose to tell a language by.
    terms = "\n" + "\n".join(words_of(told)).lower() + "\n"
    for match in _WORDS.finditer(terms):
        start, end = match.span()
        if terms[start - 1] not in _BRACES and terms[end] not in _BRACES:
            yield match.group(), terms[end] == "*"


def _by_letters(words: Sequence[str]) -> dict[str, float]:
    """How likely the groups of three letters are in each language, against a language that has none of them."""
    _, _, shares = _vocabulary()
    likelihoods: defaultdict[str, float] = defaultdict(float)
    count = 0
    for word in words[:MAX_LETTER_WORDS]:
        for group in _groups(word):
            count += 1
            for code, gain in shares.get(group, ()):
                likelihoods[code] += gain
    return {code: LETTERS_WEIGHT * gain / math.sqrt(max(count, 1)) for code, gain in likelihoods.items()}


def _groups(word: str) -> list[str]:
    framed = f" {word} "
    return [framed[start : start + 3] for start in range(len(framed) - 2)]


def _groups_of(words: Iterable[str]) -> Iterator[str]:
    """The groups of many words, cut from them as one text; what reaches over from one word to the next is none."""
    framed = f" {' '.join(words)} "
    cut = map("".join, zip(framed, framed[1:], framed[2:], strict=False))
    return (group for group in cut if group[1] != " ")
