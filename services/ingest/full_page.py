"""What is read from an article's web page, as plain values that travel from a parse worker. Standard library only."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_WORD = re.compile(r"[^\W\d_]+")
_LONG_ENOUGH = 4
"""Shorter words are in every text of a language."""

_ENOUGH_SHARED = 0.5


@dataclass(frozen=True)
class FullPage:
    """One article as its page tells it."""

    title: str
    text: str
    author: str | None = None
    published_on: str | None = None
    """ISO 8601 day."""
    language: str | None = None
    canonical_url: str | None = None

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "FullPage":
        """The page out of a worker's answer."""
        return cls(**fields)


def tells_of(page: FullPage, title: str, summary: str) -> bool:
    """Whether the page is about what the feed's entry is about.

    Dead links lead to front pages, and walls of cookies or payment stand before articles: their texts must not be
    taken for the article's. What is compared is the title's longer words, or the summary's where there is no title.
    """
    wanted = set(_signs(title)) or set(_signs(summary[:500]))
    if not wanted:
        return True
    there = set(_signs(f"{page.title}\n{page.text}"))
    return len(wanted & there) >= _ENOUGH_SHARED * len(wanted)


def _signs(text: str) -> Iterator[str]:
    """Longer words, without their last letter, which inflects; of scripts without spaces every two letters."""
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if _has_no_spaces(word[0]):
            yield from (word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) >= _LONG_ENOUGH:
            yield word[:-1]


def _has_no_spaces(letter: str) -> bool:
    """Chinese, Japanese and the scripts of South East Asia."""
    return "\u3040" <= letter <= "\u9fff" or "\u0e00" <= letter <= "\u0eff" or "\u1000" <= letter <= "\u109f"
