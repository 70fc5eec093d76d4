"""`/v1/articles/{id}`: the evidence of record."""

import re

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from services.api.access import Reader
from services.api.answers import validated
from services.api.article_views import ArticleView, article_view
from services.api.errors import NotFound
from services.api.parts import PartsOf
from services.database.article_queries import article_with_findings

router = APIRouter(tags=["articles"])

_ARTICLE_ID = re.compile(r"art_[0-9a-f]{24}")


@router.get("/v1/articles/{article_id}", response_model=ArticleView)
async def one_article(request: Request, parts: PartsOf, _caller: Reader, article_id: str) -> Response:
    """The text as it was read, its origin, the quotes of each finding, and the events it hangs on."""
    found = None
    if _ARTICLE_ID.fullmatch(article_id):
        async with AsyncSession(parts.events) as session:
            found = await article_with_findings(session, article_id)
    if found is None:
        raise NotFound(
            f"there is no article {article_id[:80]!r}; only articles that say, or once said, something are kept"
        )
    return validated(request, article_view(*found).model_dump_json().encode(), "application/json")
