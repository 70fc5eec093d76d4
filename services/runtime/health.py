"""`/livez`, `/readyz` and `/metrics`, for the services that have no HTTP face of their own and for the api."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.runtime.http_server import listen, serving

Check = Callable[[], Awaitable[str | None]]
"""Answers None when all is well, else what is wrong in plain words."""

CHECK_SECONDS = 3.0


async def failing_checks(checks: Mapping[str, Check]) -> dict[str, str]:
    """What is wrong, by the name of the check; a check that hangs or raises is wrong."""
    troubles = await asyncio.gather(*(_trouble(check) for check in checks.values()))
    return {name: trouble for name, trouble in zip(checks, troubles, strict=True) if trouble is not None}


async def _trouble(check: Check) -> str | None:
    try:
        return await asyncio.wait_for(check(), CHECK_SECONDS)
    except TimeoutError:
        return f"no answer within {CHECK_SECONDS:.0f} s"
    except Exception as error:  # whatever a check raises is its finding
        return str(error) or type(error).__name__


def health_routes(checks: Mapping[str, Check]) -> list[Route]:
    """The three routes. `/livez` says that the process runs; `/readyz` that what it needs answers too."""

    async def livez(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_request: Request) -> Response:
        failures = await failing_checks(checks)
        if failures:
            return JSONResponse({"status": "unavailable", "failing": failures}, status_code=503)
        return JSONResponse({"status": "ok", "checked": sorted(checks)})

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return [Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)]


@contextlib.asynccontextmanager
async def health_server(host: str, port: int | None, checks: Mapping[str, Check]) -> AsyncIterator[None]:
    """Serve the health routes on a port of their own while the block runs; with port None, nothing."""
    if port is None:
        yield
        return
    async with serving(Starlette(routes=health_routes(checks)), listen(host, port)):
        yield
