"""Cutting plain text into sentences, and telling the article from the furniture of its page."""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from itertools import chain

from services.classify.normalise import Plain
from services.classify.terms import Mention

MAX_SENTENCES = 600
MAX_SENTENCE_CHARACTERS = 900
_LINE_END = re.compile(r"\n")
_STOP = re.compile(
    r"[.!?…]+[\"')\]]*(?=[ ]|$)"
    r"|[。।॥۔]+[\"')\]」』]*"
    r"|[!?]+[\"')\]」』]*(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])"
)
"""Scripts without spaces close a sentence with nothing behind it; the danda and the Urdu stop are marks as well."""
_FULL_WIDTH = frozenset("。！？")
_CLAUSE_MARK = re.compile(r"[;()]|(?<![a-z]):|:(?![a-z])|\u2013|[,、،]| - ")
_SPAN_OF_NUMBERS = re.compile(r"\d[:\u2013]\d")
"""A dash or colon between figures parts no clauses: "in 2026–2028", "at 15:30"."""
_ASIDE = re.compile(r"\([^()\n]{1,24}\)(?! ?[-\u2013\u2014])")
"""Too short to be a clause: another name for what stands before it. Behind a dateline's agency a dash follows."""
_PICTOGRAM = re.compile("[\u25a0-\u25ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]")
_TERMINATED = re.compile(r"[.!?…:;。！？।॥۔؟][\"')\]」』]*\s*$")
_PAUSE = re.compile(r",(?! ?\d)")
"""A comma that the date itself follows ("after half a year, 22 November 2020") opens no clause."""
MAX_DATE_PHRASE = 40
MAX_HEADING_WORDS = 14
MAX_HEADING_CHARACTERS = 160


class Part(Enum):
    """What a sentence is to the article."""

    TITLE = "title"
    HEADING = "heading"
    """A line without an end mark: a subheading, a caption, a menu, a related link."""
    BODY = "body"


@dataclass(frozen=True)
class Sentence:
    """One sentence of the plain text, with what was recognised in it."""

    index: int
    part: Part
    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]
    clause_marks: tuple[int, ...]
    signs_follow_verb: bool = False
    """Whether the language tells denial and possibility behind the word they bear on."""

    @cached_property
    def _by_family(self) -> dict[str, tuple[Mention, ...]]:
        groups: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            groups.setdefault(mention.family, []).append(mention)
        return {family: tuple(group) for family, group in groups.items()}

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Mention, ...]]:
        groups: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            groups.setdefault(mention.kind, []).append(mention)
        return {kind: tuple(group) for kind, group in groups.items()}

    def has(self, *families: str) -> bool:
        """Whether there is a mention of any of these families."""
        return not self._by_family.keys().isdisjoint(families)

    def of(self, *families: str) -> tuple[Mention, ...]:
        """The mentions of these families, in order."""
        return _picked(self._by_family, families)

    def kind(self, *kinds: str) -> tuple[Mention, ...]:
        """The mentions of exactly these kinds, in order."""
        return _picked(self._by_kind, kinds)

    def with_mentions(self, mentions: Iterable[Mention]) -> "Sentence":
        """The sentence with these mentions instead, by place, each once; of one place in the order given."""
        ordered = sorted(dict.fromkeys(mentions), key=lambda mention: (mention.start, -mention.end))
        return replace(self, mentions=tuple(ordered))

    def clause(self, position: int) -> int:
        """The number of the clause that `position` lies in."""
        return bisect.bisect_right(self.clause_marks, position)

    def is_listed_with(self, first: int, second: int) -> bool:
        """Whether only colons part two places, as in a contract that lists what it buys."""
        low, high = sorted((first, second))
        between = self.clause_marks[bisect.bisect_right(self.clause_marks, low) : self.clause(high)]
        return all(self.text[mark - self.start] == ":" for mark in between)


def _picked(groups: dict[str, tuple[Mention, ...]], names: tuple[str, ...]) -> tuple[Mention, ...]:
    if len(names) == 1:
        return groups.get(names[0], ())
    if groups.keys().isdisjoint(names):
        return ()
    found = [groups[name] for name in names if name in groups]
    if len(found) < 2:
        return found[0]
    return tuple(sorted(chain.from_iterable(found), key=lambda mention: mention.start))


def sentences(
    plain: Plain,
    title_end: int,
    mentions: Sequence[Mention],
    abbreviations: frozenset[str],
    *,
    signs_follow_verb: bool = False,
) -> list[Sentence]:
    """The sentences of `plain`; the title is its first `title_end` characters."""
    starts = [mention.start for mention in mentions]
    found: list[Sentence] = []
    closing = frozenset(mention.end for mention in mentions if _is_phrase_of_mines(plain, mention))
    for part, start, end in _spans(plain, title_end, abbreviations, closing):
        if len(found) >= MAX_SENTENCES:
            break
        first, stop = bisect.bisect_left(starts, start), bisect.bisect_left(starts, end)
        inside = tuple(mention for mention in mentions[first:stop] if mention.end <= end)
        text = plain.text[start:end]
        marks = _clause_marks(start, text, inside)
        found.append(Sentence(len(found), part, start, end, text, inside, marks, signs_follow_verb))
    return found


def _is_phrase_of_mines(plain: Plain, mention: Mention) -> bool:
    """Whether more than one word names mines, so that its last is none of the abbreviations that look like it."""
    return mention.family == "mine" and " " in plain.text[mention.start : mention.end]


def _clause_marks(start: int, text: str, mentions: tuple[Mention, ...]) -> tuple[int, ...]:
    words = [mention for mention in mentions if mention.kind == "frame.clause"]
    openers, closers = {word.start for word in words}, {word.end for word in words}
    asides = {place for aside in _ASIDE.finditer(text) for place in (aside.start(), aside.end() - 1)}

    def is_mark(mark: "re.Match[str]") -> bool:
        if mark.start() in asides or _SPAN_OF_NUMBERS.match(text, mark.start() - 1):
            return False
        if mark.group() not in ",、،":
            return True
        if mark.group() == "、" and start + mark.start() in closers:
            return True  # Japanese joins clauses by what stands at their end
        return any(start + mark.end() + step in openers for step in range(3))

    return tuple(start + mark.start() for mark in _CLAUSE_MARK.finditer(text) if is_mark(mark))


def _spans(
    plain: Plain, title_end: int, abbreviations: frozenset[str], closing: frozenset[int]
) -> Iterator[tuple[Part, int, int]]:
    text = plain.text
    if text[:title_end].strip():
        yield Part.TITLE, 0, title_end
    position = title_end
    for line_end in [*(mark.start() for mark in _LINE_END.finditer(text, title_end)), len(text)]:
        line = text[position:line_end]
        if line.strip():
            if _is_heading(line):
                yield Part.HEADING, position, line_end
            else:
                cut = _cut(plain, position, line_end, abbreviations, closing)
                yield from ((Part.BODY, start, end) for start, end in cut)
        position = line_end


def _is_heading(line: str) -> bool:
    if len(_PICTOGRAM.findall(line)) >= 2:
        return True
    words = line.split()
    if len(words) > MAX_HEADING_WORDS or len(line) > MAX_HEADING_CHARACTERS:
        return False
    return not _TERMINATED.search(line)


def _cut(
    plain: Plain, start: int, end: int, abbreviations: frozenset[str], closing: frozenset[int]
) -> Iterator[tuple[int, int]]:
    text = plain.text
    first = start
    for stop in _STOP.finditer(text, start, end):
        known = frozenset() if stop.start() in closing else abbreviations
        if stop.end() < end and not _ends_sentence(plain, first, stop, end, known):
            continue
        yield from _bounded(text, first, stop.end())
        first = stop.end()
    if text[first:end].strip():
        yield from _bounded(text, first, end)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence, or where it is no human sentence any more, pieces of it: reading is quadratic in its length."""
    while end - start > MAX_SENTENCE_CHARACTERS:
        cut = text.rfind(" ", start + 1, start + MAX_SENTENCE_CHARACTERS)
        cut = cut if cut > start else start + MAX_SENTENCE_CHARACTERS
        yield start, cut
        start = cut
    yield start, end


def _ends_sentence(plain: Plain, first: int, stop: "re.Match[str]", end: int, abbreviations: frozenset[str]) -> bool:
    text = plain.text
    if stop.group()[0] == "。" and text.count("「", first, stop.start()) > text.count("」", first, stop.end()):
        return False  # a quotation of several sentences stands inside one of the article's
    following = stop.end()
    while following < end and (text[following].isspace() or text[following] in "\"'(\u2013- "):
        following += 1
    if following >= end:
        return True
    if stop.group()[0] in _FULL_WIDTH:
        return True
    if stop.group()[0] != ".":
        return plain.is_capital(following)
    before, _, last_word = text[first : stop.start()].rpartition(" ")
    last_word = last_word.strip("(\"'")
    if last_word in abbreviations and before[-1:].isdigit():
        # Behind a number ("in 2029 r.") it may close the sentence, but not one that has only just given a date.
        comma = max((mark.start() for mark in _PAUSE.finditer(text, first, stop.start())), default=first)
        return stop.start() - comma > MAX_DATE_PHRASE and plain.is_capital(following)
    if last_word in abbreviations or (len(last_word) == 1 and last_word.isalpha()):
        return False
    if last_word.isdigit() and len(last_word) <= 2 and not plain.is_capital(following):
        return False
    return plain.is_capital(following)
