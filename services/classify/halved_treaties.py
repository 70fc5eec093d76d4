"""Treaties that share the second half of their names: "Ottawa- und Oslo-Konvention", "Ottawa and Oslo pacts"."""

import re
from functools import lru_cache

from services.classify.language_data import language
from services.classify.normalise import normalise
from services.classify.sentences import Sentence
from services.classify.terms import Mention, expand

_HALF = re.compile(r"(\w{3,})(-?) $")
_STEM_LENGTH = 4
"""So much of a word for a treaty is the same in all its forms."""
_MAX_WORDS = 2
"""Longer names say what the treaty is about, and each of their words may stand in another's name."""
ARTICLES = 2
"""Between the halves stand a joining word and at most one article more."""


def with_halves(sentence: Sentence, code: str) -> Sentence:
    """The sentence with a mention of the treaty whose name only has its first half, and without the city it seems."""
    names = sentence.of("treaty")
    if not names or not sentence.has("frame"):
        return sentence
    found = [made for name in names if (made := _half_before(sentence, name, code)) is not None]
    if not found:
        return sentence
    places = {made.start for made in found}
    kept = (mention for mention in sentence.mentions if mention.family != "state" or mention.start not in places)
    return sentence.with_mentions((*kept, *found))


def _half_before(sentence: Sentence, name: Mention, code: str) -> Mention | None:
    joints = sentence.kind("frame.joining")
    start, is_joined = name.start, False
    for _ in range(ARTICLES):
        joint = next((word for word in joints if word.end + 1 == start), None)
        if joint is None:
            break
        start, is_joined = joint.start, True
    half = _HALF.search(sentence.text, 0, start - sentence.start) if is_joined else None
    if half is None:
        return None
    place, end = sentence.start + half.start(1), sentence.start + half.end(2)
    if not half.group(2) and not any(state.start == place for state in sentence.of("state")):
        return None
    treaty_id = _treaty_of_half(code, half.group(1))
    if treaty_id is None or treaty_id == name.value:
        return None
    return Mention("treaty", treaty_id, place, end, "treaty")


@lru_cache(maxsize=512)
def _treaty_of_half(code: str, half: str) -> str | None:
    """The treaty whose name in the language is this half and a word for a treaty."""
    data = language(code)
    words = {normalise(word).text[:_STEM_LENGTH] for term in data.treaty_words for word in expand(term)}
    for treaty_id, terms in data.treaties.items():
        for term in terms:
            for spelling in expand(term):
                written = normalise(spelling.removeprefix("^")).text
                if not written.startswith(half) or len(re.split("[ -]", written)) > _MAX_WORDS:
                    continue
                if written[len(half) :].lstrip(" -")[:_STEM_LENGTH] in words:
                    return treaty_id
    return None
