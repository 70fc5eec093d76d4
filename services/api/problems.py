"""Every error as a problem detail (RFC 9457), the framework's own included."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import InterfaceError, OperationalError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from services.api.errors import Invalid, NotFound, Problem, Unavailable

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:ottawatch:problem:"

DATABASE_AWAY = (OperationalError, InterfaceError, OSError)
"""What is raised while no database can be asked."""

log = structlog.get_logger()


class FieldError(BaseModel):
    """One field that is not acceptable, and why."""

    field: str
    message: str


class ProblemBody(BaseModel):
    """The body of every error answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:ottawatch:problem:bad-cursor",
                "title": "This cursor cannot be used here",
                "status": 400,
                "detail": "this cursor belongs to another list or to other filters; begin again without a cursor",
            }
        }
    )

    type: str = Field(description="What went wrong; stable, made for programs.")
    title: str = Field(description="The same for people; never changes for a type.")
    status: int
    detail: str = Field(description="This very case: what it was, and what mends it.")
    errors: list[FieldError] | None = Field(default=None, description="With 422: the fields.")


DOCUMENTED: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "Any error, as a problem detail (RFC 9457)",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemBody"}}},
    }
}


def problem_response(problem: Problem) -> Response:
    """The answer that tells of `problem`."""
    body = {
        "type": TYPE_PREFIX + problem.name,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        **problem.members,
    }
    headers = {"Cache-Control": "no-store", **problem.headers}
    return JSONResponse(body, status_code=problem.status, headers=headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Make `app` answer every error as a problem."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    for kind in DATABASE_AWAY:
        app.add_exception_handler(kind, _on_database_away)
    app.add_exception_handler(Exception, _on_crash)


def database_away(error: Exception) -> Response:
    """The answer while the database does not answer."""
    log.warning("the database does not answer", error=str(error)[:500])
    return problem_response(
        Unavailable("the database does not answer; /readyz tells more, try again in a moment", headers=_SOON)
    )


async def _on_problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - for the type checker
    return problem_response(error)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    if error.status_code == 404:
        return problem_response(NotFound(f"nothing is at {request.url.path}; /docs lists every address"))
    phrase = HTTPStatus(error.status_code).phrase
    detail, headers = str(error.detail), error.headers
    if error.status_code == 405:
        allowed = _methods_at(request)
        headers = {"Allow": allowed}
        detail = f"{request.method} is not possible at {request.url.path}; {allowed} is"
    problem = Problem(detail, headers=headers)
    problem.name, problem.status, problem.title = phrase.lower().replace(" ", "-"), error.status_code, phrase
    return problem_response(problem)


def _methods_at(request: Request) -> str:
    """Every method that is possible at the request's address; the framework names those of one route alone."""
    here = [route for route in request.app.state.addresses if route.matches(request.scope)[0] is not Match.NONE]
    # The one that leaves least open is meant: `/v1/subscriptions/dry-run` might be a subscription's id as well.
    meant = min((route.path for route in here), key=lambda path: path.count("{"))
    methods = {method for route in here if route.path == meant for method in route.methods}
    return ", ".join(sorted(methods - {"HEAD"})) or "another method"


async def _on_invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        problem = Problem("the body is not JSON: send a JSON object with Content-Type: application/json")
        problem.name, problem.status, problem.title = "not-json", 400, "The body is not JSON"
        return problem_response(problem)
    fields = [FieldError(field=_field_of(fault["loc"]), message=_words_of(fault)) for fault in faults]
    return problem_response(invalid(fields))


def invalid(fields: list[FieldError]) -> Invalid:
    """The problem that lists these fields."""
    detail = "; ".join(f"{field.field}: {field.message}" for field in fields[:5])
    return Invalid(detail, errors=[field.model_dump() for field in fields])


def _field_of(location: tuple[Any, ...]) -> str:
    """`("body", "filters", "topic", 0)` as `filters.topic.0`."""
    return ".".join(str(part) for part in location[1:]) or str(location[0])


def _words_of(fault: dict[str, Any]) -> str:
    words = str(fault["msg"]).removeprefix("Value error, ")
    return words[:1].lower() + words[1:]


async def _on_database_away(_request: Request, error: Exception) -> Response:
    return database_away(error)


_SOON = {"Retry-After": "5"}


async def _on_crash(request: Request, error: Exception) -> Response:
    reference = request.state.request_id
    log.error("request failed", request_id=reference, method=request.method, path=request.url.path, exc_info=error)
    return problem_response(Problem(f"the fault is ours; it stands in the log of the api service as {reference}"))
