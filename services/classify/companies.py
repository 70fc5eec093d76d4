"""Makers that no list holds: a name beside a word for a company, or before a legal form."""

import re
from collections.abc import Iterator

from services.classify.document import Document
from services.classify.language_data import language
from services.classify.sentences import Part, Sentence
from services.classify.terms import Mention

MAX_NAME_CHARACTERS = 48
MAX_NAME_WORDS = 4
MAX_CASELESS_WORDS = 3
"""In scripts without capitals a name's end is harder to see."""
MAX_UNSPACED = 8
OFFICE_REACH = 8
"""A name this near behind an office is a part of its name: "Ministry of the National Defence"."""
_OPEN, _CLOSE = "\"'「『《〈", "\"'」』》〉"
_QUOTED_BEFORE = re.compile(rf"[{_OPEN}]([^{_OPEN}{_CLOSE}\n]{{2,48}})[{_CLOSE}]$")
_QUOTED = re.compile(rf" ?[{_OPEN}]([^{_OPEN}{_CLOSE}\n]{{2,48}})[{_CLOSE}]")
_WORD = re.compile(r"[^\s\"'(),;:!?「」『』《》〈〉。、]+")
_HAN = re.compile(r"[\u3400-\u9fff·]+$")
_KATAKANA = re.compile(r"[\u30a1-\u30ff]{2,}$")
_JOINING = ("&",)
_NO_NAME = frozenset(
    {
        *("state", "body", "mine", "making", "works", "treaty", "mood", "arms", "company", "growing", "stopping"),
        *("sealing", "deals", "capacity", "denial", "partners"),
    }
)


def companies(document: Document, sentence: Sentence) -> tuple[Mention, ...]:
    """The names in the sentence that the words around them make a company's; titles capitalise too much to tell."""
    if sentence.part is not Part.BODY:
        return ()
    found: dict[int, Mention] = {}
    named: set[int] = set()
    for sign in sorted(sentence.of("company"), key=lambda sign: sign.kind != "company.word"):
        if sign.start in named:
            continue  # "X yhtiö Y": the word has its name behind it already
        for start, end in _names(document, sentence, sign):
            if end - start <= MAX_NAME_CHARACTERS:
                named.add(sign.start)
                found.setdefault(start, Mention("maker", "", start, end, "maker"))
    for start, end in _telling_names(document, sentence):
        found.setdefault(start, Mention("maker", "", start, end, "maker"))
    return tuple(found[start] for start in sorted(found))


def _names(document: Document, sentence: Sentence, sign: Mention) -> Iterator[tuple[int, int]]:
    if sign.kind == "company.word":
        yield from name_after(document, sentence, sign.end)
    else:
        yield from name_before(document, sentence, sign.start)


def _telling_names(document: Document, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The names whose own last word makes them a company's: "X Defence", but not "X Defence Force"."""
    for sign in sentence.of("name_word"):
        behind = sentence.text[sign.end - sentence.start :]
        if behind[:1] == " " and behind[1:2].isalpha() and document.plain.is_capital(sign.end + 1):
            continue
        for start, end in name_before(document, sentence, sign.end):
            is_office = any(0 <= start - body.end <= OFFICE_REACH for body in sentence.of("body", "titles"))
            if start < sign.start and end - start <= MAX_NAME_CHARACTERS and not is_office:
                yield start, end


def name_after(document: Document, sentence: Sentence, position: int) -> Iterator[tuple[int, int]]:
    """The name that begins at `position`, but for a space: in quotes, or in words that can stand in a name."""
    quoted = _QUOTED.match(sentence.text, position - sentence.start)
    if quoted:
        yield sentence.start + quoted.start(1), sentence.start + quoted.end(1)
        return
    if sentence.text[position - sentence.start : position - sentence.start + 1] != " ":
        return
    words: list[tuple[int, int]] = []
    for word in _WORD.finditer(sentence.text, position - sentence.start + 1):
        start, end = sentence.start + word.start(), sentence.start + word.end()
        if start - position > 1 or not _continues(document, sentence, words, start, end):
            break
        words.append((start, end))
        position = end
    yield from _whole(document, sentence, words)


def name_before(document: Document, sentence: Sentence, position: int) -> Iterator[tuple[int, int]]:
    """The name that ends at `position`, but for a space or a comma."""
    before = sentence.text[: position - sentence.start].rstrip(" ,")
    quoted = _QUOTED_BEFORE.search(before)
    if quoted:
        yield sentence.start + quoted.start(1), sentence.start + quoted.end(1)
        return
    if _is_unspaced(before):
        yield from _unspaced(document, sentence, before)
        return
    words: list[tuple[int, int]] = []
    for word in reversed(list(_WORD.finditer(before))):
        start, end = sentence.start + word.start(), sentence.start + word.end()
        if words and words[0][0] - end > 1:
            break
        if not _continues(document, sentence, words, start, end):
            break
        words.insert(0, (start, end))
    yield from _whole(document, sentence, words)


def _continues(document: Document, sentence: Sentence, words: list[tuple[int, int]], start: int, end: int) -> bool:
    is_caseless = _is_caseless(document, start)
    if len(words) == (MAX_CASELESS_WORDS if is_caseless else MAX_NAME_WORDS):
        return False
    return _is_part(document, sentence, start, end)


def _whole(document: Document, sentence: Sentence, words: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if not words or all(_is_of(sentence, "arms", *word) for word in words):
        return
    start, end = words[0][0], words[-1][1]
    name = sentence.text[start - sentence.start : end - sentence.start].rstrip(".")
    if _is_caseless(document, start):
        name = _without_ending(name, language(document.language).making.name_endings)
    if len(name) > 1 and name[-1] not in _JOINING:
        yield start, start + len(name)


def _without_ending(name: str, endings: tuple[str, ...]) -> str:
    fitting = (ending for ending in sorted(endings, key=len, reverse=True) if name.endswith(ending))
    ending = next(fitting, "")
    return name[: len(name) - len(ending)] if len(name) - len(ending) > 1 else name


def _is_part(document: Document, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the word can stand in a name: a capital of its own, and no word the reading knows as something else."""
    word = sentence.text[start - sentence.start : end - sentence.start]
    if word in _JOINING:
        return True
    if word in language(document.language).common_words:
        return False
    last = end - len(word) + len(word.rstrip("."))
    covering = [mention for mention in sentence.mentions if mention.start <= start and last <= mention.end]
    if _is_caseless(document, start):
        return not covering
    if not document.plain.quote(start, start + 1).isupper():
        return False
    if any(product.start < end and start < product.end for product in sentence.of("product")):
        return False
    return not any(mention.family in _NO_NAME and mention.family != "arms" for mention in covering)


def _is_of(sentence: Sentence, family: str, start: int, end: int) -> bool:
    return any(mention.start <= start and end <= mention.end for mention in sentence.of(family))


def _is_caseless(document: Document, position: int) -> bool:
    letter = document.plain.quote(position, position + 1)
    return letter.isalpha() and letter.lower() == letter.upper()


def _is_unspaced(before: str) -> bool:
    return bool(_HAN.search(before) or _KATAKANA.search(before))


def _unspaced(document: Document, sentence: Sentence, before: str) -> Iterator[tuple[int, int]]:
    """In a script without spaces: the run of letters before the sign, back to a small word or a known one."""
    end = sentence.start + len(before)
    katakana = _KATAKANA.search(before)
    if katakana:
        yield sentence.start + katakana.start(), end
        return
    small = language(document.language).common_words
    covered = {place for mention in sentence.mentions for place in range(mention.start, min(mention.end, end))}
    start = end
    while start > max(sentence.start, end - MAX_UNSPACED):
        letter = sentence.text[start - 1 - sentence.start]
        if letter in small or start - 1 in covered or not _HAN.match(letter):
            break
        start -= 1
    if end - start > 1:
        yield start, end
