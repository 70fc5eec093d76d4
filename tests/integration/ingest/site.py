"""A feed site whose every path a test scripts, and servers that keep to no rule at all."""

import asyncio
import contextlib
import datetime as dt
import gzip
import ssl
import zlib
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

Page = Callable[[Request], Awaitable[Response]]
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

ATOM_TYPE = "application/atom+xml"


def rss(*items: tuple[str, str, str], title: str = "Site") -> bytes:
    """A feed of (guid, title, text) items."""
    entries = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><title>{name}</title><description>{text}</description></item>"
        for guid, name, text in items
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{entries}</channel></rss>".encode()


class Site:
    """An ASGI application: pages by path, and the headers of every request it got."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.requests: dict[str, list[dict[str, str]]] = defaultdict(list)

    def give(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        """Answer `path` always with this."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def page(_request: Request) -> Response:
            return Response(body, status, named, media_type="application/rss+xml")

        self.pages[path] = page

    def give_conditionally(self, path: str, body: bytes, etag: str) -> None:
        """Answer `path` with the body, or 304 to who has it already."""

        async def page(request: Request) -> Response:
            if request.headers.get("if-none-match") == etag:
                return Response(status_code=304)
            return Response(body, headers={"ETag": etag})

        self.pages[path] = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.requests[request.url.path].append(dict(request.headers))
        page = self.pages.get(request.url.path)
        response = Response(status_code=404) if page is None else await page(request)
        await response(scope, receive, send)


@contextlib.asynccontextmanager
async def raw_server(
    talk: Talk, *, until: bytes = b"\r\n\r\n", tls: ssl.SSLContext | None = None
) -> AsyncIterator[str]:
    """Serves whatever `talk` writes once a request's head has come; answers the base address."""

    async def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Cancelled at the end of a test, in the middle of whatever it does.
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await reader.readuntil(until)
            await talk(reader, writer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(on_connection, "127.0.0.1", 0, ssl=tls)
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()


def says(*pieces: bytes) -> Talk:
    """Writes these bytes and closes."""

    async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)

    return talk


def streams(head: bytes, pieces: Callable[[], Iterator[bytes]], pause_seconds: float = 0) -> Talk:
    """Writes a head and then piece after piece, as fast as they are taken."""

    async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        for piece in pieces():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_seconds)

    return talk


async def hangs(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Takes the request and never answers."""
    await asyncio.sleep(3600)


def gigabyte() -> Iterator[bytes]:
    piece = b"<item>" + b"x" * 65_530
    return (piece for _ in range(16_384))


def gzip_bomb() -> Iterator[bytes]:
    """A gigabyte of spaces, about a megabyte packed, made as it is sent."""
    packer = zlib.compressobj(9, wbits=31)
    zeros = b" " * 4_194_304
    for _ in range(256):
        packed = packer.compress(zeros)
        if packed:
            yield packed
    yield packer.flush()


def for_ever(piece: bytes) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        while True:
            yield piece

    return pieces


OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"


def entity_bomb() -> bytes:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'ha'>{levels}]><rss version='2.0'>&a11;</rss>".encode()


def self_signed(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now, day = dt.datetime.now(dt.UTC), dt.timedelta(days=1)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - day, now + day).sign(key, hashes.SHA256())
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "pem").write_bytes(key.private_bytes(*plain) + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "pem")
    return context


def moved(location: bytes) -> Talk:
    return says(b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: ", location, b"\r\n\r\n")


def hostile_servers() -> dict[str, Talk]:
    """Every kind of trouble, by name."""
    sized = b"Content-Length: "
    bomb = entity_bomb()
    return {
        "garbage": says(OK, b"\r\n\x00\x01 no feed at all \xff"),
        "error": says(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"),
        "gigabyte, endless": streams(OK + b"\r\n", gigabyte),
        "gigabyte, announced": streams(OK + sized + b"1073741824\r\n\r\n", gigabyte),
        "gzip bomb": streams(OK + b"Content-Encoding: gzip\r\n\r\n", gzip_bomb),
        "entity bomb": says(OK, sized, str(len(bomb)).encode(), b"\r\n\r\n", bomb),
        "hang": hangs,
        "drip": streams(OK + b"\r\n", for_ever(b"<"), pause_seconds=0.1),
        "endless headers": streams(OK, for_ever(b"X-More: of the same\r\n")),
        "endless interim answers": streams(b"", for_ever(b"HTTP/1.1 100 Continue\r\n\r\n"), pause_seconds=0.01),
        "headers that drip": streams(OK + b"X-Slow: ", for_ever(b"x"), pause_seconds=0.1),
        "one endless header": streams(OK + b"X-Long: ", for_ever(b"x" * 65_536)),
        "two lengths": says(OK, sized, b"5\r\n", sized, b"6\r\n\r\n<rss/>"),
        "a length that is no number": says(OK, sized, b"-1\r\n\r\n<rss/>"),
        "body too long": says(OK, sized, b"20\r\n\r\n", rss(("1", "t", "x"))),
        "bad chunks": says(OK, b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n<rss>\r\n"),
        "endless chunks": streams(OK + b"Transfer-Encoding: chunked\r\n\r\n", for_ever(b"1\r\n<\r\n"), 0.01),
        "slow to read": says(OK, b"\r\n<rss version='2.0'><channel>", b"<a " * 800_000),  # quadratic: ten seconds
        "body too short": says(OK, sized, b"1000\r\n\r\n<rss>"),
        "not http": says(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        "says nothing": says(),
        "brotli": says(OK, b"Content-Encoding: br\r\n\r\n\x0b\x02\x80"),
        "redirect circle": says(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
        "redirect to a file": moved(b"file:///etc/passwd"),
        "redirect to a private network": moved(b"http://10.0.0.1/secret"),
        "redirect to a number": moved(b"http://2130706434/secret"),
        "redirect to an odd notation": moved(b"http://0x7f.2/secret"),
        "redirect to a mapped address": moved(b"http://[::ffff:127.0.0.2]/secret"),
        "redirect to a translated address": moved(b"http://[64:ff9b::7f00:2]/secret"),
        "broken gzip": says(OK, b"Content-Encoding: gzip\r\n\r\n", gzip.compress(rss(("1", "t", "x")))[:40]),
    }


def odd_documents() -> dict[str, tuple[str, bytes]]:
    """Content type and body of feeds that are wrong about themselves, and can be read all the same."""
    plain = "application/rss+xml"
    declared = b"<?xml version='1.0' encoding='NAME'?>"
    body = rss(("1", "Žluťoučký kůň", "x"))
    return {
        "a charset that nobody knows": (f"{plain}; charset=none-such", body),
        "an encoding that nobody knows": (plain, declared.replace(b"NAME", b"u\xd4f-8") + body),
        "an encoding that packs": (plain, declared.replace(b"NAME", b"zlib_codec") + body),
        "says UTF-16 and is UTF-8": (plain, declared.replace(b"NAME", b"utf-16") + body),
        "says ASCII and is UTF-8": (f"{plain}; charset=us-ascii", body),
        "a character that there is not": (plain, rss(("1", "Žluťoučký kůň", "&#x110000;"))[:-30]),
        "a stray byte": (plain, rss(("1", "Žluťoučký kůň", "x")).replace(b"x</", b"\xff</")),
        "control characters": (plain, rss(("1", "Žluťoučký kůň", "\x00\x07"))),
        "no closing tags": (plain, body[: body.index(b"</item>")]),
    }
