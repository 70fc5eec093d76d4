"""Full text: which events say all of some words, in whatever language.

What matches is decided by comparing folded text, on both databases alike: every word is a part of the event's title,
or every word is a part of one article on it. The indexes only say where to look: they hold the text's trigrams, so
scripts that put no spaces between words are found as well, and words of one or two characters by the trigrams that
begin with them. The migrations keep the indexes with triggers; nothing else writes them.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, cast, column, false, func, literal, select, table, union
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.database.events import ArticleRow, EventRow, FindingRow
from services.database.folding import folded

INDEXED_CHARACTERS = 80_000
"""Of one text. More than an article has; PostgreSQL refuses to index the trigrams of a megabyte."""

_GRAM = 3
_ESCAPE = "\\"
_WORD = re.compile(r'"([^"]*)"|(\S+)')
_SHORT_WORD_GRAMS = 2_000
_LAST_CHARACTER = chr(0x10FFFF)

# SQLite's own tables of the index; the migrations make them.
_DOCUMENT = table("search_document", column("number"), column("document_id"))
_GRAM_TABLE = table("search_gram", column("rowid"), column("search_gram"))
_VOCABULARY = table("search_vocabulary", column("term"))


def words(q: str | None) -> tuple[str, ...]:
    """What must occur: the words of a query, and its phrases in quotes, folded as the texts are."""
    found = (phrase or word.strip('"') for phrase, word in _WORD.findall(folded(q or "")))
    stripped = (" ".join(one.split()) for one in found)
    return tuple(dict.fromkeys(one for one in stripped if one))


async def those_that_say(
    session: AsyncSession, wanted: Sequence[str], places: Sequence[tuple[int, str]]
) -> list[tuple[int, str]]:
    """Those of these events whose title has all words, or one of whose articles has: found by reading them.

    Two questions by their ids and not one condition: for "or exists" PostgreSQL would read every article there is.
    """
    if not places:
        return []
    ids = [event_id for _, event_id in places]
    by_title = select(col(EventRow.id)).where(col(EventRow.id).in_(ids), *_parts(col(EventRow.folded_title), wanted))
    by_article: Any = (
        select(col(FindingRow.event_id))
        .join(ArticleRow, col(ArticleRow.id) == col(FindingRow.article_id))
        .where(col(FindingRow.event_id).in_(ids), *_parts(col(ArticleRow.folded_text), wanted))
    )
    found = set(await session.scalars(union(by_title, by_article)))
    return [place for place in places if place[1] in found]


async def all_that_say(session: AsyncSession, wanted: Sequence[str]) -> Select[Any]:
    """A query for the ids of all such events: found by the index."""
    if session.get_bind().dialect.name == "postgresql":
        return _in_postgresql(wanted)
    return await _in_sqlite(session, wanted)


def _in_postgresql(wanted: Sequence[str]) -> Select[Any]:
    grams = [
        lexeme
        for word in wanted
        for lexeme in (map(_lexeme, _grams(word)) if len(word) >= _GRAM else [f"{_lexeme(word)}:*"])
    ]
    asked = cast(literal(" & ".join(grams)), TSQUERY)
    by_title: Any = select(col(EventRow.id).label("id")).where(
        func.search_grams(col(EventRow.folded_title)).op("@@")(asked), *_parts(col(EventRow.folded_title), wanted)
    )
    by_article: Any = (
        select(col(FindingRow.event_id).label("id"))
        .join(ArticleRow, col(ArticleRow.id) == col(FindingRow.article_id))
        .where(
            func.search_grams(col(ArticleRow.folded_text)).op("@@")(asked),
            *_parts(col(ArticleRow.folded_text), wanted),
            col(FindingRow.event_id).is_not(None),
        )
    )
    return select(union(by_title, by_article).subquery("hit").c.id)


def _lexeme(gram: str) -> str:
    doubled = gram.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


async def _in_sqlite(session: AsyncSession, wanted: Sequence[str]) -> Select[Any]:
    alternatives: list[str] = []
    for word in wanted:
        if len(word) >= _GRAM:
            alternatives.extend(map(_string, _grams(word)))
        else:
            longer = await _grams_that_begin_with(session, word)
            alternatives.append(f"({' OR '.join(map(_string, longer))})" if longer else "")
    if "" in alternatives:
        return select(col(EventRow.id)).where(false())
    match = _GRAM_TABLE.c.search_gram.op("MATCH")(" AND ".join(alternatives))
    documents = select(_DOCUMENT.c.document_id).join(_GRAM_TABLE, _GRAM_TABLE.c.rowid == _DOCUMENT.c.number)
    listed = documents.where(match)
    by_title: Any = select(col(EventRow.id).label("id")).where(
        col(EventRow.id).in_(listed), *_parts(col(EventRow.folded_title), wanted)
    )
    by_article: Any = (
        select(col(FindingRow.event_id).label("id"))
        .join(ArticleRow, col(ArticleRow.id) == col(FindingRow.article_id))
        .where(
            col(ArticleRow.id).in_(listed),
            *_parts(col(ArticleRow.folded_text), wanted),
            col(FindingRow.event_id).is_not(None),
        )
    )
    return select(union(by_title, by_article).subquery("hit").c.id)


async def _grams_that_begin_with(session: AsyncSession, word: str) -> list[str]:
    """Texts are indexed with two spaces behind them, so their last characters begin trigrams too."""
    term = _VOCABULARY.c.term
    last = word + _LAST_CHARACTER * _GRAM
    return list(await session.scalars(select(term).where(term >= word, term <= last).limit(_SHORT_WORD_GRAMS)))


def _string(gram: str) -> str:
    doubled = gram.replace('"', '""')
    return f'"{doubled}"'


def _grams(word: str) -> list[str]:
    return list(dict.fromkeys(word[i : i + _GRAM] for i in range(len(word) - _GRAM + 1)))


def _parts(said: Any, wanted: Sequence[str]) -> list[ColumnElement[bool]]:
    return [said.like(f"%{_escaped(word)}%", escape=_ESCAPE) for word in wanted]


def _escaped(word: str) -> str:
    for special in (_ESCAPE, "%", "_"):
        word = word.replace(special, _ESCAPE + special)
    return word
