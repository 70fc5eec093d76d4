"""The ASGI application: routes, errors and the envelope around them."""

from urllib.parse import urlsplit

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp
from starlette_compress import CompressMiddleware, add_compress_type, remove_compress_type

from services.api.again import Again
from services.api.envelope import Envelope
from services.api.idempotency import Idempotency
from services.api.params import refuse_unknown
from services.api.parts import Parts
from services.api.problems import DOCUMENTED, ProblemBody, install
from services.api.routes import (
    alerts,
    articles,
    cases,
    coverage,
    deliveries,
    events,
    explain,
    exports,
    feeds,
    health,
    pages,
    reviews,
    schemas,
    subscriptions,
    treaties,
    trials,
)
from services.api.routes.explain import EXPLAIN_PATH, MAX_EXPLAIN_BYTES
from services.api.routes.feeds import MAX_OPML_BYTES, OPML_PATH
from services.api.unchanged import Unchanged

_DESCRIPTION = """Real-world steps out of arms treaties and into mine production, once each, with their evidence.

Lists answer `{"data": […], "next_cursor": "…" | null}`. Errors are problem details (RFC 9457).
Reading on the machine itself needs no key; everything else needs `Authorization: Bearer otw_…`."""


FAMILIES = (
    events,
    exports,
    reviews,
    alerts,
    subscriptions,
    trials,
    deliveries,
    schemas,
    feeds,
    coverage,
    treaties,
    cases,
    articles,
    explain,
    health,
    pages,
)
"""The routes, in the order of the documentation."""

_TAGS = {
    "events": "Steps that states and makers took: lists in many formats, one in full, and a live stream.",
    "reviews": "A person's word on an event, which no later reading undoes.",
    "cases": "The dossier of one state and one treaty, or of one state, one maker and one mine type.",
    "treaties": "Each treaty with every state's rung and the clock that runs.",
    "articles": "The evidence of record: the text as it was read, where it came from, and what it says.",
    "explain": "Why a text is, or is not, a finding.",
    "alerts": "What webhooks carry, for whoever polls or was down.",
    "subscriptions": "Who is sent which alerts, where, and how that went.",
    "schemas": "JSON Schemas of the alerts.",
    "feeds": "What is polled, how that goes, and changes to it.",
    "operation": "For operators and their tools.",
}

for _text in ("application/problem+json", "application/feed+json", "application/atom+xml", "application/rss+xml"):
    add_compress_type(_text)
remove_compress_type("text/event-stream")

_LARGER_BODIES = {EXPLAIN_PATH: MAX_EXPLAIN_BYTES, OPML_PATH: MAX_OPML_BYTES}


def build_app(parts: Parts) -> ASGIApp:
    """The whole HTTP face over these parts."""
    app = face()
    app.state.parts = parts
    settings = parts.settings
    fresh = Unchanged(Again(app, parts), parts)
    once = Idempotency(fresh, parts.alerts_writer, parts.vault, parts.clock)
    # The page and its files are small and the lists are text: both shrink to a fifth. A stream is left as it is, since
    # a thousand listeners would cost a thousand compressors' windows.
    compressed: ASGIApp = CompressMiddleware(once, minimum_size=1024)
    if settings.cors_origins:
        compressed = CORSMiddleware(
            compressed,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID"],
            expose_headers=["ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id"],
        )
    base_path = urlsplit(settings.public_url or "").path.rstrip("/")
    return Envelope(compressed, max_body_bytes=settings.max_body_bytes, larger=_LARGER_BODIES, base_path=base_path)


def face() -> FastAPI:
    """The addresses and their description, without anything behind them."""
    app = FastAPI(
        title="Ottawatch",
        version="1",
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_tags=[{"name": name, "description": words} for name, words in _TAGS.items()],
        docs_url=None,  # the framework's page loads its scripts from another host
        redoc_url=None,
        openapi_url="/openapi.json",
        generate_unique_id_function=_operation_id,
        responses=DOCUMENTED,
        dependencies=[Depends(refuse_unknown)],
        redirect_slashes=False,
    )
    install(app)
    app.state.addresses = [route for family in FAMILIES for route in family.router.routes]
    for family in FAMILIES:
        app.include_router(family.router)
    _document_problems(app)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


def _document_problems(app: FastAPI) -> None:
    """Say in the schema what `install` does: every error is a problem, also the framework's own 422."""
    schema = app.openapi()
    components = schema.setdefault("components", {}).setdefault("schemas", {})
    problem = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
    components.update(problem.pop("$defs", {}))
    components["ProblemBody"] = problem
    for unused in ("HTTPValidationError", "ValidationError"):
        components.pop(unused, None)
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
