"""One fetch from real servers."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.responses import Response

from services.ingest.errors import FetchFailed
from services.ingest.fetch import FEED_TYPES, Fetcher, Validators, open_fetcher
from services.ingest.page import fetch_text
from services.ingest.settings import IngestSettings
from services.runtime.settings import NetworkSettings
from tests.integration.ingest.site import OK, Site, raw_server, rss, says

NETWORK = NetworkSettings.model_validate({"allowed_private_networks": "127.0.0.1/32"})
BODY = rss(("1", "First", "one"))


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    settings = IngestSettings(contact_url="https://watch.example/about", max_redirects=2)
    async with open_fetcher(settings, NETWORK) as fetcher:
        yield fetcher


def redirects(target: str, status: int = 302) -> Response:
    return Response(status_code=status, headers={"Location": target})


async def test_a_request_names_us_asks_for_feeds_and_gzip_and_nothing_else(
    fetcher: Fetcher, site: Site, base: str
) -> None:
    site.give("/rss", BODY, set_cookie="id=42")
    for _ in range(2):
        assert (await fetcher.get(f"{base}/rss", accept=FEED_TYPES)).body == BODY
    for headers in site.requests["/rss"]:
        assert headers.pop("host")
        assert headers == {
            "user-agent": "ottawatch (+https://watch.example/about)",
            "accept": FEED_TYPES,
            "accept-encoding": "gzip",
            "connection": "keep-alive",
        }


async def test_a_redirect_is_followed_and_validators_go_only_to_where_they_came_from(
    fetcher: Fetcher, site: Site, base: str
) -> None:
    async def start(_request: Request) -> Response:
        return redirects("/moved?x=1#part", 301)

    site.pages["/rss"] = start
    site.give("/moved", BODY, etag='"x"')
    answer = await fetcher.get(f"{base}/rss", accept=FEED_TYPES)
    assert (answer.url, answer.headers["etag"], answer.is_conditional) == (f"{base}/moved?x=1", '"x"', False)
    again = await fetcher.get(f"{base}/rss", accept=FEED_TYPES, validators=Validators(answer.url, '"x"', "a date"))
    assert again.is_conditional
    assert "if-none-match" not in site.requests["/rss"][-1]
    assert site.requests["/moved"][-1]["if-none-match"] == '"x"'
    assert site.requests["/moved"][-1]["if-modified-since"] == "a date"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "0x7f.1", "2130706433", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "0"]
)
async def test_no_notation_of_a_private_address_is_dialled(site: Site, base: str, host: str) -> None:
    site.give("/rss", BODY)
    async with open_fetcher(IngestSettings(), NetworkSettings()) as guarded:
        with pytest.raises(FetchFailed, match="not a public address"):
            await guarded.get(base.replace("127.0.0.1", host) + "/rss", accept=FEED_TYPES)
    assert site.requests == {}


async def test_a_connection_is_used_again_and_one_that_the_server_closed_is_not(fetcher: Fetcher) -> None:
    connections = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        for _ in range(2):
            writer.write(OK + f"Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY)
            await writer.drain()
            if _ == 0:
                await reader.readuntil(b"\r\n\r\n")

    async with raw_server(talk) as url:
        for _ in range(4):
            assert (await fetcher.get(url, accept=FEED_TYPES)).body == BODY
    assert len(connections) == 2


async def test_a_name_that_nobody_knows_is_told_in_words(fetcher: Fetcher) -> None:
    with pytest.raises(FetchFailed, match=r"no-such-host\.invalid cannot be resolved"):
        await fetcher.get("http://no-such-host.invalid/", accept=FEED_TYPES)


async def test_only_so_many_redirects_are_followed(fetcher: Fetcher, site: Site, base: str) -> None:
    async def onward(request: Request) -> Response:
        return redirects(f"/{int(request.url.path.strip('/')) + 1}")

    for number in range(10):
        site.pages[f"/{number}"] = onward
    with pytest.raises(FetchFailed, match=r"more than 2 redirects, the last to .*/3"):
        await fetcher.get(f"{base}/0", accept=FEED_TYPES)
    assert "/3" not in site.requests


async def test_a_circle_of_redirects_is_named(fetcher: Fetcher, site: Site, base: str) -> None:
    async def there(_request: Request) -> Response:
        return redirects("/b")

    async def back(_request: Request) -> Response:
        return redirects("/a")

    site.pages.update({"/a": there, "/b": back})
    with pytest.raises(FetchFailed, match=r"in a circle: .*/a → .*/b → .*/a"):
        await fetcher.get(f"{base}/a", accept=FEED_TYPES)


@pytest.mark.parametrize("location", ["http://[bad", "http://" + "a" * 70 + "/", "gopher://x.example/", "http://\xff/"])
async def test_a_redirect_to_nowhere_is_told_in_words(fetcher: Fetcher, location: str) -> None:
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location.encode("latin-1") + b"\r\n\r\n"
    async with raw_server(says(head)) as url:
        with pytest.raises(FetchFailed) as raised:
            await fetcher.get(url, accept=FEED_TYPES)
    assert "Error" not in str(raised.value).split(":")[0]


@pytest.mark.parametrize("header", [b"Content-Encoding: gzip\r\n", b""])
async def test_gzip_is_unpacked_announced_or_not(fetcher: Fetcher, header: bytes) -> None:
    async with raw_server(says(OK, header, b"\r\n", gzip.compress(BODY))) as url:
        assert (await fetcher.get(url, accept=FEED_TYPES)).body == BODY


@pytest.mark.parametrize("head", [OK, OK + b"Content-Length: 3000\r\n"])
async def test_a_body_too_large_on_the_wire_is_given_up_announced_or_not(head: bytes) -> None:
    settings = IngestSettings(max_wire_bytes=2048)
    async with raw_server(says(head, b"\r\n", b"x" * 3000)) as url, open_fetcher(settings, NETWORK) as fetcher:
        with pytest.raises(FetchFailed, match=r"larger than 2 KiB$"):
            await fetcher.get(url, accept=FEED_TYPES)


async def test_headers_of_any_bytes_come_through(fetcher: Fetcher) -> None:
    async with raw_server(says(OK, b'ETag: "\xe9\xff"\r\n\r\n', BODY)) as url:
        answer = await fetcher.get(url, accept=FEED_TYPES)
        assert answer.headers["etag"] == '"\xe9\xff"'
        validators = Validators(url, answer.headers["etag"])
        assert (await fetcher.get(url, accept=FEED_TYPES, validators=validators)).is_conditional


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:9/", "cannot be reached"),
        ("http://10.0.0.1/", "not a public address"),
        ("http://2130706434/", "not a public address"),
        ("http://nowhere.invalid/", "cannot be resolved"),
        ("http://", "not valid"),
    ],
)
async def test_an_address_that_leads_nowhere_is_told_in_words(fetcher: Fetcher, url: str, words: str) -> None:
    with pytest.raises(FetchFailed, match=words):
        await fetcher.get(url, accept=FEED_TYPES)


async def test_a_page_is_fetched_as_text(site: Site, base: str) -> None:
    site.give("/page", b"<html><title>Vote</title><nav>menu</nav><p>413 for</p><p>15 against</p></html>")
    page = await fetch_text(f"{base}/page", IngestSettings(), NETWORK)
    assert (page.title, page.text) == ("Vote", "413 for\n15 against")


async def test_a_page_that_is_not_there_is_told_in_words(base: str) -> None:
    with pytest.raises(FetchFailed, match="nothing at this address"):
        await fetch_text(f"{base}/absent", IngestSettings(), NETWORK)
