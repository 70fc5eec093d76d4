"""Full text: which events say all of some words, in whatever language.

What matches is decided by comparing folded text, on both databases alike: every word is a part of the event's title,
or every word is a part of one article on it. The indexes only say where to look: they hold the text's trigrams, so
scripts that put no spaces between words are found as well, and words of one or two characters by the trigrams that
begin with them. The migrations keep the indexes with triggers; nothing else writes them.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, column, exists, or_, select, text
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
_ID: Any = column("id", String())


def words(q: str | None) -> tuple[str, ...]:
    """What must occur: the words of a query, and its phrases in quotes, folded as the texts are."""
    found = (phrase or word.strip('"') for phrase, word in _WORD.findall(folded(q or "")))
    stripped = (" ".join(one.split()) for one in found)
    return tuple(dict.fromkeys(one for one in stripped if one))


def says(wanted: Sequence[str]) -> ColumnElement[bool]:
    """The title of the event has all words, or one of its articles has."""
    in_article = exists().where(
        and_(
            col(FindingRow.event_id) == col(EventRow.id),
            col(ArticleRow.id) == col(FindingRow.article_id),
            *(_part_of(col(ArticleRow.folded_text), word) for word in wanted),
        )
    )
    return or_(and_(*(_part_of(col(EventRow.folded_title), word) for word in wanted)), in_article)


def _part_of(column: Any, word: str) -> ColumnElement[bool]:
    for special in (_ESCAPE, "%", "_"):
        word = word.replace(special, _ESCAPE + special)
    condition: ColumnElement[bool] = column.like(f"%{word}%", escape=_ESCAPE)
    return condition


async def candidates(session: AsyncSession, wanted: Sequence[str]) -> Select[Any]:
    """A query for the ids of all events that may say the words: every one that does, and few that do not."""
    if session.get_bind().dialect.name == "postgresql":
        return _postgres_candidates(wanted)
    return await _sqlite_candidates(session, wanted)


def _grams(word: str) -> list[str]:
    return list(dict.fromkeys(word[i : i + _GRAM] for i in range(len(word) - _GRAM + 1)))


def _postgres_candidates(wanted: Sequence[str]) -> Select[Any]:
    parts = []
    for word in wanted:
        if len(word) < _GRAM:
            parts.append(f"{_lexeme(word)}:*")
        else:
            parts.extend(map(_lexeme, _grams(word)))
    found = text(
        "SELECT finding.event_id AS id FROM article JOIN finding ON finding.article_id = article.id"
        " WHERE search_grams(article.folded_text) @@ CAST(:grams AS tsquery) AND finding.event_id IS NOT NULL"
        " UNION SELECT event.id FROM event WHERE search_grams(event.folded_title) @@ CAST(:grams AS tsquery)"
    ).bindparams(bindparam("grams", " & ".join(parts)))
    return select(found.columns(_ID).subquery("hit").c.id)


def _lexeme(gram: str) -> str:
    doubled = gram.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


async def _sqlite_candidates(session: AsyncSession, wanted: Sequence[str]) -> Select[Any]:
    parts = []
    for word in wanted:
        grams = _grams(word) if len(word) >= _GRAM else await _grams_that_begin_with(session, word)
        if not grams:
            return select(col(EventRow.id)).where(text("1 = 0"))
        parts.append("(" + (" AND " if len(word) >= _GRAM else " OR ").join(map(_string, grams)) + ")")
    found = text(
        "SELECT finding.event_id AS id FROM search_gram"
        " JOIN search_document ON search_document.number = search_gram.rowid"
        " JOIN finding ON finding.article_id = search_document.document_id"
        " WHERE search_gram MATCH :grams AND finding.event_id IS NOT NULL"
        " UNION SELECT search_document.document_id FROM search_gram"
        " JOIN search_document ON search_document.number = search_gram.rowid"
        " WHERE search_gram MATCH :grams AND search_document.document_id LIKE 'evt!_%' ESCAPE '!'"
    ).bindparams(bindparam("grams", " AND ".join(parts)))
    return select(found.columns(_ID).subquery("hit").c.id)


async def _grams_that_begin_with(session: AsyncSession, word: str) -> list[str]:
    """Texts are indexed with two spaces behind them, so their last characters begin trigrams too."""
    after = word[:-1] + chr(ord(word[-1]) + 1)
    query = text("SELECT term FROM search_vocabulary WHERE term >= :word AND term < :after LIMIT :most")
    found = await session.execute(query, {"word": word, "after": after, "most": _SHORT_WORD_GRAMS})
    return [str(term) for (term,) in found]


def _string(gram: str) -> str:
    doubled = gram.replace('"', '""')
    return f'"{doubled}"'
