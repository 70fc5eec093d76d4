"""The terms of the data files, and finding them in plain text.

A term is written as people write it, with four marks: `*` any ending, `{a,b}` either, ` .. ` up to four words between,
and a leading `^` for a name that must stand with a capital. A space also matches a hyphen or a line end.

All terms of a language live in one tree of characters. Matching walks it from every word start, so its time grows with
the text and hardly with the number of terms; there is no backtracking to run away.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from services.classify.gaps import (
    MAX_WORD_CHARACTERS,
    WORD,
    capitals_of,
    gap_characters,
    gap_ends,
    has_capitals,
    is_letter,
    word_end,
)
from services.classify.normalise import Plain, normalise
from services.classify.packing import OUT, Node, packed

_ENDING = 1
_GAP = 2
_SEPARATOR = 3
_MAX_STEPS_PER_WORD = 400
_MIN_BEHIND_GLUED = 3
"""Shorter words are too often a part of the word that they seem to be glued to."""
_WHOLE: Node = {}
"""Behind the nodes of a word that no longer term begins with."""
_NOWHERE: tuple[str, None] = ("", None)
_SEPARATORS = " -\n"
_MAX_REMEMBERED_WORDS = 4_000
_BLANKS = re.compile(r"[ -]+")
_REST_OF_LATIN = re.compile(r"[a-z0-9]*")
_BRACES = re.compile(r"\{([^{}]*)\}")

_Sign = tuple[str, str, int, str]
"""Kind, value, how many capitals it needs, family."""


class BadTerm(ValueError):  # noqa: N818 - named for what happened
    """A term of a data file cannot be matched as it is written."""


class Mention(NamedTuple):
    """A term found in the plain text: `kind` says what it is a sign of, `value` which one."""

    kind: str
    value: str
    start: int
    end: int
    family: str
    """The first part of the kind: "exit" of "exit.past"."""

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
    glued: tuple[str, ...] = ()
    """Small words that may stand before any word without a space."""
    root: Node = field(default_factory=dict)
    """A letter leads to the next node; once the tree was searched, to the letters that must follow and a node."""
    _is_packed: bool = False
    _entered: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    _followers: dict[str, frozenset[str]] = field(default_factory=dict)
    """By words that only begin terms: the letters that the words behind them begin with."""

    def add(self, kind: str, value: str, terms: Iterable[str]) -> None:
        """Add `terms` as signs of `kind` and `value`; not once the tree was searched."""
        if self._is_packed:
            raise RuntimeError("terms are added before the first search")
        for term in terms:
            for spelling in expand(term):
                self._add_spelling(kind, value, spelling)

    def _add_spelling(self, kind: str, value: str, spelling: str) -> None:
        capitals = capitals_of(spelling)
        words = [word for word in _BLANKS.split(normalise(spelling.removeprefix("^").strip()).text) if word]
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
        node.setdefault(OUT, []).append((kind, value, capitals, kind.partition(".")[0]))

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

    def close(self) -> None:
        """Pack the tree; from now on it is searched and no more added to."""
        if not self._is_packed:
            self.root, self._is_packed = packed(self.root), True

    def find(self, plain: Plain) -> list[Mention]:
        """Every mention in `plain`, by start; of one kind and value at one place the longest."""
        self.close()
        text, root = plain.text, self.root
        found: list[Mention] = []
        if not self.has_word_boundaries:
            for start, letter in enumerate(text):
                if letter in root:
                    rest, child = root[letter]
                    if text.startswith(rest, start + 1):
                        found.extend(self._at(plain, start, [(child, start + 1 + len(rest))]))
            return found
        entered, followers = self._entered, self._followers
        for word in WORD.finditer(text):
            written = word.group()
            nodes = entered.get(written)
            if nodes is None:
                nodes = self._enter(written)
            if nodes:
                start, end = word.span()
                if nodes[-1] is _WHOLE:
                    found.extend(_whole(plain, start, end, nodes))
                elif written not in followers or text[end + 1 : end + 2] in followers[written]:
                    found.extend(self._at(plain, start, [(node, end) for node in nodes]))
            if self.glued:
                found.extend(self._behind_glued(plain, word.start(), written))
        return found if not self.glued else sorted(found, key=lambda mention: mention.start)

    def _behind_glued(self, plain: Plain, start: int, word: str) -> Iterator[Mention]:
        """What is found behind small words at the word's beginning."""
        for prefix in self.glued:
            length = len(prefix)
            if word.startswith(prefix) and len(word) - length >= _MIN_BEHIND_GLUED:
                nodes = self._entered.get(word[length:]) or self._enter(word[length:])
                yield from self._at(plain, start + length, [(node, start + len(word)) for node in nodes])

    def _enter(self, word: str) -> tuple[Node, ...]:
        """Where the tree can be after the word; remembered, because most words of a text were seen before."""
        nodes: list[Node] = []
        node, position = self.root, 0
        while True:
            if _ENDING in node:
                nodes.append(node[_ENDING])
            if position == len(word):
                if _goes_on(node):
                    nodes.append(node)
                break
            rest, child = node.get(word[position], _NOWHERE)
            if child is None or not word.startswith(rest, position + 1):
                break
            node, position = child, position + 1 + len(rest)
        if nodes and not any(_SEPARATOR in node or _GAP in node or _goes_on(node, beyond=True) for node in nodes):
            nodes.append(_WHOLE)
        if len(word) <= MAX_WORD_CHARACTERS:
            if len(self._entered) >= _MAX_REMEMBERED_WORDS:
                self._entered.clear()
                self._followers.clear()
            self._entered[word] = tuple(nodes)
            if nodes and not self.glued and all(_needs_another_word(node) for node in nodes):
                self._followers[word] = frozenset(letter for node in nodes for letter in node[_SEPARATOR])
        return tuple(nodes)

    def _at(self, plain: Plain, start: int, pending: list[tuple[Node, int]]) -> list[Mention]:
        walked = self._walk(plain.text, pending)
        if not walked:
            return []
        longest: dict[tuple[str, str, str], int] = {}
        for (kind, value, capitals, family), end in walked:
            if capitals and not has_capitals(plain, start, capitals):
                continue
            if end > longest.get((kind, value, family), 0):
                longest[kind, value, family] = end
        return [Mention(kind, value, start, end, family) for (kind, value, family), end in longest.items()]

    def _walk(self, text: str, pending: list[tuple[Node, int]]) -> list[tuple[_Sign, int]]:
        found: list[tuple[_Sign, int]] = []
        length = len(text)
        steps = 0
        while pending and steps < _MAX_STEPS_PER_WORD:
            steps += 1
            node, position = pending.pop()
            if OUT in node and self._is_word_end(text, position):
                found.extend((sign, position) for sign in node[OUT])
            if _ENDING in node:
                pending.append((node[_ENDING], self._ending_end(text, position)))
            if position >= length:
                continue
            letter = text[position]
            if letter in node:
                rest, child = node[letter]
                if text.startswith(rest, position + 1):
                    pending.append((child, position + 1 + len(rest)))
            if _GAP in node and not self.has_word_boundaries:
                pending.extend((node[_GAP], after) for after in gap_characters(text, position))
            if letter in _SEPARATORS:
                if _SEPARATOR in node:
                    pending.append((node[_SEPARATOR], position + 1))
                    if self.glued:
                        after = [len(prefix) for prefix in self.glued if text.startswith(prefix, position + 1)]
                        pending.extend((node[_SEPARATOR], position + 1 + length) for length in after)
                if _GAP in node and self.has_word_boundaries:
                    pending.extend((node[_GAP], after) for after in gap_ends(text, position))
        return found

    def _ending_end(self, text: str, position: int) -> int:
        """Where a word's ending stops; a Latin name amid letters without spaces ends where its own letters end."""
        if self.has_word_boundaries or not text[position - 1].isascii():
            return word_end(text, position)
        rest = _REST_OF_LATIN.match(text, position)
        return rest.end() if rest else position

    def _is_word_end(self, text: str, position: int) -> bool:
        if not self.has_word_boundaries or position >= len(text):
            return True
        return not (is_letter(text[position]) and is_letter(text[position - 1]))


def _goes_on(node: Node, *, beyond: bool = False) -> bool:
    """Whether a term ends at the node, or goes on with anything but a letter; `beyond`: goes on at all."""
    return any(
        (not beyond and key == OUT) or key in (_SEPARATOR, _GAP) or (isinstance(key, str) and not is_letter(key))
        for key in node
    )


def _needs_another_word(node: Node) -> bool:
    """Whether nothing is found at the node but with the word right behind it."""
    goes_on = _SEPARATOR in node and all(isinstance(letter, str) for letter in node[_SEPARATOR])
    return goes_on and all(key == _SEPARATOR or (isinstance(key, str) and is_letter(key)) for key in node)


def _whole(plain: Plain, start: int, end: int, nodes: tuple[Node, ...]) -> Iterable[Mention]:
    """The mentions of a word that no longer term begins with, each once."""
    signs = [sign for node in nodes if OUT in node for sign in node[OUT]]
    found = [
        Mention(kind, value, start, end, family)
        for kind, value, capitals, family in signs
        if not capitals or has_capitals(plain, start, capitals)
    ]
    return found if len(found) < 2 else dict.fromkeys(found)
