"""`/v1/schemas`: a JSON Schema for the body of every type of alert."""

from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel
from starlette.responses import Response

from services.api.access import Reader
from services.api.answers import validated
from services.api.body import encoded
from services.api.errors import NotFound
from services.api.parts import PartsOf
from services.contracts.alert import ALERT_MODELS
from services.contracts.vocabulary import AlertType

router = APIRouter(tags=["schemas"])

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class SchemaLink(BaseModel):
    """Where the schema of a type is."""

    type: AlertType
    href: str


class SchemaPage(BaseModel):
    """All of them."""

    data: list[SchemaLink]
    next_cursor: str | None


@lru_cache(maxsize=len(AlertType))
def schema_of(kind: AlertType) -> dict[str, Any]:
    """The schema of the standard body of this type. Fields may be added; none is renamed or taken away."""
    schema = ALERT_MODELS[kind].model_json_schema(mode="serialization")
    schema["properties"]["type"] = {"const": kind.value}
    return {"$schema": DIALECT, "$id": f"urn:ottawatch:alert:{kind}", **schema, "title": kind.value}


@router.get("/v1/schemas", response_model=SchemaPage)
async def list_of_schemas(request: Request, _parts: PartsOf, _caller: Reader) -> Response:
    """The types of alerts, and where the schema of each is."""
    page = SchemaPage(data=[SchemaLink(type=kind, href=f"/v1/schemas/{kind}") for kind in AlertType], next_cursor=None)
    return validated(request, page.model_dump_json().encode(), "application/json")


@router.get(
    "/v1/schemas/{type}",
    response_class=Response,
    responses={
        200: {"description": "The schema", "content": {"application/schema+json": {"schema": {"type": "object"}}}}
    },
)
async def one_schema(
    request: Request,
    _parts: PartsOf,
    _caller: Reader,
    type: Annotated[str, Path(description="A type of alert, such as event.created.")],  # noqa: A002 - its name in the address
) -> Response:
    """The JSON Schema (2020-12) of the body of this type of alert."""
    if type not in set(AlertType):
        raise NotFound(f"there is no alert of the type {type[:80]!r}; there are: {', '.join(AlertType)}")
    return validated(request, encoded(schema_of(AlertType(type))), "application/schema+json")
