"""The face that hubs see: verification of intent, and pushes. An ASGI application; off unless a callback is set.

A push is answered when its articles are stored. What does not carry the right signature is answered like any other,
so that nobody learns by trying, and thrown away.
"""

import asyncio
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from nats.errors import Error as NatsError
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from services.contracts.feed import ListedFeed, PushSubscription
from services.ingest.errors import FeedTrouble, StoppedBeforeStored
from services.ingest.metrics import PUSHES
from services.ingest.push import Pushes
from services.ingest.push_book import PushBook
from services.ingest.websub import confirmed, is_signed
from services.runtime.clock import Clock

log = structlog.get_logger()

_AT_ONCE = 4
_SECONDS = 25.0
_NOTED_EVERY = timedelta(minutes=1)
_BUSY = {"Retry-After": "60"}


@dataclass
class Callback:
    """Answers hubs. Any replica may be asked: all of them read the same book."""

    book: PushBook
    pushes: Pushes
    listed: Callable[[str], ListedFeed | None]
    max_bytes: int
    clock: Clock
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    def app(self) -> Starlette:
        """The application. Only the end of the path counts, because a proxy may put something before it."""
        return Starlette(routes=[Route("/{path:path}", self._answer, methods=["GET", "POST"])])

    async def _answer(self, request: Request) -> Response:
        try:
            async with asyncio.timeout(_SECONDS):
                return await self._answer_in_time(request)
        except (TimeoutError, NatsError, OSError, StoppedBeforeStored):
            return PlainTextResponse("not now", 503, _BUSY)
        except ClientDisconnect:
            return Response(status_code=400)

    async def _answer_in_time(self, request: Request) -> Response:
        place, feed_id, token = ["", "", "", *request.url.path.split("/")][-3:]
        subscription = await self._named(place, feed_id, token)
        if subscription is None:
            return PlainTextResponse("nothing here", 404)
        if request.method == "GET":
            return await self._verify(request, feed_id)
        listed = self.listed(feed_id)
        if listed is None or not listed.is_polled or subscription.verified_at is None:
            return PlainTextResponse("nobody here wants this any more", 410)
        if self._places.locked():
            return PlainTextResponse("not now", 503, _BUSY)
        async with self._places:
            return await self._take(request, listed, subscription)

    async def _named(self, place: str, feed_id: str, token: str) -> PushSubscription | None:
        if place != "websub" or not feed_id.isascii() or not feed_id.replace("_", "").isalnum():
            return None
        subscription = await self.book.get(feed_id)
        if subscription is None or not hmac.compare_digest(subscription.token.encode(), token.encode()):
            return None
        return subscription

    async def _verify(self, request: Request, feed_id: str) -> Response:
        challenge: str | None = None

        def answered(before: PushSubscription | None) -> PushSubscription | None:
            nonlocal challenge
            if before is None:
                return None
            after, challenge = confirmed(before, request.query_params, self.clock())
            return after

        await self.book.change(feed_id, answered)
        log.info("hub verifies", feed=feed_id, mode=request.query_params.get("hub.mode"), agreed=challenge is not None)
        return PlainTextResponse("not asked for", 404) if challenge is None else PlainTextResponse(challenge)

    async def _take(self, request: Request, listed: ListedFeed, subscription: PushSubscription) -> Response:
        body = await self._body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        feed_id = listed.feed.id
        if not is_signed(body, request.headers.get("x-hub-signature", ""), subscription.secret):
            PUSHES.labels("unsigned").inc()
            log.warning("push without the right signature thrown away", feed=feed_id)
            return Response(status_code=202)
        await self.book.change(feed_id, self._heard)
        try:
            kind = request.headers.get("content-type", "")
            published = await self.pushes.take(listed.feed, body, content_type=kind, url=subscription.topic_url)
        except FeedTrouble as trouble:
            PUSHES.labels("unreadable").inc()
            log.info("push not read", feed=feed_id, error=str(trouble))
            self.pushes.poll_soon(feed_id)
            return Response(status_code=202)
        if published:
            await self.book.change(feed_id, lambda before: self._brought(before, published))
        PUSHES.labels("published" if published else "nothing_new").inc()
        return Response(status_code=204)

    def _heard(self, before: PushSubscription | None) -> PushSubscription | None:
        """Note that the hub speaks; not at every push, because each note is a write."""
        now = self.clock()
        if before is None or (before.last_push_at and now - before.last_push_at < _NOTED_EVERY):
            return None
        return before.model_copy(update={"last_push_at": now, "deaf_since": None})

    def _brought(self, before: PushSubscription | None, articles: int) -> PushSubscription | None:
        if before is None:
            return None
        figures = {"last_new_at": self.clock(), "pushed_articles": before.pushed_articles + articles}
        return before.model_copy(update=figures)

    async def _body(self, request: Request) -> bytes | None:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self.max_bytes:
                return None
        return bytes(body)
