"""Mines of two classes that share one word for a mine: "antitank and anti-personnel mines"."""

from collections.abc import Iterator

from services.classify.sentences import Sentence
from services.classify.terms import Mention

REACH = 40
_NOT_LISTED = frozenset({"naval", "minelayer"})
"""Beside them a class says what they are against or what they lay."""
_WHOLE = _NOT_LISTED | {"directional"}
"""A class within their names says no more than that."""


def with_classes(sentence: Sentence) -> Sentence:
    """The sentence with a mention of a mine for each class that stands in one list with a mine."""
    words = sentence.of("mine_class")
    mines = sentence.of("mine")
    if not words or not mines:
        return sentence
    found = [made for made in _made(sentence, words, mines) if made not in mines]
    if not found:
        return sentence
    return sentence.with_mentions((*sentence.mentions, *found))


def _made(sentence: Sentence, words: tuple[Mention, ...], mines: tuple[Mention, ...]) -> Iterator[Mention]:
    joints = sentence.kind("frame.joining")
    for word in words:
        if word.kind == "mine_class.stem" and sentence.text[word.end - sentence.start :][:1] != "-":
            continue
        own = [mine for mine in mines if mine.start <= word.start and word.end <= mine.end]
        if any(mine.value == word.value or (mine.value in _WHOLE and not _is_aimed(word, mine)) for mine in own):
            continue
        others = (*mines, *(other for other in words if other is not word))
        if own or any(_are_listed(sentence, word, other, joints) for other in others):
            yield Mention("mine", word.value, word.start, word.end, "mine")


def _is_aimed(word: Mention, mine: Mention) -> bool:
    """Whether the class says what a directional mine is against: "directional anti-tank mine"."""
    return mine.value == "directional" and word.value == "antitank"


def _are_listed(sentence: Sentence, word: Mention, other: Mention, joints: tuple[Mention, ...]) -> bool:
    """Whether only small words and commas part the two."""
    first, last = sorted((word, other), key=lambda mention: mention.start)
    if not 0 <= last.start - first.end <= REACH or other.value in _NOT_LISTED:
        return False
    left = sentence.text[first.end - sentence.start : last.start - sentence.start]
    for joint in joints:
        if first.end <= joint.start and joint.end <= last.start:
            left = left.replace(sentence.text[joint.start - sentence.start : joint.end - sentence.start], " ", 1)
    return not left.strip(" ,-\u2013:、・")
