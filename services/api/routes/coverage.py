"""`/v1/coverage`: who is being heard, so that silence can be believed."""

from fastapi import APIRouter, Request
from nats.errors import Error as NatsError
from starlette.responses import Response

from services.api.access import Reader
from services.api.answers import validated
from services.api.coverage import Coverage, coverage
from services.api.errors import Unavailable
from services.api.parts import PartsOf

router = APIRouter(tags=["feeds"])


@router.get("/v1/coverage", response_model=Coverage)
async def coverage_of_feeds(request: Request, parts: PartsOf, _caller: Reader) -> Response:
    """Which feeds, languages and countries are heard, which are silent for longer than usual, which cannot be read."""
    try:
        states = await parts.feeds.states()
    except (NatsError, TimeoutError, OSError) as error:
        raise Unavailable("the state of the feeds is in NATS, which does not answer; /readyz tells more") from error
    return validated(request, coverage(states, parts.clock()).model_dump_json().encode(), "application/json")
