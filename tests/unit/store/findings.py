"""Stored findings for the pure tests."""

from dataclasses import replace
from typing import Any

from services.contracts.finding import Finding
from services.database.events import ArticleRow, FindingRow
from services.store.rows import article_values, finding_values, stored_finding
from services.store.stored import StoredFinding
from tests.support.store import message


def stored(name: str, *findings: Finding, owner: str | None = None, **said: Any) -> list[StoredFinding]:
    """The findings of one article, as they come from the tables."""
    told = message(name, *findings, **said)
    article = ArticleRow(**article_values(told))
    rows = [FindingRow(**values) for values in finding_values(told).values()]
    return [replace(stored_finding(row, article), owner=owner) for row in rows]
