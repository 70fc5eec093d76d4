"""`/livez`, `/readyz` and `/metrics`."""

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, Response

from services.api.access import Reader
from services.api.errors import Unavailable
from services.api.parts import PartsOf
from services.runtime.health import failing_checks

router = APIRouter(tags=["operation"])

_NO_STORE = {"Cache-Control": "no-store"}


@router.get("/livez", response_class=JSONResponse)
async def livez() -> Response:
    """The process runs. Needs no key."""
    return JSONResponse({"status": "ok"}, headers=_NO_STORE)


@router.get("/readyz", response_class=JSONResponse)
async def readyz(parts: PartsOf) -> Response:
    """What the api needs answers too: the databases and NATS. Needs no key."""
    failing = await failing_checks(parts.checks)
    if failing:
        words = "; ".join(f"{name}: {trouble}" for name, trouble in failing.items())
        raise Unavailable(f"not ready: {words}", headers={"Retry-After": "2"}, failing=failing)
    return JSONResponse({"status": "ok", "checked": sorted(parts.checks)}, headers=_NO_STORE)


@router.get("/metrics", response_class=Response)
async def metrics(_caller: Reader) -> Response:
    """Figures for Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST, headers=_NO_STORE)
