"""`/v1/explain`: why a text is, or is not, a finding. The classifier answers; the api only asks it."""

import re
from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from services.api.access import Reader
from services.api.errors import Invalid, NotFound, Unavailable
from services.api.parts import Parts, PartsOf
from services.contracts.article import MAX_TEXT_CHARACTERS, MAX_TITLE_CHARACTERS
from services.contracts.explain import ExplainText, Explanation
from services.database.events import ArticleRow
from services.runtime.errors import NobodyAnswers, Refused
from services.runtime.requests import ask

router = APIRouter(tags=["explain"])

EXPLAIN_PATH = "/v1/explain"
MAX_EXPLAIN_BYTES = 512 * 1024
"""A text of the longest kind an article may have, in UTF-8 and JSON."""

_ANSWER_SECONDS = 10.0
_ARTICLE_ID = re.compile(r"art_[0-9a-f]{24}")


class ExplainBody(BaseModel):
    """Either `article_id`, or a `title`, a `text`, or both."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "title": "Latvia leaves the mine ban",
                "text": "Latvia handed its notice of withdrawal from the Ottawa convention to the UN on 27 June 2025.",
                "published_on": "2025-06-28",
            }
        },
    )

    article_id: Annotated[str, Field(max_length=100)] | None = None
    title: str = Field(default="", max_length=MAX_TITLE_CHARACTERS)
    text: str = Field(default="", max_length=MAX_TEXT_CHARACTERS)
    language: Annotated[str, Field(max_length=35)] | None = None
    published_on: date | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.article_id is None) == (not self.title and not self.text):
            raise ValueError("send either article_id, or a title or text")
        return self


@router.post(EXPLAIN_PATH, response_model=Explanation)
async def explain_text(parts: PartsOf, _caller: Reader, body: ExplainBody) -> Response:
    """Read a text, or an article that is kept, and tell every span, rule, score and threshold, or why it is nothing."""
    question = await _question(parts, body)
    try:
        answer = await ask(parts.bus, question, Explanation, timeout_seconds=_ANSWER_SECONDS)
    except NobodyAnswers as error:
        raise Unavailable("the classifier does not answer; /readyz tells more", headers={"Retry-After": "5"}) from error
    except Refused as error:
        raise Invalid(str(error)) from error
    return Response(answer.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"})


async def _question(parts: Parts, body: ExplainBody) -> ExplainText:
    if body.article_id is None:
        return ExplainText(title=body.title, text=body.text, language=body.language, published_on=body.published_on)
    row = None
    if _ARTICLE_ID.fullmatch(body.article_id):
        async with AsyncSession(parts.events) as session:
            row = await session.get(ArticleRow, body.article_id)
    if row is None:
        raise NotFound(
            f"there is no article {body.article_id[:80]}: those that say nothing are not kept; send its text instead"
        )
    return ExplainText(
        title=row.title,
        text=row.text,
        language=body.language or row.language,
        published_on=body.published_on or row.reported_at.date(),
    )
