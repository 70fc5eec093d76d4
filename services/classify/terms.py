"""The terms of the data files, and finding them in plain text.

A term is written as people write it, with four marks: `*` any ending, `{a,b}` either, ` .. ` up to four words between,
and a leading `^` for a name that must stand with a capital. A space also matches a hyphen or a line end.

All terms of a language live in one tree of characters. Matching walks it from every word start, so its time grows with
the text and hardly with the number of terms; there is no backtracking to run away.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from services.classify.normalise import Plain

_OUT = 0
_ENDING = 1
_GAP = 2
_SEPARATOR = 3
_MAX_GAP_WORDS = 4
_MAX_STEPS_PER_WORD = 400
_MAX_WORD_CHARACTERS = 60
_SEPARATORS = " -\n"
_IN_LINE = " -"
_WORD = re.compile(r"\w+")
_BRACES = re.compile(r"\{([^{}]*)\}")

Node = dict[Any, Any]


class BadTerm(ValueError):  # noqa: N818 - named for what happened
    """A term of a data file cannot be matched as it is written."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A term found in the plain text: `kind` says what it is a sign of, `value` which one."""

    kind: str
    value: str
    start: int
    end: int

    @property
    def family(self) -> str:
        """The first part of the kind: "exit" of "exit.past"."""
        return self.kind.partition(".")[0]

    def covers(self, other: "Mention") -> bool:
        """Whether `other` lies within this mention and is shorter."""
        return self.start <= other.start and other.end <= self.end and other.end - other.start < self.end - self.start


def expand(term: str) -> Iterator[str]:
    """Every spelling that a term with `{a,b}` stands for."""
    braces = _BRACES.search(term)
    if braces is None:
        if "{" in term or "}" in term:
            raise BadTerm(f"unbalanced braces in {term!r}")
        yield term
        return
    for choice in braces.group(1).split(","):
        yield from expand(term[: braces.start()] + choice + term[braces.end() :])


@dataclass
class TermTree:
    """Terms by their characters."""

    has_word_boundaries: bool = True
    root: Node = field(default_factory=dict)

    def add(self, kind: str, value: str, terms: Iterable[str]) -> None:
        """Add `terms` as signs of `kind` and `value`."""
        for term in terms:
            for spelling in expand(term):
                self._add_spelling(kind, value, spelling)

    def _add_spelling(self, kind: str, value: str, spelling: str) -> None:
        needs_capital = spelling.startswith("^")
        words = [word for word in re.split(r"[ -]+", spelling.removeprefix("^").strip().lower()) if word]
        if not words or words[0] in ("..", "*") or words[-1] == "..":
            raise BadTerm(f"{spelling!r} has no words to match, or begins or ends with a gap")
        node = self.root
        for index, word in enumerate(words):
            if word == "..":
                node = node.setdefault(_GAP, {})
                continue
            if index and words[index - 1] != "..":
                node = node.setdefault(_SEPARATOR, {})
            node = self._add_word(node, word, spelling)
        node.setdefault(_OUT, []).append((kind, value, needs_capital))

    @staticmethod
    def _add_word(node: Node, word: str, spelling: str) -> Node:
        stem = word.removesuffix("*")
        if "*" in stem:
            raise BadTerm(f"{spelling!r}: * stands only at the end of a word")
        for letter in stem:
            node = node.setdefault(letter, {})
        if word.endswith("*"):
            node = node.setdefault(_ENDING, {})
        return node

    def find(self, plain: Plain) -> list[Mention]:
        """Every mention in `plain`, by start; of one kind and value at one place the longest."""
        found: list[Mention] = []
        for start in self._starts(plain.text):
            if plain.text[start] in self.root:
                found.extend(self._at(plain, start))
        return found

    def _starts(self, text: str) -> Iterable[int]:
        if not self.has_word_boundaries:
            return range(len(text))
        return (word.start() for word in _WORD.finditer(text))

    def _at(self, plain: Plain, start: int) -> Iterator[Mention]:
        longest: dict[tuple[str, str], int] = {}
        for (kind, value, needs_capital), end in self._walk(plain.text, start):
            if needs_capital and not plain.is_capital(start):
                continue
            if end > longest.get((kind, value), 0):
                longest[kind, value] = end
        for (kind, value), end in longest.items():
            yield Mention(kind, value, start, end)

    def _walk(self, text: str, start: int) -> Iterator[tuple[tuple[str, str, bool], int]]:
        length = len(text)
        pending: list[tuple[Node, int]] = [(self.root, start)]
        steps = 0
        while pending and steps < _MAX_STEPS_PER_WORD:
            steps += 1
            node, position = pending.pop()
            if _OUT in node and self._is_word_end(text, position):
                for sign in node[_OUT]:
                    yield sign, position
            if _ENDING in node:
                pending.append((node[_ENDING], _word_end(text, position)))
            if position >= length:
                continue
            letter = text[position]
            if letter in node:
                pending.append((node[letter], position + 1))
            if letter in _SEPARATORS:
                if _SEPARATOR in node:
                    pending.append((node[_SEPARATOR], position + 1))
                if _GAP in node:
                    pending.extend((node[_GAP], after) for after in _gap_ends(text, position))

    def _is_word_end(self, text: str, position: int) -> bool:
        if not self.has_word_boundaries or position >= len(text):
            return True
        return not (text[position].isalnum() and text[position - 1].isalnum())


def _word_end(text: str, position: int) -> int:
    length = len(text)
    length = min(length, position + _MAX_WORD_CHARACTERS)
    while position < length and text[position].isalnum():
        position += 1
    return position


def _gap_ends(text: str, position: int) -> Iterator[int]:
    """Where the next word may begin after zero to four words; a gap runs over no mark and no line end."""
    for _ in range(_MAX_GAP_WORDS + 1):
        if position >= len(text) or text[position] not in _IN_LINE:
            return
        yield position + 1
        position = _word_end(text, position + 1)
        if text[position : position + 1] == "'":
            position = _word_end(text, position + 1)


_ABSORBING = frozenset({"mask", "treaty", "other_treaty", "product", "producer", "gear", "ore"})


def without_covered(mentions: list[Mention]) -> list[Mention]:
    """Mentions that stand on their own: not a part of a longer name, trap or term of the same family."""
    kept: list[Mention] = []
    for index, mention in enumerate(mentions):
        if not any(_absorbs(other, mention) for other in _neighbours(mentions, index)):
            kept.append(mention)
    return [mention for mention in kept if mention.family != "mask"]


def _absorbs(other: Mention, mention: Mention) -> bool:
    if other.covers(mention):
        if mention.family in ("ban", "ban_list", "use"):
            return other.family == "mask"  # a treaty's full name says what it bans
        return other.family in _ABSORBING or other.family == mention.family
    if mention.family == "frame" and other.family in ("exit", "making", "step") and _contains(other, mention):
        return True
    if other.family == "gear" and mention.family in ("mine", "product"):
        return other.start < mention.end and mention.start < other.end
    same_place = other.start == mention.start and other.end == mention.end
    return same_place and other.family in ("mask", "other_treaty") and mention.family not in ("mask", "other_treaty")


def _contains(other: Mention, mention: Mention) -> bool:
    return other.start <= mention.start and mention.end <= other.end


def _neighbours(mentions: list[Mention], index: int) -> Iterator[Mention]:
    """The mentions that can overlap the one at `index`; they lie within a term's length of it."""
    mention = mentions[index]
    for step in range(index - 1, -1, -1):
        if mention.start - mentions[step].start > 120:
            break
        yield mentions[step]
    for step in range(index + 1, len(mentions)):
        if mentions[step].start >= mention.end:
            break
        yield mentions[step]
