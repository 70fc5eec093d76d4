"""One fetch: through the address guard, redirects followed by hand, everything bounded. Decides nothing else."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

import httpx

from services.contracts.article import MAX_URL_CHARACTERS
from services.ingest.connections import fetching_client
from services.ingest.errors import SOFT, BodyTooLarge, FetchFailed
from services.ingest.faults import in_plain_words, weight_of
from services.ingest.inflate import Inflater, check_encoding, size_in_words
from services.ingest.settings import MEBIBYTE, IngestSettings
from services.runtime.errors import ForbiddenAddress
from services.runtime.settings import NetworkSettings

FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.5"
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_FOR_GOOD = frozenset((301, 308))


@dataclass(frozen=True)
class Validators:
    """What lets a server say “unchanged”, byte for byte as it sent them, and the address they belong to."""

    url: str
    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[bytes, bytes]:
        """The conditional headers."""
        conditional = {b"If-None-Match": self.etag, b"If-Modified-Since": self.last_modified}
        return {name: value.encode("latin-1") for name, value in conditional.items() if value}


@dataclass(frozen=True)
class Answer:
    """What came back in the end."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case; values as latin-1, in which any byte is one character and none is lost."""
    url: str
    """Where it came from, after redirects."""
    body: bytes = b""
    """Unpacked; only of a 200."""
    is_conditional: bool = False
    """The request that brought it carried validators."""
    path: tuple[str, ...] = ()
    """Every address that was asked, redirects included."""
    is_moved: bool = False
    """Every redirect on the way said that it is for good."""


@dataclass(frozen=True)
class Fetcher:
    """Fetches addresses that strangers name."""

    client: httpx.AsyncClient
    settings: IngestSettings
    # Bodies above 1 MiB take one of these places: memory is bounded by their number, not by that of all fetches.
    large_bodies: asyncio.Semaphore = field(repr=False)

    async def get(
        self,
        url: str,
        *,
        accept: str,
        validators: Validators | None = None,
        before_redirect: Callable[[str], Awaitable[object]] | None = None,
    ) -> Answer:
        """The answer after redirects; raises `FetchFailed` in plain words. Takes `fetch_seconds` at most.

        `before_redirect` may raise to keep from following to that address.
        """
        try:
            async with asyncio.timeout(self.settings.fetch_seconds):
                return await self._follow(url, accept, validators, before_redirect)
        except TimeoutError as error:
            words = f"the fetch took longer than {self.settings.fetch_seconds:g} s in all"
            raise FetchFailed(words, weight=SOFT) from error
        except (httpx.HTTPError, httpx.InvalidURL, ForbiddenAddress, OSError, ValueError) as error:
            raise FetchFailed(in_plain_words(error), weight=weight_of(error)) from error

    async def _follow(
        self,
        url: str,
        accept: str,
        validators: Validators | None,
        before_redirect: Callable[[str], Awaitable[object]] | None,
    ) -> Answer:
        path = [url]
        is_moved = True
        while True:
            answer, location = await self._get_once(path[-1], accept, validators)
            if location is None:
                return replace(answer, path=tuple(path), is_moved=is_moved and len(path) > 1)
            is_moved = is_moved and answer.status in _FOR_GOOD
            target = str(httpx.URL(path[-1]).join(location).copy_with(fragment=None))
            if len(target) > MAX_URL_CHARACTERS:
                raise FetchFailed(f"redirects to an address of {len(target)} characters")
            if target in path:
                raise FetchFailed(f"redirects in a circle: {' → '.join([*path, target])}"[:1000])
            if len(path) > self.settings.max_redirects:
                raise FetchFailed(f"more than {self.settings.max_redirects} redirects, the last to {target}"[:1000])
            if before_redirect is not None:
                await before_redirect(target)
            path.append(target)

    async def _get_once(self, url: str, accept: str, validators: Validators | None) -> tuple[Answer, str | None]:
        if not url.lower().startswith(("http://", "https://")):
            raise FetchFailed(f"leads to {url[:200]}, which is neither http nor https")
        conditional = validators.headers() if validators is not None and validators.url == url else {}
        # Only gzip: it is the one encoding that the standard library unpacks with a bound on what comes out.
        headers = {b"Accept": accept.encode(), b"Accept-Encoding": b"gzip", **conditional}
        async with self.client.stream("GET", url, headers=headers) as response:
            location = response.headers.get("location")
            if response.status_code in _REDIRECTS and location:
                return Answer(response.status_code, {}, url), location
            body = await self._read(response) if response.status_code == httpx.codes.OK else b""
            return Answer(response.status_code, _received(response), url, body, bool(conditional)), None

    async def _read(self, response: httpx.Response) -> bytes:
        most = self.settings.max_wire_bytes
        stated = response.headers.get("content-length", "")
        if stated.isdigit() and int(stated[:20]) > most:
            raise BodyTooLarge(f"the body is larger than {size_in_words(most)}")
        inflater = Inflater(check_encoding(response.headers.get("content-encoding", "")), self.settings.max_body_bytes)
        body = bytearray()
        received = 0
        async with contextlib.AsyncExitStack() as place:
            is_large = False
            async for chunk in response.aiter_raw():
                received += len(chunk)
                if received > most:
                    raise BodyTooLarge(f"the body is larger than {size_in_words(most)}")
                for piece in inflater.feed(chunk):
                    body += piece
                    if len(body) > MEBIBYTE and not is_large:
                        is_large = True
                        await place.enter_async_context(self.large_bodies)
                    await asyncio.sleep(0)  # unpacking is work: let the others on between the pieces
            body += inflater.end()
            return bytes(body)


@contextlib.asynccontextmanager
async def open_fetcher(settings: IngestSettings, network: NetworkSettings) -> AsyncIterator[Fetcher]:
    """A fetcher for the length of the block."""
    async with fetching_client(settings, network.allowed_private_networks) as client:
        yield Fetcher(client, settings, asyncio.Semaphore(settings.large_bodies))


def _received(response: httpx.Response) -> dict[str, str]:
    received: dict[str, str] = {}
    for raw_name, raw_value in response.headers.raw:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        received[name] = f"{received[name]}, {value}" if name in received else value
    return received
