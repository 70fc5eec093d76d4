"""Makers that no list holds: a name beside a word for a company, or before a legal form."""

import re
from collections.abc import Iterator

from services.classify.document import Document
from services.classify.language_data import language
from services.classify.sentences import Part, Sentence
from services.classify.terms import Mention

MAX_NAME_CHARACTERS = 48
MAX_NAME_WORDS = 4
_QUOTED_BEFORE = re.compile(r'"([^"\n]{2,48})"$')
_QUOTED = re.compile(r' ?"([^"\n]{2,48})"')
_WORD = re.compile(r"[^\s\"'(),;:!?]+")
_JOINING = ("&",)
_NO_NAME = frozenset({"state", "body", "mine", "making", "works", "treaty", "mood", "arms", "company"})


def companies(document: Document, sentence: Sentence) -> tuple[Mention, ...]:
    """The names in the sentence that the words around them make a company's; titles capitalise too much to tell."""
    if sentence.part is not Part.BODY:
        return ()
    found: dict[int, Mention] = {}
    for sign in sentence.of("company"):
        for start, end in _names(document, sentence, sign):
            if end - start <= MAX_NAME_CHARACTERS:
                found.setdefault(start, Mention("maker", "", start, end, "maker"))
    return tuple(found[start] for start in sorted(found))


def _names(document: Document, sentence: Sentence, sign: Mention) -> Iterator[tuple[int, int]]:
    if sign.kind == "company.form":
        yield from _before(document, sentence, sign)
        return
    quoted = _QUOTED.match(sentence.text, sign.end - sentence.start)
    if quoted:
        yield sentence.start + quoted.start(1), sentence.start + quoted.end(1)
        return
    yield from _after(document, sentence, sign)


def _after(document: Document, sentence: Sentence, sign: Mention) -> Iterator[tuple[int, int]]:
    position = sign.end
    if sentence.text[position - sentence.start : position - sentence.start + 1] != " ":
        return
    words: list[tuple[int, int]] = []
    for word in _WORD.finditer(sentence.text, position - sentence.start + 1):
        start, end = sentence.start + word.start(), sentence.start + word.end()
        if start - position > 1 or len(words) == MAX_NAME_WORDS or not _is_part(document, sentence, start, end):
            break
        words.append((start, end))
        position = end
    yield from _whole(sentence, words)


def _before(document: Document, sentence: Sentence, sign: Mention) -> Iterator[tuple[int, int]]:
    before = sentence.text[: sign.start - sentence.start].rstrip(" ,")
    quoted = _QUOTED_BEFORE.search(before)
    if quoted:
        yield sentence.start + quoted.start(1), sentence.start + quoted.end(1)
        return
    words: list[tuple[int, int]] = []
    for word in reversed(list(_WORD.finditer(before))):
        start, end = sentence.start + word.start(), sentence.start + word.end()
        if words and words[0][0] - end > 1:
            break
        if len(words) == MAX_NAME_WORDS or not _is_part(document, sentence, start, end):
            break
        words.insert(0, (start, end))
    yield from _whole(sentence, words)


def _whole(sentence: Sentence, words: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if not words:
        return
    start, end = words[0][0], words[-1][1]
    name = sentence.text[start - sentence.start : end - sentence.start].rstrip(".")
    if len(name) > 1 and name[-1] not in _JOINING:
        yield start, start + len(name)


def _is_part(document: Document, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the word can stand in a name: a capital of its own, and no word the reading knows as something else."""
    word = sentence.text[start - sentence.start : end - sentence.start]
    if word in _JOINING:
        return True
    if not document.plain.quote(start, start + 1).isupper() or word in language(document.language).common_words:
        return False
    return not any(
        mention.start <= start and end <= mention.end and mention.family in _NO_NAME for mention in sentence.mentions
    )
