"""The local feed site: serves every invented publisher's feed and pages, as far as the chronology has come."""

import email.utils
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from services.demo.chronology import BundledArticle, released
from services.demo.feeds import PUBLISHERS, Publisher
from services.demo.syndication import MEDIA_TYPES, article_html, feed_xml, http_date, index_html
from services.runtime.clock import Clock


def build_site(
    articles: Sequence[BundledArticle], publishers: Sequence[Publisher] = PUBLISHERS, *, clock: Clock
) -> Starlette:
    """The site as an application. `clock` answers the moment the chronology has reached."""
    site = _Site(articles, publishers, clock)
    return Starlette(
        routes=[
            Route("/", site.index),
            Route("/feeds/{publisher}.xml", site.feed),
            Route("/articles/{article}", site.article),
        ]
    )


def is_unchanged(if_none_match: str | None, if_modified_since: str | None, etag: str, changed_at: datetime) -> bool:
    """Whether the asker has this version already. The entity tag decides alone where it is given (RFC 9110, 13.2.2)."""
    if if_none_match is not None:
        held = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        return "*" in held or etag in held
    if if_modified_since is None:
        return False
    try:
        since = email.utils.parsedate_to_datetime(if_modified_since)
    except ValueError:
        return False
    return changed_at.replace(microsecond=0) <= (since if since.tzinfo else since.replace(tzinfo=UTC))


class _Site:
    def __init__(self, articles: Sequence[BundledArticle], publishers: Sequence[Publisher], clock: Clock) -> None:
        self._articles = articles
        self._by_id = {article.id: article for article in articles}
        self._publishers = {publisher.id: publisher for publisher in publishers}
        self._clock = clock

    async def index(self, _request: Request) -> Response:
        """The list of publishers."""
        return Response(index_html(list(self._publishers.values())), media_type="text/html")

    async def feed(self, request: Request) -> Response:
        """One publisher's feed."""
        publisher = self._publishers.get(request.path_params["publisher"])
        if publisher is None:
            return PlainTextResponse("no such publisher", status_code=404)
        listed = released(self._articles, publisher.id, self._clock())
        port = request.url.port or 80

        def address_of(article: BundledArticle) -> str:
            return f"{_home(publisher, port)}articles/{article.id}"

        body = feed_xml(publisher, listed, _home(publisher, port), address_of)
        return _conditional(request, body, MEDIA_TYPES[publisher.format], listed[0].published_at if listed else None)

    async def article(self, request: Request) -> Response:
        """One article's page; before its release there is none."""
        article = self._by_id.get(request.path_params["article"])
        if article is None or article.published_at > self._clock():
            return PlainTextResponse("no such article", status_code=404)
        page = article_html(self._publishers[article.feed], article)
        return _conditional(request, page, "text/html", article.published_at)


def _home(publisher: Publisher, port: int) -> str:
    """Every publisher has a host of its own, as in life; browsers take `*.localhost` for this machine (RFC 6761)."""
    return f"http://{publisher.id}.localhost:{port}/"


def _conditional(request: Request, body: bytes, media_type: str, changed_at: datetime | None) -> Response:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    # An empty feed has no date. The epoch is older than whatever comes, so the first article changes it.
    changed_at = changed_at or datetime.fromtimestamp(0, UTC)
    headers = {"ETag": etag, "Last-Modified": http_date(changed_at), "Cache-Control": "no-cache"}
    asked = request.headers
    if is_unchanged(asked.get("if-none-match"), asked.get("if-modified-since"), etag, changed_at):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
