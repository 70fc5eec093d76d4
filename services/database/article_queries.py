"""One article as it was read, with what it says and the events it hangs on."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.database.events import ArticleRow, EventRow, FindingRow


async def article_with_findings(
    session: AsyncSession, article_id: str
) -> tuple[ArticleRow, list[FindingRow], list[EventRow]] | None:
    """The article, its findings, and the events they hang on, oldest first; None where there is no such article."""
    article = await session.get(ArticleRow, article_id)
    if article is None:
        return None
    found = select(FindingRow).where(col(FindingRow.article_id) == article_id).order_by(col(FindingRow.id))
    findings = list(await session.scalars(found))
    hung_on = sorted({finding.event_id for finding in findings if finding.event_id is not None})
    events = select(EventRow).where(col(EventRow.id).in_(hung_on)).order_by(col(EventRow.seq))
    return article, findings, list(await session.scalars(events))
